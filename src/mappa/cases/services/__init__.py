"""What changes a case."""

from mappa.cases.services.category import confirm_category
from mappa.cases.services.considering import consider_category_3
from mappa.cases.services.critical import mark_critical
from mappa.cases.services.history import open_case, set_category, set_lead_agency, set_level
from mappa.cases.services.leaving import archive_case, exit_case, reactivate_case
from mappa.cases.services.outside import decide_outside
from mappa.cases.services.standing import change_lead_agency, decide_level
from mappa.cases.services.transfers import accept_transfer, refuse_transfer, request_transfer, withdraw_transfer

__all__ = [
    "accept_transfer",
    "archive_case",
    "change_lead_agency",
    "confirm_category",
    "consider_category_3",
    "decide_level",
    "decide_outside",
    "exit_case",
    "mark_critical",
    "open_case",
    "reactivate_case",
    "refuse_transfer",
    "request_transfer",
    "set_category",
    "set_lead_agency",
    "set_level",
    "withdraw_transfer",
]
