"""A review of a case answers what victims were told, for those who may read it, and is not closed without."""

import pytest
from django.db import connection

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.casereviews import services
from mappa.casereviews.models import CaseReview
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import Person, Victim
from mappa.victims.models import VictimEntry
from tests.factories.accounts import KIND_OF, a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
TOLD = "Told by telephone of the arrest, by the liaison officer, the next day"
SAID = "Told that he was recalled"


@pytest.fixture
def staff():
    roles = (Role.COORDINATOR, Role.VICTIM_LIAISON, Role.ADMINISTRATOR, Role.CHAIR, Role.POLICE_OFFENDER_MANAGER)
    return {role: a_user(role) for role in roles}


@pytest.fixture
def case(staff):
    agencies = {staff[role].agency for role in (Role.VICTIM_LIAISON, Role.POLICE_OFFENDER_MANAGER)}
    return an_open_case(a_person(involving=tuple(agencies)), lead=staff[Role.POLICE_OFFENDER_MANAGER].agency)


@pytest.fixture
def base(case):
    return f"/people/{case.person.reference}/case-reviews/"


@pytest.fixture
def sign_in(client, staff):
    def as_(role):
        client.force_login(staff[role])
        return client

    return as_


def a_review(case, actor, **more):
    facts = {"kind": "serious_case", "on": TODAY, "terms": "Charged with a serious further offence"}
    return services.open_review(case=case, **facts | more, actor=actor, at=NOON)


def a_step(person):
    victim = Victim.objects.create(person=person, kind="direct", description="Somebody hurt")
    content = {"step": "tell", "stage": "licence", "who": "Sam Pretend", "said": SAID}
    return VictimEntry.objects.create(person=person, victim=victim, kind="contact", on=TODAY, content=content)


class TestReview:
    @pytest.mark.requirement("VICTIM-13")
    def test_cannot_be_closed_before_it_answers_what_victims_were_told(self, staff, case):
        keeper, liaison = staff[Role.COORDINATOR], staff[Role.VICTIM_LIAISON]
        review = a_review(case, keeper)
        close = {"person": case.person, "review": review.pk, "found": "Late recall", "actor": keeper, "at": NOON}

        with pytest.raises(NotPossible, match="Nobody has answered what victims were told"):
            services.close_review(**close)
        with pytest.raises(Incomplete):
            services.answer_about_victims(person=case.person, review=review.pk, told=" ", actor=liaison, at=NOON)
        services.answer_about_victims(person=case.person, review=review.pk, told=TOLD, actor=liaison, at=NOON)
        services.close_review(**close)

        kept = CaseReview.objects.get()
        assert (kept.victims_told, kept.victims_by, kept.found) == (TOLD, liaison.username, "Late recall")
        assert kept.closed_at == NOON
        for again in (
            lambda: services.close_review(**close),
            lambda: services.answer_about_victims(
                person=case.person, review=review.pk, told="Other", actor=liaison, at=NOON
            ),
        ):
            with pytest.raises(NotPossible, match=f"{keeper.name} has closed this review"):
                again()
        done = AuditEvent.objects.filter(operation__startswith="casereviews:review:", subject=case.person.reference)
        assert done.count() == 3

    @pytest.mark.requirement("VICTIM-13")
    def test_keeps_what_the_log_of_contact_said_when_it_was_answered(self, staff, case):
        keeper, liaison = staff[Role.COORDINATOR], staff[Role.VICTIM_LIAISON]
        review = a_review(case, keeper)
        a_step(case.person)

        services.answer_about_victims(person=case.person, review=review.pk, told=TOLD, actor=liaison, at=NOON)
        a_step(case.person)

        log = CaseReview.objects.get().victims_log
        assert log == [[TODAY.isoformat(), "Somebody hurt", "They were told something, or asked", "Sam Pretend", SAID]]

    @pytest.mark.requirement("VICTIM-13", "VICTIM-08")
    def test_shows_what_victims_were_told_to_those_alone_to_whom_their_compartment_is_open(
        self, sign_in, staff, case, base
    ):
        review = a_review(case, staff[Role.COORDINATOR])
        a_step(case.person)
        liaison = sign_in(Role.VICTIM_LIAISON)
        assert SAID in liaison.get(f"{base}{review.pk}/victims/").content.decode()
        assert liaison.post(f"{base}{review.pk}/victims/", {"told": TOLD}).status_code == 302

        inside = [sign_in(role).get(f"{base}{review.pk}/").content.decode()
                  for role in (Role.COORDINATOR, Role.CHAIR, Role.VICTIM_LIAISON)]  # fmt: skip
        outside = sign_in(Role.ADMINISTRATOR).get(f"{base}{review.pk}/").content.decode()

        assert all(words in page for page in inside for words in (TOLD, SAID, "Sam Pretend"))
        assert not any(words in outside for words in (TOLD, SAID, "Sam Pretend", "Somebody hurt"))
        assert "Answered. It is kept with what is recorded about victims." in outside

    @pytest.mark.requirement("VICTIM-13")
    def test_goes_its_way_through_the_pages(self, sign_in, case, base):
        keeper = sign_in(Role.COORDINATOR)
        day = {"on_day": "2", "on_month": "3", "on_year": "2026"}
        assert keeper.post(f"{base}new/", {**day, "kind": "management", "terms": " "}).status_code == 422
        sent = {**day, "kind": "management", "terms": "Why the visits stopped"}
        assert [keeper.post(f"{base}new/", sent).status_code for _ in range(2)] == [302, 302]
        review = CaseReview.objects.get()
        assert "Not answered: the review cannot be closed" in keeper.get(base).content.decode()

        early = keeper.post(f"{base}{review.pk}/close/", {"found": "Nothing yet"})
        assert early.status_code == 409
        assert "Nobody has answered what victims were told" in early.content.decode()
        sign_in(Role.POLICE_OFFENDER_MANAGER).post(f"{base}{review.pk}/victims/", {"told": TOLD})
        assert sign_in(Role.COORDINATOR).post(f"{base}{review.pk}/close/", {"found": "Visits"}).status_code == 302

        page = keeper.get(f"{base}{review.pk}/").content.decode()
        assert all(words in page for words in ("Why the visits stopped", TOLD, "Visits", "Closed"))
        assert f"{base}{review.pk}/close/" not in page

    def test_is_opened_and_closed_by_those_who_keep_reviews(self, staff, case):
        with pytest.raises(Refused):
            a_review(case, staff[Role.POLICE_OFFENDER_MANAGER])
        with pytest.raises(Incomplete) as wrong:
            a_review(case, staff[Role.COORDINATOR], kind="other", terms="", on=TODAY.replace(year=2027))
        assert set(wrong.value.fields) == {"kind", "on", "terms"}
        assert not CaseReview.objects.exists()

    def test_of_somebody_hidden_is_not_found(self, sign_in, staff):
        away = an_area("eastmere")
        hidden = an_open_case(a_person(area=away), lead=an_agency(AgencyKind.POLICE, away))
        review = CaseReview.objects.create(person=hidden.person, case=hidden, kind="management", on=TODAY, terms="x")

        page = f"/people/{hidden.person.reference}/case-reviews/{review.pk}/"

        assert sign_in(Role.COORDINATOR).get(page).status_code == 404
        assert sign_in(Role.COORDINATOR).post(f"{page}victims/", {"told": TOLD}).status_code == 404
        with pytest.raises(Person.DoesNotExist):
            services.answer_about_victims(
                person=hidden.person, review=review.pk, told=TOLD, actor=staff[Role.COORDINATOR], at=NOON
            )

    def test_leaves_no_word_readable_in_the_table(self, staff, case):
        review = a_review(case, staff[Role.COORDINATOR])
        services.answer_about_victims(
            person=case.person, review=review.pk, told=TOLD, actor=staff[Role.COORDINATOR], at=NOON
        )

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM casereviews_casereview")
            held = b" ".join(bytes(cell) if isinstance(cell, memoryview) else str(cell).encode()
                             for cell in cursor.fetchone())  # fmt: skip
        assert TOLD.encode() not in held
        assert b"serious further" not in held

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_holders_only(self, client, role):
        person = a_person(involving=(an_agency(KIND_OF.get(role, AgencyKind.BOARD)),))
        client.force_login(a_user(role))

        status = client.get(f"/people/{person.reference}/case-reviews/").status_code

        assert (status == 200) == (Permission.CASE_REVIEW_VIEW in GRANTS[role])
