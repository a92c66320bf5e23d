"""Checks the engine's own data, and compares two editions of it. Covers: EDITION-01."""

from collections.abc import Mapping

from mappa_policy import disposals, editions, offences, parameters, rulebook, sources
from mappa_policy.model import PolicyError

TABLES_OF_DISPOSALS = (
    "category-2/limb_of_disposal",
    "notification/class_of_disposal",
    "lead-agency/kind_of_disposal",
)


def _data() -> list[str]:
    """Faults in the lists that parameters and rules point into."""
    faults = []
    known = {disposal.code for disposal in disposals.all()}
    for name in TABLES_OF_DISPOSALS:
        for entry in parameters.definition(name).values.values():
            listed = set(entry.value) if isinstance(entry.value, dict) else set()
            faults += [f"{name}: {code} is not in sentences.csv." for code in sorted(listed - known)]
    classed = parameters.definition("notification/class_of_disposal").values[editions.DEFAULT].value
    missing = known - set(classed if isinstance(classed, dict) else ())
    faults += [f"notification/class_of_disposal: {code} is missing." for code in sorted(missing)]
    faults += [
        f"offences_schedule3_soa2003.csv: {para} has no condition." for para, row in offences.schedule_3().items()
        if not row["rule_code"]
    ]  # fmt: skip
    return faults + _readings()


def _readings() -> list[str]:
    """Faults in the stated readings of provisions: each must name a paragraph that its schedule has."""
    known = {
        offences.SCHEDULE_3: set(offences.schedule_3()),
        offences.SCHEDULE_15: set(offences.schedule_15()),
    }
    return [
        f"provision_readings.csv: {row['statute']} {row['section']}: no paragraph {row['paragraph']} there."
        for row in offences.rows("provision_readings")
        if row["paragraph"] not in known.get(row["schedule"], set())
    ]


def _limbs() -> list[str]:
    """Faults in what is said of each limb: values and law that are not there."""
    try:
        limbs, _ = rulebook.limbs(), rulebook.flags()
    except PolicyError as error:
        return [str(error)]
    known = set(parameters.names())
    faults = [
        f"limbs.yaml: {limb.code}.values: {name!r} is not a parameter. Use the name of its file."
        for limb in limbs.values()
        for name in limb.values
        if name not in known
    ]
    return faults + [
        f"limbs.yaml: {limb.code}.law: {source.document!r} is not in sources.yaml. Add the document there."
        for limb in limbs.values()
        for source in limb.law
        if sources.document(source.document) is None
    ]


def check_everything() -> tuple[tuple[str, ...], dict[str, int]]:
    """Every fault in editions, sources, parameters and lists, and how many of each were read."""
    faults: list[str] = []
    counted = {"editions": 0, "sources": 0, "parameters": 0, "values": 0}
    try:
        counted["editions"], counted["sources"] = len(editions.all()), len(sources.all())
    except PolicyError as error:
        return (str(error),), counted
    faults += [
        f"editions.yaml: {edition.id}: {edition.source!r} is not in sources.yaml."
        for edition in editions.all()
        if sources.document(edition.source) is None
    ]
    for name in parameters.names():
        try:
            held = parameters.definition(name)
        except PolicyError as error:
            faults.append(str(error))
            continue
        counted["parameters"] += 1
        counted["values"] += len(held.values)
    if not faults:
        faults += _data() + _limbs()
        counted |= offences.counts()
    return tuple(faults), counted


def _shown(found: parameters.Parameter | None) -> Mapping[str, object] | None:
    if found is None:
        return None
    value = found.value.isoformat() if hasattr(found.value, "isoformat") else found.value
    return {"value": value, "unit": found.unit, "set_by": found.set_by, "source": found.citation}


def differences(one: str, other: str) -> list[dict[str, object]]:
    """The parameters whose value differs between two editions, with both values.

    Raises:
        editions.UnknownEdition: one of them does not exist.
    """
    editions.get(one)
    editions.get(other)
    found: list[dict[str, object]] = []
    for name in parameters.names():
        first, second = parameters.find(name, one), parameters.find(name, other)
        if (first.value if first else None) != (second.value if second else None):
            label = parameters.definition(name).label
            found.append({"name": name, "label": label, one: _shown(first), other: _shown(second)})
    return found
