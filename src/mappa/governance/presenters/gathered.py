"""What an area has to look after, in plain values: by reference, never by name."""

from collections.abc import Iterable, Mapping
from datetime import date

from mappa.cases.retention import RetentionReview
from mappa.determinations import sharing as words
from mappa.governance.gathering import Lapsing
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link, Options, due_by, table
from mappa.kernel.clock import day_of
from mappa.ledger.models import SubjectAccess
from mappa.people.models import EmergencyAccess, RecordStep


def retention_due_table(rows: Iterable[RetentionReview]) -> Options:
    """The records whose day of review has come, and who is asked to review each. Nothing removes one (NOMINAL-13)."""
    return table(
        caption="Retention reviews due",
        columns=["Record", "Due since", "Who reviews it"],
        rows=[(one.person.reference, one.due, one.managers or "No record manager is named") for one in rows],
    )


def retention_done_table(rows: Iterable[RecordStep]) -> Options:
    """The retention reviews on record: by whom, with what decision and why."""
    return table(
        caption="Retention reviews done",
        columns=["Record", "Day", "Decided", "Reason", "By"],
        rows=[(one.person.reference, one.on, one.get_decision_display(), one.reason, one.by) for one in rows],
    )


def emergencies_table(rows: Iterable[tuple[EmergencyAccess, date]], on: date) -> Options:
    """Emergency access that nobody has reviewed, with the last day on time."""
    return table(
        caption="Emergency access to review",
        columns=["Record", "Opened by", "Opened", "Review by"],
        rows=[
            (
                Link(text=one.person.reference, href=f"/emergency-access/reviews/{one.pk}/"),
                f"{one.user.name}, {one.user.agency.name}", long_date(day_of(one.opened_at)), due_by(due, on),
            )
            for one, due in rows
        ],
    )  # fmt: skip


def subject_access_table(rows: Iterable[SubjectAccess], on: date) -> Options:
    """Requests for what is held that an owner has not answered yet, each with the owners who have to."""
    return table(
        caption="Requests for what is held, unanswered",
        columns=["Request", "Record", "Due", "Waiting for"],
        rows=[
            (
                Link(text=one.reference, href=f"/subject-access/{one.reference}/"), one.person.reference,
                due_by(one.due, on), [part.agency.name for part in one.parts.all() if part.decided_at is None],
            )
            for one in rows
        ],
    )  # fmt: skip


def lapsing_table(rows: Iterable[Lapsing], on: date) -> Options:
    """Agreements, protocols and policies that end or are to be reviewed soon, or should have been."""
    return table(
        caption="Agreements about to lapse",
        columns=["What", "Kind", "By"],
        rows=[(Link(text=one.what, href=one.href), one.kind, due_by(one.by, on)) for one in rows],
    )


def law_tables(edition: str, on: date) -> list[tuple[Options, str]]:
    """The purposes and gateways of the edition, each with where it stands (INFO-02, INFO-03, INFO-12)."""

    def listed(caption: str, held: Mapping[str, str], name: str) -> tuple[Options, str]:
        shown = table(caption=caption, columns=["In the edition's words"], rows=[(one,) for one in held.values()],
                      first_cell_is_header=False)  # fmt: skip
        return shown, words.citation(name, edition)

    data = {"law": words.data_protection(edition, on)}
    return [
        listed("Purposes that make sharing necessary", words.necessities(edition), "necessities"),
        listed("Lawful gateways", words.gateways(edition), "gateways"),
        listed("Grounds for interfering with private life", words.article_8_grounds(edition), "article_8_grounds"),
        (listed("Law on data protection", data, "necessities")[0], words.citation("data_protection", edition, on=on)),
    ]
