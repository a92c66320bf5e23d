"""The protective marking under which records are handled: on every page about somebody, and so on its print."""

from mappa.determinations import policy

MARKING, MARKINGS = "record/marking", "record/markings"


def marking_of_records(edition: str) -> str:
    """The marking in force for the record as a whole (NOMINAL-18)."""
    return str(policy.parameter(MARKING, edition).value)


def higher_marking(marking: str, edition: str) -> str:
    """The higher of an entry's marking and the record's. One that the edition does not have stands as it is."""
    usual, scheme = marking_of_records(edition), policy.parameter(MARKINGS, edition).items
    if marking not in scheme or usual not in scheme:
        return marking
    return max(marking, usual, key=scheme.index)
