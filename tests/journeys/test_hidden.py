"""Somebody hidden is hidden everywhere: every page of the resolver, as every role, with real references."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import get_resolver, reverse

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel import clock
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.models import InformationReply
from mappa.meetings.services.minutes import approve_minutes
from mappa.people.models import Address, Alias, Identifier, Person, Victim
from mappa.sharing.models import Share
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_held_meeting, a_meeting
from tests.factories.offending import a_conviction, a_movement, a_sentence, an_assessment
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.plans import a_line, a_plan, an_action
from tests.factories.referrals import a_practitioner, a_submitted_referral
from tests.factories.sharing import a_share

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

PLANTED = "Zyxquill"
"""Stands in every text about the hidden person, and nowhere else."""
ADDRESS_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
ASKED_BY_OTHERS = {Role.AGENCY_CONTACT}
"""Roles that browse nobody: what was sent to their agency is theirs to see."""


COMPARED = {Role.COORDINATOR, Role.POLICE_OFFENDER_MANAGER}
"""For these roles each hidden page is compared with the page of a reference that does not exist."""


def routes():
    """Every address of the product: its name, and the kinds of its parts."""
    return [
        (pattern.name, {name: kind or "str" for kind, name in ADDRESS_PART.findall(str(pattern.pattern))})
        for pattern in get_resolver().url_patterns
        for pattern in getattr(pattern, "url_patterns", [pattern])
        if pattern.name not in {"signout", "healthz"}
    ]


def everything_about_somebody():
    """A person with a row of every kind that has a text, and every text holds the token."""
    practitioner = a_practitioner()
    police = an_agency()
    person = a_person(family_name=PLANTED, given_names=f"{PLANTED}son", involving=(practitioner.agency, police))
    common = {"person": person}
    Alias.objects.create(family_name=f"{PLANTED}alias", **common)
    Address.objects.create(text=f"1 {PLANTED} Street", since=TODAY, **common)
    Identifier.objects.create(kind="pnc", value=f"{PLANTED}1", **common)
    Victim.objects.create(kind="direct", description=PLANTED, views=PLANTED, safety=PLANTED, **common)
    a_sentence(a_conviction(person, title=f"{PLANTED} offence"))
    a_movement(person, "released", TODAY)
    an_assessment(person, rosh="very_high")
    case = an_open_case(person, level=2, lead=practitioner.agency)
    plan = a_plan(case, practitioner)
    a_line(plan, practitioner, text=PLANTED)
    action = an_action(case, practitioner, what=PLANTED)
    referral = a_submitted_referral(practitioner, person, at=clock.now(), reason={"concerns": PLANTED})
    meeting = a_held_meeting(case, place=PLANTED)
    soon = clock.now() + timedelta(days=2)
    coming = a_meeting(case, starts_at=soon, at=clock.now(), place=PLANTED, late_reason="No room")
    request = coming.requests.first()
    InformationReply.objects.create(request=request, searched=PLANTED, contact=PLANTED, at=clock.now(), by="x")
    DisclosureDecision.objects.create(
        case=case, meeting=meeting.reference, level=2, on=TODAY, decision="no", reason=PLANTED, at=NOON, by="x"
    )
    a_share(person, an_agency(AgencyKind.HOUSING), by=practitioner, sections=("names", "plan"), purpose=PLANTED)
    chair = meeting.chair
    approve_minutes(meeting=meeting, read_sha256=sha256_of(content_of(meeting)), actor=chair, at=clock.now())
    return person, action, referral, meeting, request


def real_parts(name, kinds, about):
    """The parts of an address that lead to the hidden person."""
    person, action, referral, meeting, request = about
    by_beginning = {
        "referral-new": person, "referral-screening": person, "referral": referral, "action": action,
        "meeting-new": person, "meeting": meeting, "minutes": meeting, "inbox-request": request,
        "inbox-minutes": meeting,
    }  # fmt: skip
    fits = [key for key in by_beginning if name.startswith(key)]
    thing = by_beginning[max(fits, key=len)] if fits else person
    words = {"reference": thing.reference, "key": "risk", "name": "risk", "code": "northshire-housing",
             "action": "dispute", "ending": "pdf", "kind": "json", "number": 1, "start": 2018}  # fmt: skip
    ids = {"victim": Victim.objects.get().pk, "share": Share.objects.filter(purpose=PLANTED).get().pk}
    return {part: words.get(part, ids.get(part, 1)) for part in kinds}


@pytest.fixture
def hidden():
    """Somebody behind the wall of Category 4, which the ordinary roles of the same area may not know of."""
    about = everything_about_somebody()
    Person.objects.update(compartment="category_4")
    return about


class TestSomebodyBehindAWall:
    @pytest.mark.requirement("INFO-05", "DOMEX-09")
    @pytest.mark.parametrize("role", [role for role in Role if role not in ASKED_BY_OTHERS])
    def test_is_on_no_page_of_any_role_without_clearance(self, client, hidden, role):
        self.crawl(client, a_user(role), hidden)

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER])
    def test_is_found_by_the_crawl_when_there_is_no_wall(self, client, role):
        about = everything_about_somebody()
        with pytest.raises(AssertionError):
            self.crawl(client, a_user(role), about)

    def crawl(self, client, user, about):
        client.force_login(user)
        reference = about[0].reference
        answered = 0
        for name, kinds in routes():
            address = reverse(name, kwargs=real_parts(name, kinds, about))
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            answered += 1
            assert answer.status_code < 500, (address, user.role)
            assert PLANTED.lower() not in body.decode(errors="replace").lower(), (address, user.role)
            if "reference" in kinds:
                assert answer.status_code in {403, 404, 405}, (address, user.role, answer.status_code)
                if answer.status_code != HTTPStatus.NOT_FOUND or user.role not in COMPARED:
                    continue
                missing = client.get(address.replace(str(real_parts(name, kinds, about)["reference"]), "NS-P-9999"))
                assert missing.status_code == answer.status_code, address
                assert plain(missing) == plain(answer), address
            else:
                assert reference not in body.decode(errors="replace"), (address, user.role)
        assert answered > 60


class TestSomebodyOfAnotherAgencyOrArea:
    @pytest.mark.requirement("INFO-05")
    @pytest.mark.parametrize(
        ("role", "area"),
        [
            (Role.COORDINATOR, "eastmere"), (Role.POLICE_OFFENDER_MANAGER, "eastmere"),
            (Role.PRISON_LEAD, "northshire"), (Role.HEALTH_LEAD, "northshire"), (Role.AP_MANAGER, "northshire"),
        ],
    )  # fmt: skip
    def test_is_on_no_page_of_those_who_are_not_involved(self, client, role, area):
        about = everything_about_somebody()
        TestSomebodyBehindAWall().crawl(client, a_user(role, area=an_area(area)), about)


def plain(answer):
    """A page without what differs at each answer."""
    return re.sub(rb'(nonce|value)="[^"]*"', b"", answer.content)
