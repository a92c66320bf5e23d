"""Write the generated pages of docs/reference. What they say is read from the code, so it cannot go stale."""

import sys
from pathlib import Path

from mappa.accounts.permissions import GRANTS, SCOPES, Permission, Role, Scope
from mappa.config.environment import Environment
from mappa_policy import calendar, editions, offences, parameters, rulebook, sources
from mappa_policy.duties import catalogue

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
HEADER = "<!-- Written by `make docs`; change the source it names instead. -->\n"


def settings_page() -> str:
    """Every setting with its default and meaning, from ``mappa.config.environment``."""
    rows = [
        f"| `{field.validation_alias}` | {default_of(field.default)} | {field.description} |"
        for field in Environment.model_fields.values()
    ]
    return (
        f"# Settings\n\n{HEADER}\nRead from the environment when a process starts, by "
        "`src/mappa/config/environment.py`. Everything that is wrong is listed at once.\n\n"
        "| setting | default | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def default_of(value: object) -> str:
    """A default as people write it."""
    text = "" if value is None else str(value)
    return f"`{text}`" if text else "-"


WHOM = {
    Scope.AREA: "people whom the area manages on the day",
    Scope.AGENCY: "people with whom the agency is involved on the day",
    Scope.NOBODY: "nobody: only what was sent to them",
}


def access_page() -> str:
    """Who may do what, from ``mappa.accounts.permissions``."""
    scopes = [f"| {role.label} | {WHOM[SCOPES[role]]} |" for role in Role]
    holders = [
        f"| `{permission}` | {', '.join(role.label for role in Role if permission in GRANTS[role]) or 'nobody yet'} |"
        for permission in Permission
    ]
    return (
        f"# Access matrix\n\n{HEADER}\nFrom `GRANTS` and `SCOPES` in `src/mappa/accounts/permissions.py`. "
        "`mappa access matrix --format csv` prints every role with every permission.\n\n"
        "Permissions say what a role may do, relationships about whom. Victims, and Category 4, stand behind "
        "walls of their own. What somebody may not know of answers not found.\n\n"
        "## About whom\n\n| role | may know of |\n|---|---|\n" + "\n".join(scopes) + "\n\n"
        "## What\n\n| permission | held by |\n|---|---|\n" + "\n".join(holders) + "\n"
    )


def policy_page() -> str:
    """Every parameter with what each edition says, from ``mappa_policy.parameters``."""
    rows = []
    for name in parameters.names():
        held = parameters.definition(name)
        said = "; ".join(f"{entry.edition}: {in_words(entry.value)}" for entry in held.values.values())
        rows.append(f"| `{name}` | {held.label} | {held.unit} | {said} | {', '.join(held.covers)} |")
    names = [f"| `{one.id}` | {one.label} | {one.status} | {', '.join(one.falls_back_to)} |" for one in editions.all()]
    return (
        f"# Policy values\n\n{HEADER}\nFrom `src/mappa_policy/editions.yaml` and `parameters/` beside it, where each "
        "value has its source and how we read it.\n\n"
        "## Editions\n\n| edition | what it is | status | falls back to |\n|---|---|---|---|\n"
        + "\n".join(names)
        + "\n\n"
        "## Values\n\nOnly what an edition sets itself; the rest comes from those it falls back to.\n\n"
        "| parameter | what it is | unit | set by | rows |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def values_table(names: tuple[str, ...]) -> str:
    """What each edition says about some parameters, with source, our reading and when it was last checked."""
    rows = []
    for name in names:
        held = parameters.definition(name)
        for entry in held.values.values():
            unit = held.unit if isinstance(entry.value, int) and held.unit != "count" else ""
            said = f"{in_words(entry.value)} {unit}".strip()
            reading = f"{entry.reading} Draft: {entry.draft}" if entry.draft else entry.reading
            cells = (f"`{name}`", entry.edition, said, sources.cite(entry.source), reading or "-", str(held.checked_at))
            rows.append(f"| {' | '.join(in_words(cell) for cell in cells)} |")
    heads = "| value | edition | says | source | how we read it | checked |\n|---|---|---|---|---|---|\n"
    return heads + "\n".join(rows) + "\n"


def rules_page() -> str:
    """Every limb with its question, law, values and readings, from ``mappa_policy.rulebook``."""
    parts = []
    for limb in rulebook.limbs().values():
        law = "; ".join(sources.cite(source) for source in limb.law)
        tests = "\n".join(f"- {test}" for test in limb.tests)
        parts.append(
            f"## {limb.label}\n\nCode `{limb.code}`. {limb.asks}\n\nTests:\n\n{tests}\n\nLaw: {law}. "
            f"Rows: {', '.join(limb.rows)}.\n\nHow we read it: {limb.reading}\n\n{values_table(limb.values)}"
        )
    flags = "\n".join(f"| `{code}` | {says} |" for code, says in rulebook.flags().items())
    return (
        f"# Rules\n\n{HEADER}\nWhat the engine asks before it proposes a category, from "
        "`src/mappa_policy/rules/limbs.yaml` and the parameters it names. Every limb comes out met, not met or "
        "cannot tell, with its reason and its law; people decide.\n\n"
        + "\n".join(parts)
        + "\n## Flags\n\nA flag decides nothing: it says where to look.\n\n| flag | says |\n|---|---|\n"
        + flags
        + "\n"
    )


def duties_page() -> str:
    """Every duty with its owner, limits and sentence, from ``mappa_policy.duties.catalogue``."""
    parts = []
    for entry in catalogue.entries():
        where = f"Editions: {', '.join(entry.editions)}. Rows: {', '.join(entry.rows)}."
        who = f"Owner: {entry.owner} ({entry.post}). {where}"
        rules = "\n".join(f"- {rule}." for rule in entry.rules.values())
        law = f"\n\nLaw: {'; '.join(sources.cite(source) for source in entry.cites)}." if entry.cites else ""
        named = tuple(dict.fromkeys(entry.limits.values()))
        table = f"\n\n{values_table(named)}" if named else "\n"
        parts.append(f"## {entry.label}\n\n`{entry.id}`. {who}\n\n{rules}{law}{table}")
    return (
        f"# Duties\n\n{HEADER}\nWhat has to be done by when, from `src/mappa_policy/duties/catalogue.yaml` and the "
        "parameters it names. `{due}` in a sentence is the limit of the edition with its unit.\n\n" + "\n".join(parts)
    )


def in_words(value: object) -> str:
    """A value in one cell of a table."""
    if value is None:
        return "none"
    if isinstance(value, list | dict):
        return f"{len(value)} entr{'y' if len(value) == 1 else 'ies'}"
    return str(value).replace("|", "/")


def offences_page() -> str:
    """Where each CJS offence code stands, from ``mappa_policy.offences``."""
    counted = offences.counts()
    entries = offences.every_code()
    not_placed = [f"| {one.code} | {one.provision or 'none'} | {one.why_not} |" for one in offences.unplaced()]
    added = [
        f"| {one.code} | {', '.join(one.schedule_3)} | {one.provision} |"
        for one in entries
        if one.schedule_3 and not one.in_schedule_3
    ]
    readings = [
        f"| {row['statute']} | {row['section']} | {row['schedule']} paragraph {row['paragraph']} | {row['why']} |"
        for row in offences.rows("provision_readings")
    ]
    third = {para: [one.code for one in entries if para in one.schedule_3] for para in offences.schedule_3()}
    fifteenth: dict[tuple[int, str], list[str]] = {}
    for one in entries:
        for place in one.schedule_15:
            fifteenth.setdefault(place, []).append(one.code)
    in_third = [
        f"| {para} | {offences.schedule_3()[para]['condition_text'].split('. ')[0].rstrip('.')} | {', '.join(codes)} |"
        for para, codes in third.items()
        if codes
    ]
    in_fifteenth = [f"| {part} | {para} | {', '.join(codes)} |" for (part, para), codes in sorted(fifteenth.items())]
    return (
        f"# Offence codes\n\n{HEADER}\nFrom the lists in `src/mappa_policy/offences/`. Schedule 15 is as the list of "
        "codes gives it. Schedule 3 is derived from the provision of each code; an attempt follows its principal.\n\n"
        f"{counted['offence_rows']} rows, {counted['offence_codes']} codes: {counted['codes_in_schedule_15']} in "
        f"Schedule 15, {counted['codes_in_schedule_3']} in Schedule 3, {counted['codes_in_schedule_19za']} in Schedule "
        f"19ZA; {counted['codes_not_placed']} not placed. `mappa offences find` looks one up.\n\n"
        "## Not placed in Schedule 3\n\nThe list says that they are in Schedule 3. What hangs on it cannot be told.\n\n"
        "| code | provision | why |\n|---|---|---|\n" + "\n".join(not_placed) + "\n\n"
        "## In Schedule 3 by their provision alone\n\nThe list does not say so; the Schedule lists the provision.\n\n"
        "| code | paragraph | provision |\n|---|---|---|\n" + "\n".join(added) + "\n\n"
        "## Readings\n\n| Act | section | read as | why |\n|---|---|---|---|\n" + "\n".join(readings) + "\n\n"
        "## Schedule 3\n\n| paragraph | condition | codes |\n|---|---|---|\n" + "\n".join(in_third) + "\n\n"
        "## Schedule 15\n\n| part | paragraph | codes |\n|---|---|---|\n" + "\n".join(in_fifteenth) + "\n"
    )


def counting_page() -> str:
    """How days are counted and which days are bank holidays, from ``mappa_policy.calendar``."""
    parts = []
    for place in calendar.places():
        table = calendar.table(place)
        ways = "\n".join(f"- {way}: {meaning}." for way, meaning in table.ways.items())
        rows = []
        for year, way in table.years.items():
            days = [f"{day:%-d %b}{'*' * (day in table.recalled)}" for day in sorted(table.days) if day.year == year]
            rows.append(f"| {year} | {', '.join(days)} | {way} |")
        head = "| year | weekdays that are not working days | known by |\n|---|---|---|\n"
        parts.append(f"## {table.label}\n\n`{place}`.\n\n{ways}\n\n{head}" + "\n".join(rows) + "\n")
    return (
        f"# Counting days\n\n{HEADER}\nFrom `src/mappa_policy/calendar/`. A star marks a day that is recalled.\n\n"
        f"```text\n{(calendar.__doc__ or '').strip()}\n```\n\n" + "\n".join(parts)
    )


PAGES = {
    "access-matrix.md": access_page,
    "counting-days.md": counting_page,
    "duties.md": duties_page,
    "offence-codes.md": offences_page,
    "policy-values.md": policy_page,
    "rules.md": rules_page,
    "settings.md": settings_page,
}


def main() -> int:
    """Write the pages, or with --check say which are stale (exit 1)."""
    stale = []
    for name, write in PAGES.items():
        path, content = REFERENCE / name, write()
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(content, encoding="utf-8")
    print("stale: " + ", ".join(stale) if stale and "--check" in sys.argv else f"{len(PAGES)} page(s) up to date")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
