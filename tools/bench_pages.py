"""What ``make bench`` asks for: every page of the address table, as somebody whose page it is, and where.

A page that is neither here nor named in `NOT_MEASURED` fails the bench, so a new one cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PERSON = "/people/NS-P-0001/"
PLANNED = "/people/{planned}/"


@dataclass(frozen=True)
class Page:
    """One kind of page: what it is, who asks for it, and where. `{name}` is filled by `examples`."""

    name: str
    user: str
    address: str
    typed: dict[str, str] = field(default_factory=dict)
    """What is typed into its form. A page that has this is asked for by POST."""


CO, OM, CHAIR, LEAD = "coordinator", "police.om", "chair", "probation.om"

RUN_SHEET = (
    "attendance", "actions", "updates", "risk", "victims", "disclosure", "plan", "other", "views", "level",
    "next", "close",
)  # fmt: skip

PAGES = (
    Page("home of a co-ordinator", CO, "/"),
    Page("home of an administrator", "administrator", "/"),
    Page("home of a chair", CHAIR, "/"),
    Page("home of a police officer", OM, "/"),
    Page("home of a probation practitioner", "probation.om", "/"),
    Page("home of an agency contact", "housing.spoc", "/"),
    Page("home of an analyst", "analyst", "/"),
    Page("sign in", CO, "/signin"),
    Page("your sign-in", CO, "/account/second-factor/"),
    Page("where I am signed in", CO, "/account/sessions/"),
    Page("list of people", CO, "/people/"),
    Page("list of people of an agency", OM, "/people/"),
    Page("search, empty", CO, "/search/"),
    Page("search for a name", CO, "/search/", {"text": "Thornfield"}),
    Page("search for a mistyped name", CO, "/search/", {"text": "Thornfeild"}),
    Page("summary of a record", CO, PERSON),
    Page("summary with a plan", CO, PLANNED),
    Page("summary of a long record", OM, "/people/{long}/"),
    Page("details of a person", CO, f"{PERSON}details/"),
    Page("record", CO, f"{PERSON}record/"),
    Page("case reviews", CO, f"{PERSON}case-reviews/"),
    Page("open a case review", CO, f"{PERSON}case-reviews/new/"),
    Page("long record", OM, "/people/{long}/record/"),
    Page("entries of a type", CO, f"{PERSON}record/contacts/"),
    Page("a page of many entries", OM, "/people/{long}/record/contacts/?page=20"),
    Page("facts listed in the record", CO, f"{PERSON}record/convictions/"),
    Page("visits", OM, "/visits/?whose=all"),
    Page("record a visit", OM, f"{PERSON}visits/new/"),
    Page("no reply", OM, f"{PERSON}visits/no-reply/"),
    Page("an entry", OM, "/people/{long}/record/contacts/{entry}/"),
    Page("add an entry", CO, f"{PERSON}record/vehicles/new/"),
    Page("record that there is none", CO, f"{PERSON}record/pets/nothing/"),
    Page("correct an entry", OM, "/people/{long}/record/contacts/{entry}/correct/"),
    Page("withdraw an entry", OM, "/people/{long}/record/contacts/{entry}/withdraw/"),
    Page("change a name", CO, f"{PERSON}edit/"),
    Page("record a death", CO, f"{PERSON}death/"),
    Page("add a name", CO, f"{PERSON}names/new/"),
    Page("add an address", CO, f"{PERSON}addresses/new/"),
    Page("add a number", CO, f"{PERSON}identifiers/new/"),
    Page("victims", CO, "/people/{harmed}/victims/"),
    Page("add a victim", "victim.liaison", "/people/{harmed}/victims/new/"),
    Page("change a victim", "victim.liaison", "/people/{harmed}/victims/{victim}/"),
    Page("everything about a victim", "victim.liaison", "/people/{harmed}/victims/{victim}/record/"),
    Page("a step of contact", "victim.liaison", "/people/{harmed}/victims/{victim}/record/contact/"),
    Page("end a promise", "victim.liaison", "/people/{harmed}/victims/{victim}/entries/{promise}/close/"),
    Page("proposed addresses", "victim.liaison", "/people/{harmed}/address-checks/"),
    Page("propose an address", CO, "/people/{harmed}/address-checks/new/"),
    Page("check an address", "victim.liaison", "/people/{harmed}/address-checks/{check}/"),
    Page("events before release", OM, "/people/{harmed}/release-events/"),
    Page("pass on an event", "victim.liaison", "/people/{harmed}/release-events/new/"),
    Page("told and says", CO, f"{PERSON}told/"),
    Page("record what was told", CO, f"{PERSON}told/new/mappa/"),
    Page("withhold or tell", CHAIR, f"{PERSON}told/decision/"),
    Page("answer what the person says", CHAIR, "/people/{harmed}/told/representations/{says}/"),
    Page("diversity", CO, f"{PERSON}diversity/"),
    Page("record a characteristic", CO, f"{PERSON}diversity/race/"),
    Page("diversity of a victim", "victim.liaison", "/people/{harmed}/victims/{victim}/diversity/"),
    Page("record a victim's characteristic", "victim.liaison", "/people/{harmed}/victims/{victim}/diversity/race/"),
    Page("timeline", CO, f"{PERSON}timeline/"),
    Page("timeline of a long record", OM, "/people/{long}/timeline/"),
    Page("timeline, narrowed", OM, "/people/{long}/timeline/?kind=management"),
    Page("what is to come", CO, f"{PERSON}timeline/?show=ahead"),
    Page("category", CO, f"{PERSON}category/"),
    Page("consider Category 3", CO, f"{PERSON}category-3/"),
    Page("decide outside the criteria", CO, f"{PERSON}outside-criteria/"),
    Page("people outside the criteria", CO, "/outside-criteria/"),
    Page("level", CO, f"{PERSON}level/"),
    Page("the critical few", CO, "/critical-cases/"),
    Page("about to be released", CO, "/releases/"),
    Page("record a breach of an order", CO, "/people/{ordered}/facts/orders/{order}/breaches/new/"),
    Page("mark as critical", CO, f"{PERSON}critical/"),
    Page("lead agency", CO, f"{PERSON}lead-agency/"),
    Page("exit", CO, f"{PERSON}exit/"),
    Page("archive", CO, f"{PERSON}archive/"),
    Page("reactivate", CO, f"{PERSON}reactivate/"),
    Page("reviews of the record", CO, f"{PERSON}record-reviews/"),
    Page("facts", CO, f"{PERSON}facts/"),
    Page("add a movement", CO, f"{PERSON}facts/movements/new/"),
    Page("add a conviction", CO, f"{PERSON}facts/convictions/new/"),
    Page("find an offence", CO, f"{PERSON}facts/convictions/new/", {"find": "1", "wanted": "rape"}),
    Page("whether an order is applied for", CO, "/people/{sentenced}/facts/convictions/{conviction}/order/"),
    Page("correct a conviction", CO, "/people/{sentenced}/facts/convictions/{conviction}/"),
    Page("add an application to end notification", CO, f"{PERSON}facts/reviews/new/"),
    Page("decide an application to end notification", CO, "/people/{applied}/facts/reviews/{application}/"),
    Page("correct a sentence", CO, "/people/{sentenced}/facts/sentences/{sentence}/"),
    Page("add an order", CO, f"{PERSON}facts/orders/new/"),
    Page("end an order", CO, "/people/{ordered}/facts/orders/{order}/"),
    Page("vary or renew an order", CO, "/people/{ordered}/facts/orders/{order}/steps/new/"),
    Page("add a notification", CO, f"{PERSON}facts/notifications/new/"),
    Page("add a breach", CO, f"{PERSON}facts/breaches/new/"),
    Page("outcome of a breach", CO, "/people/{breached}/facts/breaches/{breach}/"),
    Page("what follows a breach", CO, "/people/{breached}/facts/breaches/{breach}/actions/new/"),
    Page("risk", CO, f"{PERSON}risk/"),
    Page("add an assessment", CO, f"{PERSON}risk/new/"),
    Page("record the sections of OASys", CO, f"{PERSON}risk/oasys/"),
    Page("record what calls for a tool", CO, f"{PERSON}risk/occasions/new/"),
    Page("ask for a transfer", CO, f"{PERSON}transfer/"),
    Page("transfers", CO, "/transfers/"),
    Page("a transfer", CO, "/transfers/{transfer}/"),
    Page("plan", CO, f"{PLANNED}plan/"),
    Page("begin a plan", CO, f"{PERSON}plan/start/"),
    Page("review of a plan", CO, f"{PLANNED}plan/review/"),
    Page("add a risk", CO, f"{PLANNED}plan/risks/new/"),
    Page("add a measure", CO, f"{PLANNED}plan/lines/new/"),
    Page("change a measure", CO, f"{PLANNED}plan/lines/{{line}}/"),
    Page("add a contingency", CO, f"{PLANNED}plan/contingencies/new/"),
    Page("set an action", CO, f"{PLANNED}plan/actions/new/"),
    Page("actions", OM, "/actions/"),
    Page("an action", OM, "/actions/{action}/"),
    Page("disclosures", CO, f"{PERSON}disclosures/"),
    Page("share ledger", CO, "/shares/"),
    Page("share ledger of a person", CO, "/people/{shared}/shares/"),
    Page("share with an agency", CO, "/people/{shared}/shares/new/"),
    Page("one share", CO, "/people/{shared}/shares/{share}/"),
    Page("take a share back", CO, "/people/{shared}/shares/{share}/revoke/"),
    Page("shared with my agency", "housing.spoc", "/shared-with-us/"),
    Page("a shared page", "housing.spoc", "/shared-with-us/{share}/"),
    Page("ask for another use", "housing.spoc", "/shared-with-us/{share}/further-use/"),
    Page("other uses of our information", OM, "/further-uses/"),
    Page("answer for another use", OM, "/further-uses/{further}/"),
    Page("is this person known here", "housing.spoc", "/known-here/"),
    Page("who has asked", CO, "/people/{shared}/shares/who-asked/"),
    Page("ask the chair about minutes", OM, "/inbox/minutes/{issued}/{number}/ask/"),
    Page("requests about minutes", CHAIR, "/minutes-requests/"),
    Page("answer a request about minutes", CHAIR, "/minutes-requests/{asked}/"),
    Page("requests about minutes of a person", CO, f"{PERSON}minutes-requests/"),
    Page("record a request for minutes", CO, f"{PERSON}minutes-requests/new/"),
    Page("who holds the plan", CO, f"{PLANNED}plan/copies/"),
    Page("requests for what is held", CO, "/subject-access/"),
    Page("record a request for what is held", CO, "/subject-access/new/"),
    Page("a request for what is held", CO, "/subject-access/{wanted}/"),
    Page("decide on an agency's part", OM, "/subject-access/{wanted}/{part}/"),
    Page("decide on disclosure", CO, f"{PERSON}disclosures/new/"),
    Page("duties of a case", CO, f"{PERSON}duties/"),
    Page("record a duty", CO, f"{PERSON}duties/record/"),
    Page("duties", CO, "/duties/"),
    Page("duties of the police", OM, "/duties/"),
    Page("duties later", OM, "/duties/?when=later"),
    Page("screening", LEAD, "/people/{referred}/screening/"),
    Page("make a referral", LEAD, "/people/{referred}/referrals/new/"),
    Page("referrals", CO, "/referrals/"),
    Page("a referral", CO, "/referrals/{referral}/"),
    Page("check a referral", LEAD, "/referrals/{draft}/check/"),
    Page("section of a referral", LEAD, "/referrals/{draft}/section/invitees/"),
    Page("decide a referral", CO, "/referrals/{referral}/decide/"),
    Page("consult on a referral", CO, "/referrals/{referral}/consult/"),
    Page("dispute a referral", LEAD, "/referrals/{draft}/dispute/dispute/"),
    Page("final word on a referral", CHAIR, "/referrals/{referral}/final/"),
    Page("meetings of a case", CO, f"{PLANNED}meetings/"),
    Page("book a meeting", "administrator", f"{PLANNED}meetings/new/"),
    Page("meetings", "administrator", "/meetings/"),
    Page("a meeting", "administrator", "/meetings/{meeting}/"),
    Page("cancel a meeting", "administrator", "/meetings/{meeting}/cancel/"),
    Page("run a meeting", CHAIR, "/meetings/{meeting}/run/"),
    Page("run: open", CHAIR, "/meetings/{meeting}/run/open/"),
    *(Page(f"run: {step}", CHAIR, f"/meetings/{{held}}/run/{step}/") for step in RUN_SHEET),
    Page("run: view of an agency", CHAIR, "/meetings/{held}/run/views/{invited}/"),
    Page("minutes", CO, "/meetings/{held}/minutes/"),
    Page("section of minutes", CO, "/meetings/{held}/minutes/{section}/"),
    Page("inbox", "housing.spoc", "/inbox/"),
    Page("answer a request", "housing.spoc", "/inbox/requests/{request}/"),
    Page("minutes received", OM, "/inbox/minutes/{issued}/{number}/"),
    Page("merge with another record", CO, f"{PERSON}merge/"),
    Page("compare two records", CO, f"{PERSON}merge/with/{{ordered}}/"),
    Page("open a record", CO, "/people/new/"),
    Page("records that may be one person", CO, "/one-person/"),
    Page("doubtful matches", CO, "/matches/"),
    Page("linked pairs", CO, "/one-person/linked/"),
    Page("a linked pair", CO, "/one-person/linked/{pair}/"),
    Page("a doubtful match", CO, "/matches/{match}/"),
    Page("court results", CO, "/imports/court-results/"),
    Page("probation extract", CO, "/imports/probation-extract/"),
    Page("differences between registers", CO, "/differences/"),
    Page("a difference between registers", CO, "/differences/{difference}/"),
    Page("report of court results", CO, "/imports/court-results/{file}/"),
    Page("emergency access", OM, "/emergency-access/"),
    Page("emergency access to review", CO, "/emergency-access/reviews/"),
    Page("review of emergency access", CO, "/emergency-access/reviews/{access}/"),
    Page("who has looked", CO, f"{PERSON}who-has-looked/"),
    Page("why one can see a record", CO, f"{PERSON}why/"),
    Page("partners", CO, f"{PERSON}partners/"),
    Page("add a partner", CO, f"{PERSON}partners/new/"),
    Page("end a partnership", CO, "/people/{partnered}/partners/{partner}/end/"),
    Page("change the record manager", CO, f"{PERSON}partners/record-manager/"),
    Page("whom to ask about a record", "housing.spoc", "/why-not/"),
    Page("answer about a record", "housing.spoc", "/why-not/", {"reference": "NS-P-0001"}),
    Page("restrictions and exclusions", CO, f"{PERSON}access-lists/"),
    Page("restrict or exclude", CO, f"{PERSON}access-lists/new/"),
    Page("name more on a list", CO, "/people/{listed}/access-lists/{list}/names/"),
    Page("lift a list", CO, "/people/{listed}/access-lists/{list}/lift/"),
    Page("clearances", "governance.lead", "/clearances/"),
    Page("joint units", "system.admin", "/further-agencies/"),
    Page("add to a joint unit", "system.admin", "/further-agencies/new/"),
    Page("end in a joint unit", "system.admin", "/further-agencies/{joint}/end/"),
    Page("which agency one acts for", OM, "/account/agency/"),
    Page("clear somebody", "governance.lead", "/clearances/new/"),
    Page("take a clearance back", "governance.lead", "/clearances/{clearance}/withdraw/"),
    Page("what I have looked at", CO, "/what-i-have-looked-at/"),
    Page("whose copy a file is", CO, "/copies/"),
    Page("audit log", "auditor", "/audit/?purpose=complaint&who=coordinator"),
    Page("accounts", "system.admin", "/administration/accounts/"),
    Page("an account", "system.admin", "/administration/accounts/{user}/"),
    Page("open an account", "system.admin", "/administration/accounts/new/"),
    Page("confirm an account", "system.admin", "/administration/accounts/{user}/confirm/"),
    Page("move an account", "system.admin", "/administration/accounts/{user}/move/"),
    Page("what somebody has in hand", "system.admin", "/administration/accounts/{user}/in-hand/"),
    Page("make a link to choose a password", "system.admin", "/administration/accounts/{user}/link/"),
    Page("reinstate an account", "system.admin", "/administration/accounts/{user}/reinstate/"),
    Page("close an account", "system.admin", "/administration/accounts/{user}/close/"),
    Page("agencies", CO, "/agencies/"),
    Page("duty to co-operate", "housing.spoc", "/agencies/duty/"),
    Page("an agency", CO, "/agencies/northshire-housing/"),
    Page("add an agency", CO, "/agencies/new/"),
    Page("an agency of another area", CO, "/agencies/serve/"),
    Page("change an agency", CO, "/agencies/northshire-housing/edit/"),
    Page("close an agency", CO, "/agencies/northshire-housing/close/"),
    Page("take an agency off the area", CO, "/agencies/northshire-housing/leave/"),
    Page("classify an outside body", CO, "/agencies/northshire-harbour/classify/"),
    Page("name a contact", CO, "/agencies/northshire-housing/contacts/new/"),
    Page("end a contact", CO, "/agencies/contacts/{contact}/end/"),
    Page("what my agency must do", CO, "/what-we-must-do/"),
    Page("what the police must do", OM, "/what-we-must-do/"),
    Page("notify MAPPA of a person", "yot.manager", "/notify/"),
    Page("notify MAPPA of a young person", "yot.manager", "/notify/young_person/"),
    Page("category 2 level 1 in the community", CO, "/community-counts/"),
    Page("tell the count of a month", CO, "/community-counts/new/"),
    Page("notices and concerns", CO, "/notices/"),
    Page("a notice", CO, "/notices/{notice}/"),
    Page("open a record for a notice", CO, "/notices/{notice}/record/"),
    Page("potentially dangerous persons", OM, "/pdp/"),
    Page("record a potentially dangerous person", OM, "/pdp/new/"),
    Page("a potentially dangerous person", OM, "/pdp/{dangerous}/"),
    Page("review a potentially dangerous person", OM, "/pdp/{dangerous}/review/"),
    Page("management information for the board", "board.chair", "/reports/board/"),
    Page("the same as a file", "board.chair", "/reports/board/download.csv"),
    Page("governance", "governance.lead", "/governance/"),
    Page("quality of records", "governance.lead", "/governance/quality/"),
    Page("draw records to test", "governance.lead", "/governance/quality/new/"),
    Page("a test of records", "governance.lead", "/governance/quality/{test}/"),
    Page("look for one thing", "governance.lead", "/governance/quality/{test}/{tested}/level/"),
    Page("an action after a test", "governance.lead", "/governance/quality/{test}/actions/new/"),
    Page("what came of an action", "governance.lead", "/governance/quality/actions/{mending}/"),
    Page("before you share", "housing.spoc", "/agencies/sharing/"),
    Page("record a sharing policy", CO, "/agencies/northshire-housing/sharing-policy/"),
    Page("forums and central units", CO, "/agencies/links/"),
    Page("link with a forum", CO, "/agencies/links/forums/new/"),
    Page("how a central unit is reached", CO, "/agencies/links/central/new/"),
    Page("whether the area is in Wales", CO, "/agencies/links/wales/"),
    Page("what agencies gave to a case", CO, f"{PERSON}agencies/"),
    Page("record housing input", CO, f"{PERSON}agencies/housing/new/"),
    Page("link safeguarding work", CO, f"{PERSON}agencies/safeguarding/new/"),
    Page("how safeguarding work ended", CO, f"{PERSON}agencies/safeguarding/{{safeguarding}}/end/"),
    Page("record electronic monitoring", CO, f"{PERSON}agencies/monitoring/new/"),
    Page("memoranda and protocols", "housing.spoc", "/agencies/documents/"),
    Page("write a memorandum", CO, "/agencies/documents/new/memorandum/"),
    Page("a memorandum", CO, "/agencies/documents/{document}/"),
    Page("a version", CO, "/agencies/documents/{document}/versions/1/"),
    Page("write a version", CO, "/agencies/documents/{document}/versions/new/"),
    Page("decide on a version", "board.chair", "/agencies/documents/{document}/versions/1/decide/"),
    Page("sign a version", CO, "/agencies/documents/{document}/versions/1/sign/"),
    Page("home of a board chair", "board.chair", "/"),
    Page("policy of the area", "analyst", "/policy/"),
    Page("depart from guidance", "board.chair", "/policy/depart/"),
    Page("systems of identification", "analyst", "/policy/identification/"),
    Page("record a procedure", CO, "/policy/identification/record/"),
    Page("annual figures", "analyst", "/reports/annual/"),
    Page("annual figures 2018/19", "analyst", "/reports/annual/2018/"),
    Page("annual figures to download", "analyst", "/reports/annual/2018/download.json"),
    Page("national promises", "analyst", "/reports/promises/"),
    Page("fairness", "analyst", "/reports/fairness/"),
    Page("fairness by age 2018/19", "analyst", "/reports/fairness/2018/age/"),
    Page("people behind a promise", CO, "/reports/promises/planned/not_kept/"),
    Page("people behind a figure", CO, "/reports/annual/2018/behind/eligible_on_snapshot.level_1.category_1/"),
)

NOT_MEASURED = {
    "case-review": "only where a review of a case is held, which the demonstration has none of",
    "case-review-victims": "only where a review of a case is held, which the demonstration has none of",
    "case-review-close": "only where a review of a case is held, which the demonstration has none of",
    "breach-action-done": "a form of a day and a line, like that of what follows, which is measured",
    "order-breach-outcome": "a form of two days and a choice, like that of a failure to notify, which is measured",
    "release-news-read": "only a POST: an agency has read it",
    "healthz": "no page: it says that the server is up",
    "signout": "only a POST, which ends the session",
    "signin-code": "only between the password and the second factor, which nobody in the demonstration has",
    "signin-set-up": "shows a key that is made for it and kept for nobody",
    "signin-set-up-picture": "only while an app is being set up",
    "signin-set-up-key": "asks for a key that is made for it and kept for nobody",
    "signin-openid": "asks another server",
    "signin-openid-back": "asks another server",
    "signin-openid-left": "only a POST, from another server",
    "own-key-new": "only where somebody has a second factor, which nobody in the demonstration has",
    "own-key-remove": "only a POST, which removes a key",
    "confirm": "only where somebody has something to confirm with",
    "own-recovery-codes": "only a POST, which makes codes",
    "own-session-end": "only a POST, which ends a session",
    "accounts-export": "only a POST, which makes a copy on record",
    "account-identity": "only where the settings name a provider; the demonstration has none",
    "welcome": "only by a link that was made for somebody",
    "pair-question": "only where somebody opened a record of somebody hidden, which the demonstration has none of",
    "record-apart": "only where records were merged, which the demonstration has none of",
    "minutes-approve": "only a POST, which changes minutes",
    "minutes-issue": "only a POST, which sends minutes out",
    "annual-report-freeze": "only a POST, which freezes a year for good",
    "court-results-check": "only while a file that was handed in waits; the demonstration has none waiting",
    "discussion-new": "only where two tools disagree; the demonstration holds two tools for nobody",
    "attachment-file": "a file, stamped when it is asked for",
    "attachment-picture": "a picture, made small and stamped when it is asked for",
    "minutes-file": "a file, set in type when it is asked for",
}
"""Addresses of the table that the bench leaves out, each with its reason."""


def _names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        inner = getattr(pattern, "url_patterns", None)
        if inner is None:
            yield pattern.name
        else:
            yield from _names(inner)


class _One(dict[str, str]):
    """Something that fits every kind of place in an address."""

    def __missing__(self, key: str) -> str:
        return "1"


def forgotten() -> list[str]:
    """Addresses that are neither asked for nor left out with a reason, and reasons that have no address."""
    from django.urls import get_resolver, resolve  # noqa: PLC0415 - after the start of the product

    asked = {resolve(page.address.partition("?")[0].format_map(_One())).url_name for page in PAGES}
    return sorted(set(_names(get_resolver().url_patterns)) ^ (asked | set(NOT_MEASURED)))


ENTRIES = 2000
"""How long a long record is."""


def a_long_record() -> tuple[str, int]:
    """Somebody with so many entries, and one of them. They are added to the demonstration the first time."""
    from mappa.accounts.models import User  # noqa: PLC0415 - after the start of the product
    from mappa.kernel import clock  # noqa: PLC0415
    from mappa.people.selectors import people_visible_to  # noqa: PLC0415
    from mappa.record.contents import sealed  # noqa: PLC0415
    from mappa.record.models import Attachment  # noqa: PLC0415

    officer, at = User.objects.get(username=OM), clock.now()
    on = clock.day_of(at)
    person = people_visible_to(officer, on).filter(compartment="", involvements__officer=officer).earliest("pk")
    missing = max(ENTRIES - person.attachments.count(), 0)
    said = {"with_whom": "The landlord", "how": "telephone", "said": "Nothing new.", "concern": "no"}
    Attachment.objects.bulk_create(
        Attachment(
            person=person, kind="contacts", since=on, source=officer.agency, marking="OFFICIAL-SENSITIVE",
            recorded_by=OM, recorded_agency=officer.agency.code, recorded_at=at, **sealed(said),
        )
        for _ in range(missing)
    )  # fmt: skip
    return person.reference, person.attachments.filter(kind="contacts", corrected_by_row=None).latest("pk").pk


def examples() -> dict[str, Any]:
    """What the demonstration holds for each `{name}` of an address, read as a command: the database hides it else."""
    from mappa.kernel.reading import wider  # noqa: PLC0415 - after the start of the product

    with wider("command"):
        return _examples()


def _examples() -> dict[str, Any]:
    from mappa.accounts.models import Clearance, FurtherAgency, User  # noqa: PLC0415 - after the start of the product
    from mappa.agencies.models import Contact  # noqa: PLC0415
    from mappa.cases.models import Transfer  # noqa: PLC0415
    from mappa.cooperation.models import AreaDocument, SafeguardingLink  # noqa: PLC0415
    from mappa.governance.models import RetrievalAction, SampledRecord  # noqa: PLC0415
    from mappa.imports.models import ImportedFile  # noqa: PLC0415
    from mappa.ledger.models import SubjectAccessPart  # noqa: PLC0415
    from mappa.matching.models import Difference, DoubtfulMatch  # noqa: PLC0415
    from mappa.meetings.models import InformationRequest, Meeting, MinuteItem, MinutesIssue, MinutesRequest  # noqa: PLC0415
    from mappa.nominals.models import PossibleDuplicate  # noqa: PLC0415
    from mappa.notices.models import Notice  # noqa: PLC0415
    from mappa.offender.models import Representation  # noqa: PLC0415
    from mappa.offending.models import Disposal, NotificationBreach, NotificationReview, Order  # noqa: PLC0415
    from mappa.pdp.models import PdpNominal  # noqa: PLC0415
    from mappa.people.models import AccessList, EmergencyAccess, Involvement, Victim  # noqa: PLC0415
    from mappa.plans.models import Action, PlanLine  # noqa: PLC0415
    from mappa.referrals.models import Referral  # noqa: PLC0415
    from mappa.sharing.models import FurtherUse, Share  # noqa: PLC0415
    from mappa.victims.models import AddressCheck, VictimEntry  # noqa: PLC0415

    long, entry = a_long_record()
    tested = SampledRecord.objects.select_related("person").latest("pk")
    owned = SubjectAccessPart.objects.filter(agency__kind="police").select_related("request").latest("pk")
    shared = Share.objects.filter(openings__isnull=False).select_related("person").latest("pk")
    line = PlanLine.objects.select_related("plan__case__person").earliest("pk")
    meeting = Meeting.objects.latest("starts_at")
    written = MinuteItem.objects.select_related("meeting").earliest("pk")
    issued = MinutesIssue.objects.filter(agency__kind="police").select_related("minutes__meeting").latest("pk")
    request = InformationRequest.objects.filter(agency__kind="housing", reply=None).latest("pk")
    sentence = Disposal.objects.select_related("conviction__person").earliest("pk")
    review = NotificationReview.objects.select_related("person").earliest("pk")
    order, breach = Order.objects.select_related("person"), NotificationBreach.objects.select_related("person")
    victim = Victim.objects.filter(person__involvements__agency__kind="victim_liaison").select_related("person")
    partners = Involvement.objects.select_related("person").filter(kind="partner", until=None)
    partner = partners.filter(person__reference__startswith="NS-", person__compartment="").latest("pk")
    kept = AccessList.objects.select_related("person").latest("pk")
    return {
        "long": long, "entry": entry,
        "planned": line.plan.case.person.reference, "line": line.pk,
        "meeting": meeting.reference,
        "held": written.meeting.reference, "section": written.key,
        "invited": written.meeting.invitations.earliest("pk").agency.code,
        "issued": issued.minutes.meeting.reference, "number": issued.minutes.number,
        "request": request.reference,
        "referral": Referral.objects.filter(steps__state="submitted").earliest("pk").reference,
        "draft": Referral.objects.exclude(steps__state="submitted").earliest("pk").reference,
        "referred": Referral.objects.earliest("pk").person.reference,
        "harmed": victim.earliest("pk").person.reference, "victim": victim.earliest("pk").pk,
        "says": Representation.objects.get(person=victim.earliest("pk").person).pk,
        "check": AddressCheck.objects.get(person=victim.earliest("pk").person, answered_at=None).pk,
        "promise": VictimEntry.objects.get(kind="promise", victim=victim.earliest("pk")).pk,
        "ordered": order.earliest("pk").person.reference, "order": order.earliest("pk").pk,
        "sentenced": sentence.conviction.person.reference, "sentence": sentence.pk,
        "conviction": sentence.conviction_id, "applied": review.person.reference, "application": review.pk,
        "breached": breach.earliest("pk").person.reference, "breach": breach.earliest("pk").pk,
        "transfer": Transfer.objects.latest("pk").reference,
        "action": Action.objects.filter(agency__kind="police").latest("pk").reference,
        "shared": shared.person.reference, "share": shared.pk,
        "wanted": owned.request.reference, "part": owned.pk,
        "asked": MinutesRequest.objects.latest("pk").pk,
        "further": FurtherUse.objects.filter(owner__kind="police").latest("pk").pk,
        "difference": Difference.objects.latest("pk").pk,
        "pair": PossibleDuplicate.objects.earliest("pk").pk,
        "match": DoubtfulMatch.objects.latest("pk").pk,
        "file": ImportedFile.objects.filter(kind="court-results").latest("pk").pk,
        "user": User.objects.get(username="police.om").pk,
        "safeguarding": SafeguardingLink.objects.earliest("pk").pk,
        "document": AreaDocument.objects.earliest("pk").pk,
        "test": tested.test_id, "tested": tested.person.reference,
        "mending": RetrievalAction.objects.latest("pk").pk,
        "notice": Notice.objects.earliest("pk").reference,
        "dangerous": PdpNominal.objects.earliest("pk").reference,
        "contact": Contact.objects.filter(agency__code="northshire-housing").latest("pk").pk,
        "partnered": partner.person.reference, "partner": partner.pk,
        "listed": kept.person.reference, "list": kept.pk,
        "joint": FurtherAgency.objects.latest("pk").pk,
        "clearance": Clearance.objects.latest("pk").pk,
        "access": EmergencyAccess.objects.latest("pk").pk,
    }  # fmt: skip
