"""The record of one person: types by declaration, entries that are only added, and need-to-know for each part."""

import pytest
from django.db import DatabaseError, connection, transaction

from mappa.accounts.compartments import Compartment
from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.people.models import Alias, Victim
from mappa.record.contents import content_of
from mappa.record.declaration import AttachmentType, Group, Kind, choice, first, text
from mappa.record.forms import OWN
from mappa.record.models import Attachment
from mappa.record.types import TYPES
from tests.factories.accounts import a_user, an_area
from tests.factories.record import an_attachment

pytestmark = pytest.mark.django_db
ABOUT = {"since_day": "1 3 2026", "source": "northshire-police", "marking": "OFFICIAL-SENSITIVE", "readers": "all"}
HOBBY_HORSE = AttachmentType(
    key="hobby-horses", label="Hobby horses", one="a hobby horse", group=Group.LIFE, ends=True,
    fields=(
        first("name", "What is it called?"),
        choice("gait", "How does it go?", {"trot": "Trots", "canter": "Canters"}, required=True, listed=True),
        text("bought", "When was it bought?", Kind.PARTIAL_DATE, listed=True),
        text("price", "Price in pounds", Kind.MONEY, listed=True),
        text("stabled", "Which agency stables it?", Kind.AGENCY, listed=True),
    ),
)  # fmt: skip


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


@pytest.fixture
def cleared(client, om):
    """The same agency, with clearance for intelligence."""
    client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER, agency=om.agency, clearances=("intelligence",)))
    return client


def at(person, rest=""):
    return f"/people/{person.reference}/record/{rest}"


class TestDeclaredTypes:
    @pytest.mark.requirement("NOMINAL-01")
    def test_are_forty_three_at_least_and_each_field_has_a_name_of_its_own(self):
        assert len(TYPES) >= 43
        for declared in TYPES.values():
            names = [field.name for field in declared.fields]
            assert bool(names) != bool(declared.table), declared.key
            assert len(names) == len(set(names))
            assert not set(names) & set(OWN), declared.key

    @pytest.mark.requirement("NOMINAL-02")
    def test_one_declaration_gives_form_list_entry_and_correction(self, browser, person, om, monkeypatch):
        monkeypatch.setitem(TYPES, HOBBY_HORSE.key, HOBBY_HORSE)
        assert browser.get(at(person, "hobby-horses/new/")).status_code == 200
        typed = {"name": "Dapple", "gait": "trot", "bought_month": "4", "bought_year": "2019", "price": "12.50",
                 "stabled": "northshire-police", **ABOUT}  # fmt: skip

        assert browser.post(at(person, "hobby-horses/new/"), typed).status_code == 302

        listed = browser.get(at(person, "hobby-horses/")).content.decode()
        for said in ("Dapple", "Trots", "April 2019", "£12.50", om.agency.name, "1 March 2026", om.name):
            assert said in listed
        entry = Attachment.objects.get()
        own = at(person, f"hobby-horses/{entry.pk}/")
        assert 'value="Dapple"' in browser.get(f"{own}correct/").content.decode()
        replaced = {"gait": "canter", "replaced_how": "mistaken", "replaced_why": "Seen by a groom"}
        assert browser.post(f"{own}correct/", typed | replaced).status_code == 302
        now = Attachment.objects.get(corrects=entry)
        shown = browser.get(at(person, f"hobby-horses/{now.pk}/")).content.decode()
        for said in ("Canters", "What was replaced", "How does it go: Trots", "Recorded by mistake", "Seen by a groom"):
            assert said in shown
        assert "was replaced and no longer stands" in browser.get(own).content.decode()
        assert "<strong>1</strong> entry" in browser.get(at(person)).content.decode()

    @pytest.mark.requirement("NOMINAL-02")
    def test_facts_with_a_table_of_their_own_are_listed_and_not_kept_twice(self, browser, person):
        Alias.objects.create(person=person, family_name="Otherly", given_names="Al")

        listed = browser.get(at(person, "names/")).content.decode()

        assert "Al Otherly" in listed
        assert f"/people/{person.reference}/details/" in listed
        assert browser.get(at(person, "names/new/")).status_code == 404


class TestEntries:
    @pytest.mark.requirement("NOMINAL-05")
    def test_are_only_ever_added_by_the_product(self, person):
        entry = an_attachment(person, "pets", {"what": "A cat"})

        for statement in ("UPDATE record_attachment SET why = 'x'", "DELETE FROM record_attachment"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
        assert content_of(Attachment.objects.get(pk=entry.pk)) == {"what": "A cat"}

    @pytest.mark.parametrize(
        ("kind", "typed", "says"),
        [
            ("telephones", {"number": "12"}, "Enter a telephone number"),
            ("vehicles", {"registration": "ABCDEFGHIJ"}, "Enter a registration of 2 to 8"),
            ("internet", {"name": "quiet fox", "site": "Chat"}, "Enter one name as it is written there"),
            ("finance", {"what": "card", "held_with": "A bank", "last_four": "4929123412341234"}, "last four digits"),
            ("pets", {"what": ""}, "Enter what animal"),
            ("pets", {"what": "A cat", "since_day": "1 3 2099"}, "The day must be today or in the past"),
            ("pets", {"what": "A cat", "until_day": "1 2 2026"}, "The last day must be on or after the first"),
            ("pets", {"what": "A cat", "since_day": "1 3 1950"}, "before the person was born"),
            ("intelligence", {"text": "Seen", "handling": "C"}, "Say on which conditions"),
        ],
    )
    def test_are_refused_beside_their_field_and_nothing_is_kept(self, cleared, person, kind, typed, says):
        more = {"source_grade": "1", "assessment": "A", "reference": "L1"}

        answer = cleared.post(at(person, f"{kind}/new/"), ABOUT | more | typed)

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not Attachment.objects.exists()

    def test_pressing_twice_records_once_and_replacing_twice_is_refused(self, browser, person):
        typed = {"what": "A cat", **ABOUT}
        browser.post(at(person, "pets/new/"), typed)
        browser.post(at(person, "pets/new/"), typed)
        entry = Attachment.objects.get()
        replaced = {"replaced_how": "overtaken", "replaced_why": "It died"}
        own = at(person, f"pets/{entry.pk}/correct/")
        assert browser.post(own, typed | replaced | {"what": "No cat"}).status_code == 302

        answer = browser.post(own, typed | replaced | {"what": "Two cats"})

        assert answer.status_code == 409
        assert "Somebody replaced this entry after you opened it" in answer.content.decode()
        assert Attachment.objects.count() == 2

    def test_are_withdrawn_with_a_reason_and_stay_in_the_history(self, browser, person):
        entry = an_attachment(person, "pets", {"what": "A wolf"})

        own = at(person, f"pets/{entry.pk}/withdraw/")
        assert "A wolf" in browser.get(own).content.decode()
        assert browser.post(own, {"replaced_why": "Of another person"}).status_code == 302

        assert "A wolf" not in browser.get(at(person, "pets/")).content.decode()
        gone = browser.get(at(person, "pets/?show=withdrawn")).content.decode()
        assert "Of another person" in gone
        assert f"/pets/{Attachment.objects.get(corrects=entry).pk}/" in gone
        assert "A wolf" in browser.get(at(person, f"pets/{entry.pk}/")).content.decode()

    def test_are_named_by_their_type_in_the_titles_that_a_browser_keeps(self, browser, person):
        entry = an_attachment(person, "pets", {"what": "A wolf"})
        shown = browser.get(at(person, f"pets/{entry.pk}/")).content.decode()
        assert "<title>Pets and animals - mappa</title>" in " ".join(shown.split())
        assert '<h1 class="govuk-heading-l">A wolf</h1>' in shown

    @pytest.mark.parametrize(
        ("nothing", "says"),
        [("none", "There is none"), ("not_known", "Not known"), ("unavailable", "Source unavailable")],
    )
    def test_tell_kinds_of_nothing_apart_from_no_entry(self, browser, person, nothing, says):
        def of_pets():
            text = browser.get(at(person)).content.decode().partition("Work, money and daily life</h2>")[2]
            told, _, missing = text.partition("</section>")[0].partition("Not recorded:")
            return "Pets" in missing, told

        assert of_pets()[0]

        typed = {"nothing": nothing, "since_day": "1 3 2026", "source": "northshire-police"}
        assert browser.post(at(person, "pets/nothing/"), typed).status_code == 302

        missing, told = of_pets()
        assert says in told
        assert not missing


class TestNeedToKnow:
    @pytest.mark.requirement("VICTIM-08")
    def test_a_part_behind_a_wall_is_absent_and_not_found(self, client, person, om):
        places = an_attachment(person, "victim-places", {"area": "Larch Close"}, compartment=Compartment.VICTIMS)
        said = an_attachment(person, "intelligence", {"text": "Meets X"}, compartment=Compartment.INTELLIGENCE)
        kept = an_attachment(person, "pets", {"what": "A spaniel"}, compartment=Compartment.THIRD_PARTY)
        Victim.objects.create(person=person, kind="direct", description="A neighbour")
        client.force_login(a_user(Role.ADMINISTRATOR))  # none of the three is open to them

        whole = client.get(at(person)).content.decode()

        for absent in ("Victims", "Intelligence", "Associates"):
            assert absent not in whole.partition("Parts of the record")[2]
        assert "A spaniel" not in client.get(at(person, "pets/")).content.decode()
        for entry in (places, said, kept):
            assert client.get(at(person, f"{entry.kind}/{entry.pk}/")).status_code == 404
        assert client.get(at(person, "victims/")).status_code == 404
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER, agency=om.agency, clearances=("intelligence",)))
        whole = client.get(at(person)).content.decode()
        for present in ("Victims", "Intelligence", "Associates"):
            assert present in whole
        assert "Larch Close" in client.get(at(person, "victim-places/")).content.decode()

    def test_intelligence_needs_the_clearance_and_adding_needs_the_wall_open(self, browser, client, person):
        assert browser.get(at(person, "intelligence/")).status_code == 404
        assert browser.post(at(person, "intelligence/new/"), ABOUT).status_code == 404
        for closed in ("intelligence", "category_4"):
            answer = browser.post(at(person, "pets/new/"), {"what": "A cat", **ABOUT, "readers": closed})
            assert answer.status_code == 422
        assert not Attachment.objects.exists()

    @pytest.mark.requirement("NOMINAL-09")
    def test_agencies_under_the_duty_and_strangers_do_not_open_it(self, client, person):
        entry = an_attachment(person, "pets", {"what": "A cat"})
        for role in (Role.YOT_MANAGER, Role.HEALTH_LEAD, Role.AGENCY_CONTACT, Role.ANALYST, Role.VICTIM_LIAISON):
            client.force_login(a_user(role))
            assert client.get(at(person)).status_code == 403
            assert client.post(at(person, "pets/new/"), ABOUT).status_code == 403
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))
        for rest in ("", "pets/", f"pets/{entry.pk}/", "pets/new/"):
            assert client.get(at(person, rest)).status_code == 404

    def test_the_log_names_types_and_never_what_they_hold(self, browser, person):
        browser.post(at(person, "telephones/new/"), {"number": "01632 960 111", **ABOUT})
        browser.get(at(person, "telephones/"))
        browser.get(at(person, "thornfield/"))

        shown = AuditEvent.objects.filter(operation="record:attachment:view").get()
        assert shown.details == {"types": ["telephones"]}
        added = AuditEvent.objects.filter(operation="record:attachment:add").get()
        assert set(added.details) == {"attachment", "kind", "compartment"}
        assert not AuditEvent.objects.filter(details__icontains="960 111").exists()
        assert not AuditEvent.objects.filter(details__icontains="thornfield").exists()


class TestALongRecord:
    def test_asks_as_often_as_a_short_one(self, browser, person, om, django_assert_max_num_queries):
        def fill(how_many):
            Attachment.objects.bulk_create(
                Attachment(
                    person=person, kind=kind, content={"what": f"{kind} {number}"}, since="2026-02-01",
                    source=om.agency, marking="OFFICIAL", recorded_by="x", recorded_agency=om.agency.code,
                )
                for number in range(how_many) for kind in ("pets", "incidents")
            )  # fmt: skip

        def asked(rest):
            with django_assert_max_num_queries(20) as seen:
                assert browser.get(at(person, rest)).status_code == 200
            return len(seen)

        fill(2)
        before = [asked(""), asked("pets/"), asked("pets/?page=1")]
        fill(1000)

        assert [asked(""), asked("pets/"), asked("pets/?page=30")] == before
        assert "1,002" in browser.get(at(person)).content.decode()
