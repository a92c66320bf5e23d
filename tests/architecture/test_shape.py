"""The shape of the code: what import contracts cannot see."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_FILE = 350
# data kept as it was received, and files that tools write
DATA = {".csv", ".lock", ".svg", ".png", ".ico"}
PUBLIC_ROUTES = {
    "healthz", "signin", "signout", "signin/code", "signin/set-up", "signin/set-up/picture", "signin/set-up/key",
    "signin/openid", "signin/openid/back", "signin/openid/left", "welcome/<str:token>",
}  # fmt: skip


def layers() -> dict[str, int]:
    """Each app's height, lowest 0, as the import contract orders them."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    rows = contract["importlinter:contract:one-way"]["layers"].split("\n")
    names = [re.findall(r"\w+", row) for row in rows if row.strip()]
    return {name: height for height, row in enumerate(reversed(names)) for name in row}


def our_apps() -> list:
    return [app for app in apps.get_app_configs() if app.name.startswith("mappa.")]


def tracked_files() -> list[Path]:
    """Every file that is or is about to be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


class TestRelations:
    def test_point_to_the_same_or_a_lower_app(self):
        height = layers()
        upward = [
            f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
            for app in our_apps()
            for model in app.get_models(include_auto_created=True)
            for field in model._meta.get_fields()
            if field.is_relation and field.concrete and field.related_model is not None
            if field.related_model._meta.app_config.name.startswith("mappa.")
            if model._meta.app_label != field.related_model._meta.app_label
            and height[model._meta.app_label] <= height[field.related_model._meta.app_label]
        ]
        assert upward == []

    def test_every_app_has_its_place_in_the_contract(self):
        assert {app.name.removeprefix("mappa.") for app in our_apps()} <= set(layers())


class TestFiles:
    def test_in_src_are_short_enough_to_read(self):
        too_long = {
            str(path.relative_to(ROOT)): lines
            for path in tracked_files()
            if path.is_relative_to(ROOT / "src")
            and path.suffix not in DATA
            and "migrations" not in path.parts  # written by Django
            and not (path.suffix == ".yaml" and is_data(path))
            and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
        }
        assert too_long == {}

    def test_name_no_registry_and_no_machine_path(self):
        banned = re.compile("|".join(["files.python" + "hosted", "registry.npm" + "js", "/work" + "/", "/root" + "/"]))
        found = [
            f"{path.relative_to(ROOT)}: {match[0]}"
            for path in tracked_files()
            if path.suffix not in {".png", ".ico", ".woff2", ".docx", ".xlsx", ".ods", ".pdf"}
            and (match := banned.search(path.read_text(encoding="utf-8", errors="replace")))
        ]
        assert found == []


def is_data(path: Path) -> bool:
    """Policy values, editions, sources and statutory lists are data, however long."""
    return "mappa_policy" in path.parts


class TestTemplates:
    @pytest.mark.parametrize(
        "path",
        [
            pytest.param(path, id=str(path.relative_to(ROOT / "src")))
            for path in (ROOT / "src").rglob("templates/**/*.html")
        ],
    )
    def test_compile(self, path):
        engines["django"].from_string(path.read_text(encoding="utf-8"))


class TestDownloads:
    def test_leave_through_the_one_step_that_marks_and_numbers_them(self):
        """Whatever answers with a file says so in `accounts.copies`, which takes nothing without a stamp."""
        words = re.compile(r"content-disposition|FileResponse|as_attachment|StreamingHttpResponse", re.IGNORECASE)
        sources = {path for path in (ROOT / "src").rglob("*.py") if words.search(path.read_text(encoding="utf-8"))}

        assert {path.relative_to(ROOT / "src").as_posix() for path in sources} == {"mappa/accounts/copies.py"}


@pytest.mark.django_db
class TestMigrations:
    def test_hold_every_change_of_the_models(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def routes(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


class TestRoutes:
    def test_declare_a_permission_or_that_they_are_public(self):
        silent = [route for route, view in routes(get_resolver().url_patterns) if not hasattr(view, "permission")]
        assert silent == []

    def test_that_are_public_are_these_alone(self):
        everyones = {route for route, view in routes(get_resolver().url_patterns) if view.permission is None}
        assert everyones <= PUBLIC_ROUTES
