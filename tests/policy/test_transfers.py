"""Moves to another jurisdiction."""

import datetime as dt

import pytest

from mappa_policy import parameters
from mappa_policy.model import PolicyError
from mappa_policy.rules.transfers import UnknownJurisdiction, jurisdictions, transfer_terms

EDITION = "hampshire-2008"
DAY = dt.date(2008, 6, 2)
OUTSIDE = ["scotland", "northern_ireland", "isle_of_man", "channel_islands"]


def terms(to, *, on=DAY, edition=EDITION, agreed=""):
    return transfer_terms(to=to, on=on, edition=edition, agreed=agreed)


@pytest.mark.requirement("TRANSFER-11")
class TestJurisdictions:
    def test_are_england_and_wales_and_four_others(self):
        assert jurisdictions(EDITION) == ("england_and_wales", *OUTSIDE)
        assert terms("england_and_wales").kind == "simple"

    @pytest.mark.parametrize("to", OUTSIDE[1:])
    def test_but_scotland_had_no_mappa_in_2008(self, to):
        assert terms(to).mappa == ""

    def test_of_scotland_has_it_for_registered_offenders_from_april_2007(self):
        assert terms("scotland", on=dt.date(2007, 4, 1)).mappa == "registered sexual offenders only"
        assert terms("scotland", on=dt.date(2007, 3, 31)).mappa == ""

    def test_of_later_editions_say_nothing_of_mappa_elsewhere(self):
        assert terms("northern_ireland", edition="cheshire-2022").mappa is None
        assert parameters.find("transfers/mappa_elsewhere", "cheshire-2022") is None

    def test_that_the_edition_does_not_have_are_refused_with_those_it_has(self):
        with pytest.raises(UnknownJurisdiction, match="scotland"):
            terms("france")


@pytest.mark.requirement("TRANSFER-12")
class TestTerms:
    @pytest.mark.parametrize("to", OUTSIDE)
    def test_outside_england_and_wales_are_restricted_unless_agreed(self, to):
        assert (terms(to).kind, terms(to).law) == ("restricted", "sending")
        assert (terms(to, agreed="unrestricted").kind, terms(to, agreed="unrestricted").law) == (
            "unrestricted", "receiving",
        )  # fmt: skip

    def test_say_what_stays_and_where_that_is_said(self):
        assert "courts for breach" in terms("scotland").effect
        assert "unchanged" in terms("scotland", agreed="unrestricted").effect
        assert all(cited.startswith("Hampshire 2008") for cited in terms("scotland").citations)

    def test_within_england_and_wales_change_no_law(self):
        assert (terms("england_and_wales").law, terms("england_and_wales").effect) == ("", "")

    def test_of_another_kind_are_refused(self):
        with pytest.raises(PolicyError, match="restricted"):
            terms("scotland", agreed="half")
