"""Which tool of risk assessment applies to whom, what calls for one, and which value stands where two differ.

Every rule gives limbs with outcome, reason and citation. Which level of risk is recorded is never decided here:
people agree it (RISK-12). Covers: RISK-01, RISK-09 to RISK-11, RISK-13 to RISK-17.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mappa_policy import offences, parameters
from mappa_policy.case import Event, read_case
from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Outcome, Reason, both
from mappa_policy.rules.conviction import convicted
from mappa_policy.rules.periods import age_on
from mappa_policy.vocabulary import GUILT

SEXUAL = "sexual"
SEXUAL_PART = "2"
UNDER_18, SEXUAL_OFFENDING = "under_18", "sexual_offending"
BEFORE = frozenset({"domestic_abuse_programme_referral"})
WORDS = {
    "sexual_programme_completed": "A programme for sexual offending was completed",
    "oasys_trigger": "OASys raised the trigger for a spousal assault assessment",
    "domestic_abuse_link": "The offending is linked to domestic abuse",
    "domestic_abuse_programme_referral": "The person was referred to a domestic abuse programme",
    "pre_sentence_report": "A pre-sentence report was prepared",
    "parole_report": "A parole report was prepared",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What has to be known of somebody before a tool is used. None and empty mean that nobody recorded it.

    Args:
        sex: ``male``, ``female``, ``other`` or empty.
        born: the date of birth.
        sexual: whether there is sexual offending.
    """

    sex: str = ""
    born: dt.date | None = None
    sexual: bool | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that calls for a tool, such as ``parole_report``, with its day."""

    kind: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Done:
    """An assessment that was made: the tool and the day."""

    tool: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that calls for a tool. The outcome says whether an assessment in time is there."""

    tool: str
    on: dt.date
    reason: Reason


def _outcome(answer: bool | None) -> Outcome:  # noqa: FBT001 - yes, no or not known is what it reads
    return CANNOT_TELL if answer is None else MET if answer else NOT_MET


def _is_sexual(event: Event) -> bool | None:
    """Whether one verdict is for an offence of Schedule 3 or of Part 2 of Schedule 15; none where it is not placed."""
    verdict = convicted(event)
    offence, entry = verdict.offence, verdict.recorded.entry
    if offence.get("sch3_para") or str(offence.get("sch15_part") or "") == SEXUAL_PART:
        return True
    if entry is not None:
        sexual = entry.in_schedule_3 or any(str(part) == SEXUAL_PART for part, _ in entry.schedule_15)
        return None if entry.why_not and not sexual else sexual
    if "sch3_para" in offence and "sch15_para" in offence:
        return False
    return _by_provision(verdict.recorded)


def _by_provision(recorded: offences.Recorded) -> bool | None:
    if recorded.provision is None:
        return None
    matches = [
        match
        for schedule in (offences.SCHEDULE_3, offences.SCHEDULE_15)
        for match in recorded.listed[schedule]
        if schedule == offences.SCHEDULE_3 or match.row["part"] == SEXUAL_PART
    ]
    if any(match.fit is offences.Fit.YES for match in matches):
        return True
    return None if matches else False


def sexual_offending(case: Mapping[str, object]) -> bool | None:
    """Whether a conviction, caution or finding is for a sexual offence; none where that is not known.

    Raises:
        BadCase: the case cannot be read.
    """
    found = [_is_sexual(event) for event in read_case(case).events if event.type in GUILT]
    if True in found:
        return True
    return None if not found or None in found else False


def approved_tools(edition: str) -> tuple[str, ...]:
    """The tools on the list of an edition (RISK-01)."""
    return parameters.value("risk/approved_tools", edition).items


def named(tool: str, edition: str) -> str:
    """The tool as the edition writes it, whatever the capitals; as given where it is not on the list."""
    known = {each.casefold(): each for each in approved_tools(edition)}
    return known.get(tool.strip().casefold(), tool.strip())


def other_tool(answers: Mapping[str, bool | None], *, edition: str) -> tuple[Reason, ...]:
    """The five questions about a tool that is not on the list, each with its outcome (RISK-17)."""
    held = parameters.value("risk/other_tool_questions", edition)
    questions = held.value if isinstance(held.value, dict) else {}
    found = []
    for name, question in questions.items():
        limb, answer = f"risk-tool.{name}", answers.get(name)
        said = {MET: "Yes", NOT_MET: "No", CANNOT_TELL: "Not answered"}[_outcome(answer)]
        missing = (limb,) if answer is None else ()
        found.append(Reason(limb, _outcome(answer), f"{question} {said}.", (held.citation,), "", missing))
    return tuple(found)


def tool_reasons(
    tool: str, *, edition: str, subject: Subject, on: dt.date, answers: Mapping[str, bool | None] | None = None
) -> tuple[Reason, ...]:
    """Every condition of using a tool for somebody on a day.

    Args:
        tool: its name, in any capitals.
        answers: the five answers, for a tool that is not on the edition's list.

    Covers: RISK-01, RISK-09, RISK-15, RISK-16, RISK-17.
    """
    listed = parameters.value("risk/approved_tools", edition)
    name = named(tool, edition)
    if name not in listed.items:
        says = f"{name} is not on the list of {listed.set_by}: {', '.join(listed.items)}."
        passed = other_tool(answers or {}, edition=edition)
        outcome = MET if _all(passed) is MET else NOT_MET
        return (Reason("risk-tool.listed", outcome, says, (listed.citation,)), *passed)
    first = Reason("risk-tool.listed", MET, f"{name} is on the list of {listed.set_by}.", (listed.citation,))
    held = parameters.value("risk/tool_conditions", edition)
    table = held.value if isinstance(held.value, dict) else {}
    conditions = table.get(name) or {}
    return (first, *_conditions(name, conditions, subject, on, held.citation))


def _conditions(
    name: str, conditions: Mapping[str, object], subject: Subject, on: dt.date, citation: str
) -> Iterable[Reason]:
    if "sex" in conditions:
        answer = None if not subject.sex else subject.sex == conditions["sex"]
        yield _limb("sex", answer, f"{name} is for {conditions['sex']} offenders", "person.sex", citation)
    age = None if subject.born is None else age_on(subject.born, on)
    for key, words in (("age_from", "of {0} or over"), ("age_under", "under {0}")):
        if key in conditions:
            limit = int(str(conditions[key]))
            answer = None if age is None else (age >= limit if key == "age_from" else age < limit)
            says = f"{name} is for people {words.format(limit)} on the day of the assessment"
            yield _limb("age", answer, says, "person.dob", citation)
    if conditions.get("offending") == SEXUAL:
        says = f"{name} is for people with sexual offending"
        yield _limb("offending", subject.sexual, says, "a conviction, caution or finding", citation)


def _limb(part: str, answer: bool | None, says: str, fact: str, citation: str) -> Reason:  # noqa: FBT001 - as _outcome
    ends = {MET: "It is met.", NOT_MET: "It is not met.", CANNOT_TELL: f"{fact} is not recorded."}[_outcome(answer)]
    missing = (fact,) if answer is None else ()
    return Reason(f"risk-tool.{part}", _outcome(answer), f"{says}. {ends}", (citation,), "", missing)


def _all(reasons: Iterable[Reason]) -> Outcome:
    return both(*(reason.outcome for reason in reasons))


def tool_applies(reasons: Iterable[Reason]) -> Outcome:
    """Whether a tool may be used: the limb of the list, and every condition. A tool off the list needs all five."""
    held = tuple(reasons)
    return NOT_MET if held[0].outcome is NOT_MET else _all(held)


def required_tools(
    *, edition: str, subject: Subject, on: dt.date, happenings: Sequence[Happening], done: Sequence[Done]
) -> tuple[Requirement, ...]:
    """Every tool that the facts call for by a day, and whether it was used in time.

    A report on a sexual offender and a referral to a domestic abuse programme need it on their day at the latest;
    the rest needs it at any time by ``on``. Where it is not known whether the rule reaches the person, the outcome
    is "cannot tell". Covers: RISK-10, RISK-13, RISK-14, RISK-15, RISK-16.
    """
    called = [happening for happening in happenings if happening.on <= on]
    held = parameters.value("risk/tool_required", edition)
    table = held.value if isinstance(held.value, dict) else {}
    found = [
        _required(str(table[one.kind]), one, one.on if one.kind in BEFORE else on, done, held.citation)
        for one in called
        if one.kind in table
    ]
    found += _by_person(table, subject, on, done, held.citation)
    reports = parameters.find("risk/tool_before_reports", edition)
    rows = reports.value if reports is not None and isinstance(reports.value, dict) else {}
    for one in called:
        if reports is None or one.kind not in rows:
            continue
        tool = str(rows[one.kind])
        reasons = tool_reasons(tool, edition=edition, subject=subject, on=one.on)
        applies = tool_applies(reasons)
        if applies is MET:
            found.append(_required(tool, one, one.on, done, reports.citation))
        elif applies is CANNOT_TELL:
            found.append(Requirement(tool, one.on, _open(tool, reasons, reports.citation)))
    return tuple(found)


def _required(tool: str, one: Happening, by: dt.date, done: Sequence[Done], citation: str) -> Requirement:
    there = any(each.tool.casefold() == tool.casefold() and each.on <= by for each in done)
    says = f"{WORDS.get(one.kind, one.kind)} on {one.on}, which calls for {tool} by {by}."
    limb = f"risk-tool.required.{one.kind.replace('_', '-')}"
    return Requirement(tool, by, Reason(limb, MET if there else NOT_MET, f"{says} {_there(there)}", (citation,)))


def _there(there: bool) -> str:  # noqa: FBT001 - one word or the other
    return "It is recorded." if there else "None is recorded."


def _open(tool: str, reasons: Sequence[Reason], citation: str) -> Reason:
    missing = tuple(fact for reason in reasons for fact in reason.missing)
    says = f"Whether {tool} is called for cannot be told while it is not recorded: {'; '.join(missing)}."
    return Reason("risk-tool.required.report", CANNOT_TELL, says, (citation,), "", missing)


def _by_person(
    table: Mapping[str, object], subject: Subject, on: dt.date, done: Sequence[Done], citation: str
) -> list[Requirement]:
    """What is called for by who the person is: ASSET under 18, ARMS for sexual offending."""
    found = []
    limit = parameters.value("lead-agency/adult_age", "statute-current").number
    young = None if subject.born is None else age_on(subject.born, on) < limit
    asked = (
        (UNDER_18, young, f"under {limit}", "person.dob"),
        (SEXUAL_OFFENDING, subject.sexual, "a sexual offender", "a conviction"),
    )
    for key, answer, words, fact in asked:
        if key not in table or answer is False:
            continue
        tool = str(table[key])
        limb = f"risk-tool.required.{key.replace('_', '-')}"
        if answer is None:
            says = f"Whether {tool} is called for cannot be told: {fact} is not recorded."
            found.append(Requirement(tool, on, Reason(limb, CANNOT_TELL, says, (citation,), "", (fact,))))
            continue
        there = any(each.tool.casefold() == tool.casefold() and each.on <= on for each in done)
        says = f"The person is {words}, which calls for {tool}. {_there(there)}"
        found.append(Requirement(tool, on, Reason(limb, MET if there else NOT_MET, says, (citation,))))
    return found


def standing_tool(edition: str) -> tuple[str, str, str]:
    """The tool whose likelihood of reconviction stands, the one that supplements it, and the citation (RISK-11)."""
    held = parameters.value("risk/standing_tool", edition)
    table = held.value if isinstance(held.value, dict) else {}
    return str(table["stands"]), str(table["supplements"]), held.citation
