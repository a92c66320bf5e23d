"""Why a file or a row is not taken, and what to do about it."""

from dataclasses import asdict, dataclass

from mappa.kernel.decisions import Problem


class FileRefused(Problem):
    """The whole file is not taken. The message says what is wrong, that nothing was saved, and the remedy."""


@dataclass(frozen=True)
class Refusal:
    """One row that is not taken. `row` counts as a spreadsheet does: the header is row 1.

    The words never hold the name of anybody.
    """

    row: int
    column: str
    reason: str
    remedy: str

    def as_dict(self) -> dict[str, object]:
        """For the report."""
        return asdict(self)
