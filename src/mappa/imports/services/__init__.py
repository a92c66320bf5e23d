"""Taking files in, and what follows when a person has decided about a doubtful match or a difference."""

from mappa.imports.services.bundle import STAMP, export_bundle
from mappa.imports.services.held import decide_held, rows_of
from mappa.imports.services.take import import_results
from mappa.imports.services.waiting import IMPORTS, LABELS, keep_waiting, take_waiting

__all__ = [
    "IMPORTS", "LABELS", "STAMP", "decide_held", "export_bundle", "import_results", "keep_waiting", "rows_of",
    "take_waiting",
]  # fmt: skip
