"""``mappa accounts``: the first account of an installation, and a password that was forgotten."""

import argparse
import sys
from typing import Any

from django.conf import settings

from mappa.accounts.models import User
from mappa.accounts.roles import Role
from mappa.administration.links import make_link
from mappa.administration.services import open_account
from mappa.agencies.models import Agency, Area
from mappa.audit.commands import CommandLine
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible


def add_commands(subparsers: Any) -> None:
    """Add ``accounts`` to the command line."""
    accounts = subparsers.add_parser("accounts", help="open an account, or let somebody choose a password again")
    kinds = accounts.add_subparsers(dest="accounts", required=True)
    create = kinds.add_parser("create", help="open an account; prints a link to choose its password")
    create.add_argument("username", metavar="USER")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=[role.value for role in Role])
    create.add_argument("--agency", required=True, metavar="CODE")
    create.add_argument("--area", required=True, metavar="CODE")
    create.add_argument("--post", default="")
    create.add_argument("--reason", required=True, help="why, and who asked for it")
    create.set_defaults(handler=run_create)
    link = kinds.add_parser("link", help="print a link to choose a password; the second factor stays")
    link.add_argument("username", metavar="USER")
    link.add_argument("--reason", required=True, help="how it was made sure that they are who they say")
    link.set_defaults(handler=run_link)


def run_create(options: argparse.Namespace) -> int:
    """Open an account. 1 when something about it is wrong."""
    area = Area.objects.filter(code=options.area).first()
    if area is None:
        known = ", ".join(Area.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        return _no(f"There is no area {options.area}. Areas: {known}.")
    try:
        user = open_account(
            username=options.username, name=options.name, role=options.role, area=area, post=options.post,
            agency=Agency.objects.filter(code=options.agency).first(), reason=options.reason, actor=CommandLine(),
            at=clock.now(),
        )  # fmt: skip
    except Incomplete as problem:
        return _no("\n".join([str(problem), *(f"  - {name}: {say}" for name, say in problem.fields.items())]))
    return _print_link(user, options.reason)


def run_link(options: argparse.Namespace) -> int:
    """Print a link to choose a password. 1 when there is no such open account."""
    user = User.objects.filter(username=options.username).first()
    if user is None:
        return _no(f"There is no user {options.username}. Nothing was changed.")
    return _print_link(user, options.reason)


def _print_link(user: User, reason: str) -> int:
    try:
        path = make_link(user=user, reason=reason, actor=CommandLine(), at=clock.now())
    except (Incomplete, NotPossible) as problem:
        return _no(str(problem))
    host = settings.ALLOWED_HOSTS[0]
    sys.stdout.write(
        f"{user.username} chooses a password at https://{host}{path}\n"
        "The link works once, for 72 hours, and is shown only now. Hand it over in person.\n"
    )
    return 0


def _no(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 1
