"""Who hears what: the only place where something travels up from a lower app to a higher one."""

from mappa.audit.services import wire_guards
from mappa.cases.contributions import wire_overview, wire_timeline
from mappa.cases.narrowing import CATEGORY, LEVEL
from mappa.duties import events
from mappa.duties.contributions import next_duties
from mappa.duties.services import derive_again
from mappa.imports.contributions import said_by_registers
from mappa.kernel.announcements import wire
from mappa.ledger.contributions import emergencies_open
from mappa.matching.narrowing import wire_finders, wire_narrowers
from mappa.meetings.contributions import meetings_held, minutes_asked_for, wire_meeting
from mappa.meetings.happenings import from_meetings
from mappa.nominals.contributions import merges
from mappa.notices.contributions import told_to_mappa
from mappa.offender.contributions import what_the_person_says
from mappa.people.services.destroying import wire_destruction
from mappa.people.services.keys import wire_rotation
from mappa.people.visibility import Source, wire_sources
from mappa.record.blinding import blind_again, forget_blind_keys
from mappa.record.contributions import entries_of_the_record, visits_and_reviews
from mappa.record.finding import reached_by
from mappa.sharing.services.emergency import only_read_in_an_emergency
from mappa.sharing.visibility import SHARED

FURTHER_SOURCES: list[Source] = [SHARED]
"""What opens a record beside managing area, involvement and emergency access: the sources of higher apps."""


def install() -> None:
    """Install every table. Order matters and is the order of these lists."""
    wire([derive_again])
    wire_guards([only_read_in_an_emergency])
    wire_sources(FURTHER_SOURCES)
    wire_narrowers([CATEGORY, LEVEL])
    wire_finders([reached_by])
    wire_rotation([blind_again])
    wire_destruction([forget_blind_keys])
    events.SOURCES[:] = [*events.BELOW, from_meetings]
    wire_meeting([what_the_person_says])
    wire_overview([emergencies_open, next_duties])
    wire_timeline(
        [visits_and_reviews, said_by_registers],
        of_the_past=[meetings_held, minutes_asked_for, entries_of_the_record, merges, told_to_mappa],
    )
