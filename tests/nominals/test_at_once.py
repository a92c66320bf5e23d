"""Two managers at once, on two connections: of two answers exactly one has effect."""

import threading

import pytest
from django.db import connections
from django.test import Client

from mappa.accounts.permissions import Role
from mappa.nominals.models import Merge, PairDecision
from mappa.people.models import Person
from tests.factories.accounts import a_user
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*asked):
    """Each user posts to their address at the same moment: the statuses."""
    start, statuses = threading.Barrier(len(asked)), []

    def answer(user, address, sent):
        try:
            client = Client()
            client.force_login(user)
            start.wait(30)
            statuses.append(client.post(address, sent).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=one) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(statuses)


class TestTwoManagersAtOnce:
    def test_merge_and_take_apart_once(self):
        kept, other = a_person(), a_person()
        first, second = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR)
        sent = {"reason": "Same fingerprints", "seen": ""}
        ways = [
            f"/people/{one.reference}/merge/with/{away.reference}/" for one, away in ((kept, other), (other, kept))
        ]  # fmt: skip

        merged = at_once((first, ways[0], sent), (second, ways[1], sent))

        assert merged in ([302, 404], [302, 409])
        merge = Merge.objects.get()
        assert PairDecision.objects.count() == 1
        assert Person.objects.get(merged_into__isnull=False) == merge.other
        away = f"/people/{merge.kept.reference}/merge/{merge.pk}/apart/"
        assert at_once((first, away, {"reason": "x"}), (second, away, {"reason": "y"})) == [302, 409]
        assert not Person.objects.filter(merged_into__isnull=False).exists()
        assert [row.same for row in PairDecision.objects.order_by("pk")] == [True, False]
