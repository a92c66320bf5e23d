"""Two records of one person become one, and two again."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.assessments.models import OasysRecord, RoshRating
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case
from mappa.cases.selectors import latest_case
from mappa.determinations.services import ask, propose
from mappa.duties.models import DutyRow
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.kernel.sealed_fields import SealedRow, SealedText
from mappa.nominals import services
from mappa.nominals.models import Merge, MovedRow, PairDecision
from mappa.nominals.moving import STAYS, moved_relations
from mappa.people.models import AccessList, ManagingArea, Person, PersonKey, Victim
from mappa.people.selectors import managing_area_of, one_person, people_visible_to
from mappa.people.services import review_record
from mappa.people.services.destroying import ask_to_destroy, certificate, destroy_key
from mappa.record.models import Attachment
from mappa.record.selectors import attachments_visible_to
from mappa.sharing.services import emergency
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, an_assessment
from tests.factories.people import a_person
from tests.people.test_deciding import a_list

pytestmark = pytest.mark.django_db
NOW = clock.now()
WHY = "Same fingerprints, and the prison says so"


def a_pair(**more):
    """Two records of one person: the first has the case; the second was made by a court's file."""
    police, probation = an_agency(AgencyKind.POLICE), an_agency(AgencyKind.PROBATION)
    kept = a_person(family_name="Testcase", given_names="Robin", involving=(police,), date_of_birth=None)
    an_open_case(kept, lead=police)
    other = a_person(family_name="Testcasse", given_names="Robyn", involving=(probation,), **more)
    a_conviction(other)
    rated = an_assessment(other, rosh="very_high")
    RoshRating.objects.create(assessment=rated, group="known_adult", level="high", who="A former partner")
    stamp = {"recorded_at": NOW, "recorded_by": "factory"}
    OasysRecord.objects.create(assessment=rated, serious_harm="When in drink", **stamp)
    propose(
        person=other, on=clock.day_of(NOW), actor=a_user(Role.COORDINATOR, clearances=("category_4",)), at=NOW
    )  # fmt: skip
    Victim.objects.create(person=other, kind="direct", description="Words about a victim")
    Attachment.objects.create(
        person=other, kind="description", content={"words": "Sealed words"}, since=date(2026, 1, 1), source=police,
        marking="OFFICIAL-SENSITIVE",
    )  # fmt: skip
    return kept, other


def merged(kept, other, actor=None, **more):
    actor = actor or a_user(Role.COORDINATOR)
    return services.merge_records(
        kept=kept.reference, other=other.reference, actor=actor, at=NOW, **{"reason": WHY, "seen": None} | more
    )


def entries_of(actor, person):
    return list(attachments_visible_to(actor, person, at=clock.now()))


def reviewed_for_removal(person, actor):
    facts = {"kind": "retention", "decision": "remove", "on": clock.day_of(NOW), "reason": "A century"}
    review_record(person=person, **facts, actor=actor, at=NOW)


def apart(merge, actor=None):
    return services.take_apart(
        merge=merge.pk, kept=merge.kept.reference, reason="Another PNC", actor=actor or a_user(Role.COORDINATOR), at=NOW
    )


class TestMerging:
    def test_puts_everything_of_both_on_one_record_and_both_references_lead_there(self, client):
        kept, other = a_pair()
        coordinator = a_user(Role.COORDINATOR)
        client.force_login(coordinator)

        merged(kept, other)

        assert list(people_visible_to(coordinator, clock.day_of(NOW))) == [kept]
        assert kept.convictions.count() == kept.assessments.count() == 1
        assert kept.determinations.count() == 2  # one came along, one was asked for anew
        assert Victim.objects.get(person=kept).description == "Words about a victim"
        assert RoshRating.objects.get(assessment__person=kept).who == "A former partner"
        assert OasysRecord.objects.get(assessment__person=kept).serious_harm == "When in drink"
        assert [row.content for row in entries_of(coordinator, kept)] == [{"words": "Sealed words"}]
        kept.refresh_from_db()
        assert kept.date_of_birth == date(1985, 6, 11)
        for page in ("", "timeline/", "record/", "details/"):
            answer = client.get(f"/people/{other.reference}/{page}")
            assert (answer.status_code, answer.url) == (302, f"/people/{kept.reference}/{page}")
        assert f"Merged with {other.reference}" in client.get(f"/people/{kept.reference}/timeline/").content.decode()
        assert other.reference in client.get(f"/people/{kept.reference}/details/").content.decode()
        found = client.post("/search/", {"text": other.reference}).content.decode()
        assert f"/people/{kept.reference}/" in found
        for reference in (kept.reference, other.reference):
            assert AuditEvent.objects.filter(operation="nominals:record:merge", subject=reference).exists()

    def test_shows_who_looked_at_either(self, client):
        kept, other = a_pair()
        before = a_user(Role.PROBATION_PRACTITIONER, name="Looked Before")
        client.force_login(before)
        client.get(f"/people/{other.reference}/details/")
        merged(kept, other)
        client.force_login(a_user(Role.COORDINATOR))

        assert "Looked Before" in client.get(f"/people/{kept.reference}/who-has-looked/").content.decode()

    def test_tells_nobody_of_a_merged_record_who_may_not_know_of_the_kept_one(self, client):
        kept, other = a_pair()
        probation = a_user(Role.PROBATION_PRACTITIONER)
        a_list(kept, "restriction", {"agency": an_agency(AgencyKind.COORDINATION_UNIT)}, set_at=NOW - timedelta(days=1))

        merged(kept, other)

        client.force_login(probation)
        assert client.get(f"/people/{other.reference}/details/").status_code == 404
        assert not people_visible_to(probation, clock.day_of(NOW)).exists()

    @pytest.mark.parametrize("listed", ["kept", "other", "both"])
    def test_takes_the_lists_of_both_so_that_either_keeps_out(self, listed):
        kept, other = a_pair()
        police, probation = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.PROBATION_PRACTITIONER)
        coordinator = a_user(Role.COORDINATOR)
        since = NOW - timedelta(days=1)
        if listed in {"kept", "both"}:
            a_list(kept, "restriction", {"user": coordinator}, {"user": police}, set_at=since)
        if listed in {"other", "both"}:
            a_list(other, "restriction", {"user": coordinator}, {"user": probation}, set_at=since)

        merge = merged(kept, other, coordinator)

        seen = {who.role for who in (police, probation) if people_visible_to(who, clock.day_of(NOW)).exists()}
        assert seen == {"kept": {police.role}, "other": {probation.role}, "both": set()}[listed]
        apart(merge, coordinator)
        assert AccessList.objects.filter(person=other).count() == (listed != "kept")

    def test_takes_the_stricter_compartment_and_gives_it_back(self):
        kept, other = a_pair(compartment="category_4")
        cleared = a_user(Role.COORDINATOR, clearances=("category_4",))

        merge = merged(kept, other, cleared)

        kept.refresh_from_db()
        assert kept.compartment == "category_4"
        assert not people_visible_to(a_user(Role.COORDINATOR), clock.day_of(NOW)).exists()
        apart(merge, cleared)
        kept.refresh_from_db()
        assert kept.compartment == ""

    def test_a_list_and_a_compartment_set_on_the_whole_hold_for_both_when_taken_apart(self):
        kept, other = a_pair()
        coordinator, probation = a_user(Role.COORDINATOR), a_user(Role.PROBATION_PRACTITIONER)
        merge = merged(kept, other, coordinator)
        a_list(kept, "exclusion", {"user": probation}, set_at=NOW)

        services.take_apart(
            merge=merge.pk, kept=kept.reference, reason="x", actor=coordinator, at=NOW + timedelta(seconds=1)
        )

        later = NOW + timedelta(seconds=2)
        assert not people_visible_to(probation, clock.day_of(NOW), at=later).exists()
        assert people_visible_to(coordinator, clock.day_of(NOW), at=later).count() == 2

    def test_emergency_access_to_the_merged_reference_opens_the_whole(self):
        kept, other = a_pair()
        merged(kept, other)
        stranger = a_user(Role.POLICE_OFFENDER_MANAGER, area=an_area("eastmere"))

        emergency.open_emergency(
            reference=other.reference, reason="Somebody is at risk in the next hour", actor=stranger, at=NOW
        )

        assert list(people_visible_to(stranger, clock.day_of(NOW), at=NOW)) == [kept]

    def test_two_cases_in_mappa_cannot_both_stay(self):
        kept, other = a_pair()
        an_open_case(other, lead=an_agency(AgencyKind.PROBATION))

        with pytest.raises(NotPossible, match="Close the one that should not go on"):
            merged(kept, other)

        assert not Merge.objects.exists()
        assert not PairDecision.objects.exists()

    def test_moves_the_only_case_with_its_duties(self):
        kept, other = a_pair()

        merge = merged(other, kept)

        assert Case.objects.get().person == other
        assert DutyRow.objects.filter(case__person=other).exists()
        apart(merge)
        assert Case.objects.get().person == kept

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda _kept, other: other, "same record"),
            (
                lambda _kept, other: ManagingArea.objects.create(
                    person=other, area=an_area("eastmere"), since=date(2026, 2, 1), by="x"
                ),
                "Two areas manage these records",
            ),
        ],
    )
    def test_is_refused_with_what_to_do(self, change, said):
        kept, other = a_pair()
        cleared = a_user(Role.CT_OFFICER, agency=an_agency(AgencyKind.PROBATION))
        kept.involvements.update(agency=cleared.agency)
        if change(kept, other) is other:
            kept = other

        with pytest.raises(NotPossible, match=said):
            merged(kept, other, cleared)

    def test_needs_a_reason_a_permission_and_knowledge_of_both(self):
        kept, other = a_pair()

        with pytest.raises(Incomplete):
            merged(kept, other, reason=" ")
        for role in Role:
            if Permission.PERSON_MERGE not in GRANTS[role]:
                with pytest.raises((Refused, Person.DoesNotExist)):
                    merged(kept, other, a_user(role))
        with pytest.raises(Person.DoesNotExist):
            merged(kept, other, a_user(Role.COORDINATOR, area=an_area("eastmere")))
        assert not Merge.objects.exists()

    def test_an_answer_given_meanwhile_stops_the_merge(self):
        kept, other = a_pair()
        colleague = a_user(Role.COORDINATOR, username="colleague")
        services.decide_pair(
            first=kept, second=other, same=False, why="Two brothers", seen=None, actor=colleague, at=NOW
        )

        with pytest.raises(
            NotPossible, match=r"A co-ordinator has decided meanwhile .* not of one person: Two brothers"
        ):
            merged(kept, other)
        merged(kept, other, seen=PairDecision.objects.get().pk)

        assert [row.same for row in PairDecision.objects.order_by("pk")] == [False, True]

    def test_every_relation_to_a_person_moves_or_says_why_it_stays(self):
        tables = {field.model._meta.label for field in moved_relations()}
        sealed = [
            (model._meta.db_table, field.column) for model in apps.get_models()
            if issubclass(model, SealedRow) and model._meta.label not in STAYS
            for field in model._meta.concrete_fields if isinstance(field, SealedText)
        ]  # fmt: skip

        assert {"people.Involvement", "cases.Case", "offending.Conviction"} <= tables
        with connection.cursor() as cursor:
            moving = [(field.model._meta.db_table, field.column) for field in moved_relations()]
            for table, column in moving + sealed:
                cursor.execute("SELECT has_column_privilege('mappa_app', %s, %s, 'UPDATE')", [table, column])
                assert cursor.fetchone() == (True,), f"{table} cannot move: see config.database.WHEN_MERGED"
        labels = {model._meta.label for model in apps.get_models()} | {app.label for app in apps.get_app_configs()}
        assert STAYS.keys() <= labels


class TestMergePages:
    def test_name_compare_merge_and_take_apart(self, client):
        kept, other = a_pair()
        client.force_login(a_user(Role.COORDINATOR))

        asked = client.post(f"/people/{kept.reference}/merge/", {"other": other.reference.lower()})
        page = client.get(asked.url).content.decode()
        assert "Testcasse" in page
        done = client.post(asked.url, {"reason": WHY, "seen": ""})

        assert done.url == f"/people/{kept.reference}/"
        listed = client.get(f"/people/{kept.reference}/merge/").content.decode()
        assert WHY.split(",", maxsplit=1)[0] in listed
        away = f"/people/{kept.reference}/merge/{Merge.objects.get().pk}/apart/"
        assert client.post(away, {"reason": ""}).status_code == 422
        assert client.post(away, {"reason": "They are brothers"}).status_code == 302
        assert client.get(f"/people/{other.reference}/details/").status_code == 200
        assert client.post(away, {"reason": "Again"}).status_code == 409
        decided = client.get(f"/people/{kept.reference}/merge/with/{other.reference}/").content.decode()
        assert "not of one person: They are brothers" in decided

    def test_say_where_a_merged_record_went_and_nothing_of_a_hidden_one(self, client):
        kept, other = a_pair()
        merged(kept, other)
        third, hidden = a_person(), a_person(area=an_area("eastmere"))
        client.force_login(a_user(Role.COORDINATOR))
        page = f"/people/{third.reference}/merge/"

        gone = client.post(page, {"other": other.reference})
        unknown = [client.post(page, {"other": word}) for word in (hidden.reference, "NS-P-9999")]

        assert gone.status_code == 409
        assert f"part of {kept.reference} now" in gone.content.decode()
        texts = [each.content.decode().replace(hidden.reference, "NS-P-9999") for each in unknown]
        assert "There is no record NS-P-9999 that you may know of" in texts[0]
        assert client.get(f"{page}with/{hidden.reference}/").status_code == 404

    def test_take_few_queries(self, client):
        kept, other = a_pair()
        client.force_login(a_user(Role.COORDINATOR))
        for page in ("merge/", f"merge/with/{other.reference}/"):
            with CaptureQueriesContext(connection) as counted:
                assert client.get(f"/people/{kept.reference}/{page}").status_code == 200
            assert len(counted) <= 22

    @pytest.mark.parametrize("role", Role)
    def test_open_to_holders_only(self, client, role):
        kept, _ = a_pair()
        client.force_login(a_user(role))
        answer = client.get(f"/people/{kept.reference}/merge/")
        assert (answer.status_code != 403) is (Permission.PERSON_MERGE in GRANTS[role])


class TestTakenApart:
    def test_rows_go_back_where_they_were_and_what_came_since_stays(self):
        kept, other = a_pair()
        merge = merged(kept, other)
        a_conviction(kept)

        apart(merge)

        assert (kept.convictions.count(), other.convictions.count()) == (1, 1)
        assert Victim.objects.get(person=other).description == "Words about a victim"
        assert RoshRating.objects.get(assessment__person=other).who == "A former partner"
        assert OasysRecord.objects.get(assessment__person=other).serious_harm == "When in drink"
        assert Attachment.objects.get(person=other).content == {"words": "Sealed words"}
        kept.refresh_from_db()
        assert kept.date_of_birth is None
        assert not kept.aliases.exists()
        assert not kept.identifiers.exists()
        assert MovedRow.objects.filter(merge=merge).exists()


def answers(users, people):
    """Whom each user is shown, and what the product says of each of some people."""
    on = clock.day_of(NOW)
    found = {user.pk: sorted(people_visible_to(user, on).values_list("reference", flat=True)) for user in users}
    for person in people:
        person.refresh_from_db()
        case = latest_case(person, on)
        found[person.reference] = (
            person.family_name, person.date_of_birth, person.compartment, person.name_keys, person.merged_into_id,
            [(row.kind, row.description) for row in Victim.objects.filter(person=person).order_by("pk")],
            [row.content for row in Attachment.objects.filter(one_person(person)).order_by("pk")],
            sorted(person.involvements.values_list("agency__code", "kind", "since", "until")),
            sorted(person.access_lists.values_list("kind", "since", "lifted_at", "names__user")),
            sorted(person.identifiers.values_list("kind", "value")), sorted(person.aliases.values_list("family_name")),
            {**ask(person, on=on)[1], "as_of": None}, rosh_of(person), managing_area_of(person.pk, on),
            case and (case.reference, case.state, case.level, case.lead_agency),
            sorted(DutyRow.objects.filter(case__person=person).values_list("duty", "due"), key=str),
        )  # fmt: skip
    return found


def rosh_of(person):
    return list(person.assessments.order_by("on", "pk").values_list("on", "rosh"))


class TestMergedAndTakenApart:
    @pytest.mark.requirement("NOMINAL-01")
    def test_leaves_every_answer_as_it_was(self):
        north = an_area()
        users = [a_user(role) for role in (Role.COORDINATOR, Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER)]
        cleared = a_user(Role.COORDINATOR, clearances=("category_4",), area=north)
        everybody = [*users, cleared]

        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(
            st.sampled_from(["", "category_4"]), st.sampled_from(["", "category_4"]), st.booleans(), st.booleans(),
            st.sampled_from([None, date(1985, 6, 11)]),
        )  # fmt: skip
        def holds(one_wall, other_wall, kept_has_the_case, listed, born):
            with transaction.atomic():
                kept, other = a_pair(date_of_birth=born, compartment=other_wall, since=date(2019, 1, 1))
                Person.objects.filter(pk=kept.pk).update(compartment=one_wall)
                if listed:
                    a_list(other, "exclusion", {"user": users[2]}, set_at=NOW - timedelta(days=1))
                before = answers(everybody, (kept, other))
                first, second = (kept, other) if kept_has_the_case else (other, kept)

                merge = merged(first, second, cleared)
                during = answers(everybody, (first,))
                apart(merge, cleared)

                after = answers(everybody, (kept, other))
                differ = [key for key in before if before[key] != after[key]]
                assert differ == []
                assert during[cleared.pk] == [first.reference]
                if one_wall or other_wall:
                    assert all(during[user.pk] == [] for user in users)
                transaction.set_rollback(True)

        holds()


class TestDestroyedKey:
    @pytest.mark.requirement("NOMINAL-13")
    def test_of_the_kept_record_takes_the_keys_of_those_that_were_merged_into_it(self):
        kept, other = a_pair()
        merged(kept, other)
        keeper, second = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.COORDINATOR)
        assert [row.content for row in entries_of(keeper, kept)] == [{"words": "Sealed words"}]
        reviewed_for_removal(kept, keeper)
        ask_to_destroy(reference=kept.reference, why="Decided", backups="None", actor=keeper, at=NOW)

        made = destroy_key(reference=kept.reference, actor=second, at=NOW)

        assert [row.unreadable() is not None for row in entries_of(keeper, kept)] == [True]
        assert not PersonKey.objects.filter(person__in=[kept, other], destroyed_at=None).exists()
        [told] = certificate(made)["mergedRecords"]
        assert told["record"] == other.reference
        assert told["sealedValues"] == {"record_attachment.content": 1}
        erased = AuditEvent.objects.filter(operation="people:key:destroy").values_list("subject", flat=True)
        assert set(erased) == {kept.reference, other.reference}
