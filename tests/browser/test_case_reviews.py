"""A review of a case and the question about an order, in the browser."""

import pytest

from mappa.accounts.permissions import Role
from mappa.casereviews import services
from mappa.kernel import clock
from tests.browser.checks import follow, hold
from tests.casereviews.test_case_reviews import a_step
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction
from tests.factories.people import a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestCaseReview:
    def test_is_answered_about_victims_and_closed(self, page, open_as):
        keeper, police = a_user(Role.COORDINATOR), a_user(Role.POLICE_OFFENDER_MANAGER)
        case = an_open_case(a_person(involving=(police.agency,)), lead=police.agency)
        at = clock.now()
        services.open_review(
            case=case, kind="serious_case", on=clock.day_of(at), terms="Charged with a serious further offence",
            actor=keeper, at=at,
        )  # fmt: skip
        a_step(case.person)
        open_as(keeper, f"/people/{case.person.reference}/case-reviews/")
        hold(page, "case-reviews")
        follow(page.get_by_role("link", name="Serious case review"))
        follow(page.get_by_role("button", name="Answer what victims were told"))
        hold(page, "case-review-victims")
        page.get_by_label("What were the victims told, by whom and when?").fill("Told of the arrest the next day")
        follow(page.get_by_role("button", name="Record the answer"))
        follow(page.get_by_role("link", name="Serious case review"))
        hold(page, "case-review")
        follow(page.get_by_role("button", name="Close the review"))
        page.get_by_label("What was found, and what is to be learnt?").fill("The recall came late")
        follow(page.get_by_role("button", name="Close the review"))
        page.get_by_text("Closed").first.wait_for()


class TestOrderQuestion:
    def test_stands_on_the_facts_and_is_answered(self, page, open_as):
        police = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = an_open_case(a_person(involving=(police.agency,)), lead=police.agency).person
        a_conviction(person)
        open_as(police, f"/people/{person.reference}/facts/")
        follow(page.get_by_role("link", name="Answer whether an order is applied for"))
        hold(page, "order-question")
        page.get_by_label("No", exact=True).check()
        page.get_by_label("Why, or why not?").fill("No continuing risk was shown")
        follow(page.get_by_role("button", name="Record"))
        page.get_by_text("No continuing risk was shown").wait_for()
        hold(page, "facts-order-questions")
