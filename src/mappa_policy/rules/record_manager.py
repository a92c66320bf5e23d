"""Which kind of agency makes and manages the nominal record of somebody in a category. Covers: NOMINAL-06."""

from dataclasses import dataclass

from mappa_policy import parameters

BY_CATEGORY = "record/manager_by_category"
BEFORE = "record/manager_where_managed_before"


@dataclass(frozen=True, slots=True)
class RecordManager:
    """An answer with its reason.

    Args:
        kind: of agency, by its code; empty where no text names one.
        because: the reason, as a sentence.
        citation: where that stands; empty where no text does.
    """

    kind: str
    because: str
    citation: str = ""


def record_manager(category: int | None, *, managed_before: frozenset[str], edition: str) -> RecordManager:
    """Who should manage the record under an edition.

    Args:
        category: the one in force; None where nobody has decided on one.
        managed_before: the kinds of agency that managed the case on an earlier day.
    """
    if category is None:
        return RecordManager("", "No category is in force, so no text says whose record it is.")
    usual, exceptions = _kind(BY_CATEGORY, category, edition), _kind(BEFORE, category, edition)
    if exceptions and exceptions[0] in managed_before:
        kind, source = exceptions
        return RecordManager(kind, f"Category {category}, and this kind of agency managed the case before.", source)
    if usual is None:
        return RecordManager("", f"No text says whose record somebody in Category {category} has.")
    kind, source = usual
    rest = f", and no {exceptions[0]} managed the case before" if exceptions else ""
    return RecordManager(kind, f"Category {category}{rest}.", source)


def _kind(name: str, category: int, edition: str) -> tuple[str, str] | None:
    held = parameters.find(name, edition)
    value = held.value.get(str(category)) if held and isinstance(held.value, dict) else None
    return (str(value), held.citation) if held and value else None
