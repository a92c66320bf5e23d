"""Which database this process talks to, and as whom."""

from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from mappa.config.environment import DatabaseRole, Environment, SettingsError

APP_ROLE = "mappa_app"
OWNER_ROLE = "mappa_owner"
EMBEDDED_NAME = "mappa"


def socket_folder(data_dir: Path) -> Path:
    """Folder of the embedded database, which also holds its only socket."""
    return data_dir / "postgres"


def connection_facts(environment: Environment, role: DatabaseRole) -> dict[str, str]:
    """How to reach the database in the words of libpq: host, port, user, password, dbname.

    Raises:
        SettingsError: the address is not one of a PostgreSQL database.
    """
    if environment.embedded:
        user = OWNER_ROLE if role is DatabaseRole.OWNER else APP_ROLE
        return {"host": str(socket_folder(environment.data_dir)), "user": user, "dbname": EMBEDDED_NAME}
    owner = role is DatabaseRole.OWNER and environment.owner_database_url
    name = "MAPPA_OWNER_DATABASE_URL" if owner else "DATABASE_URL"
    address = environment.owner_database_url if owner else environment.database_url
    if not address.startswith(("postgresql://", "postgres://")):
        raise SettingsError(f"{name} must start with postgresql:// and name a PostgreSQL database.")
    try:
        facts = conninfo_to_dict(address)
    except ProgrammingError as error:
        raise SettingsError(
            f"{name} is not an address that PostgreSQL understands. "
            "Write it like postgresql://mappa_app@db.internal:5432/mappa."
        ) from error
    if not str(facts.get("port") or "0").isdigit():
        raise SettingsError(f"{name}: the port after the host must be a number.")
    if not facts.get("dbname"):
        raise SettingsError(f"{name} does not name a database: add /mappa at its end.")
    return {key: str(value) for key, value in facts.items()}


def database_settings(environment: Environment) -> dict[str, object]:
    """The entry for Django's DATABASES."""
    role = environment.database_role
    facts = connection_facts(environment, role)
    options = {key: value for key, value in facts.items() if key not in {"host", "port", "user", "password", "dbname"}}
    # no page is worth compiling for, and policies make plans look dear enough that PostgreSQL would
    settings = ["jit=off"]
    if role is DatabaseRole.APP and facts.get("user") != APP_ROLE:
        settings.append(f"role={APP_ROLE}")
    options["options"] = " ".join([options.get("options", ""), *(f"-c {setting}" for setting in settings)]).strip()
    options.setdefault("connect_timeout", "10")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": facts["dbname"],
        "USER": facts.get("user", ""),
        "PASSWORD": facts.get("password", ""),
        "HOST": facts.get("host", ""),
        "PORT": facts.get("port", ""),
        "OPTIONS": options,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
