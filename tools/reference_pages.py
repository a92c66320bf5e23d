"""Write the generated pages of docs/reference. What they say is read from the code, so it cannot go stale."""

import sys
from pathlib import Path

from mappa.config.environment import Environment

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


PAGES = {"settings.md": settings_page}


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
