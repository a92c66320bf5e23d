"""The one door to the rules: what other apps may ask of `mappa_policy`, under the names they ask by.

Numbers, labels and lists come with their edition and source. Nothing here reads the database or the clock.
"""

from mappa_policy import calendar, editions
from mappa_policy.parameters import NotSet, Parameter, UnknownParameter
from mappa_policy.parameters import find as find_parameter
from mappa_policy.parameters import value as parameter

LAW = editions.DEFAULT
"""The edition of law answers. Clocks take the edition of the area instead."""

__all__ = [
    "LAW",
    "NotSet",
    "Parameter",
    "UnknownParameter",
    "calendar",
    "editions",
    "find_parameter",
    "parameter",
]
