"""What an answer must say of a value or a row of law that it used: recalled, from a draft, or decided by the area."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mappa_policy.model import MET, Reason

POLICY_VALUE = "POLICY_VALUE"


class Remark(NamedTuple):
    """What must be said, and where the value or the row stands."""

    words: str
    citation: str


def in_every(remarks: Sequence[Mapping[str, Remark]]) -> Mapping[str, Remark]:
    """The remarks that hold whatever the unknown facts are."""
    first, *others = remarks
    if not first or not others:
        return first
    return {key: remark for key, remark in first.items() if all(key in other for other in others)}


def with_remarks(reasons: tuple[Reason, ...], remarks: Mapping[str, Remark]) -> tuple[Reason, ...]:
    """Each reason with what must be said of what it used; one reason of their own for those that no reason cites.

    Args:
        remarks: by the citation of a value, or by the id of an event.
    """
    if not remarks:
        return reasons
    told: list[Reason] = []
    said: set[str] = set()
    for reason in reasons:
        about, citations = reason.about, reason.citations
        used: list[str] = []
        for key in remarks:
            if key == about or key in citations:
                used.append(key)
        if not used:
            told.append(reason)
            continue
        said |= {*used}
        words = "; ".join([remarks[key].words for key in used]) if len(used) > 1 else remarks[used[0]].words
        because = f"{reason.because} But {words}."
        told.append(Reason(reason.limb, reason.outcome, because, reason.citations, reason.about, reason.missing))
    left = [remark for key, remark in remarks.items() if key not in said]
    if left:
        because = f"Also used: {'; '.join(remark.words for remark in left)}."
        told.append(Reason(POLICY_VALUE, MET, because, tuple(dict.fromkeys(remark.citation for remark in left))))
    return tuple(told)
