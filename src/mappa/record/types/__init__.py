"""Every declared type of attachment. To add one, write its declaration in the module of its group."""

from mappa.record.declaration import AttachmentType
from mappa.record.types import around, controls, decisions, health, identity, life, management, offending, reached, risk

TYPES: dict[str, AttachmentType] = {
    each.key: each
    for module in (identity, reached, around, life, offending, controls, health, risk, management, decisions)
    for each in module.TYPES
}
"""By key, in the order in which the record is read."""
