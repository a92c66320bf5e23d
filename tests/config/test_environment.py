"""Settings: one list of everything that is wrong, and what live mode refuses."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from mappa.config import environment, own_files
from mappa.config.connections import database_settings
from mappa.config.environment import Environment, SettingsError
from mappa.config.secret_strength import SHORTEST_SECRET

GOOD_LIVE = {
    "DATABASE_URL": "postgresql://mappa_app@db.internal/mappa",
    "MAPPA_MODE": "live",
    "MAPPA_SECRET_KEY": "q7Zr-0LkVw3uXn5sT1yBcD8eFgH2iJ4mPoR6aSvUxWzKtYbN9dE",
    "MAPPA_ALLOWED_HOSTS": "mappa.internal",
    "MAPPA_TLS_COOKIES": "",
}


@pytest.fixture
def master_keys(tmp_path):
    """A file of master keys."""
    return own_files.demonstration_master_keys(tmp_path / "keys")


@pytest.fixture
def machine(monkeypatch):
    """A machine whose environment holds these settings and no other of ours."""

    def with_settings(**settings):
        for field in Environment.model_fields.values():
            monkeypatch.delenv(str(field.validation_alias), raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    return with_settings


class TestReadingSettings:
    def test_needs_nothing_for_a_demonstration(self, machine):
        machine()
        settings = environment.read()
        assert settings.embedded
        assert not settings.live
        assert (settings.port, settings.data_dir.name) == (8000, "var")

    def test_lists_every_problem_at_once(self, machine):
        machine(MAPPA_MODE="production", MAPPA_PORT="80000", MAPPA_WORKERS="many")
        with pytest.raises(SettingsError) as problem:
            environment.read()
        assert {line.split(":")[0] for line in str(problem.value).splitlines()[1:]} == {
            "  - MAPPA_MODE",
            "  - MAPPA_PORT",
            "  - MAPPA_WORKERS",
        }

    @pytest.mark.parametrize(
        ("settings", "named"),
        [
            ({"MAPPA_OIDC_ISSUER": "https://id.example"}, "MAPPA_OIDC_CLIENT_ID and MAPPA_OIDC_CLIENT_SECRET"),
            ({"MAPPA_OIDC_SECOND_FACTOR": "mfa"}, "mfa is neither acr: nor amr:"),
            ({"MAPPA_OIDC_SECOND_FACTOR": "amr:mfa,acr:"}, "acr: is neither"),
            (
                {"MAPPA_OIDC_ISSUER": "http://id.example", "MAPPA_OIDC_CLIENT_ID": "x", "MAPPA_OIDC_CLIENT_SECRET": "x",
                 "MAPPA_MODE": "live"},
                "begins with https://",
            ),
        ],
    )  # fmt: skip
    def test_refuses_half_a_provider(self, machine, settings, named):
        machine(**settings)
        with pytest.raises(SettingsError, match=named):
            environment.read()

    def test_reads_what_proves_a_second_factor(self, machine):
        machine(MAPPA_OIDC_SECOND_FACTOR="amr:mfa, acr:https://refeds.org/profile/mfa,amr:hwk")
        settings = environment.read()
        assert settings.oidc_accepted("amr") == {"mfa", "hwk"}
        assert settings.oidc_accepted("acr") == {"https://refeds.org/profile/mfa"}

    @pytest.mark.parametrize("address", ["sqlite:///db.sqlite3", "postgresql://host:port/x", "postgresql://host"])
    def test_refuses_an_address_that_is_no_postgresql_database(self, machine, address):
        machine(DATABASE_URL=address)
        with pytest.raises(SettingsError, match="DATABASE_URL"):
            database_settings(environment.read())

    def test_steps_down_to_the_application_role_unless_it_signs_in_as_it(self, machine):
        machine(DATABASE_URL="postgresql://keeper:pw@db:5433/mappa")
        entry = database_settings(environment.read())
        assert entry["OPTIONS"]["options"] == "-c jit=off -c role=mappa_app"
        assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db", "5433", "mappa")
        machine(DATABASE_URL="postgresql://mappa_app@db/mappa")
        assert database_settings(environment.read())["OPTIONS"]["options"] == "-c jit=off"


class TestLiveMode:
    def test_starts_with_safe_settings(self, machine, master_keys):
        machine(**GOOD_LIVE, MAPPA_MASTER_KEYS_FILE=str(master_keys))
        settings = environment.read()
        assert settings.live
        assert settings.secure_cookies

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"DATABASE_URL": ""}, "DATABASE_URL"),
            ({"MAPPA_SECRET_KEY": ""}, "MAPPA_SECRET_KEY"),
            ({"MAPPA_SECRET_KEY": "short"}, "MAPPA_SECRET_KEY"),
            ({"MAPPA_SECRET_KEY": "a" * 60}, "MAPPA_SECRET_KEY"),
            ({"MAPPA_SECRET_KEY": "django-insecure-" + GOOD_LIVE["MAPPA_SECRET_KEY"]}, "MAPPA_SECRET_KEY"),
            ({"MAPPA_TLS_COOKIES": "false"}, "MAPPA_TLS_COOKIES"),
            ({"MAPPA_ALLOWED_HOSTS": ""}, "MAPPA_ALLOWED_HOSTS"),
            ({"MAPPA_MASTER_KEYS_FILE": ""}, "MAPPA_MASTER_KEYS_FILE"),
            ({"MAPPA_MASTER_KEYS_FILE": "/nowhere/keys"}, "MAPPA_MASTER_KEYS_FILE"),
        ],
    )
    def test_refuses_each_unsafe_choice_by_name(self, machine, master_keys, change, named):
        machine(**{**GOOD_LIVE, "MAPPA_MASTER_KEYS_FILE": str(master_keys), **change})
        with pytest.raises(SettingsError, match=named) as problem:
            environment.read()
        assert len(str(problem.value).splitlines()) == 2

    def test_names_all_unsafe_choices_together(self, machine):
        machine(MAPPA_MODE="live", MAPPA_TLS_COOKIES="no")
        with pytest.raises(SettingsError) as problem:
            environment.read()
        assert len(str(problem.value).splitlines()) == 6

    @pytest.mark.parametrize(("text", "mode"), [("", 0o600), ("c2hvcnQ=\n", 0o600), (None, 0o640)])
    def test_refuses_master_keys_that_are_none_or_that_others_can_read(self, machine, master_keys, text, mode):
        if text is not None:
            master_keys.write_text(text)
        master_keys.chmod(mode)
        machine(**GOOD_LIVE, MAPPA_MASTER_KEYS_FILE=str(master_keys))
        with pytest.raises(SettingsError, match=r"openssl rand|chmod 600"):
            environment.read()


class TestDemonstrationSecret:
    def test_is_made_once_and_readable_by_its_owner_alone(self, tmp_path):
        first = own_files.demonstration_secret(tmp_path / "data")
        assert own_files.demonstration_secret(tmp_path / "data") == first
        assert len(first) >= SHORTEST_SECRET
        assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600

    def test_is_one_for_all_who_start_at_once_and_never_read_half_written(self, tmp_path):
        with ThreadPoolExecutor(16) as pool:
            secrets = set(pool.map(own_files.demonstration_secret, [tmp_path / "data"] * 64))
        assert len(secrets) == 1
        assert len(secrets.pop()) >= SHORTEST_SECRET

    def test_of_sealed_fields_is_made_once_and_readable_by_its_owner_alone(self, tmp_path):
        first = own_files.demonstration_master_keys(tmp_path / "data").read_text()
        kept = own_files.demonstration_master_keys(tmp_path / "data")
        assert kept.read_text() == first
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert [path.name for path in kept.parent.iterdir()] == ["master_keys"]
