"""Labels and lists that differ by edition, and the checks of the whole."""

import pytest

from mappa_policy import checks, parameters, sources
from mappa_policy.model import Source

LABELS = [
    ("categories/label_category_1", "hampshire-2008", "Registered sexual offenders"),
    ("categories/label_category_1", "norfolk-2019", "Registered sexual offenders"),
    ("categories/label_category_1", "cheshire-2022", "Offenders subject to notification requirements"),
    ("levels/label_level_1", "hampshire-2008", "Ordinary agency management"),
    ("levels/label_level_1", "norfolk-2019", "Ordinary agency management"),
    (
        "levels/label_level_1",
        "cheshire-2022",
        "Multi-agency support for lead agency risk management with information sharing",
    ),
    ("orders/label_prevention_order", "hampshire-2008", "SOPO"),
    ("orders/label_prevention_order", "durham-2016", "SOPO"),
    ("orders/label_prevention_order", "norfolk-2019", "SHPO"),
]


class TestLabels:
    @pytest.mark.parametrize(("name", "edition", "label"), LABELS)
    def test_come_from_the_edition(self, name, edition, label):
        assert parameters.value(name, edition).value == label


class TestStatutes:
    @pytest.mark.requirement("EDITION-06")
    def test_and_areas_are_edition_data(self):
        for edition in ("hampshire-2008", "statute-current"):
            listed = " ".join(parameters.value("categories/statutes", edition).items)
            assert "Criminal Justice Act 2003 sections 325 to 327B" in listed
            assert "Sexual Offences Act 2003 Part 2 and Schedule 3" in listed
            assert "15" in listed
        old = parameters.value("categories/statutes", "hampshire-2008").items
        assert "Criminal Justice and Court Services Act 2000" in old
        assert parameters.value("categories/areas", "norfolk-2019").number == 42


class TestChecks:
    def test_find_no_fault_in_what_is_shipped(self):
        faults, counted = checks.check_everything()

        assert faults == ()
        assert counted["parameters"] == len(parameters.names())

    @pytest.mark.requirement("EDITION-04")
    def test_compare_two_editions_value_by_value(self):
        found = {row["name"]: row for row in checks.differences("hampshire-2008", "cheshire-2022")}

        row = found["category-2/longest_suspended_term"]
        assert (row["hampshire-2008"]["value"], row["cheshire-2022"]["value"]) == (12, 36)
        assert found["notification/review_gap_adult"]["hampshire-2008"] is None
        assert checks.differences("norfolk-2019", "norfolk-2019") == []


class TestCitations:
    @pytest.mark.parametrize(
        ("citation", "document"),
        [
            ("CJA 2003 s.327(3)(b)(i)", "cja-2003"),
            ("SOA 2003 Sch 3 para 13", "soa-2003"),
            ("Norfolk report 2018/19 (h)", "norfolk-report-2019"),
            ("Norfolk 2019 Level 2", "norfolk-training-2019"),
        ],
    )
    def test_resolve_to_the_document_with_the_longest_short_name(self, citation, document):
        assert sources.resolve(citation).id == document

    def test_of_something_unknown_do_not_resolve(self):
        assert sources.resolve("CJA 2004 s.1") is None
        assert sources.cite(Source("cja-2003", "s.325")) == "CJA 2003 s.325"
