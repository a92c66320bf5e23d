"""What changes a nominal record. Each room is one part of the record; all are used through this name."""

from mappa.people.services.finding import rekey, rekey_everybody
from mappa.people.services.lists import lift_list, may_set_lists, name_on_list, set_list
from mappa.people.services.nominal import (
    NominalFacts,
    add_address,
    add_alias,
    add_identifier,
    change_nominal,
    create_nominal,
    rename_keys,
)
from mappa.people.services.record import (
    archive_record,
    end_involvement,
    involve,
    move_management,
    reactivate_record,
    record_death,
    review_record,
)
from mappa.people.services.victims import VictimFacts, add_victim, change_victim

__all__ = [
    "NominalFacts",
    "VictimFacts",
    "add_address",
    "add_alias",
    "add_identifier",
    "add_victim",
    "archive_record",
    "change_nominal",
    "change_victim",
    "create_nominal",
    "end_involvement",
    "involve",
    "lift_list",
    "may_set_lists",
    "move_management",
    "name_on_list",
    "reactivate_record",
    "record_death",
    "rekey",
    "rekey_everybody",
    "rename_keys",
    "review_record",
    "set_list",
]
