"""The managed person, who may know of them, and what is kept sealed about them. All are used through this name."""

from mappa.people.models.knowing import (
    KEEPS,
    MANAGES,
    AccessList,
    AccessListKind,
    EmergencyAccess,
    Involvement,
    InvolvementKind,
    ListedName,
)
from mappa.people.models.nominal import (
    WALLS,
    Address,
    Alias,
    Entry,
    Identifier,
    IdentifierKind,
    ManagingArea,
    Person,
    RecordStep,
    SearchKey,
)
from mappa.people.models.sealing import KeyDestruction, PersonKey, SealedAboutPerson, SealedThrough
from mappa.people.models.victims import Victim, VictimKind

__all__ = [
    "KEEPS",
    "MANAGES",
    "WALLS",
    "AccessList",
    "AccessListKind",
    "Address",
    "Alias",
    "EmergencyAccess",
    "Entry",
    "Identifier",
    "IdentifierKind",
    "Involvement",
    "InvolvementKind",
    "KeyDestruction",
    "ListedName",
    "ManagingArea",
    "Person",
    "PersonKey",
    "RecordStep",
    "SealedAboutPerson",
    "SealedThrough",
    "SearchKey",
    "Victim",
    "VictimKind",
]
