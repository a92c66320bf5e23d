"""The lists of offences, disposals and orders."""

import pytest

from mappa_policy import disposals, offences
from tests.policy.cases import ask, convicted, given

CODES = [
    ("SX03001", ((2, "102"),), ("17",)),
    ("sx03001 ", ((2, "102"),), ("17",)),
    ("SX03001A", ((2, "102"),), ("17",)),
]


class TestCodes:
    @pytest.mark.parametrize(("code", "schedule_15", "schedule_3"), CODES)
    def test_give_the_paragraphs(self, code, schedule_15, schedule_3):
        entry = offences.by_cjs_code(code)

        assert entry.schedule_3 == schedule_3
        assert entry.schedule_15[:1] == schedule_15 or entry.schedule_15 == ()

    def test_that_are_not_listed_give_nothing(self):
        assert offences.by_cjs_code("ZZ99999") is None

    def test_have_a_schedule_3_paragraph_but_for_four(self):
        codes = {row["cjs_code"] for row in offences.rows("cjs_offence_schedules")}
        entries = [offences.by_cjs_code(code) for code in codes]
        listed = [entry for entry in entries if entry.in_schedule_3]

        assert len(codes) == 782
        assert sorted(entry.code for entry in listed if not entry.schedule_3) == [
            "CE79185",
            "SX56021",
            "SX56022",
            "SX56023",
        ]
        assert all(para in offences.schedule_3() for entry in listed for para in entry.schedule_3)

    @pytest.mark.parametrize(("code", "categories"), [("SX03001", [1, 2]), ("OF61016", [2]), ("ZZ99999", None)])
    def test_alone_are_enough_for_an_answer(self, code, categories):
        answer = ask(convicted(offence={"cjs_code": code}), given("IMP_12", term_months=24))

        assert answer["categories"] == categories


class TestProvisions:
    @pytest.mark.parametrize(
        ("statute", "section", "categories"),
        [
            ("Sexual Offences Act 2003", "1", [1, 2]),
            ("Offences against the Person Act 1861", "20", [2]),
            ("Theft Act 1968", "1", []),
            ("Child Abduction Act 1984", "1", [2]),
        ],
    )
    def test_stand_in_for_paragraphs_that_are_not_given(self, statute, section, categories):
        offence = {"title": "Named by Act only", "statute": statute, "section": section}

        assert ask(convicted(offence=offence), given("IMP_12", term_months=24))["categories"] == categories

    def test_with_a_condition_nobody_recorded_cannot_tell(self):
        burglary = {"title": "Burglary", "statute": "Theft Act 1968", "section": "9"}

        assert ask(convicted(offence=burglary), given("IMP_12", term_months=24))["categories"] is None


class TestDisposalsAndOrders:
    def test_are_found_by_code(self):
        assert disposals.by_code("DTO_12").custodial == "yes"
        assert disposals.by_code("XYZ") is None
        assert disposals.order_by_code("SHPO").name == "Sexual harm prevention order"
        assert len(disposals.all()) == 52
        assert len(disposals.orders()) == 37
