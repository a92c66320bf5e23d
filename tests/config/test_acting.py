"""As whom a command may work: whoever it names must be on record, and their account open."""

import argparse

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.histories import commands as histories
from mappa.imports import commands as imports
from mappa.matching import commands as matching
from mappa.nominals import commands as nominals
from mappa.people import commands as people
from mappa.statistics import commands as statistics
from tests.factories.accounts import a_user

pytestmark = pytest.mark.django_db
NAMING = [
    (matching, ["search", "Testperson"], "nothing was searched"),
    (nominals, ["link", "people", "--area", "northshire"], "nothing was compared"),
    (imports, ["import", "court-results", "none.csv", "--area", "northshire"], "nothing was read"),
    (imports, ["export", "bundle", "copy", "--area", "northshire"], "nothing was written"),
    (histories, ["history", "people_person", "1", "--purpose", "complaint"], "nothing was read"),
    (people, ["keys", "destroy", "NS-P-0001", "--why", "x", "--backups", "y"], "nothing was done"),
    (statistics, ["report", "annual", "--area", "northshire", "--year", "2018/19", "--freeze"], "nothing was frozen"),
]


@pytest.mark.parametrize(("room", "words", "undone"), NAMING)
def test_no_command_works_for_a_closed_account_or_for_nobody(capsys, room, words, undone):
    a_user(Role.COORDINATOR, username="left", is_active=False)
    parser = argparse.ArgumentParser()
    room.add_commands(parser.add_subparsers())

    for username, why in (("left", "The account of “left” is closed"), ("nobody", "There is no user “nobody”")):
        options = parser.parse_args([*words, "--as", username])
        assert options.handler(options) == 2
        assert capsys.readouterr().err.startswith(f"{why}, so {undone}. Name ")
    assert not AuditEvent.objects.exists()
