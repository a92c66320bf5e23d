"""A year of two figures: of a birth it is never long ago for a child, and of another day it is as everywhere."""

import pytest

from mappa.record.forms import field_for
from mappa.record.types import TYPES


def read(kind, name, year):
    field = next(each for each in TYPES[kind].fields if each.name == name)
    return field_for(field, []).clean(("", "", year))


@pytest.mark.parametrize(("year", "whole"), [("21", "2021"), ("30", "1930"), ("98", "1998")])
def test_of_a_child_in_contact(year, whole):
    assert read("children-in-contact", "born", year) == whole


@pytest.mark.parametrize(("year", "whole"), [("32", "2032"), ("98", "1998")])
def test_of_the_end_of_leave_to_be_here(year, whole):
    assert read("nationality", "ends_on", year) == whole
