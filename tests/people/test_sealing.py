"""What is known of victims and in records is kept sealed: not in the database, and told where it cannot be read."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from structlog.testing import capture_logs

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel.decisions import NotPossible
from mappa.kernel.sealing import new_master_key
from mappa.people.commands import run_rotate, run_status
from mappa.people.models import PersonKey, Victim
from mappa.plans.models import PlanLine
from mappa.plans.services import change_line, plan_opened, share_plan
from mappa.record.contents import content_of
from mappa.record.models import Attachment
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.plans import a_line, a_plan, an_action
from tests.factories.record import an_attachment

pytestmark = pytest.mark.django_db
SAID = {"description": "Canaryname", "views": "Canaryviews", "safety": "Canarysafety", "messenger": "Canarymessenger"}


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def master_file(tmp_path, settings):
    """A file of master keys of this test's own; give it the keys, the newest first."""
    settings.MASTER_KEYS_FILE = tmp_path / "keys"

    def holds(*keys):
        ready = tmp_path / "new"
        ready.write_text("".join(f"{key}\n" for key in keys))
        ready.chmod(0o600)
        ready.rename(settings.MASTER_KEYS_FILE)

    return holds


def a_victim(person, **said):
    return Victim.objects.create(person=person, kind="direct", **SAID | said)


def as_owner(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(statement, values)
        found = cursor.fetchall() if cursor.description else None
        cursor.execute("SET ROLE mappa_app")
    return found


class TestTheDatabase:
    def test_holds_nothing_that_was_sealed_and_the_product_reads_all_of_it(self, person):
        victim = a_victim(person)
        entry = an_attachment(person, "intelligence", {"text": "Canarytext"})

        kept = str(as_owner("SELECT v::text, a::text FROM people_victim v, record_attachment a"))

        for said in [*SAID.values(), "Canarytext"]:
            assert said not in kept
            assert said.encode().hex() not in kept
        assert Victim.objects.get(pk=victim.pk).views == "Canaryviews"
        assert content_of(Attachment.objects.get(pk=entry.pk)) == {"text": "Canarytext"}

    def test_takes_no_text_by_a_way_that_does_not_seal_it(self, person):
        a_victim(person)

        with pytest.raises(TypeError, match="kept sealed"):
            Victim.objects.update(views="Plain")
        with pytest.raises(FieldError, match="Unsupported lookup"):
            Victim.objects.filter(views="Canaryviews")

    def test_brings_the_keys_of_many_rows_with_one_query(self, person, django_assert_num_queries):
        for _ in range(3):
            a_victim(person)
        a_victim(a_person())

        with django_assert_num_queries(2):
            assert {one.views for one in Victim.objects.all()} == {"Canaryviews"}

    def test_keeps_attachments_of_many_people_made_at_once(self, person):
        people = [person, a_person()]
        template = an_attachment(person, "pets", {"what": "A cat"})
        rows = [
            Attachment(person=each, kind="pets", content={"what": "A dog"}, since=template.since,
                       source=template.source, marking="OFFICIAL")
            for each in people
        ]  # fmt: skip

        made = Attachment.objects.bulk_create(rows)

        kept = Attachment.objects.filter(pk__in=[row.pk for row in made])
        assert [content_of(each) for each in kept] == [{"what": "A dog"}] * 2


class TestWhatCannotBeRead:
    def test_is_told_in_its_place_and_nothing_else_of_the_page_is_lost(self, client):
        client.force_login(user := a_user(Role.VICTIM_LIAISON))
        person = a_person(involving=(user.agency,))
        victim, other = a_victim(person), a_victim(person, views="Otherviews")
        as_owner("UPDATE people_victim SET views = (SELECT views FROM people_victim WHERE id = %s) WHERE id = %s",
                 other.pk, victim.pk)  # fmt: skip

        with capture_logs() as logged:
            answer = client.get(f"/people/{person.reference}/victims/")

        shown = answer.content.decode()
        assert answer.status_code == 200
        assert shown.count("written for another place and moved here") == 1
        assert shown.count("Canarysafety") == 2
        assert shown.count("Otherviews") == 1
        (line,) = [line for line in logged if line["event"] == "sealed field cannot be read"]
        assert (line["table"], line["field"], line["row"]) == ("people_victim", "views", victim.pk)
        assert "Otherviews" not in str(logged)

    def test_is_not_written_over(self, client):
        client.force_login(user := a_user(Role.VICTIM_LIAISON))
        person = a_person(involving=(user.agency,))
        victim = a_victim(person)
        as_owner("UPDATE people_victim SET safety = '' WHERE id = %s", victim.pk)
        page = f"/people/{person.reference}/victims/{victim.pk}/"

        answers = [client.get(page), client.post(page, {"version": 1, "kind": "direct", "description": "New"})]

        for answer in answers:
            assert answer.status_code == 409
            assert "what it says now would be lost" in answer.content.decode()
        assert Victim.objects.get().description == "Canaryname"
        with pytest.raises(NotPossible):
            Victim.objects.get().save_over(read_version=1, by="x", at=None, safety=Victim.objects.get().safety)

    def test_is_told_for_an_entry_of_the_record_in_list_entry_and_summary(self, client):
        om = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(om)
        person = an_open_case(a_person(involving=(om.agency,)), lead=om.agency).person
        entry = an_attachment(person, "pets", {"what": "A cat"})
        an_attachment(person, "pets", {"what": "A dog"})
        bound = an_attachment(person, "licence-conditions", {"condition": "Not to drive", "state": "set"})
        for each in (entry, bound):
            as_owner("UPDATE record_attachment SET content = content || %s WHERE id = %s", b"x", each.pk)
        record = f"/people/{person.reference}/record/pets/"

        listed, shown = (client.get(page).content.decode() for page in (record, f"{record}{entry.pk}/"))

        assert "it is damaged" in listed
        assert "A dog" in listed
        assert "it is damaged" in shown
        assert "A cat" not in listed + shown
        assert client.get(f"{record}{entry.pk}/correct/").status_code == 200
        assert "it is damaged" in client.get(f"/people/{person.reference}/").content.decode()

    def test_is_told_in_plans_and_decisions_which_are_neither_shared_nor_written_over(self, client):
        om = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(om)
        case = an_open_case(a_person(involving=(om.agency,)), lead=om.agency)
        plan = a_plan(case, om)
        line = a_line(plan, om)
        an_action(case, om, line=line)
        facts = {"reason": "Nobody else knows", "checklist": {"proportionate": "It is little"}}
        made = DisclosureDecision.objects.create(case=case, on=TODAY, decision="no", at=NOON, by="x", **facts)
        as_owner("UPDATE plans_planline SET text = text || %s WHERE id = %s", b"x", line.pk)
        as_owner("UPDATE disclosures_disclosuredecision SET checklist = '' WHERE id = %s", made.pk)
        base = f"/people/{case.person.reference}/"

        planned, decided = (client.get(f"{base}{page}/").content.decode() for page in ("plan", "disclosures"))

        assert "it is damaged" in planned
        assert "Contact with children" in planned
        assert "it is damaged" in decided
        assert "Nobody else knows" in decided
        with pytest.raises(NotPossible, match="cannot be shared"):
            share_plan(case=case, actor=om, at=NOON)
        plan_opened(plan=plan, actor=om, at=NOON)
        assert not plan.editions.exists()
        line.refresh_from_db()
        facts = {"pillar": line.pillar, "text": "Typed", "risk": line.risk, "agency": None, "control": ""}
        with pytest.raises(NotPossible, match="cannot be changed"):
            change_line(line=line, **facts, read_version=plan.version, actor=om, at=NOON)
        assert PlanLine.objects.get(pk=line.pk).unreadable()

    def test_is_what_a_lost_master_key_leaves_and_nothing_more_is_sealed_under_it(self, person, master_file):
        master_file(new_master_key())
        victim = a_victim(person)
        master_file(new_master_key())

        told = Victim.objects.get(pk=victim.pk).views

        assert "is not in this installation's file" in told
        with pytest.raises(NotPossible, match="could not be read later"), transaction.atomic():
            a_victim(person)
        assert a_victim(a_person()).views == "Canaryviews"


class TestRotating:
    def test_wraps_every_key_under_the_newest_and_says_how_they_stand(self, master_file, capsys):
        old, new = new_master_key(), new_master_key()
        master_file(old)
        for _ in range(3):
            a_victim(a_person())
        before = dict(PersonKey.objects.values_list("pk", "wrapped"))
        master_file(new, old)
        assert run_status(None) == 0
        assert "3 people  older" in capsys.readouterr().out

        assert [run_rotate(None), run_rotate(None)] == [0, 0]

        assert "3 keys wrapped" in capsys.readouterr().err
        assert AuditEvent.objects.get(operation="keys:rotate").details["wrapped"] == 3
        assert PersonKey.objects.values("master").distinct().count() == 1
        assert all(before[row.pk] != row.wrapped for row in PersonKey.objects.all())
        master_file(new)
        assert {one.views for one in Victim.objects.all()} == {"Canaryviews"}

    def test_leaves_what_it_cannot_unwrap_and_goes_on(self, master_file, capsys):
        lost, old, new = (new_master_key() for _ in range(3))
        master_file(lost)
        first = a_person()
        a_victim(first)
        master_file(old)
        second = a_victim(a_person())
        master_file(new, old)

        assert run_rotate(None) == 1

        assert first.reference in capsys.readouterr().err
        assert run_status(None) == 1
        assert "MISSING" in capsys.readouterr().out
        master_file(new)
        assert Victim.objects.get(pk=second.pk).views == "Canaryviews"
