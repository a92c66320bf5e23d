"""Who most tests are about: an offender manager, and a person in MAPPA. And the day on which they happen.

A module that needs another officer defines ``om`` itself, and the person follows. Factories are imported inside: a
plugin is loaded before Django has started.
"""

import pytest
import time_machine


@pytest.fixture
def at_noon():
    """The whole test happens at `NOON` of the factories' day."""
    from tests.factories.people import NOON  # noqa: PLC0415 - as above

    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def om():
    from mappa.accounts.permissions import Role  # noqa: PLC0415 - as above
    from tests.factories.accounts import a_user  # noqa: PLC0415

    return a_user(Role.POLICE_OFFENDER_MANAGER)


@pytest.fixture
def person(om):
    """Somebody with an open case, whom the officer's agency leads and is involved with."""
    from tests.factories.cases import an_open_case  # noqa: PLC0415 - as above
    from tests.factories.people import a_person  # noqa: PLC0415

    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency).person
