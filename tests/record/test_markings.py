"""The marking in force: shown on every page of a record, and its measures enforced on every reader."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AreaEdition
from mappa.audit.models import AuditEvent
from mappa.cases.marking import higher_marking
from mappa.record.models import Attachment
from tests.factories.accounts import a_clearance, a_user, an_area
from tests.factories.people import NOON, TODAY
from tests.factories.record import an_attachment
from tests.record.test_pages import ABOUT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
DAY = timedelta(days=1)


@pytest.fixture
def om(client):
    user = a_user(Role.POLICE_OFFENDER_MANAGER)
    client.force_login(user)
    return user


def text_of(client, person, rest=""):
    return " ".join(client.get(f"/people/{person.reference}/{rest}").content.decode().split())


class TestMarking:
    @pytest.mark.requirement("NOMINAL-18")
    @pytest.mark.parametrize("page", ["", "details/", "record/", "timeline/", "partners/"])
    def test_is_that_of_the_edition_in_force_at_the_head_and_foot_of_each_page(self, client, person, page):
        now = text_of(client, person, page)
        AreaEdition.objects.create(area=an_area(), edition="hampshire-2008", since=TODAY)

        before = text_of(client, person, page)

        shown = '<p class="mappa-marking">{}'.format
        assert (now.count(shown("OFFICIAL-SENSITIVE")), now.count(shown("CONFIDENTIAL"))) == (2, 0)
        assert (before.count(shown("OFFICIAL-SENSITIVE")), before.count(shown("CONFIDENTIAL"))) == (0, 2)

    @pytest.mark.requirement("NOMINAL-18")
    def test_of_a_page_with_one_entry_is_the_higher_of_both(self, client, person, om):
        a_clearance(om, "marked_higher")
        marked = [an_attachment(person, "pets", {"what": "A cat"}, marking=one) for one in ("SECRET", "OFFICIAL")]

        heads = [text_of(client, person, f"record/pets/{one.pk}/") for one in marked]

        assert '<p class="mappa-marking">SECRET' in heads[0]
        assert '<p class="mappa-marking">OFFICIAL-SENSITIVE' in heads[1]
        assert higher_marking("COSMIC", "cheshire-2022") == "COSMIC"


class TestMeasures:
    @pytest.mark.requirement("NOMINAL-18")
    def test_keep_an_entry_from_whoever_holds_no_clearance_today_and_say_so(self, client, person, om):
        entry = an_attachment(person, "pets", {"what": "A spaniel"}, marking="SECRET")
        pages = ("record/", "record/pets/", "", "timeline/")

        assert not any("spaniel" in text_of(client, person, page) for page in pages)
        assert "1 entry is under a marking for which you hold no clearance today" in text_of(client, person, "record/")
        answer = client.get(f"/people/{person.reference}/record/pets/{entry.pk}/")

        assert answer.status_code == 403
        assert "This entry is marked SECRET, and you hold no clearance" in answer.content.decode()
        assert "spaniel" not in answer.content.decode()

    @pytest.mark.requirement("NOMINAL-18")
    @pytest.mark.parametrize(
        ("facts", "opens"),
        [
            ({"since": TODAY, "until": TODAY}, True), ({"since": TODAY + DAY}, False), ({"until": TODAY - DAY}, False),
            ({"withdrawn_at": NOON - DAY}, False), ({"kind": "intelligence"}, False),
        ],
    )  # fmt: skip
    def test_hold_on_each_day_of_the_clearance_and_no_other(self, client, person, om, facts, opens):
        an_attachment(person, "pets", {"what": "A spaniel"}, marking="SECRET")
        a_clearance(om, facts.pop("kind", "marked_higher"), **facts)

        assert ("spaniel" in text_of(client, person, "record/pets/")) is opens
        assert ("hold no clearance today" in text_of(client, person, "record/")) is not opens

    def test_let_nobody_add_what_they_could_not_read_again(self, client, person, om):
        page = f"/people/{person.reference}/record/pets/new/"
        typed = {"what": "A cat", **ABOUT, "marking": "SECRET"}

        refused = client.post(page, typed)

        assert refused.status_code == 422
        assert "marking" in refused.context["form"].errors
        a_clearance(om, "marked_higher")
        assert client.post(page, typed).status_code == 302
        assert Attachment.objects.get().marking == "SECRET"

    def test_tell_nothing_of_a_part_behind_a_wall(self, client, person, om):
        walled = an_attachment(person, "intelligence", {"text": "X"}, marking="SECRET", compartment="intelligence")

        assert client.get(f"/people/{person.reference}/record/intelligence/{walled.pk}/").status_code == 404
        assert "hold no clearance" not in text_of(client, person, "record/")

    def test_are_refused_on_record(self, client, person, om):
        entry = an_attachment(person, "pets", {"what": "A cat"}, marking="SECRET")
        client.get(f"/people/{person.reference}/record/pets/{entry.pk}/")

        assert AuditEvent.objects.filter(operation="refused").exists()
