"""Parameters: every value has an edition, a unit, a source and a day on which a person checked it."""

import pytest

from mappa_policy import editions, parameters, sources
from mappa_policy.reading import BadFile

GOOD = """\
label: Longest gap
unit: weeks
covers: [REVIEW-05]
values:
  - {edition: hampshire-2008, value: 6, source: {document: hampshire-protocol-2008, provision: Frequency}}
last_checked: {as_at: 2026-01-15, by: policy owner}
"""

BROKEN = {
    "not YAML": ("label: Longest gap", "label: [", "file", "not YAML"),
    "an unknown key": ("label: Longest gap", "name: Longest gap", "file", "Unknown keys"),
    "no label": ("label: Longest gap\n", "", "label", "missing"),
    "an unknown unit": ("unit: weeks", "unit: fortnights", "unit", "not known"),
    "no requirement": ("covers: [REVIEW-05]\n", "", "covers", "requirement"),
    "no values": ("values:\n", "values: []\nrest:\n", "file", "Unknown keys"),
    "an unknown edition": ("hampshire-2008", "hampshire-2007", "values[hampshire-2007]", "no such edition"),
    "no value": ("value: 6, ", "", "values[hampshire-2008]", "no value"),
    "a value of the wrong kind": ("value: 6", "value: six", "values[hampshire-2008]", "not a value in weeks"),
    "a number below nought": ("value: 6", "value: -6", "values[hampshire-2008]", "not a value in weeks"),
    "yes for a number": ("value: 6", "value: yes", "values[hampshire-2008]", "not a value in weeks"),
    "no source": (
        ", source: {document: hampshire-protocol-2008, provision: Frequency}",
        "",
        "values[hampshire-2008].source",
        "has no source",
    ),
    "a source nobody listed": (
        "hampshire-protocol-2008",
        "somebody-said",
        "values[hampshire-2008].source",
        "is not a source",
    ),
    "no provision": (", provision: Frequency", "", "provision", "missing"),
    "a key that YAML reads as true": ("value: 6", "value: 6, on: 3", "values", "in quotes"),
    "no day of checking": (
        "last_checked: {as_at: 2026-01-15, by: policy owner}\n",
        "",
        "last_checked",
        "table",
    ),
    "an impossible day of checking": ("2026-01-15", "soon", "as_at", "not a date"),
    "nobody who checked": (", by: policy owner", "", "by", "missing"),
    "inherit that is not yes or no": (
        "unit: weeks",
        "unit: weeks\ninherit: maybe",
        "inherit",
        "true or false",
    ),
    "a reading that is not words": (
        "value: 6",
        "value: 6, reading: 4",
        "values[hampshire-2008]",
        "sentences",
    ),
}


class TestReadingAFile:
    def test_accepts_the_form_in_the_guide(self, tmp_path):
        file = tmp_path / "gap.yaml"
        file.write_text(GOOD, encoding="utf-8")

        assert parameters.read(file).values["hampshire-2008"].value == 6

    @pytest.mark.requirement("EDITION-01")
    @pytest.mark.parametrize("fault", BROKEN)
    def test_refuses_a_file_with(self, fault, tmp_path):
        old, new, key, says = BROKEN[fault]
        assert old in GOOD
        file = tmp_path / "gap.yaml"
        file.write_text(GOOD.replace(old, new), encoding="utf-8")

        with pytest.raises(BadFile, match=r"gap\.yaml") as caught:
            parameters.read(file)

        assert caught.value.key == key
        assert says in caught.value.what + caught.value.remedy

    def test_refuses_an_edition_that_is_there_twice(self, tmp_path):
        row = GOOD.splitlines()[4]
        file = tmp_path / "gap.yaml"
        file.write_text(GOOD.replace(row, f"{row}\n{row}"), encoding="utf-8")

        with pytest.raises(BadFile, match="twice"):
            parameters.read(file)


class TestEveryParameter:
    @pytest.mark.requirement("EDITION-01")
    @pytest.mark.parametrize("name", parameters.names())
    def test_is_well_formed_and_each_value_has_a_source(self, name):
        held = parameters.definition(name)

        assert held.values
        for entry in held.values.values():
            assert sources.document(entry.source.document) is not None
            assert entry.source.provision


class TestInheritance:
    def test_an_edition_speaks_for_itself_first(self):
        assert parameters.find("notification/review_gap_adult", "hampshire-2008") is None

    def test_what_it_does_not_set_comes_from_the_statute(self):
        period = parameters.value("notification/period_other", "hampshire-2008")

        assert (period.number, period.set_by) == (60, "statute-current")
        assert period.citation == "SOA 2003 s.82(1)"

    def test_a_missing_value_is_named(self):
        with pytest.raises(parameters.NotSet, match="review_gap_adult has no value in the edition hampshire"):
            parameters.value("notification/review_gap_adult", "hampshire-2008")

    def test_an_unknown_edition_is_refused_with_the_list(self):
        with pytest.raises(editions.UnknownEdition, match="cheshire-2022"):
            editions.get("cheshire")


class TestEditionsInstalled:
    @pytest.mark.requirement("EDITION-04")
    def test_are_the_four_read_a_current_one_and_a_slot_for_the_national_text(self):
        held = {edition.id: edition.status for edition in editions.all()}

        assert held == {
            "hampshire-2008": "superseded",
            "durham-2016": "superseded",
            "norfolk-2019": "superseded",
            "cheshire-2022": "in force",
            "statute-current": "in force",
            "national-draft": "draft",
        }

    def test_each_names_a_source_that_is_listed(self):
        assert all(sources.document(edition.source) for edition in editions.all())
