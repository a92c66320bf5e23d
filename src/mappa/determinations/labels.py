"""What the field calls a category, a level or an order, in the words of an edition. Covers: EDITION-05."""

from mappa.determinations import policy

CATEGORIES = {1: "categories/label_category_1"}
LEVELS = {1: "levels/label_level_1"}
PREVENTION_ORDER = "orders/label_prevention_order"
MINUTES_FORM = "minutes/form"
RECORD_NOT_REQUIRED = "record/not_required"


def _label(name: str | None, edition: str) -> str:
    found = policy.find_parameter(name, edition) if name else None
    return str(found.value) if found else ""


def category_label(category: int | None, edition: str) -> str:
    """What the edition calls a category beside its number; empty where it has no other name."""
    return _label(CATEGORIES.get(category or 0), edition)


def level_label(level: int | None, edition: str) -> str:
    """What the edition calls a level beside its number; empty where it has no other name."""
    return _label(LEVELS.get(level or 0), edition)


def category_words(category: int, edition: str) -> str:
    """A category by number and name: `Category 1: Registered sexual offenders`."""
    return ": ".join(filter(None, (f"Category {category}", category_label(category, edition))))


def level_words(level: int, edition: str) -> str:
    """A level by number and name: `Level 1: Ordinary agency management`."""
    return ": ".join(filter(None, (f"Level {level}", level_label(level, edition))))


def prevention_order(edition: str) -> str:
    """The code of the order that prevents sexual harm, as the edition calls it: SOPO or SHPO."""
    return _label(PREVENTION_ORDER, edition)


def minutes_form(edition: str) -> str:
    """The letter of the form on which minutes are written; empty where the edition names none."""
    return _label(MINUTES_FORM, edition)


def record_not_required_by(category: int, level: int) -> list[str]:
    """The editions, by name, that would have kept no nominal record; the product keeps every one (NOMINAL-07)."""
    named = f"category {category}, level {level}"
    found = {each: policy.find_parameter(RECORD_NOT_REQUIRED, each.id) for each in policy.editions.all()}
    return [each.label for each, held in found.items() if held and held.set_by == each.id and named in held.items]
