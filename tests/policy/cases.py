"""Cases in a few words, for the tests of the rules. Everybody in them is invented."""

import datetime as dt

from mappa_policy import determine

RAPE = {
    "title": "Rape",
    "statute": "Sexual Offences Act 2003",
    "section": "1",
    "sch3_para": "17",
    "sch15_para": "102",
    "sch15_part": 2,
}
SEXUAL_ASSAULT = {**RAPE, "title": "Sexual assault", "section": "3", "sch3_para": "18", "sch15_para": "104"}
BODILY_HARM = {
    "title": "Assault occasioning actual bodily harm",
    "statute": "Offences against the Person Act 1861",
    "section": "47",
    "sch3_para": None,
    "sch15_para": "20",
    "sch15_part": 1,
}
TERRORISM = {
    "title": "Collection of information",
    "statute": "Terrorism Act 2000",
    "section": "58",
    "sch3_para": None,
    "sch15_para": "159",
    "sch15_part": 3,
    "sch19za_para": "5(m)",
}
THEFT = {"title": "Theft", "statute": "Theft Act 1968", "section": "1", "sch3_para": None, "sch15_para": None}

ADULT = dt.date(1980, 1, 1)
TODAY = dt.date(2026, 11, 20)


def day(text):
    return dt.date.fromisoformat(text)


def convicted(on="2026-03-02", offence=RAPE, *, name="C1", kind="conviction", court="crown", **more):
    return {"id": name, "type": kind, "date": day(on), "court": court, "offence": offence, **more}


def given(disposal, on="2026-03-02", *, name="C1", **more):
    return {"type": "disposal", "date": day(on), "for_event": name, "disposal": disposal, **more}


def happened(kind, on, **more):
    return {"type": kind, "date": day(on), **more}


def ask(*events, dob=ADULT, as_of=TODAY, edition="statute-current", **assessment):
    """The answer as the command prints it."""
    person = {} if dob is None else {"dob": dob}
    case = {"id": "X", "as_of": as_of, "person": person, "events": list(events), "assessment": assessment}
    return determine(case, edition=edition).as_dict()


def outcomes(answer, limb):
    """What a limb came to, by what it was tried on."""
    return {row.get("about", ""): row["outcome"] for row in answer["reasons"] if row["limb"] == limb}


def last_day(answer):
    return answer["notification"]["overall_last_day"]
