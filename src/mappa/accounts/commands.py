"""``mappa access matrix``: who may do what, generated from the grants so that it cannot go stale."""

import argparse
import csv
import json
import sys
from typing import Any

from mappa.accounts.permissions import GRANTS, SCOPES, Permission, Role, Scope

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
