"""A share is narrower than the sharer, and lapses by itself."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.people.models import Person
from mappa.sharing.models import Share
from mappa.sharing.selectors import sections_shared_with, shares_for
from mappa.sharing.services import revoke_share
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.sharing import a_share

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def granted(person, agency, actor, **more):
    return a_share(person, agency, by=actor, at=NOON, **{"sections": ("names", "victims")} | more)


class TestShare:
    @pytest.mark.requirement("INFO-01", "INFO-16")
    def test_holds_on_its_first_and_last_day_and_then_lapses(self):
        housing, coordinator = an_agency(AgencyKind.HOUSING), a_user(Role.COORDINATOR)
        share = granted(a_person(), housing, coordinator)

        days = [TODAY - DAY, TODAY, share.until, share.until + DAY]

        assert [shares_for(housing, day).exists() for day in days] == [False, True, True, False]
        event = AuditEvent.objects.get(operation="sharing:share:grant")
        assert (event.what, event.purpose) == ("disclosure", "manage")

    def test_a_share_given_twice_is_there_once(self):
        housing, coordinator, person = an_agency(AgencyKind.HOUSING), a_user(Role.COORDINATOR), a_person()

        assert granted(person, housing, coordinator) == granted(person, housing, coordinator)
        assert Share.objects.count() == 1

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"sections": ()}, "sections"),
            *(
                ({name: " "}, name)
                for name in (
                    "purpose",
                    "necessity",
                    "gateway",
                    "why_necessary",
                    "why_proportionate",
                    "how_secured",
                    "accountable",
                )
            ),
            ({"until": TODAY - DAY}, "until"),
            ({"asked_for": ("names",)}, "beyond_what_was_asked"),
        ],
    )
    @pytest.mark.requirement("INFO-01")
    def test_needs_sections_grounds_and_an_end(self, more, field):
        with pytest.raises(Incomplete) as refused:
            granted(a_person(), an_agency(AgencyKind.HOUSING), a_user(Role.COORDINATOR), **more)

        assert list(refused.value.fields) == [field]
        assert not Share.objects.exists()

    def test_nobody_shares_a_person_they_may_not_know(self):
        with pytest.raises(Person.DoesNotExist):
            granted(a_person(area=an_area("eastmere")), an_agency(AgencyKind.HOUSING), a_user(Role.COORDINATOR))

    def test_victims_stay_behind_their_own_permission(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person()
        housing, liaison = a_user(Role.AGENCY_CONTACT), a_user(Role.VICTIM_LIAISON)
        for user in (housing, liaison):
            granted(person, user.agency, coordinator)

        assert sections_shared_with(housing, person, TODAY) == {"names"}
        assert sections_shared_with(liaison, person, TODAY) == {"names", "victims"}

    def test_a_wall_stands_before_a_share(self):
        officer = a_user(Role.COORDINATOR, clearances=["category_4"])
        person = a_person(compartment="category_4")
        housing = a_user(Role.AGENCY_CONTACT)
        granted(person, housing.agency, officer)

        assert sections_shared_with(housing, person, TODAY) == frozenset()

    def test_taken_back_it_ends_at_once_and_stays_on_record(self):
        housing, coordinator = an_agency(AgencyKind.HOUSING), a_user(Role.COORDINATOR)
        share = granted(a_person(), housing, coordinator)

        revoke_share(share=share.pk, reason="No longer needed", actor=coordinator, at=NOON)

        assert not shares_for(housing, TODAY).exists()
        assert Share.objects.get().revoked_at == NOON
        with pytest.raises(NotPossible):
            revoke_share(share=share.pk, reason="Again", actor=coordinator, at=NOON)
