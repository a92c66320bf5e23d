"""What the machine tells the product when it starts, read once and checked whole."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mappa.config.secret_strength import problem_of_master_keys, weakness_of
from mappa.uploads.scanning import address_of


class SettingsError(Exception):
    """The settings cannot be used. The message lists every problem, one on each line, with its remedy."""


class Mode(StrEnum):
    """What this installation is for."""

    DEMO = "demo"
    LIVE = "live"


class DatabaseRole(StrEnum):
    """As whom this process works in the database."""

    APP = "app"
    OWNER = "owner"


class StaticFiles(StrEnum):
    """Where pages take their style sheets and scripts from."""

    PLAIN = "plain"
    BUILT = "built"


class Environment(BaseSettings):
    """The settings, each with its default. Names are those of the environment variables."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, populate_by_name=True)

    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or newer, for example postgresql://mappa_app@db.internal/mappa. "
        "Empty: an embedded PostgreSQL in the data folder.",
    )
    owner_database_url: str = Field(
        default="",
        validation_alias="MAPPA_OWNER_DATABASE_URL",
        description="The same database under the role that owns the tables. Used by `mappa migrate` only.",
    )
    database_role: DatabaseRole = Field(
        default=DatabaseRole.APP,
        validation_alias="MAPPA_DATABASE_ROLE",
        description="`owner` for a process that changes tables. Commands set it for themselves.",
    )
    data_dir: Path = Field(
        default=Path("var"),
        validation_alias="MAPPA_DATA_DIR",
        description="Folder for the embedded database, built style sheets and the demonstration's secret.",
    )
    mode: Mode = Field(
        default=Mode.DEMO,
        validation_alias="MAPPA_MODE",
        description="`demo` for invented people; `live` refuses whatever is unsafe.",
    )
    port: int = Field(
        default=8000,
        ge=1,
        le=65535,
        validation_alias="MAPPA_PORT",
        description="Port on 127.0.0.1 that the server answers on.",
    )
    workers: int = Field(
        default=2,
        ge=1,
        le=64,
        validation_alias="MAPPA_WORKERS",
        description="Server processes.",
    )
    secret_key: str = Field(
        default="",
        validation_alias="MAPPA_SECRET_KEY",
        description="Signs sessions. At least 50 random characters. `demo` makes one in the data folder.",
    )
    allowed_hosts: str = Field(
        default="",
        validation_alias="MAPPA_ALLOWED_HOSTS",
        description="Names this installation answers to, separated by commas. Always includes this machine.",
    )
    tls_cookies: bool | None = Field(
        default=None,
        validation_alias="MAPPA_TLS_COOKIES",
        description="Send cookies over TLS only. On in `live`, where it may not be switched off.",
    )
    session_idle_minutes: int = Field(
        default=15,
        ge=1,
        le=60,
        validation_alias="MAPPA_SESSION_IDLE_MINUTES",
        description="A session that is not used for so long ends.",
    )
    session_hours: int = Field(
        default=8,
        ge=1,
        le=12,
        validation_alias="MAPPA_SESSION_HOURS",
        description="A session ends so long after signing in, whether or not it is used.",
    )
    emergency_minutes: int = Field(
        default=60,
        ge=5,
        le=60,
        validation_alias="MAPPA_EMERGENCY_MINUTES",
        description="How long emergency access to one record lasts (MEET-31 names no time; an hour is the longest that "
        "this product allows).",
    )
    step_up_minutes: int = Field(
        default=10,
        ge=1,
        le=30,
        validation_alias="MAPPA_STEP_UP_MINUTES",
        description="How long somebody who has confirmed who they are is not asked again before break-glass, "
        "exports and administration.",
    )
    unused_account_days: int = Field(
        default=90,
        ge=1,
        le=365,
        validation_alias="MAPPA_UNUSED_ACCOUNT_DAYS",
        description="An account that nobody has used for so long is suspended until an administrator reinstates it. "
        "The Ministry of Justice's guide to account management asks for suspension when unused and names no number of "
        "days; this one and the next are our choice.",
    )
    unused_privileged_days: int = Field(
        default=60,
        ge=1,
        le=365,
        validation_alias="MAPPA_UNUSED_PRIVILEGED_DAYS",
        description="The same for system administrators, information governance leads and auditors.",
    )
    oidc_issuer: str = Field(
        default="",
        validation_alias="MAPPA_OIDC_ISSUER",
        description="The OpenID Connect provider by which people may sign in besides, exactly as it names itself. "
        "Empty: none.",
    )
    oidc_client_id: str = Field(
        default="", validation_alias="MAPPA_OIDC_CLIENT_ID", description="How that provider knows this installation."
    )
    oidc_client_secret: str = Field(
        default="", validation_alias="MAPPA_OIDC_CLIENT_SECRET", description="What this installation shows to it."
    )
    oidc_name: str = Field(
        default="your organisation",
        validation_alias="MAPPA_OIDC_NAME",
        description="What people call that provider: the page says \u201cSign in with ...\u201d.",
    )
    oidc_second_factor: str = Field(
        default="",
        validation_alias="MAPPA_OIDC_SECOND_FACTOR",
        description="What proves that a second factor was shown there, separated by commas, for example "
        "`amr:mfa,acr:https://refeds.org/profile/mfa`. Empty: nothing does, and everybody shows ours.",
    )
    static_files: StaticFiles = Field(
        default=StaticFiles.PLAIN,
        validation_alias="MAPPA_STATIC_FILES",
        description="`built` serves hashed, compressed copies. `mappa serve` sets it for itself.",
    )
    audit_key_file: Path | None = Field(
        default=None,
        validation_alias="MAPPA_AUDIT_KEY_FILE",
        description="The key that signs checkpoints of the audit log. Empty: `audit_key` in the data folder, made when "
        "first needed. Keep it where the database's keeper cannot read it.",
    )
    master_keys_file: Path | None = Field(
        default=None,
        validation_alias="MAPPA_MASTER_KEYS_FILE",
        description="The keys under which victims' details and records are sealed, the newest first. Required in "
        "`live`; `demo` makes one in the data folder. Without it they cannot be read again, by anybody.",
    )
    virus_scanner: str = Field(
        default="",
        validation_alias="MAPPA_VIRUS_SCANNER",
        description="HOST:PORT of a clamd that is asked about every file that people send. No file is kept while it "
        "does not answer. Empty: none is asked.",
    )
    log_level: str = Field(
        default="INFO",
        validation_alias="MAPPA_LOG_LEVEL",
        description="DEBUG, INFO, WARNING or ERROR.",
    )

    @property
    def live(self) -> bool:
        """Whether real people's records may be held here."""
        return self.mode is Mode.LIVE

    @property
    def embedded(self) -> bool:
        """Whether the database is our own, inside the data folder."""
        return not self.database_url

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies travel over TLS only."""
        return self.live if self.tls_cookies is None else self.tls_cookies

    def oidc_accepted(self, claim: str) -> frozenset[str]:
        """The values of a claim, `acr` or `amr`, that prove a second factor."""
        named = (word.strip().partition(":") for word in self.oidc_second_factor.split(","))
        return frozenset(value for name, _colon, value in named if name == claim and value)

    @property
    def hosts(self) -> list[str]:
        """Names this installation answers to."""
        named = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        return [*named, "127.0.0.1", "localhost", "[::1]"]

    @model_validator(mode="after")
    def refuse_what_is_unsafe(self) -> Self:
        """In live mode every unsafe choice is named, all of them at once."""
        problems = [f"MAPPA_LOG_LEVEL: {self.log_level} is not a level."] if not _is_level(self.log_level) else []
        problems += self._half_a_provider() + self._unknown_scanner()
        if self.live:
            problems += self._unsafe_choices()
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _half_a_provider(self) -> list[str]:
        problems = []
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            problems.append("MAPPA_OIDC_ISSUER: give MAPPA_OIDC_CLIENT_ID and MAPPA_OIDC_CLIENT_SECRET too.")
        if self.live and self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            problems.append(
                "MAPPA_OIDC_ISSUER: live mode asks a provider over TLS only. Its address begins with https://."
            )
        words = [word.strip() for word in self.oidc_second_factor.split(",") if word.strip()]
        problems += [
            f"MAPPA_OIDC_SECOND_FACTOR: {word} is neither acr: nor amr: with a value."
            for word in words
            if not word.startswith(("acr:", "amr:")) or not word[4:]
        ]
        return problems

    def _unknown_scanner(self) -> list[str]:
        try:
            if self.virus_scanner:
                address_of(self.virus_scanner)
        except ValueError as wrong:
            return [f"MAPPA_VIRUS_SCANNER: {wrong}. Give it as in clamd.internal:3310."]
        return []

    def _unsafe_choices(self) -> list[str]:
        problems = []
        if self.embedded:
            problems.append(
                "DATABASE_URL: live mode does not run on the embedded database, which is for trials. "
                "Give the address of a PostgreSQL server, 15 or newer."
            )
        if weakness := weakness_of(self.secret_key):
            problems.append(
                f"MAPPA_SECRET_KEY: {weakness} Anyone who guesses it can sign in as anybody. "
                "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
            )
        if not self.secure_cookies:
            problems.append("MAPPA_TLS_COOKIES: live mode sends cookies over TLS only. Remove this setting.")
        if not self.allowed_hosts.strip():
            problems.append("MAPPA_ALLOWED_HOSTS: name the hosts that this installation answers to.")
        if wrong := problem_of_master_keys(self.master_keys_file):
            problems.append(f"MAPPA_MASTER_KEYS_FILE: {wrong}")
        return problems


def _is_level(name: str) -> bool:
    return name in {"DEBUG", "INFO", "WARNING", "ERROR"}


def read() -> Environment:
    """Read and check the settings.

    Raises:
        SettingsError: with every problem, one on each line.
    """
    try:
        environment = Environment()
    except ValidationError as error:
        raise SettingsError(_as_list(error)) from error
    environment.data_dir = environment.data_dir.expanduser().resolve()
    return environment


def _as_list(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        what = problem["msg"].removeprefix("Value error, ")
        lines += [f"{where}: {what}" if where else line for line in ([what] if where else what.splitlines())]
    return "mappa cannot start with these settings:\n" + "\n".join(f"  - {line}" for line in lines)
