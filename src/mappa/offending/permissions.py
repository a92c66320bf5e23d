"""Who may add to the record of offending."""

from mappa.accounts.permissions import HasRole, Permission, may
from mappa.kernel.decisions import Decision


def may_record(actor: HasRole) -> Decision:
    """Those who record facts on a case, and those who bring in results from the courts."""
    return may(actor, Permission.RESULTS_IMPORT) or may(actor, Permission.FACT_RECORD)
