"""Stored answers as plain values. What is shown is what was stored; nothing is worked out again."""

from datetime import date
from typing import Any

from mappa.agencies.models import AgencyKind
from mappa.determinations import policy, wording
from mappa.determinations.models import CategoryDecision, Determination
from mappa.govuk import days
from mappa.govuk.presenters import Options, Tag, row, summary_list, table

MOST_TRIES = 400
"""How many values a page tries at most: about a fifth of a second. A brake, not policy."""


def proposal_words(answer: dict[str, Any]) -> str:
    """The proposed category in one sentence."""
    return policy.explain.of_category(answer)


def proposal_line(answer: dict[str, Any]) -> str:
    """The proposal in one line for a list: category, notification, ends, and how much there is to look at."""
    return policy.explain.compact(answer)


def changes(determination: Determination) -> list[str]:
    """For each limb the nearest single fact that would change it, by the facts, day and edition of the answer.

    Worked out when asked for, from what is stored; empty where the stored facts can no longer be read.
    """
    try:
        found = policy.what_would_change(
            determination.facts, edition=determination.edition, as_of=determination.as_of, most=MOST_TRIES
        )
    except policy.BadCase:
        return []
    return list(found.sentences)


def decision_words(decision: CategoryDecision | None) -> str:
    """What a person decided, by whom and why."""
    if decision is None:
        return "Nobody has decided yet"
    what = f"Category {decision.category}" if decision.category else "Not in MAPPA"
    how = "instead of what was proposed" if decision.overrides else "as proposed"
    why = f" Reason: {decision.reason}" if decision.reason else ""
    return f"{what}, {how}, by {decision.by} on {days.long_date(decision.at.date())}.{why}"


def lead_words(agency: str | None) -> str | None:
    """The agency that leads by law, as people call it; None where nobody does."""
    if not agency:
        return None
    kinds = dict(AgencyKind.choices)
    return str(kinds[agency]) if agency in kinds else wording.in_words(agency)


def edition_words(edition: str) -> str:
    """An edition by its name, for a reader."""
    return f"{policy.editions.get(edition).label} ({edition})"


def limbs_table(determination: Determination, caption: str = "Every test that was tried") -> Options:
    """Every limb with its outcome as a word, the reason and the citation."""
    names = policy.explain.names_of_events(determination.facts)
    return table(
        caption=caption,
        columns=["Test", "Outcome", "Because", "From"],
        rows=[
            (
                policy.explain.of_limb(reason, names),
                _outcome(reason["outcome"]),
                policy.explain.because_of(reason, names),
                list(reason["citations"]),
            )
            for reason in determination.answer["reasons"]
        ],
    )


def _outcome(outcome: str) -> Tag:
    text, colour = wording.OUTCOMES.get(outcome, (wording.in_words(outcome), "grey"))
    return Tag(text=text, colour=colour)  # type: ignore[arg-type]


def facts_table(determination: Determination) -> Options:
    """The facts that the answer rests on, as they were then."""
    events = determination.facts["events"]
    names = {event["id"]: f"{_title(event)} of {_day(event['date'])}" for event in events if "id" in event}
    return table(
        caption="The facts it rests on",
        columns=["Day", "What", "Details"],
        rows=[(_day(event["date"]), _title(event), _details(event, names)) for event in events],
    )


def _title(event: dict[str, Any]) -> str:
    title = wording.in_words(event["type"], wording.EVENTS)
    offence = event.get("offence", {}).get("title")
    return f"{title}: {offence}" if offence else title


QUIET = frozenset({"id", "type", "date"})


def _details(event: dict[str, Any], names: dict[str, str]) -> list[str]:
    lines = []
    for key, value in event.items():
        if key in QUIET:
            continue
        if key == "offence":
            lines += [f"{wording.in_words(k, wording.KEYS)}: {v}" for k, v in value.items() if k != "title"]
        elif key == "for_event":
            lines.append(f"For: {names.get(value, value)}")
        elif key == "disposal":
            known = policy.disposals.by_code(value)
            lines.append(f"{known.name} ({value})" if known else value)
        elif key == "order":
            order = policy.disposals.order_by_code(value)
            lines.append(f"{order.name} ({value})" if order else value)
        elif key == "source":
            lines.append(f"{wording.in_words(key, wording.KEYS)}: {wording.in_words(value)}")
        else:
            lines.append(f"{wording.in_words(key, wording.KEYS)}: {_value(value)}")
    return lines or ["No more"]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _day(value) if _is_day(value) else str(value)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _day(text: str) -> str:
    return days.long_date(date.fromisoformat(text))


def answer_summary(determination: Determination) -> Options:
    """What was answered, on what day, by which edition, and what a person decided."""
    answer = determination.answer
    names = policy.explain.names_of_events(determination.facts)
    missing = [policy.explain.of_field(path, names) for path in answer.get("undetermined") or []]
    notification = answer.get("notification") or {}
    rows = [
        row("Proposed", proposal_words(answer)),
        row("Asked about", determination.as_of),
        row("Edition", edition_words(determination.edition)),
        row("Given", f"{days.moment(determination.made_at)} to {determination.made_by}"),
        row("Notification requirements", _notification(notification)),
        row("Levels allowed", [f"Level {level}" for level in answer.get("levels_allowed") or []]),
        row("Lead agency by law", lead_words(answer.get("lead_agency"))),
        row("Has to identify the case", _identified_by(determination)),
        row("Ends", _ends(answer.get("exit") or {})),
        row("Cannot be told yet", [f"{words[0].upper()}{words[1:]}" for words in missing] or "Nothing"),
        row("Decided", decision_words(getattr(determination, "decision", None))),
    ]
    return summary_list(rows)


def _identified_by(determination: Determination) -> list[str] | None:
    """Which agency has the duty to identify somebody of the proposed category, and where that stands (IDENT-16)."""
    answer, born = determination.answer, determination.facts.get("person", {}).get("dob")
    duty = policy.identification_duty(
        answer["recorded_category"],
        born=date.fromisoformat(born) if born else None,
        limbs=answer.get("limbs") or [],
        on=determination.as_of,
        edition=determination.edition,
    )
    if duty is None:
        return None
    if duty.missing:
        return [
            f"Cannot tell: the {wording.in_words(duty.missing, wording.KEYS).lower()} is not recorded",
            duty.citation,
        ]
    labels = dict(AgencyKind.choices)
    return [*(labels.get(agency) or wording.in_words(agency) for agency in duty.agencies), duty.citation]


def _notification(notification: dict[str, Any]) -> str | None:
    if notification.get("indefinite"):
        review = notification.get("earliest_review")
        return "Indefinite" + (f"; a review can be asked for from {_day(review)}" if review else "")
    last = notification.get("overall_last_day")
    if last:
        return f"Until {_day(last)}"
    subject = notification.get("subject_on_as_of")
    return {True: "Subject", False: "Not subject"}.get(subject, "Cannot tell: a fact is missing")


def _ends(ends: dict[str, str | None]) -> list[str]:
    return [
        f"Category {key.removeprefix('cat').removesuffix('_last_day')}: "
        + (_day(day) if day else "no end on present facts")
        for key, day in ends.items()
    ]


def flags(determination: Determination) -> list[str]:
    """What to look at besides, in words."""
    return [wording.in_words(flag, wording.FLAGS) for flag in determination.answer.get("flags") or []]


def earlier_table(determinations: list[Determination]) -> Options:
    """Answers given before, each as it was given, with its edition and what was decided."""
    return table(
        caption="Earlier answers, as they were given",
        columns=["Given", "Proposed", "Edition", "Asked about", "Decided"],
        rows=[
            (
                determination.made_at,
                proposal_words(determination.answer),
                determination.edition,
                determination.as_of,
                decision_words(getattr(determination, "decision", None)),
            )
            for determination in determinations
        ],
    )
