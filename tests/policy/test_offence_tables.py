"""Every row of every list, put through the engine: conditions met, each broken, each not recorded."""

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest

from mappa_policy import offences
from tests.policy.cases import TERRORISM, TODAY, ask, convicted, given, outcomes

BORN = dt.date(1970, 6, 15)
COURTS = {"E&W": "crown", "Scotland": "scotland", "Northern Ireland": "northern_ireland"}
SCHEDULE_3 = [row for row in offences.rows("offences_schedule3_soa2003") if row["rule_code"] != "POINTER"]
SCHEDULE_15 = [row for row in offences.rows("offences_schedule15_cja2003") if row["statute"]]


def at_age(years, days=0):
    return BORN.replace(year=BORN.year + years) + dt.timedelta(days=days)


@dataclass(frozen=True)
class Told:
    """A conviction in the terms of a row: ages in years at the offence, and what was imposed."""

    row: dict
    offender: int = 30
    victim: int | None = 10
    disposal: str | None = "FINE"
    months: int | None = None
    born: dt.date | None = BORN
    known: dict = field(default_factory=dict)

    def answer(self):
        offended = at_age(self.offender)
        began = offences.date_of(self.row, "in_force_from") or dt.date(2005, 1, 1)
        on = max(offended, began)
        offence = {"title": "A", "statute": self.row["statute"], "section": self.row["section"],
                   "sch3_para": self.row["para"], "sch15_para": None}  # fmt: skip
        more = {} if self.victim is None else {"victim_age": self.victim}
        terms = {} if self.months is None else {"term_months": self.months}
        events = [convicted(on.isoformat(), offence, court=COURTS[self.row["jurisdiction"]],
                            offence_date=offended, **more, **self.known)]  # fmt: skip
        if self.disposal:
            events.append(given(self.disposal, on.isoformat(), **terms))
        return ask(*events, dob=self.born, as_of=on + dt.timedelta(days=1))

    def outcome(self):
        return outcomes(self.answer(), "CAT1_NOTIFICATION")["C1"]

    def missing(self):
        return next(row.get("missing", []) for row in self.answer()["reasons"] if row["limb"] == "CAT1_NOTIFICATION")


def custody(told, months):
    return replace(told, disposal="IMP_U12" if months < 12 else "IMP_12", months=months)


def free(row):
    """A conviction listed whatever the sentence, by the ages in the row's own columns; none where there is none."""
    code = row["rule_code"]
    if code in {"SENT12", "DISPOSAL", "U18_12M_ELSE_DISPOSAL", "U18_12M_ELSE_CUSTODY_OR_HOSPITAL", "OFF18_AND_24M",
                "S_CUST_HOSP"}:  # fmt: skip
        return None
    offender = int(row["offender_age_min"] or 18)
    victim = int(row["victim_age_under"]) - 1 if row["victim_age_under"] else None
    return Told(row, offender=offender, victim=victim)


def never_free(row):
    """The same row with every free condition broken: an older victim, or an offender too young for it."""
    offender = int(row["offender_age_min"]) - 1 if row["offender_age_min"] else 30
    return Told(row, offender=offender, victim=int(row["victim_age_under"] or 18))


def thresholds(row):
    """Each sentence on the boundary of a column, with one just short of it, for the offender it is for."""
    months = row["adult_min_custody_months"]
    grown = never_free(row) if row["rule_code"] != "OFF18_AND_24M" else Told(row, offender=18)
    if row["rule_code"] in {"IMG16", "VIC16_OFF18_OR_12M"}:
        grown = replace(grown, victim=int(row["victim_age_under"]) - 1)
    if months == "any":
        yield custody(grown, 1), replace(grown, disposal="FINE")
    elif months:
        yield custody(grown, int(months)), custody(grown, int(months) - 1)
    if row["adult_community_min_months"]:
        least = int(row["adult_community_min_months"])
        yield replace(grown, disposal="CO", months=least), replace(grown, disposal="CO", months=least - 1)
    if row["adult_hospital_counts"] == "yes":
        yield replace(grown, disposal="HO"), replace(grown, disposal="FINE")
    young = row["offender_under_18_min_sentence_months"]
    if young.isdigit() and row["rule_code"] not in {"VIC18_OR_30M", "SENT12"}:
        child = replace(grown, offender=15)
        yield custody(child, int(young)), custody(child, int(young) - 1)


def named(rows):
    return [f"{row['para']}-{row['section']}" for row in rows]


@pytest.mark.requirement("IDENT-05")
class TestSchedule3:
    @pytest.mark.parametrize("row", [row for row in SCHEDULE_3 if free(row)], ids=lambda row: row["para"])
    def test_lists_on_ages_alone_just_inside_them(self, row):
        assert free(row).outcome() == "met"

    @pytest.mark.parametrize(
        "row",
        [row for row in SCHEDULE_3 if row["offender_age_min"] or row["victim_age_under"]],
        ids=lambda r: r["para"],
    )
    def test_does_not_list_just_outside_the_ages_on_a_fine(self, row):
        if "AND/OR" in row["extra_condition"]:
            assert never_free(row).outcome() == "cannot_tell"
        else:
            assert never_free(row).outcome() == "not_met"

    @pytest.mark.parametrize("row", SCHEDULE_3, ids=lambda row: row["para"])
    def test_lists_on_the_boundary_of_each_sentence_and_not_below(self, row):
        for enough, short in thresholds(row):
            assert enough.outcome() == "met", enough
            assert short.outcome() == "not_met", short

    @pytest.mark.parametrize(
        "row", [row for row in SCHEDULE_3 if row["adult_min_custody_months"]], ids=lambda row: row["para"]
    )
    def test_cannot_tell_without_a_sentence_and_names_it(self, row):
        told = next(thresholds(row))[0]
        unknown = replace(told, disposal=None)

        assert unknown.outcome() == "cannot_tell"
        assert any("C1.disposal" in fact for fact in unknown.missing())

    @pytest.mark.parametrize(
        "row", [row for row in SCHEDULE_3 if row["victim_age_under"] and free(row)], ids=lambda row: row["para"]
    )
    def test_cannot_tell_without_the_age_of_the_victim_and_names_it(self, row):
        unknown = replace(free(row), victim=None)

        assert unknown.outcome() == "cannot_tell"
        assert any("age" in fact for fact in unknown.missing())

    @pytest.mark.parametrize(
        "row", [row for row in SCHEDULE_3 if row["offender_age_min"] and free(row)], ids=lambda row: row["para"]
    )
    def test_cannot_tell_without_the_birth_and_names_it(self, row):
        unknown = replace(free(row), born=None)

        assert unknown.outcome() == "cannot_tell"
        assert any("person.dob" in fact for fact in unknown.missing())

    @pytest.mark.parametrize("row", [row for row in SCHEDULE_3 if row["in_force_from"]], ids=lambda row: row["para"])
    def test_does_not_reach_back_before_a_paragraph_began(self, row):
        began = offences.date_of(row, "in_force_from")
        offence = {"title": "A", "sch3_para": row["para"], "sch15_para": None}

        def on(day):
            events = [
                convicted(day.isoformat(), offence, court=COURTS[row["jurisdiction"]], victim_age=10,
                          offence_date=day - dt.timedelta(days=30)),
                given("IMP_12", day.isoformat(), term_months=36),
            ]  # fmt: skip
            return outcomes(ask(*events, as_of=dt.date(2026, 1, 1)), "CAT1_NOTIFICATION")["C1"]

        assert on(began) == "met"
        assert on(began - dt.timedelta(days=1)) == "not_met"

    @pytest.mark.parametrize("row", SCHEDULE_3, ids=lambda row: row["para"])
    def test_says_where_the_law_was_not_read(self, row):
        told = next(thresholds(row))[0] if free(row) is None else free(row)
        recalled = "recalled" in row["established"] or "inferred" in row["established"]

        assert ("recalled_not_read" in told.answer()["flags"]) == recalled

    @pytest.mark.parametrize("row", SCHEDULE_3, ids=lambda row: row["para"])
    def test_finds_the_paragraph_by_act_and_section(self, row):
        provision = {"title": "A", "statute": row["statute"], "section": row["section"], "sch15_para": None}
        events = [
            convicted(offence=provision, court=COURTS[row["jurisdiction"]], victim_age=10),
            given("IMP_12", term_months=36),
        ]
        reason = next(one for one in ask(*events)["reasons"] if one["limb"] == "CAT1_NOTIFICATION")

        if row["extra_condition"] and "AND/OR" not in row["extra_condition"]:
            assert reason["outcome"] == "cannot_tell"
            assert row["extra_condition"] in reason["missing"][0]
        else:
            assert reason["outcome"] == "met"
            assert f"SOA 2003 Sch 3 para {row['para']}" in reason["citations"]


def category_2(offence, *, as_of=TODAY, on="2003-02-03", court="crown", disposal="LIFE", **more):
    events = [convicted(on, offence, court=court, **more)]
    if disposal:
        events.append(given(disposal, on))
    answer = ask(*events, as_of=as_of)
    return outcomes(answer, "CAT2_CUSTODY")["C1"], answer


def whole(row):
    return {"title": row["short_title"], "statute": row["statute"], "section": row["section"],
            "sch15_para": row["para"], "sch15_part": int(row["part"]), "sch3_para": None}  # fmt: skip


def counts(row, day):
    if row["status"] == "omitted" and not row["in_force_to"]:
        return False
    begins, ends = offences.date_of(row, "in_force_from"), offences.date_of(row, "in_force_to")
    live = (not begins or begins <= day) and (not ends or day <= ends)
    return live and (row["part"] != "3" or day < dt.date(2022, 6, 28))


def ever_counts(row, day):
    return any(counts(one, day) for one in offences.schedule_15()[row["para"]] if one["part"] == row["part"])


DAYS = [TODAY, dt.date(2022, 6, 28), dt.date(2022, 6, 27), dt.date(2019, 4, 12), dt.date(2019, 4, 11),
        dt.date(2005, 1, 1)]  # fmt: skip


@pytest.mark.requirement("IDENT-06")
class TestSchedule15:
    @pytest.mark.parametrize("row", SCHEDULE_15, ids=named(SCHEDULE_15))
    def test_counts_on_each_day_that_the_paragraph_is_in_force(self, row):
        begins = offences.date_of(row, "in_force_from")
        days = [*DAYS, *([begins, begins - dt.timedelta(days=1)] if begins else [])]

        for day in days:
            expected = "met" if ever_counts(row, day) else "not_met"
            assert category_2(whole(row), as_of=day)[0] == expected, day

    @pytest.mark.parametrize("row", [r for r in SCHEDULE_15 if counts(r, TODAY)], ids=lambda r: r["para"])
    def test_needs_a_sentence_and_a_court_here(self, row):
        assert category_2(whole(row), disposal="FINE")[0] == "not_met"
        assert category_2(whole(row), court="scotland")[0] == "not_met"
        assert category_2(whole(row), disposal=None)[0] == "cannot_tell"

    @pytest.mark.parametrize("row", [r for r in SCHEDULE_15 if counts(r, TODAY)], ids=lambda r: r["para"])
    def test_is_found_by_act_and_section_unless_a_condition_is_open(self, row):
        offence = {key: value for key, value in whole(row).items() if not key.startswith("sch15")}
        outcome, answer = category_2(offence)

        if row["para"] in {"32", "34", "35", "60", "97", "100"}:
            assert outcome == "cannot_tell"
            assert "missing" in str(answer["reasons"])
        else:
            assert outcome == "met"

    @pytest.mark.parametrize("row", SCHEDULE_15, ids=named(SCHEDULE_15))
    def test_says_where_the_law_or_the_number_was_not_read(self, row):
        flags = category_2(whole(row))[1]["flags"]
        live = [one for one in offences.schedule_15()[row["para"]] if counts(one, TODAY)] or [row]

        assert ("schedule_15_paragraph_number_not_verified" in flags) == (not row["para"])
        if row["para"]:
            assert ("recalled_not_read" in flags) == any(not offences.was_read(one) for one in live)

    @pytest.mark.parametrize("para", ["64(1)", "64(5)", "65(1)", "153(2)", "64", "153"])
    def test_counts_forms_under_their_own_paragraphs(self, para):
        assert category_2({"title": "A", "sch15_para": para, "sch3_para": None})[0] == "met"


@pytest.mark.requirement("IDENT-06")
class TestMurder:
    @pytest.mark.parametrize(
        ("title", "statute", "cited"),
        [
            ("Murder", "Common law", "CJA 2003 s.327(3)(a)"),
            ("Murder: victim one year of age or over", "", "CJA 2003 s.327(3)(a)"),
            ("Attempted murder", "Criminal Attempts Act 1981", "CJA 2003 Sch 15 para 65(1)"),
            ("Conspiracy to murder", "Criminal Law Act 1977", "CJA 2003 Sch 15 para 65(2)"),
            ("Encouraging or assisting murder", "Serious Crime Act 2007", "CJA 2003 Sch 15 para 65(4)"),
        ],
    )
    def test_and_its_attempt_count_each_in_its_place(self, title, statute, cited):
        outcome, answer = category_2({"title": title, "statute": statute, "section": "1", "sch3_para": None})

        assert outcome == "met"
        assert cited in str(answer["reasons"])

    def test_that_was_attempted_is_not_murder(self):
        answer = category_2({"title": "Murder", "statute": "Common law"}, attempt=True)[1]

        assert "CJA 2003 Sch 15 para 65(1)" in str(answer["reasons"])
        assert "s.327(3)(a)" not in str(answer["reasons"])

    def test_solicited_stands_in_its_own_paragraph(self):
        offence = {"title": "Soliciting murder", "statute": "Offences against the Person Act 1861", "section": "4"}

        assert "Sch 15 para 4" in str(category_2(offence)[1]["reasons"])


DRUGS = {"title": "Supplying a controlled drug", "statute": "Misuse of Drugs Act 1971", "section": "4(3)(a)"}
TRAFFICKING = {"title": "Trafficking", "section": "4",
               "statute": "Asylum and Immigration (Treatment of Claimants, etc.) Act 2004"}  # fmt: skip


@pytest.mark.requirement("IDENT-06")
class TestOffencesAgainstAChild:
    @pytest.mark.parametrize(
        ("offence", "victim", "outcome"),
        [
            ({**DRUGS, "title": "Supplying a Class A drug"}, 17, "met"),
            ({**DRUGS, "title": "Supplying a Class A drug"}, 18, "not_met"),
            ({**DRUGS, "title": "Supplying a Class B drug"}, 10, "not_met"),
            (DRUGS, 10, "cannot_tell"),
            ({**DRUGS, "title": "Supplying a Class A drug"}, None, "cannot_tell"),
            ({**DRUGS, "section": "4(2)"}, 10, "not_met"),
            (TRAFFICKING, 17, "met"),
            (TRAFFICKING, 18, "not_met"),
            (TRAFFICKING, None, "cannot_tell"),
            ({"title": "Child abduction", "statute": "Child Abduction Act 1984", "section": "1"}, None, "met"),
            ({"title": "Child abduction", "statute": "Child Abduction Act 1984", "section": "2"}, 10, "not_met"),
        ],
    )
    def test_count_on_their_conditions(self, offence, victim, outcome):
        more = {} if victim is None else {"victim_age": victim}

        assert category_2({**offence, "sch3_para": None}, **more)[0] == outcome


def category_4(offence, *, disposal="IMP_12", months=24, **more):
    events = [convicted(offence=offence, **more), given(disposal, term_months=months)]
    return outcomes(ask(*events), "CAT4_AUTO")["C1"]


SCHEDULE_19ZA = [row for row in offences.rows("offences_schedule19za_cja2003") if row["statute"]]


@pytest.mark.requirement("DOMEX-06")
class TestSchedule19ZA:
    @pytest.mark.parametrize("row", SCHEDULE_19ZA, ids=lambda row: row["para"])
    def test_counts_by_act_and_section_with_any_subsection(self, row):
        offence = {"title": row["short_title"], "statute": row["statute"].upper(), "section": f"{row['section']}(1)"}

        assert category_4(offence) == "met"
        assert category_4(offence, months=11) == "not_met"
        assert category_4({**offence, "statute": "Theft Act 1968"}) == "not_met"

    def test_counts_by_code_and_by_the_paragraph_of_schedule_15(self):
        assert category_4({"cjs_code": "PT00064"}) == "met"
        assert category_4({"title": "A", "sch15_para": "159", "sch15_part": 3}) == "met"
        assert category_4({"cjs_code": "OF61016"}) == "not_met"

    def test_gives_way_to_what_the_record_says(self):
        assert category_4({**TERRORISM, "sch19za_para": None}) == "not_met"
        assert category_4({"cjs_code": "OF61016"}, terrorist_connection=True) == "met"
        assert category_4({"cjs_code": "OF61016"}, terrorist_connection=False) == "not_met"


@pytest.mark.requirement("IDENT-05")
class TestForms:
    """An attempt and the like follow the principal offence."""

    @pytest.mark.parametrize(
        "statute", ["Criminal Attempts Act 1981", "Serious Crime Act 2007", "Criminal Law Act 1977"]
    )
    def test_whose_principal_nobody_named_cannot_be_told(self, statute):
        offence = {"title": "Attempt", "statute": statute, "section": "1(1)"}
        answer = ask(convicted(offence=offence), given("LIFE"))

        assert outcomes(answer, "CAT1_NOTIFICATION")["C1"] == "cannot_tell"
        assert outcomes(answer, "CAT2_CUSTODY")["C1"] == "cannot_tell"

    def test_keep_the_conditions_of_the_principal_and_say_so(self):
        offence = {"title": "Sexual assault", "statute": "Sexual Offences Act 2003", "section": "3"}

        def tried(victim):
            return ask(convicted(offence=offence, attempt=True, victim_age=victim), given("FINE"))

        assert outcomes(tried(17), "CAT1_NOTIFICATION")["C1"] == "met"
        assert outcomes(tried(18), "CAT1_NOTIFICATION")["C1"] == "not_met"
        assert "as attempt, paragraph 94" in str(tried(17)["reasons"])

    def test_are_read_from_the_code(self):
        answer = ask(convicted(offence={"cjs_code": "OF61016A"}), given("LIFE"))

        assert "as attempt by paragraph 64(2)" in str(answer["reasons"])
