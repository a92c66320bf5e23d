"""What changes the register of agencies and what stands in it."""

from mappa.cooperation.services.contacts import end_contact, name_contact
from mappa.cooperation.services.register import (
    add_agency,
    change_agency,
    classify_agency,
    close_agency,
    leave_area,
    serve_area,
)

__all__ = [
    "add_agency",
    "change_agency",
    "classify_agency",
    "close_agency",
    "end_contact",
    "leave_area",
    "name_contact",
    "serve_area",
]
