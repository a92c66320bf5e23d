"""The lists of offences, disposals and orders."""

import pytest

from mappa_policy import disposals, offences
from mappa_policy.offences import placing
from mappa_policy.offences.provisions import read_provision
from tests.policy.cases import ask, convicted, given, outcomes

CODES = [
    ("SX03001", "2/102", "17", ""),
    ("sx03001 ", "2/102", "17", ""),
    ("SX03001A", "2/102", "17", "attempt"),
    ("SX03001C", "2/102", "17", "conspiracy"),  # its own provision names only the conspiracy
    ("SX03035", "2/114", "22", ""),  # section 13 with section 9: its own paragraph counts
    ("SX03039", "2/114", "22", ""),  # the list writes "sections10"
    ("SX03163A", "2/111", "21", "attempt"),
    ("SX03231", "2/137", "29B", ""),  # the list does not say that it is in Schedule 3
    ("SX03224", "2/116A", "24A", ""),
    ("SX56005", "2/70", "2", ""),
    ("SX56014A", "", "5", "attempt"),
    ("SX56027C", "2/76", "7", "conspiracy"),
    ("PK78001A", "2/99", "13", "attempt"),
    ("COML025A", "1/65(1)", "", "attempt"),
    ("COML026C", "1/65(2)", "", "conspiracy"),
    ("CD71050A", "1/35", "", "attempt"),
    ("PT00064", "3/159", "", ""),
]
PROVISIONS = [
    ("ss.9(1)(a), (b), (c)(ii) and 13 of the Sexual Offences Act 2003", ("22",)),
    ("s.1 of the Sexual Offences Act 2003 and s.1(1) of the Criminal Attempts Act 1981", ("17",)),
    ("s.1(1) of the Criminal Attempts Act 1981", ()),
    ("s.5 of and Schedule 2 to the Sexual Offences Act 1956", ("2",)),
    ("s.66B(3) of the Sexual Offences Act 2003", ("33B",)),
    ("s.66B(2) of the Sexual Offences Act 2003", ()),
    ("s.63 of the Criminal Justice and Immigration Act 2008", ("35A",)),
    ("s.62(1) of the Coroners and Justice Act 2009", ("35B",)),
    ("s.170B(1) of the Customs and Excise Management Act 1979", ()),
    ("Common Law", ()),
    ("", ()),
]
NOT_PLACED = ["CE79185", "SX56021", "SX56022", "SX56023"]


class TestCodes:
    @pytest.mark.parametrize(("code", "fifteenth", "third", "form"), CODES)
    def test_give_the_paragraphs_and_the_form(self, code, fifteenth, third, form):
        entry = offences.by_cjs_code(code)

        assert [f"{part}/{para}" for part, para in entry.schedule_15] == ([fifteenth] if fifteenth else [])
        assert entry.schedule_3 == ((third,) if third else ())
        assert entry.form == form

    def test_that_are_not_listed_give_nothing(self):
        assert offences.by_cjs_code("ZZ99999") is None

    @pytest.mark.parametrize(("text", "paragraphs"), PROVISIONS)
    def test_take_their_paragraph_from_the_provision(self, text, paragraphs):
        assert placing.schedule_3_of(text) == paragraphs

    @pytest.mark.requirement("IDENT-05")
    def test_are_all_placed_or_listed_with_the_reason(self):
        assert offences.counts() == {
            "offence_rows": 1157,
            "offence_codes": 782,
            "codes_in_schedule_15": 769,
            "codes_in_schedule_3": 394,
            "codes_in_schedule_19za": 40,
            "codes_not_placed": 4,
        }
        assert [entry.code for entry in offences.unplaced()] == NOT_PLACED
        assert all(entry.why_not for entry in offences.unplaced())

    @pytest.mark.requirement("IDENT-05", "IDENT-06")
    def test_stand_only_in_paragraphs_that_the_schedules_have(self):
        for entry in offences.every_code():
            assert all(para in offences.schedule_3() for para in entry.schedule_3)
            assert all(para in offences.schedule_15() for _, para in entry.schedule_15)
            assert len(entry.schedule_3) <= 1

    def test_agree_with_the_act_and_section_of_their_paragraph_in_schedule_15(self):
        for entry in offences.every_code():
            named = [
                match.row["para"]
                for provision in offences.principal(read_provision(entry.provision))
                for match in offences.listed_under(offences.SCHEDULE_15, provision)
                if match.fit is offences.Fit.YES
            ]
            assert not named or {para for _, para in entry.schedule_15} & set(named), entry

    def test_of_part_3_are_all_relevant_terrorist_offences(self):
        of_part_3 = [one for one in offences.every_code() if any(part == 3 for part, _ in one.schedule_15)]

        assert len(of_part_3) == 40
        assert all(entry.schedule_19za for entry in of_part_3)

    @pytest.mark.parametrize("code", NOT_PLACED)
    def test_that_are_not_placed_cannot_be_told(self, code):
        answer = ask(convicted(offence={"cjs_code": code}), given("IMP_12", term_months=36))

        assert outcomes(answer, "CAT1_NOTIFICATION")["C1"] == "cannot_tell"

    def test_that_no_list_has_leave_the_answer_to_act_and_section(self):
        offence = {"cjs_code": "ZZ99999", "statute": "Sexual Offences Act 2003", "section": "1"}

        assert ask(convicted(offence=offence), given("IMP_12", term_months=36))["categories"] == [1, 2]

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


class TestLookup:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("SX03001", "Schedule 15 Part 2 paragraph 102"),
            ("sx03227", "Schedule 15 Part 2 paragraph 138"),
            ("s.3 of the Sexual Offences Act 2003", "Schedule 15 Part 2 paragraph 104"),
            ("sexual offences act 2003 66A", "Schedule 15 Part 2 paragraph 149A"),
            ("Voyeurism", "Schedule 15 Part 2 paragraph 150"),
            ("MURDER", "s.327(3)(a)"),
            ("coercive behaviour", "Schedule 15 Part 1 paragraph (number not verified)"),
            ("paedophile manual", "Schedule 3 paragraph 35C"),
            ("SX0300", "Schedule 15 Part 2 paragraph 102"),
        ],
    )
    def test_finds_by_code_by_provision_and_by_title(self, text, first):
        assert offences.find(text)[0].where == first

    def test_gives_every_list_that_has_it(self):
        assert [one.where for one in offences.find("SX03007")] == [
            "Schedule 15 Part 2 paragraph 104",
            "Schedule 3 paragraph 18",
        ]

    def test_of_a_code_that_is_not_placed_says_why(self):
        assert "lists no offence under" in offences.find("CE79185")[-1].condition

    @pytest.mark.parametrize("text", ["", "ZZ99999", "zz", "Theft Act 1968 s.1"])
    def test_of_what_no_list_has_finds_nothing(self, text):
        assert offences.find(text) == ()

    def test_stops_at_the_limit(self):
        assert len(offences.find("sexual", limit=3)) == 3


class TestDisposalsAndOrders:
    def test_are_found_by_code(self):
        assert disposals.by_code("DTO_12").custodial == "yes"
        assert disposals.by_code("XYZ") is None
        assert disposals.order_by_code("SHPO").name == "Sexual harm prevention order"
        assert len(disposals.all()) == 52
        assert len(disposals.orders()) == 37
