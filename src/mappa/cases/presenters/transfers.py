"""Transfers in plain values. Once handed over, the sending area reads the reference and no more."""

from mappa.cases.lifecycle import TransferState
from mappa.cases.models import Transfer
from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.people.presenters import name_of

STATES: dict[str, Tag] = {
    TransferState.REQUESTED: Tag(text="Waiting for an answer", colour="yellow"),
    TransferState.ACCEPTED: Tag(text="Accepted", colour="green"),
    TransferState.REFUSED: Tag(text="Refused", colour="red"),
    TransferState.WITHDRAWN: Tag(text="Withdrawn"),
}


def who(transfer: Transfer, *, named: bool) -> str:
    """The person, by name for those who manage them or are asked to, else by reference alone."""
    person = transfer.case.person
    return f"{name_of(person)}, {person.reference}" if named else person.reference


def transfers_table(transfers: list[tuple[Transfer, bool]]) -> Options:
    """One row for each transfer; the flag says whether the reader sees the name."""
    return table(
        caption="Transfers",
        columns=["Transfer", "Person", "From", "To", "Move", "State"],
        rows=[
            (
                Link(text=each.reference, href=f"/transfers/{each.reference}/"),
                who(each, named=named),
                each.from_area.name,
                each.to_area.name,
                each.move_on or "Day not known",
                STATES[each.state],
            )
            for each, named in transfers
        ],
    )


def transfer_summary(transfer: Transfer, *, named: bool) -> Options:
    """One transfer, with who it concerns and every step."""
    person = transfer.case.person
    rows = [
        row("Person", who(transfer, named=named)),
        row("From", transfer.from_area.name),
        row("To", transfer.to_area.name),
        row("State", STATES[transfer.state]),
        row("Move", transfer.move_on or "Day not known"),
    ]
    if named:
        rows.insert(1, row("Born", person.date_of_birth))
        rows.append(row("Why", transfer.reason))
    for step in transfer.steps.order_by("id"):
        text = [step.at, f"by {step.by}", *([step.reason] if named and step.reason else [])]
        rows.append(row(step.state.capitalize(), text))
    return summary_list(rows)
