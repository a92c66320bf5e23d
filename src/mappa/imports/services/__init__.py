"""Taking court results in, and what follows when a person has decided about a doubtful match."""

from mappa.imports.services.held import decide_held, rows_of
from mappa.imports.services.take import import_results, keep_waiting, take_waiting

__all__ = ["decide_held", "import_results", "keep_waiting", "rows_of", "take_waiting"]
