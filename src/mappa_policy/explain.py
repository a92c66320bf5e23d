"""An answer as the sentences a practitioner reads. Covers: LEVEL-08 (every limb is shown)."""

from collections.abc import Iterable

from mappa_policy.answer import Answer
from mappa_policy.model import Outcome, Reason

WORDS = {Outcome.MET: "Met", Outcome.NOT_MET: "Not met", Outcome.CANNOT_TELL: "Cannot tell"}


def _listed(items: object) -> str:
    if isinstance(items, tuple | list):
        return ", ".join(str(item) for item in items) or "none"
    return "cannot tell" if items is None else str(items)


def of_reason(reason: Reason) -> str:
    """One limb in one line: outcome, limb, what it was tried on, why, and the law."""
    about = f" ({reason.about})" if reason.about else ""
    cited = "; ".join(reason.citations)
    return f"{WORDS[reason.outcome]}: {reason.limb}{about}. {reason.because} [{cited}]"


def _summary(answer: Answer) -> Iterable[str]:
    fields, open_ones = answer.fields, set(answer.undetermined)
    yield f"Case {answer.id or '(no id)'} on {answer.as_of}, edition {answer.edition}."
    yield f"Categories: {_listed(fields['categories'])}. Recorded: {_listed(fields['recorded_category'])}."
    yield f"Levels open: {_listed(fields['levels_allowed'])}. Lead agency: {_listed(fields['lead_agency'])}."
    subject = {True: "Subject to notification", False: "Not subject to notification"}
    yield f"{subject.get(fields['notification.subject_on_as_of'] is True)}."
    for period in answer.periods:
        path = f"notification.periods[{period['source']}].last_day"
        end = "an end that cannot be told" if path in open_ones else period["last_day"] or "no end"
        yield f"  {period['regime']} from {period['source']}: {period['band']}, {period['first_day']} to {end}."
    deadline, review = fields["notification.initial_deadline"], fields["notification.earliest_review"]
    if deadline:
        yield f"  First notification due by {deadline}."
    if review:
        yield f"  Review may be asked for from {review}."
    for name, day in answer.exits.items():
        number = name.removeprefix("cat").removesuffix("_last_day")
        end = "cannot be told" if f"exit.{name}" in open_ones else day or "open on present facts"
        yield f"Last day in Category {number}: {end}."


def in_words(answer: Answer) -> str:
    """The whole answer as text: what follows, what a person should look at, and every limb with its reason."""
    lines = list(_summary(answer))
    if answer.flags:
        lines.append(f"Look at: {', '.join(answer.flags)}.")
    if answer.undetermined:
        lines.append(f"Cannot be told: {', '.join(answer.undetermined)}.")
    if answer.unknown:
        lines.append(f"Not understood and not used: {', '.join(answer.unknown)}.")
    return "\n".join([*lines, *(f"- {of_reason(reason)}" for reason in answer.reasons)])
