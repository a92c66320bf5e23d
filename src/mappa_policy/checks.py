"""Checks a folder of policy, the engine's own or another, and compares two editions. Covers: EDITION-01."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mappa_policy import disposals, editions, offences, overlays, parameters, readers, rulebook, sources
from mappa_policy.model import PolicyError
from mappa_policy.parameters import files
from mappa_policy.reading import HERE, BadFile

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


def _told(error: BadFile, root: Path) -> str:
    """A fault with the path of the file inside the folder, the key and the remedy."""
    file = error.file.relative_to(root) if error.file.is_relative_to(root) else error.file
    return f"{file}: {error.key}: {error.what} {error.remedy}".strip()


def _read_parameters(root: Path, known: parameters.Known) -> tuple[list[files.Definition], list[BadFile]]:
    folder, found, faults = root / "parameters", [], []
    for file in sorted(folder.rglob("*.yaml")):
        try:
            found.append(files.read(file, known, folder))
        except BadFile as error:
            faults.append(error)
    return found, faults


def _unread(root: Path, held: Sequence[files.Definition]) -> tuple[list[BadFile], list[str]]:
    """Parameters that nobody reads; and those of which it cannot be told, where the product is not installed."""
    asked_for = readers.names_read()
    nobody = [one.name for one in held if not readers.is_read(one.name, asked_for)]
    if not readers.product_is_here():
        return [], nobody
    remedy = "Ask for it in a rule or a page, or take the file away."
    faults = [
        BadFile(root / "parameters" / f"{name}.yaml", "file", "Nobody reads this value.", remedy) for name in nobody
    ]
    return faults, []


def check_everything(
    root: Path = HERE, departures: Sequence[Path] = ()
) -> tuple[tuple[str, ...], dict[str, int | list[str]]]:
    """Every fault in a folder of policy, each with its file, key and remedy; and how many of each thing were read.

    Args:
        root: a folder with ``editions.yaml``, ``sources.yaml`` and ``parameters/``.
        departures: files of departures of areas, checked against the installed policy.
    """
    counted: dict[str, int | list[str]] = {"editions": 0, "sources": 0, "parameters": 0, "values": 0}
    try:
        documents = sources.read(root / "sources.yaml")
        issued = editions.read(root / "editions.yaml")
    except BadFile as error:
        return (_told(error, root),), counted
    faults = [
        BadFile(
            root / "editions.yaml", f"{one.id}.source", f"{one.source!r} is not a source.", "Add it to sources.yaml."
        )
        for one in issued.values()
        if one.source not in documents
    ]
    held, wrong = _read_parameters(root, parameters.Known(issued, documents))
    unread, cannot_tell = _unread(root, held)
    faults += wrong + unread + _drafts(root, held, issued)
    for file in departures:
        try:
            overlays.read(file)
        except BadFile as error:
            faults.append(error)
    counted |= {"editions": len(issued), "sources": len(documents), "parameters": len(held)}
    counted["values"] = sum(len(one.rows) for one in held)
    if cannot_tell:
        counted["read_by_the_product_or_nobody"] = cannot_tell
    told = [_told(fault, root) for fault in faults]
    if not told and root == HERE:
        told = _data() + _limbs()
        counted |= offences.counts()
    return tuple(told), counted


def _drafts(root: Path, held: Sequence[files.Definition], issued: Mapping[str, editions.Edition]) -> list[BadFile]:
    """Values that were recalled with less than high confidence, under an edition that is not a draft."""
    return [
        BadFile(
            root / "parameters" / f"{one.name}.yaml",
            f"values[{entry.edition}].established",
            f"A value recalled with {entry.confidence} confidence is a draft, and {entry.edition} is not.",
            "Move it to a draft edition, or add draft: with why, until somebody has read the text.",
        )
        for one in held
        for entry in one.rows
        if entry.established == files.RECALLED
        and entry.confidence != "high"
        and not entry.draft
        and not issued[entry.edition].is_draft
    ]


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
