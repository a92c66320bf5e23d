"""The governance page: what whoever answers for information has to look after, gathered on one page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.cooperation.services.sharing import PolicyFacts, record_sharing_policy
from mappa.governance.gathering import LINES
from mappa.ledger.services import record_subject_access
from mappa.people.models import EmergencyAccess, InvolvementKind, Person, RecordStep
from mappa.people.services import review_record
from tests.cooperation.test_documents import a_document
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.agencies import an_outside_body, classified
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HOME = "/governance/"
DAY = timedelta(days=1)
A_HUNDRED = date(1926, 3, 2)


@pytest.fixture
def lead(client):
    user = a_user(Role.GOVERNANCE_LEAD)
    client.force_login(user)
    return user


def text_of(client, part=""):
    text = " ".join(client.get(HOME).content.decode().split())
    return text.split(part)[-1].split("</table>")[0] if part else text


def an_old_person(**more):
    person = a_person(date_of_birth=A_HUNDRED, **more)
    RecordStep.objects.create(person=person, step="registered", on=date(2020, 1, 1), by="factory")
    return person


LAW = {
    ("Finding those who pose a risk", "Assessing the risk rightly", "Planning and carrying out"): "Necessity",
    ("section 325(3)", "section 325(4)", "Disorder Act 1998, section 115", "Common law duty"): "Lawful authority",
    ("Public safety", "disorder or crime", "health or morals", "rights and freedoms", "National security"): "Article 8",
}
"""What the page has to name of the edition, and where each stands."""


class TestRetention:
    @pytest.mark.requirement("NOMINAL-13")
    def test_is_due_from_the_anniversary_until_a_person_reviews_it_and_removes_nothing(self, client, lead):
        police = an_agency()
        old = an_old_person()
        old.involvements.create(agency=police, kind=InvolvementKind.RECORD_MANAGER, since=TODAY)
        younger = a_person(date_of_birth=A_HUNDRED + DAY)
        due = text_of(client, "Retention reviews due")

        keeper = a_user(Role.COORDINATOR)
        facts = {"kind": "retention", "decision": "remove", "on": TODAY, "reason": "No risk is left"}
        review_record(person=old, actor=keeper, at=NOON, **facts)

        assert old.reference in due
        assert police.name in due
        assert younger.reference not in due
        assert "No record is due" in text_of(client)
        done = text_of(client, "Retention reviews done")
        for words in (old.reference, "Remove the record", "No risk is left", keeper.username):
            assert words in done
        assert Person.objects.filter(pk=old.pk).exists()

    def test_says_that_a_list_is_cut_where_it_is(self, client, lead):
        facts = {"kind": "retention", "decision": "keep", "on": TODAY, "reason": "Still needed"}
        for _ in range(LINES - 1):
            review_record(person=an_old_person(), actor=a_user(Role.COORDINATOR), at=NOON, **facts)
        before = text_of(client)
        for _ in range(2):
            review_record(person=an_old_person(), actor=a_user(Role.COORDINATOR), at=NOON, **facts)

        assert "at most" not in before
        assert f"at most {LINES} of each are listed" in text_of(client)
        assert text_of(client, "Retention reviews done").count("Still needed") == LINES

    def test_of_a_record_behind_a_wall_or_elsewhere_is_not_shown(self, client, lead):
        hidden = [an_old_person(compartment="category_4"), an_old_person(area=an_area("eastmere"))]

        shown = text_of(client)

        assert not any(one.reference in shown for one in hidden)

    def test_after_an_early_review_is_still_due(self, client, lead):
        old = an_old_person()
        old.record_steps.create(step="record_reviewed", kind="retention", on=TODAY - DAY, by="x", decision="keep")
        old.record_steps.create(step="record_reviewed", kind="routine", on=TODAY, by="x", decision="keep")

        assert old.reference in text_of(client, "Retention reviews due")


class TestGathered:
    @pytest.mark.requirement("INFO-09")
    def test_shows_which_owner_has_not_answered_a_request(self, client, lead):
        person = a_person(involving=(an_agency(),))
        asked = {"who": "The person", "asked_for": "Everything", "received_on": TODAY - 40 * DAY, "owner": an_agency()}
        made = record_subject_access(person=person.reference, **asked, actor=lead, at=NOON)

        shown = text_of(client, "Requests for what is held, unanswered")

        assert made.reference in shown
        assert "Late" in shown
        assert an_agency().name in shown
        made.parts.update(decided_at=NOON, decision="give")
        assert made.reference not in text_of(client)

    def test_shows_emergency_access_that_waits_and_what_is_late(self, client, lead):
        taker, person = a_user(Role.POLICE_OFFENDER_MANAGER), a_person()
        for days in (1, 20):
            at = NOON - days * DAY
            EmergencyAccess.objects.create(
                person=person, user=taker, reason="x" * 30, opened_at=at, ends_at=at + timedelta(hours=1)
            )

        shown = text_of(client, "Emergency access to review")

        assert shown.count(person.reference) == 2
        assert shown.count("Late") == 1
        EmergencyAccess.objects.update(reviewed_at=NOON)
        assert "All emergency access has been reviewed" in text_of(client)

    def test_shows_what_lapses_soon_or_has_lapsed_and_nothing_else(self, client, lead):
        keeper = a_user(Role.COORDINATOR)
        a_document(keeper, title="Protocol not approved", review_on=TODAY + DAY)
        policy = {"title": "Policy of the police", "found_at": "Shelf", "ask_name": "A", "ask_post": "B"}
        facts = PolicyFacts(**policy, ask_telephone="1", since=TODAY, review_on=TODAY + 60 * DAY)
        record_sharing_policy(agency=an_agency(), facts=facts, actor=keeper, at=NOON)
        later = PolicyFacts(**policy | {"title": "Later"}, ask_telephone="1", since=TODAY, review_on=TODAY + 61 * DAY)
        record_sharing_policy(agency=an_agency("housing"), facts=later, actor=keeper, at=NOON)
        classified(an_outside_body(), as_statutory=True, since=TODAY - 9 * DAY, until=TODAY - DAY)

        shown = text_of(client, "Agreements about to lapse")

        assert "Policy of the police" in shown
        assert "Agreement of 2025 (Harbour Trust)" in shown
        assert shown.count("Late") == 1
        assert "Later" not in shown
        assert "Protocol not approved" not in shown

    @pytest.mark.requirement("INFO-02", "INFO-03")
    def test_shows_the_purposes_and_gateways_of_the_edition_with_their_source(self, client, lead):
        shown = text_of(client)

        for words, source in LAW.items():
            one_table = shown[shown.index(words[0]) :].partition("Source: ")
            assert [each for each in words if each not in one_table[0]] == []
            assert one_table[2].startswith(f"Hampshire 2008 Principles of information sharing; {source}")
        assert "cheshire-2022" in shown

    def test_is_read_on_record_by_whoever_answers_for_information(self, client, lead):
        old = an_old_person()
        client.get(HOME)

        assert AuditEvent.objects.filter(operation="governance:page:view", subject=old.reference).exists()
        assert {role for role in Role if Permission.GOVERNANCE_VIEW in GRANTS[role]} == {Role.GOVERNANCE_LEAD}

    def test_takes_no_more_queries_for_more(self, client, lead):
        counts = []
        for _ in range(2):
            for _ in range(3):
                an_old_person()
            client.get(HOME)
            with CaptureQueriesContext(connection) as asked:
                client.get(HOME)
            counts.append(len(asked))

        assert counts[0] == counts[1] <= 25
