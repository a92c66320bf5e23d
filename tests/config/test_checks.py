"""What a live installation is refused for, once its database can be read."""

import pytest

from mappa.accounts.permissions import Role
from mappa.config.checks import live_holds_no_demonstration_accounts
from mappa.config.environment import Environment, Mode
from tests.factories.accounts import a_user


def refusals(settings, mode):
    settings.ENVIRONMENT = Environment.model_construct(mode=mode)
    return [problem.id for problem in live_holds_no_demonstration_accounts(databases=["default"])]


@pytest.mark.django_db
class TestLiveMode:
    def test_is_refused_beside_a_demonstration_account(self, settings):
        a_user(Role.COORDINATOR, is_demonstration=True)
        assert refusals(settings, Mode.LIVE) == ["mappa.E001"]
        assert refusals(settings, Mode.DEMO) == []

    def test_is_allowed_beside_real_accounts(self, settings):
        a_user(Role.COORDINATOR)
        assert refusals(settings, Mode.LIVE) == []
