"""``mappa access``: who may do what, generated from the grants, and a second factor that was lost."""

import argparse
import csv
import json
import sys
from typing import Any

from mappa.accounts.permissions import GRANTS, SCOPES, Permission, Role, Scope
from mappa.kernel import clock

RELATIONSHIPS: dict[Scope, str] = {
    Scope.AREA: "people whom the user's area manages on the day",
    Scope.AGENCY: "people with whom the user's agency is involved on the day",
    Scope.NOBODY: "nobody: only what was sent to the user",
}
COLUMNS = ("role", "permission", "granted", "scope", "relationship")


def matrix() -> list[dict[str, Any]]:
    """Every role with every permission: whether it is granted, and over whom."""
    return [
        {
            "role": role.value,
            "permission": permission.value,
            "granted": permission in GRANTS[role],
            "scope": SCOPES[role].value,
            "relationship": RELATIONSHIPS[SCOPES[role]],
        }
        for role in Role
        for permission in Permission
    ]


def add_commands(subparsers: Any) -> None:
    """Add ``access`` to the command line."""
    access = subparsers.add_parser("access", help="the access matrix")
    kinds = access.add_subparsers(dest="access", required=True)
    shown = kinds.add_parser("matrix", help="every role x permission x relationship")
    shown.add_argument("--format", choices=("csv", "json"), default="json")
    shown.set_defaults(handler=run_matrix)
    lost = kinds.add_parser(
        "forget-second-factor", help="let somebody who lost it set it up again; ends their sessions"
    )
    lost.add_argument("user", metavar="USER")
    lost.add_argument("--reason", required=True, help="how it was made sure that they are who they say")
    lost.set_defaults(handler=run_forget_second_factor)


def run_matrix(options: argparse.Namespace) -> int:
    """Print the matrix. Always 0: it needs no database."""
    if options.format == "json":
        json.dump({"matrix": matrix()}, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "granted": "yes" if row["granted"] else "no"} for row in matrix())
    return 0


def run_forget_second_factor(options: argparse.Namespace) -> int:
    """Take a second factor away, so that its owner sets one up at the next sign-in. 1 when there is no such user."""
    # the matrix needs no database, so what does is read only here
    from mappa.accounts.models import User  # noqa: PLC0415
    from mappa.accounts.second_factor import forget  # noqa: PLC0415

    user = User.objects.filter(username=options.user).first()
    if user is None:
        sys.stderr.write(f"There is no user {options.user}. Nothing was changed.\n")
        return 1
    forget(user, reason=options.reason, at=clock.now())
    sys.stdout.write(f"{user.username} sets up a second factor at the next sign-in. Their sessions have ended.\n")
    return 0
