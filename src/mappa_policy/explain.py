"""An answer as the sentences a practitioner reads, and as one line for a list.

Everything here reads the answer in the shape of ``mappa determine``, so that an answer stored years ago reads the
same. Null is never read as "no": what cannot be told says so. Covers: LEVEL-08 (every limb is shown).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mappa_policy.model import Outcome
from mappa_policy.wording import FIELDS, FLAGS, LIMBS, MISSING, OUTCOMES, REGIMES, in_words, long_day, with_days

CANNOT = "cannot tell"
SENTENCE = "sentence"
LIVE = (Outcome.MET.value, Outcome.CANNOT_TELL.value)
Printed = Mapping[str, Any]
"""An answer as printed and stored: ``Answer.as_dict()``."""


def listed(items: Iterable[object], last: str = "and") -> str:
    """Items in one phrase: ``1, 2 and 3``; empty where there are none."""
    words = [str(item) for item in items]
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def names_of_events(case: Mapping[str, Any]) -> dict[str, str]:
    """What each conviction, sentence and order of a case is called in a sentence, by its id and by its place."""
    found: dict[str, str] = {}
    for place, event in enumerate(case.get("events") or []):
        if not isinstance(event, Mapping) or "type" not in event or "date" not in event:
            continue
        offence = event.get("offence")
        title = offence.get("title") if isinstance(offence, Mapping) else None
        kind = SENTENCE if event["type"] == "disposal" else in_words(str(event["type"])).lower()
        what = f"{kind} of {long_day(event['date'])}"
        name = f"the {what} for {title}" if title else f"the {what}"
        found[f"events[{place}]"] = name
        found[str(event.get("id") or f"events[{place}]")] = name
    return found


def missing_fact(name: str, names: Mapping[str, str]) -> str:
    """A fact that nobody recorded, in words: ``the age of the victim (the conviction of 3 May 2024)``."""
    fact, _, question = name.partition(": ")
    about, _, key = fact.rpartition(".")
    about, key = (about.removesuffix(".offence"), key) if about else (fact, "")
    what = question if question.startswith("whether") else MISSING.get(key, in_words(key).lower() if key else "")
    if question and not question.startswith("whether"):
        what = f"{what}: {question}" if what else question
    whose = names.get(about, "" if about == "person" else about)
    return with_days(f"{what or 'a fact'} ({whose})" if whose else what or "a fact")


def of_limb(reason: Printed, names: Mapping[str, str]) -> str:
    """Which limb, and what it was tried on."""
    limb = in_words(str(reason["limb"]), LIMBS)
    about = str(reason.get("about") or "")
    return f"{limb} ({names.get(about, about)})" if about else limb


def because_of(reason: Printed, names: Mapping[str, str]) -> str:
    """Why a limb came out as it did; where a fact is missing, which one."""
    if not reason.get("missing"):
        return with_days(str(reason["because"]))
    return f"It hangs on what is not recorded: {'; '.join(missing_fact(fact, names) for fact in reason['missing'])}."


def of_reason(reason: Printed, names: Mapping[str, str] | None = None) -> str:
    """One limb in one line: outcome, limb, what it was tried on, why, and the law."""
    known = names or {}
    cited = "; ".join(reason["citations"])
    outcome = OUTCOMES[Outcome(reason["outcome"])]
    return f"{outcome}: {of_limb(reason, known)}. {because_of(reason, known)} [{cited}]"


def of_field(path: str, names: Mapping[str, str]) -> str:
    """A field of the answer that cannot be told, in words."""
    if path in FIELDS:
        return FIELDS[path]
    if path.startswith("exit.cat"):
        return f"the last day in Category {path.removeprefix('exit.cat').removesuffix('_last_day')}"
    if path.startswith("notification.periods["):
        source, _, part = path.removeprefix("notification.periods[").partition("]")
        what = f"the {in_words(part).lower()} of the period" if part else "whether there is a period of notification"
        return f"{what} from {names.get(source, source)}"
    return in_words(path).lower()


def of_category(answer: Printed) -> str:
    """The category in a phrase; a list shows this for what is proposed. Null says that it cannot be told."""
    held, recorded = answer.get("categories"), answer.get("recorded_category")
    if recorded:
        also = [number for number in held or [] if number != recorded]
        return f"Category {recorded}" + (f" (Category {listed(also)} is met too)" if also else "")
    if held:
        return f"Category {listed(held, 'or')}: a person has to choose"
    if answer.get("mappa_eligible") is False:
        return "Not in MAPPA"
    some = sorted({str(row["limb"])[3] for row in answer["reasons"] if _opens_category(row)})
    return f"Cannot tell: a fact is missing for Category {listed(some, 'or')}" if some else "Cannot tell"


def _opens_category(reason: Printed) -> bool:
    return str(reason["limb"]).startswith("CAT") and reason["outcome"] in LIVE


def of_notification(answer: Printed) -> str:
    """Notification in a phrase: until when, without end, not subject, or that it cannot be told."""
    held = answer.get("notification") or {}
    subject, last = held.get("subject_on_as_of"), held.get("overall_last_day")
    if subject is None:
        return f"notification: {CANNOT}"
    if not subject:
        return f"notification ended {long_day(last)}" if last else "not subject to notification"
    if held.get("indefinite"):
        return "notification without end"
    return f"notification to {long_day(last)}" if last else "notification, its end cannot be told"


def compact(answer: Printed) -> str:
    """The answer in one line, for a list: category, notification, ends, and whether something needs a look."""
    parts = [of_category(answer), of_notification(answer)]
    opened = set(answer.get("undetermined") or [])
    for name, day in (answer.get("exit") or {}).items():
        number = name.removeprefix("cat").removesuffix("_last_day")
        if int(number) in (answer.get("categories") or []) and name != "cat1_last_day":
            ends = f"to {long_day(day)}" if day else "with no end on present facts"
            parts.append(
                f"Category {number}, its end cannot be told"
                if f"exit.{name}" in opened
                else f"Category {number} {ends}"
            )
    if answer.get("flags"):
        count = len(answer["flags"])
        parts.append(f"{count} point{'s' if count > 1 else ''} to look at")
    return "; ".join(parts)


def _value(answer: Printed, name: str, none: str) -> str:
    value = answer.get(name)
    if value is None:
        return CANNOT if name in (answer.get("undetermined") or []) else none
    if isinstance(value, Sequence) and not isinstance(value, str):
        return listed(value) or none
    return in_words(str(value)).lower()


def _periods(answer: Printed, names: Mapping[str, str]) -> Iterable[str]:
    opened = set(answer.get("undetermined") or [])
    for period in answer["notification"]["periods"]:
        path = f"notification.periods[{period['source']}].last_day"
        last = period["last_day"]
        end = "to a day that cannot be told" if path in opened else f"to {long_day(last)}" if last else "with no end"
        whose = names.get(period["source"], period["source"])
        band = period["band"] or f"length: {CANNOT}"
        regime = in_words(period["regime"], REGIMES)
        first = f"from {long_day(period['first_day'])}" if period["first_day"] else "from a day that cannot be told"
        yield f"  Period for {regime}, by {whose}: {band}, {first} {end}."


def _summary(answer: Printed, names: Mapping[str, str]) -> Iterable[str]:
    yield f"Case {answer['id'] or '(no id)'} on {long_day(answer['as_of'])}, edition {answer['edition']}."
    yield f"{of_category(answer)}. Levels open: {_value(answer, 'levels_allowed', 'none')}."
    yield f"Lead agency: {_value(answer, 'lead_agency', 'none')}."
    phrase = of_notification(answer)
    yield f"{phrase[0].upper()}{phrase[1:]}."
    yield from _periods(answer, names)
    held = answer["notification"]
    if held["initial_deadline"]:
        yield f"  First notification due by {long_day(held['initial_deadline'])}."
    if held["earliest_review"]:
        yield f"  Review may be asked for from {long_day(held['earliest_review'])}."
    opened = set(answer.get("undetermined") or [])
    for name, day in answer["exit"].items():
        number = name.removeprefix("cat").removesuffix("_last_day")
        end = "cannot be told" if f"exit.{name}" in opened else long_day(day) if day else "open on present facts"
        yield f"Last day in Category {number}: {end}."


def in_full(answer: Printed, case: Mapping[str, Any] | None = None) -> str:
    """The whole answer as text: what follows, what a person should look at, and every limb with its reason.

    Args:
        answer: as printed or stored.
        case: the facts it rests on, so that events are named by day and offence and not by their id.
    """
    names = names_of_events(case or {})
    lines = list(_summary(answer, names))
    lines += [f"Look at: {in_words(flag, FLAGS)}" for flag in answer["flags"]]
    if answer["undetermined"]:
        lines.append(f"Cannot be told: {'; '.join(of_field(path, names) for path in answer['undetermined'])}.")
    if answer.get("unknown"):
        lines.append(f"Not understood and not used: {', '.join(answer['unknown'])}.")
    return "\n".join([*lines, *(f"- {of_reason(reason, names)}" for reason in answer["reasons"])])
