"""Memoranda, protocols and local forms: versions, signatures, and the board's approval."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.cooperation.documents import documents_of, in_force, overdue_reviews, waiting_for_board
from mappa.cooperation.lifecycle import VERSION_STEPS, VersionMove, VersionState, version_after
from mappa.cooperation.models import AreaDocument, DocumentVersion, Signature
from mappa.cooperation.services.documents import VersionFacts, decide_version, write_document
from mappa.kernel.decisions import Incomplete, NotPossible
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIST = "/agencies/documents/"
NEEDED = ("contact_points", "general_advice", "specific_advice", "coordination")
YEAR = timedelta(days=365)


@pytest.fixture
def keeper(client):
    user = a_user(Role.COORDINATOR, username="keeper")
    client.force_login(user)
    return user


def typed(*, also=True, **changed):
    parties = [an_agency().pk, an_agency("housing").pk]
    texts = {key: f"Words on {key}" for key in NEEDED}
    if also:
        texts |= {"documents_route": "By secure mail", "health_arrangements": "Monthly", "yot_referrals": "Form A"}
    facts = {"title": "Memorandum 2026", "parties": parties, **texts, **typed_day("review_on", TODAY + YEAR)}
    return facts | changed


def a_document(user, *, review_on=TODAY + YEAR, at=NOON, kind="protocol", title="Protocol on visits"):
    facts = VersionFacts(texts={"text": "Two visit together."}, parties=[an_agency()], review_on=review_on)
    return write_document(kind=kind, title=title, facts=facts, actor=user, at=at).document


class TestMemorandum:
    @pytest.mark.requirement("AGENCY-04")
    def test_has_every_section_parties_signatories_and_a_review_day(self, client, keeper):
        client.post(f"{LIST}new/memorandum/", typed())
        version = DocumentVersion.objects.get()
        own = f"{LIST}{version.document_id}/"
        signing = {"agency": an_agency("housing").pk, "name": "Sam Oak", "post": "Director"} | typed_day("on", TODAY)
        client.post(f"{own}versions/1/sign/", signing)

        page = client.get(own).content.decode()

        for words in (
            "Contact points", "General advice", "Specific advice", "Co-ordination", "Agreed route for documents",
            "Standing arrangements with health", "How youth offending teams refer", "Words on specific_advice",
            "By secure mail", "northshire Housing", "Sam Oak", "Not signed", "2 March 2027",
        ):  # fmt: skip
            assert words.lower() in page.lower(), words

    @pytest.mark.parametrize("left_out", [*NEEDED, "parties", "title"])
    def test_is_refused_without_what_it_needs(self, client, keeper, left_out):
        answer = client.post(f"{LIST}new/memorandum/", typed() | {left_out: []})

        assert answer.status_code == 422
        assert left_out in answer.context["form"].errors
        assert not AreaDocument.objects.exists()

    @pytest.mark.requirement("AGENCY-04")
    @pytest.mark.parametrize("left_out", NEEDED)
    def test_needs_every_section_whoever_writes_it(self, left_out):
        keeper = a_user(Role.COORDINATOR)
        texts = {key: "Words" for key in NEEDED if key != left_out}
        facts = VersionFacts(texts=texts, parties=[an_agency()], review_on=TODAY + YEAR)

        with pytest.raises(Incomplete) as refused:
            write_document(kind="memorandum", title="M", facts=facts, actor=keeper, at=NOON)

        assert set(refused.value.fields) == {left_out}

    def test_says_what_is_not_agreed_yet(self, client, keeper):
        client.post(f"{LIST}new/memorandum/", typed(also=False))

        page = client.get(f"{LIST}{AreaDocument.objects.get().pk}/").content.decode()

        assert page.count("Not agreed yet.") == 3

    def test_is_signed_once_for_each_party_and_for_nobody_else(self, client, keeper):
        document = a_document(keeper)
        page = f"{LIST}{document.pk}/versions/1/sign/"
        signing = {"agency": an_agency().pk, "name": "Sam", "post": "Chief"} | typed_day("on", TODAY)

        wrong = [
            signing | {"agency": an_agency("housing").pk}, signing | {"post": ""},
            signing | typed_day("on", TODAY + timedelta(days=1)),
        ]  # fmt: skip
        assert [client.post(page, one).status_code for one in (*wrong, signing, signing)] == [422, 422, 422, 302, 409]
        assert Signature.objects.count() == 1


class TestVersions:
    @pytest.mark.requirement("AGENCY-04")
    def test_are_never_overwritten_and_the_one_in_force_stays_until_the_board_decides(self, client, keeper):
        chair = a_user(Role.BOARD_CHAIR)
        document = a_document(keeper)
        decide_version(document=document, number=1, approve=True, reason="", actor=chair, at=NOON)
        before = DocumentVersion.objects.values().get()

        new = {"text": "Three visit.", "parties": [an_agency().pk], "read_number": 1}
        client.post(f"{LIST}{document.pk}/versions/new/", new | typed_day("review_on", TODAY + YEAR))

        assert DocumentVersion.objects.filter(number=1).values().get() == before
        held = documents_of(keeper.area).get()
        assert (in_force(held).number, held.all_versions[0].number) == (1, 2)
        page = client.get(f"{LIST}{document.pk}/").content.decode()
        assert "Two visit together." in page
        assert "Three visit." in client.get(f"{LIST}{document.pk}/versions/2/").content.decode()
        decide_version(document=document, number=2, approve=True, reason="", actor=chair, at=NOON)
        assert in_force(documents_of(keeper.area).get()).number == 2

    def test_written_over_one_that_was_not_read_are_refused_and_nothing_typed_is_lost(self, client, keeper):
        document = a_document(keeper)
        new = {"text": "Mine.", "parties": [an_agency().pk], "read_number": 1} | typed_day("review_on", TODAY + YEAR)
        client.post(f"{LIST}{document.pk}/versions/new/", new)

        answer = client.post(f"{LIST}{document.pk}/versions/new/", new | {"text": "Theirs."})

        assert answer.status_code == 409
        assert "Theirs." in answer.content.decode()
        assert document.versions.count() == 2

    @pytest.mark.parametrize("state", [None, *VersionState])
    @pytest.mark.parametrize("move", VersionMove)
    def test_live_by_their_table(self, state, move):
        if (state, move) in VERSION_STEPS:
            assert version_after(state, move) == VERSION_STEPS[state, move]
            return
        with pytest.raises(NotPossible):
            version_after(state, move)


class TestBoard:
    @pytest.mark.requirement("SMB-12")
    @pytest.mark.parametrize("kind", ["protocol", "memorandum", "sharing_protocol", "form_change"])
    def test_approves_each_kind_and_who_when_and_which_version_is_kept(self, client, kind):
        keeper, chair = a_user(Role.COORDINATOR), a_user(Role.BOARD_CHAIR, username="chair.of.board")
        client.force_login(keeper)
        client.post(f"{LIST}new/{kind}/", typed() if kind == "memorandum" else typed(text="Words"))
        document = AreaDocument.objects.get()
        page = f"{LIST}{document.pk}/versions/1/"
        client.force_login(chair)
        assert "Documents to approve" in client.get("/").content.decode()
        assert f'href="{page}"' in client.get("/").content.decode()

        client.post(f"{page}decide/", {"decision": "approve"})

        step = document.versions.get().steps.latest("id")
        assert (step.move, step.by, step.at) == ("approve", "chair.of.board", NOON)
        shown = client.get(page).content.decode()
        assert "chair.of.board" in shown
        assert "In force" in shown
        event = AuditEvent.objects.get(operation="cooperation:document:approve")
        assert (event.subject, event.details["number"]) == (str(document.pk), 1)
        assert not waiting_for_board(keeper.area)

    @pytest.mark.requirement("SMB-12")
    def test_returns_a_version_only_with_a_reason_and_decides_once(self, client, keeper):
        document = a_document(keeper)
        client.force_login(a_user(Role.BOARD_CHAIR))
        page = f"{LIST}{document.pk}/versions/1/decide/"

        answers = [
            client.post(page, given).status_code
            for given in ({"decision": "return"}, {"decision": "return", "reason": "Name the hours"},
                          {"decision": "approve"})
        ]  # fmt: skip

        assert answers == [422, 302, 409]
        assert in_force(documents_of(keeper.area).get()) is None
        assert "Name the hours" in client.get(f"{LIST}{document.pk}/").content.decode()

    def test_decides_on_the_newest_version_alone(self, client, keeper):
        document = a_document(keeper)
        new = {"text": "Two.", "parties": [an_agency().pk], "read_number": 1} | typed_day("review_on", TODAY + YEAR)
        client.post(f"{LIST}{document.pk}/versions/new/", new)
        client.force_login(a_user(Role.BOARD_CHAIR))

        assert client.post(f"{LIST}{document.pk}/versions/1/decide/", {"decision": "approve"}).status_code == 409


class TestReviews:
    @pytest.mark.requirement("AGENCY-04")
    def test_that_are_overdue_stand_on_the_homes_of_those_who_answer_for_them(self, client):
        keeper, chair = a_user(Role.COORDINATOR), a_user(Role.BOARD_CHAIR)
        late = a_document(keeper, review_on=TODAY - timedelta(days=1), at=NOON - YEAR, title="Late protocol")
        in_time = a_document(keeper, review_on=TODAY, at=NOON - YEAR, title="Protocol in time")
        never = a_document(keeper, review_on=TODAY - timedelta(days=1), at=NOON - YEAR, title="Never approved")
        for one in (late, in_time):
            decide_version(document=one, number=1, approve=True, reason="", actor=chair, at=NOON - YEAR)

        assert [row.document for row in overdue_reviews(keeper.area, TODAY)] == [late]
        assert not overdue_reviews(an_area("eastmere"), TODAY)
        for user in (keeper, chair):
            client.force_login(user)
            home = client.get("/").content.decode()
            late_panel = home[home.index("Documents overdue for review") :]
            assert late.title in late_panel
            assert in_time.title not in home
        assert never.title not in client.get("/agencies/").content.decode()
        assert "Review overdue" in client.get(LIST).content.decode()

    def test_end_when_a_newer_version_is_approved(self):
        keeper, chair = a_user(Role.COORDINATOR), a_user(Role.BOARD_CHAIR)
        late = a_document(keeper, review_on=TODAY - timedelta(days=1), at=NOON - YEAR)
        decide_version(document=late, number=1, approve=True, reason="", actor=chair, at=NOON - YEAR)
        second = DocumentVersion.objects.create(
            document=late, number=2, texts={}, edition="cheshire-2022", review_on=TODAY + YEAR, at=NOON, by="x"
        )
        second.steps.create(move="propose", state="waiting", at=NOON, by="x")
        assert overdue_reviews(keeper.area, TODAY)

        decide_version(document=late, number=2, approve=True, reason="", actor=chair, at=NOON)

        assert not overdue_reviews(keeper.area, TODAY)


class TestPages:
    def test_are_read_by_everybody_and_written_by_those_who_answer_for_them(self, client):
        document = a_document(a_user(Role.COORDINATOR))
        own = f"{LIST}{document.pk}/"
        pages = {
            LIST: Permission.AGENCY_VIEW, own: Permission.AGENCY_VIEW, f"{own}versions/1/": Permission.AGENCY_VIEW,
            f"{LIST}new/protocol/": Permission.DOCUMENT_WRITE, f"{own}versions/new/": Permission.DOCUMENT_WRITE,
            f"{own}versions/1/sign/": Permission.DOCUMENT_WRITE,
            f"{own}versions/1/decide/": Permission.DOCUMENT_APPROVE,
        }  # fmt: skip
        for role in Role:
            client.force_login(a_user(role))
            for path, permission in pages.items():
                assert client.get(path).status_code == (200 if permission in GRANTS[role] else 403), (role, path)

    def test_of_another_area_are_not_found(self, client):
        document = a_document(a_user(Role.COORDINATOR))
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))
        own = f"{LIST}{document.pk}/"

        paths = (own, f"{own}versions/1/", f"{own}versions/new/", f"{own}versions/1/sign/")

        assert {client.get(path).status_code for path in paths} == {404}
        assert document.title not in client.get(LIST).content.decode()
