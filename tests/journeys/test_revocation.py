"""Clients read a shared page as fast as they can while the share is taken back: no request after that succeeds."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connections
from django.test import Client

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.sharing import a_share

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
CLIENTS, ROUNDS = 8, 5
BEFORE, AFTER, MOST = 3, 12, 600
"""Readings before the share is taken back, refusals after it, and readings at most: what bounds each client."""


@dataclass
class Reader:
    """One client in its own thread, with its own connection: when each request began, and how it was answered."""

    user: object
    page: str
    seen: list[tuple[float, int, bool]] = field(default_factory=list)
    warm: threading.Event = field(default_factory=threading.Event)

    def read(self, word):
        client = Client()
        client.force_login(self.user)
        client.post(self.page, {"accepted": "on"})
        refused = 0
        try:
            while refused < AFTER and len(self.seen) < MOST:
                began = time.monotonic()
                answer = client.get(self.page)
                self.seen.append((began, answer.status_code, word in answer.content.decode()))
                refused += answer.status_code == 404
                if len(self.seen) >= BEFORE:
                    self.warm.set()
        finally:
            self.warm.set()
            connections.close_all()


class TestRevocation:
    @pytest.mark.requirement("INFO-01", "INFO-05")
    def test_no_request_succeeds_after_the_share_is_taken_back(self, record_property):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        housing = an_agency(AgencyKind.HOUSING)
        giver = Client()
        giver.force_login(officer)
        later = []
        for number in range(ROUNDS):
            person = an_open_case(lead=officer.agency).person
            share = a_share(person, housing, by=officer, origin=f"NS-S-2026-{number:04d}")
            page = f"/shared-with-us/{share.pk}/"
            readers = [Reader(a_user(Role.AGENCY_CONTACT, agency=housing), page) for _ in range(CLIENTS)]
            with ThreadPoolExecutor(CLIENTS) as pool:
                running = [pool.submit(reader.read, person.family_name.upper()) for reader in readers]
                assert all(reader.warm.wait(60) for reader in readers)
                answer = giver.post(f"/people/{person.reference}/shares/{share.pk}/revoke/", {"reason": "Over"})
                committed = time.monotonic()
                assert answer.status_code == 302
                for future in running:
                    future.result(120)
            assert all(any(shown for _, _, shown in reader.seen) for reader in readers)
            later += [
                (status, shown) for reader in readers for began, status, shown in reader.seen if began > committed
            ]

        record_property("checks", len(later))
        assert len(later) >= CLIENTS * ROUNDS * (AFTER - 1)
        assert [one for one in later if one != (404, False)] == []
