"""The values of policy as a rule asks for them, and what an answer must say because it used them."""

import datetime as dt

from mappa_policy import parameters
from mappa_policy.rules.remarks import Remark


class Values:
    """The values of an edition on a day, with the flags and remarks of one answer.

    Args:
        flags: what the answer must show.
        remarks: what its reasons must say, by the citation of a value or by the id of an event.
    """

    __slots__ = ("flags", "remarks", "values")

    def __init__(self, values: parameters.Table) -> None:
        self.values = values
        self.flags: set[str] = set()
        self.remarks: dict[str, Remark] = {}

    def parameter(self, name: str) -> parameters.Parameter:
        """The value of a parameter in the edition on the day, from the area where it departs.

        Raises:
            NotSet: there is none.
        """
        found = self.values[name]
        if found is None or found.remark:
            return self._noted(name)
        return found

    def find(self, name: str) -> parameters.Parameter | None:
        """As ``parameter``, or none where the edition has no value."""
        found = self.values[name]
        return self._noted(name) if found is not None and found.remark else found

    def _noted(self, name: str) -> parameters.Parameter:
        """A value, once it is remembered what an answer must say when it used it."""
        found = self.values.value(name)
        self.flags |= {*found.flags}
        self.remarks[found.citation] = Remark(found.remark, found.citation)
        return found

    # The four below look for the bare value first: they are what a rule asks for most. A value that was not asked for
    # before, or of which an answer must say more, is not among them.
    def number(self, name: str) -> int:
        """The value of a parameter that is a number."""
        try:
            return self.values.numbers[name]
        except KeyError:
            return self.parameter(name).number

    def day(self, name: str) -> dt.date:
        """The value of a parameter that is a date."""
        try:
            return self.values.days[name]
        except KeyError:
            return self.parameter(name).day

    def items(self, name: str) -> tuple[str, ...]:
        """The value of a parameter that is a list."""
        try:
            return self.values.lists[name]
        except KeyError:
            return self.parameter(name).items

    def row(self, name: str, key: str) -> object:
        """The row of a parameter that is a table, or none."""
        try:
            return self.values.tables[name].get(key)
        except KeyError:
            table = self.parameter(name).value
            return table.get(key) if isinstance(table, dict) else None

    def among(self, name: str, value: str) -> bool:
        """Whether a value is in a parameter that is a list."""
        return value in self.items(name)
