"""What came of a file. It holds row numbers and words, never a name, and nothing about records already there."""

from dataclasses import dataclass, field
from typing import Any

from mappa.imports.refusals import Refusal

HELD = "It may be about somebody already on record. A person who may decide that looks at it; nothing is lost."


@dataclass
class Report:
    """Counts and refusals of one file."""

    file: str
    area: str
    sha256: str
    dry_run: bool
    rows: int = 0
    taken: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    new_people: int = 0
    known_people: int = 0
    notified: list[int] = field(default_factory=list)
    differences: int = 0
    unknown_codes: dict[int, str] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    accepted: bool = False

    def took(self, rows: list[int], refused: list[Refusal], *, new: bool) -> None:
        """Count the rows of one person, of which some may have been refused. With all refused nobody is counted."""
        wrong = {refusal.row for refusal in refused}
        self.refused += refused
        self.taken += [row for row in rows if row not in wrong]
        if wrong != set(rows):
            self.new_people += new
            self.known_people += not new

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it. `accepted` says whether the file was, or in a dry run would be, taken in."""
        return {
            "file": self.file,
            "area": self.area,
            "sha256": self.sha256,
            "dry_run": self.dry_run,
            "accepted": self.accepted,
            "rows": self.rows,
            "rows_taken": len(self.taken),
            "rows_held": len(self.held),
            "rows_refused": len({refusal.row for refusal in self.refused}),
            "rows_notified": len(self.notified),
            "differences": self.differences,
            "people_new": self.new_people,
            "people_known": self.known_people,
            "held": [{"row": row, "why": HELD} for row in sorted(self.held)],
            "unknown_codes": [
                {"row": row, "cjs_code": code, "what": "Kept as text: categories that depend on it cannot be told."}
                for row, code in sorted(self.unknown_codes.items())
            ],
            "refused": [r.as_dict() for r in sorted(self.refused, key=lambda one: (one.row, one.column))],
        }
