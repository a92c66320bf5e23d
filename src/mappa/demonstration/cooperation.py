"""What the area knows of its agencies today: who is asked, and how outside bodies are treated."""

from datetime import date, datetime, timedelta

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Contact, ContactKind
from mappa.cases.selectors import cases_visible_to
from mappa.cooperation.models import DocumentKind
from mappa.cooperation.services import classify_agency, name_contact
from mappa.cooperation.services.case_inputs import link_safeguarding, record_housing_input, record_monitoring
from mappa.cooperation.services.contacts import ContactFacts
from mappa.cooperation.services.documents import (
    VersionFacts,
    decide_version,
    sign_version,
    write_document,
    write_version,
)
from mappa.cooperation.services.links import link_forum, record_central_contact
from mappa.cooperation.services.sharing import PolicyFacts, record_sharing_policy

DAY = timedelta(days=1)
MEMORANDUM = {
    "contact_points": "Each agency names one person and a deputy, and tells the co-ordination unit of a change.",
    "general_advice": "Agencies advise each other on what their services can do for risk, and on what they cannot.",
    "specific_advice": "An agency that is asked about a case answers from its own records, and says what it searched.",
    "coordination": "The co-ordination unit receives referrals, calls meetings and sends out plans and minutes.",
    "documents_route": "By secure mail to the contact of the day. Nothing by post.",
    "health_arrangements": "The trust's care co-ordination lead attends each level 3 meeting.",
    "yot_referrals": "The youth service refers on form A, endorsed by its manager.",
}
SHARING = {"text": "What is shared is what a case needs, with a purpose and a gateway, and stays with whoever gave it."}


def keep_register(*, on: date, at: datetime) -> None:
    """Classify one outside body and leave the other; name a local contact, and let one contact end soon."""
    coordinator = User.objects.select_related("area", "agency").get(username="coordinator")
    agencies = {one.code.removeprefix("northshire-"): one for one in Agency.objects.filter(areas=coordinator.area)}
    classify_agency(
        agency=agencies["refuge"], agreement="Information sharing agreement, 2 April 2024", covers_disclosure=True,
        covers_confidentiality=True, safeguards="", since=on - 90 * DAY, until=on + 200 * DAY, actor=coordinator, at=at,
    )  # fmt: skip
    local = ContactFacts(
        kind=ContactKind.LOCAL, name="Ash Verdigris", post="Lettings manager, Mill Lane office", since=on - 30 * DAY,
        telephone="01632 960111",
        email="lettings@northshire-lakeside-homes.example", topics=["allocations", "tenancies"], knows_mappa=True,
        reaches_data=True,
    )  # fmt: skip
    name_contact(agency=agencies["lakeside-homes"], facts=local, actor=coordinator, at=at)
    Contact.objects.filter(agency=agencies["jobcentre"], area=coordinator.area).update(until=on + 12 * DAY)
    Contact.objects.filter(agency__in=[agencies["harbour"], agencies["monitoring"]]).delete()


def keep_documents(*, on: date, at: datetime) -> None:
    """Two memoranda, one of them overdue for review, and a sharing protocol whose next version waits for the board."""
    users = {one.username: one for one in User.objects.select_related("area", "agency")}
    keeper, chair = users["coordinator"], users["board.chair"]
    agencies = {one.code.removeprefix("northshire-"): one for one in Agency.objects.filter(areas=keeper.area)}
    documents = (
        (DocumentKind.MEMORANDUM, "Memorandum of co-operation", MEMORANDUM, 420, ("police", "probation", "prison",
         "housing", "children", "jobcentre")),
        (DocumentKind.MEMORANDUM, "Memorandum with health and youth services", MEMORANDUM, 120, ("police", "probation",
         "prison", "health", "yot")),
        (DocumentKind.SHARING_PROTOCOL, "Information sharing protocol", SHARING, 200, ("police", "probation",
         "prison")),
    )  # fmt: skip
    for kind, title, texts, days_ago, names in documents:
        written = at - days_ago * DAY
        parties = [agencies[name] for name in names]
        facts = VersionFacts(texts=texts, parties=parties, review_on=on - days_ago * DAY + 365 * DAY)
        version = write_document(kind=kind, title=title, facts=facts, actor=keeper, at=written)
        for party in parties[:-1]:
            sign_version(
                document=version.document, number=1, agency=party, name=f"Head of {party.name}", post="Senior manager",
                on=on - days_ago * DAY, actor=keeper, at=written,
            )  # fmt: skip
        decide_version(document=version.document, number=1, approve=True, reason="", actor=chair, at=written)
    for name, contact in (("police", "Ode Larkspur"), ("probation", "Ira Fennimore"), ("housing", "Wren Calloway")):
        policy = PolicyFacts(
            title=f"Sharing information: policy of {agencies[name].name}", found_at="Staff pages, Information, Sharing",
            says="Share what the task needs. Ask before you share what another agency gave.", since=on - 150 * DAY,
            review_on=on + 215 * DAY, ask_name=contact, ask_post="Information governance officer",
            ask_email=f"sharing@{agencies[name].code}.example",
        )  # fmt: skip
        record_sharing_policy(agency=agencies[name], facts=policy, actor=keeper, at=at - 150 * DAY)
    revised = VersionFacts(
        texts={"text": SHARING["text"] + " Each share is on the ledger."}, parties=parties, review_on=on + 365 * DAY
    )
    write_version(document=version.document, facts=revised, read_number=1, actor=keeper, at=at)


def keep_links(*, on: date, at: datetime) -> None:
    """Two forums and two central units, and what agencies gave to one case."""
    keeper = User.objects.select_related("area", "agency").get(username="coordinator")
    agencies = {one.code.removeprefix("northshire-"): one for one in Agency.objects.filter(areas=keeper.area)}
    for key, person, exchanged in (
        ("marac", "Sandy Hazel, detective sergeant", "Both lists are compared each month, and actions are fitted."),
        ("safeguarding_children", "Mel Linden, safeguarding contact", "Reviews and learning, twice a year."),
    ):
        name, post = person.split(", ")
        link_forum(
            key=key, link_person=name, link_post=post.capitalize(), exchanged=exchanged, since=on - 300 * DAY,
            actor=keeper, at=at,
        )  # fmt: skip
    for key, name in (
        ("mental_health_unit", "Mental health casework"),
        ("recall_unit", "Public protection casework"),
    ):
        record_central_contact(
            key=key, name=name, email=f"{key.replace('_', '-')}@central.example", telephone="01632 960500",
            checked_on=on - 40 * DAY, actor=keeper, at=at,
        )  # fmt: skip
    case = cases_visible_to(keeper, on).filter(person__reference="NS-P-0001").get()
    shared = {"case": case, "actor": keeper, "at": at}
    record_housing_input(
        agency=agencies["housing"], kind="suitability", text="The flats by the school are not suitable.",
        vulnerability="Has not held a tenancy since custody.", preference="", houses=False, on=on - 20 * DAY, **shared,
    )  # fmt: skip
    link_safeguarding(
        agency=agencies["children"], kind="section_47", reference="CS-2214", contact="Mel Linden, safeguarding contact",
        since=on - 30 * DAY, **shared,
    )  # fmt: skip
    record_monitoring(
        agency=agencies["monitoring"], kind="told", asked="", text="The person is in MAPPA; the co-ordinator is asked.",
        who="Duty desk", on=on - 10 * DAY, **shared,
    )  # fmt: skip
