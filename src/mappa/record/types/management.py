"""How the person is managed, by whom, and what was done."""

from mappa.accounts.attribution import attributed
from mappa.accounts.permissions import Permission
from mappa.cases.models import CategoryRow, LevelRow, TransferStep
from mappa.duties.kinds import FACTS
from mappa.duties.models import CaseFact
from mappa.people.models import RecordStep
from mappa.people.presenters import stamped
from mappa.plans.models import Action, PlanLine
from mappa.plans.selectors import with_state
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.MANAGEMENT
DOORSTEP = {"no_reply": "No reply", "refused": "The person would not let anybody in", "moved": "Others live there now"}
"""What happens where somebody calls and does not get in."""


def _fact(row: CaseFact) -> tuple[object, ...]:
    answers = [
        words.get(str(row.details.get(name, "")), "") for name, words in FACTS[row.kind].details.items()
    ] if row.kind in FACTS else []  # fmt: skip
    return row.on, [part for part in answers if part] or "No details", row.note or "None", row.by


def _facts(key: str, label: str, one: str, *kinds: str) -> AttachmentType:
    return AttachmentType(
        key=key, label=label, one=one, group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                CaseFact.objects.filter(case__person=person, kind__in=kinds).order_by("-on", "-pk")
            ),
            columns=("Day", "Details", "What was seen", "Recorded by"), page="duties/", day="on",
            permission=Permission.DUTY_VIEW, cells=_fact,
        ),
    )  # fmt: skip


TYPES = (
    AttachmentType(
        key="categories", label="Categories", one="a category", group=GROUP,
        table=Table(
            rows=lambda person, _actor: CategoryRow.objects.filter(case__person=person).order_by("-since", "-pk"),
            columns=("Category", "From", "Why", "By"), page="category/", day="since",
            permission=Permission.DETERMINATION_VIEW,
            cells=lambda row: (row.category or "None from this day", row.since, row.basis, row.by),
        ),
    ),
    AttachmentType(
        key="levels", label="Levels", one="a level", group=GROUP,
        table=Table(
            rows=lambda person, _actor: LevelRow.objects.filter(case__person=person).order_by("-since", "-pk"),
            columns=("Level", "From", "Decided by", "Why"), page="", day="since", permission=Permission.CASE_VIEW,
            cells=lambda row: (row.level, row.since, row.decided_by, row.rationale or "None"),
        ),
    ),
    AttachmentType(
        key="agencies", label="Agencies and officers involved", one="an agency", group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                attributed(person.involvements.select_related("agency", "officer").order_by("-since", "-pk"))
            ),
            columns=("Agency", "Why", "Officer", "From", "Until", "Recorded"), page="partners/", day="since",
            permission=Permission.PERSON_VIEW,
            cells=lambda row: (
                row.agency.name, row.get_kind_display(), row.officer.name if row.officer else "Not named", row.since,
                row.until or "Now", stamped(row),
            ),
        ),
    ),
    AttachmentType(
        key="plan", label="Risk management plan", one="a measure", group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                PlanLine.objects.filter(plan__case__person=person).select_related("agency").order_by("pillar", "pk")
            ),
            columns=("Measure", "Pillar", "Agency"), page="plan/", permission=Permission.PLAN_VIEW,
            cells=lambda row: (row.text, row.get_pillar_display(), row.agency.name if row.agency else "Not named"),
        ),
    ),
    AttachmentType(
        key="actions", label="Actions", one="an action", group=GROUP,
        table=Table(
            rows=lambda person, _actor: with_state(Action.objects.filter(case__person=person)).order_by("-due", "-pk"),
            columns=("Action", "Agency", "Owner", "Due", "State"), page="plan/", day="due",
            permission=Permission.PLAN_VIEW,
            cells=lambda row: (row.what, row.agency.name, row.owner_name, row.due, row.state.capitalize()),
        ),
    ),
    _facts("visits", "Home visits", "a home visit", "home_visit"),
    AttachmentType(
        key="visit-notes", label="What was seen on visits", one="what was seen on a visit", group=GROUP,
        says="What was seen in the home, and who was there. The page of a visit fills it in and tells the clocks.",
        fields=(
            first("observations", "What did you see?", Kind.LONG_TEXT),
            text("announced", "Was it announced?", Kind.YES_NO, listed=True),
            text("who", "Who went?", required=True),
            text("present", "Who was present?", required=True, listed=True),
            text("concerns", "What concerns you?", Kind.LONG_TEXT, listed=True),
            text("action", "What happens next, and who does it?", Kind.LONG_TEXT),
        ),
    ),
    AttachmentType(
        key="visit-attempts", label="Attempted visits", one="an attempted visit", group=GROUP, chronology=True,
        says="Somebody called and did not get in. It is no visit, so no clock stops.",
        fields=(choice("what", "What happened?", DOORSTEP, required=True, listed=True), notes()),
    ),
    _facts("level-1-reviews", "Level 1 reviews", "a level 1 review", "level_1_reviewed"),
    _facts(
        "other-steps", "Referrals, notices and moves", "a step",
        *(kind for kind in FACTS if kind not in {"home_visit", "level_1_reviewed"}),
    ),
    AttachmentType(
        key="contacts", label="Contacts", one="a contact", group=GROUP, chronology=True,
        says="A conversation about the person, or with the person, that others should know of.",
        fields=(
            first("with_whom", "With whom?"),
            choice("how", "How?", {"met": "Met", "telephone": "Telephone", "video": "Video", "letter": "Letter, email",
                                   "office": "Office visit"}, required=True, listed=True),
            text("said", "What was said and agreed?", Kind.LONG_TEXT, required=True, listed=True),
            text("concern", "Did it raise a concern?", Kind.YES_NO, listed=True),
        ),
    ),
    AttachmentType(
        key="told", label="What the person was told", one="something the person was told", group=GROUP,
        chronology=True,
        says="Anything else that the person was told. That they are under MAPPA, and what is said before and after"
        " meetings, is recorded under “Told and says”.",
        fields=(
            choice("what", "What were they told?", {"mappa": "That they are under MAPPA, and what it means",
                                                    "before": "Before a meeting", "after": "After a meeting",
                                                    "other": "Something else"}, required=True, listed=True),
            text("said", "In words", Kind.LONG_TEXT, required=True, listed=True),
            text("by", "By whom?", required=True, listed=True),
            text("leaflet", "Version of the leaflet"),
            text("response", "What did the person say?", Kind.LONG_TEXT),
        ),
    ),
    AttachmentType(
        key="media", label="Media interest", one="media interest", group=GROUP, ends=True, chronology=True,
        fields=(
            first("what", "Who is interested, and in what?"),
            text("line", "What is said to them?", Kind.LONG_TEXT, listed=True),
            text("lead", "Which agency leads?", Kind.AGENCY, required=True, listed=True),
        ),
    ),
    AttachmentType(
        key="programmes", label="Programmes and treatment", one="a programme", group=GROUP, ends=True, ahead=True,
        fields=(
            first("programme", "Which programme?"),
            choice("state", "Where does it stand?", {"referred": "Referred", "waiting": "Waiting", "begun": "Begun",
                                                     "done": "Completed", "left": "Left before the end",
                                                     "refused": "Refused"}, required=True, listed=True),
            text("report", "What does the report say?", Kind.LONG_TEXT, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="transfers", label="Transfers", one="a transfer", group=GROUP,
        table=Table(
            rows=lambda person, _actor: (
                TransferStep.objects.filter(transfer__case__person=person)
                .select_related("transfer__from_area", "transfer__to_area").order_by("-at", "-pk")
            ),
            columns=("From", "To", "Step", "Day", "By"), page="transfer/", day="at", permission=Permission.CASE_VIEW,
            cells=lambda row: (
                row.transfer.from_area.name, row.transfer.to_area.name, row.state.capitalize(), row.at, row.by
            ),
        ),
    ),
    AttachmentType(
        key="record-life", label="Reviews and life of the record", one="a review", group=GROUP,
        table=Table(
            rows=lambda person, _actor: RecordStep.objects.filter(person=person).order_by("-on", "-pk"),
            columns=("What", "Day", "Decided", "Why", "By"), page="record-reviews/", day="on",
            permission=Permission.PERSON_VIEW,
            cells=lambda row: (
                row.get_step_display(), row.on, row.get_decision_display() or "Nothing to decide",
                row.reason or "None", row.by,
            ),
        ),
    ),
)  # fmt: skip
