"""The documents: links lead somewhere, commands exist, decisions are checked, generated pages are current."""

import configparser
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.test_shape import tracked_files

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [path for path in tracked_files() if path.suffix == ".md"]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
TEST = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)*)`")
CONTRACT = re.compile(r'contract "([^"]+)"')
PACKAGE = re.compile(r"[A-Za-z0-9-]+")
# what a package is imported as, where that is not its name; argon2 is named in settings only
IMPORTED_AS = {
    "PyYAML": "yaml", "PyJWT": "jwt", "argon2-cffi": "Argon2PasswordHasher", "django-csp": "csp",
    "django-allauth": "allauth", "python-docx": "docx", "pillow": "PIL",
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The headings of a page as addresses within it."""
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text(encoding="utf-8")), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(page: Path) -> list[str]:
    found = []
    for link in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        address, _, anchor = unquote(link).partition("#")
        target = (page.parent / address).resolve() if address else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


def make_targets() -> set[str]:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    return {name for line in lines if (match := re.match(r"([\w./-]+):(?!=)", line)) for name in [match[1]]}


class TestLinks:
    @pytest.mark.parametrize("page", [pytest.param(page, id=named(page)) for page in PAGES])
    def test_lead_somewhere(self, page):
        assert dead_links(page) == []

    def test_reach_every_page_from_the_first(self):
        seen, waiting = set(), [ROOT / "README.md"]
        while waiting:
            page = waiting.pop()
            seen.add(page)
            links = LINK.findall(without_code(page.read_text(encoding="utf-8")))
            pages = {(page.parent / link.partition("#")[0]).resolve() for link in links if "://" not in link}
            waiting += [other for other in pages if other.suffix == ".md" and other not in seen]

        assert [named(page) for page in PAGES if page not in seen and named(page).startswith("docs/")] == []


class TestCommands:
    @pytest.mark.parametrize("page", [pytest.param(page, id=named(page)) for page in PAGES])
    def test_of_make_exist(self, page):
        text = page.read_text(encoding="utf-8")
        # where a command stands: at the start of a line of a block, or in backquotes
        called = re.findall(r"(?:^|`)make ([\w./-]+)", text, flags=re.MULTILINE)

        assert {name for name in called if name not in make_targets()} == set()

    def test_two_and_five_more_are_in_the_readme(self):
        called = re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

        assert called[:2] == ["demo", "test"]
        assert len(called) == 7


class TestDecisions:
    @pytest.mark.parametrize("page", [pytest.param(page, id=page.stem) for page in DECISIONS])
    def test_have_every_section(self, page):
        text = page.read_text(encoding="utf-8")

        assert re.search(r"^Status: \w[\w ]*\. Date: \d{4}-\d{2}-\d{2}\.$", text, flags=re.MULTILINE)
        assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == [
            "The problem", "Options", "Decision", "What gets harder", "How we check it",
        ]  # fmt: skip

    @pytest.mark.parametrize("page", [pytest.param(page, id=page.stem) for page in DECISIONS])
    def test_name_checks_that_exist(self, page):
        check = page.read_text(encoding="utf-8").partition("## How we check it")[2]
        contracts = configparser.ConfigParser()
        contracts.read(ROOT / ".importlinter")
        known = {contracts[section]["name"] for section in contracts.sections() if "name" in contracts[section]}
        tests, promised = TEST.findall(check), CONTRACT.findall(check)

        assert tests or promised
        assert set(promised) <= known
        assert [file + names for file, names in tests if not is_test(file, names)] == []

    def test_are_numbered_without_a_gap(self):
        assert [page.name[:4] for page in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]


def is_test(file: str, names: str) -> bool:
    """Whether the file is there, and the class and function in it."""
    path = ROOT / file
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    parts = names.split("::")[1:]
    return bool(text) and all(re.search(rf"\b(?:class|def) {part}\b", text) for part in parts)


class TestDependencies:
    def test_are_each_named_with_their_reason(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"].values()
        names = {PACKAGE.match(line)[0] for group in (project["dependencies"], *extras) for line in group}
        page = (ROOT / "docs" / "adr" / "0009-dependencies.md").read_text(encoding="utf-8")

        assert {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", page)} == set()

    def test_of_the_product_are_each_used(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"]
        lines = [*project["dependencies"], *extras["product"], *extras["embedded"]]
        names = {PACKAGE.match(line)[0] for line in lines}
        code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))

        unused = {
            name
            for name in names
            if not re.search(rf"\b{IMPORTED_AS.get(name, name.lower().replace('-', '_'))}\b", code)
        }
        assert unused == set()


class TestReferencePages:
    def test_are_current(self):
        done = subprocess.run(
            [sys.executable, "tools/reference_pages.py", "--check"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, f"{done.stdout}{done.stderr} Run `make docs`."

    def test_hold_every_setting_role_and_parameter(self):
        spec = importlib.util.spec_from_file_location("reference_pages", ROOT / "tools" / "reference_pages.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)

        assert "`DATABASE_URL`" in module.settings_page()
        assert "| co-ordinator | people whom the area manages on the day |" in module.access_page()
        assert "| `review/level_2_longest_gap` |" in module.policy_page()
