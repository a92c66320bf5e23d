"""What is recorded for fairness about the invented people. Drawn by itself, so that no other story changes."""

from datetime import date, timedelta
from random import Random

from mappa.demonstration.write import BY, Written, noon
from mappa.diversity.models import Basis, DiversityFact, Nothing

SEED = 35
ASKED_AFTER = timedelta(days=3)
SHARES: dict[str, tuple[tuple[str, int], ...]] = {
    "race": (
        ("white_british", 70), ("white_other", 6), ("white_traveller", 1), ("mixed_caribbean", 3), ("asian_indian", 3),
        ("asian_pakistani", 4), ("black_african", 4), ("black_caribbean", 3), ("another", 1),
    ),
    "religion": (("none", 40), ("christian", 25), ("muslim", 7), ("hindu", 2), ("sikh", 1)),
    "sexuality": (("straight", 60), ("gay", 3), ("bisexual", 2)),
    "disability": (("not_disabled", 60), ("disabled", 20)),
}  # fmt: skip
"""How often each answer is drawn. Invented: nothing here says anything about anybody."""
NOTHINGS = ((Nothing.DECLINED, 6), (Nothing.NOT_KNOWN, 5), (Nothing.NOT_ASKED, 8))
ALSO_NOTHING = 12
"""The share of rows that do not exist at all, so that the page shows what nobody wrote down."""


def write_diversity(written: list[Written], *, on: date) -> None:
    """Answers for nearly everybody, given soon after the record was made."""
    random = Random(SEED)  # noqa: S311 - invented people need no secrecy
    rows = []
    for each in written:
        day = min(each.person.recorded_at.date() + ASKED_AFTER, on)
        answers = {"gender": "man" if each.person.sex == "male" else "woman"}
        for characteristic, shares in SHARES.items():
            names, weights = zip(*shares, *NOTHINGS, ("", ALSO_NOTHING), strict=True)
            answers[characteristic] = random.choices(names, weights)[0]
        rows += [_fact(each, characteristic, answer, day) for characteristic, answer in answers.items() if answer]
    DiversityFact.objects.bulk_create(rows, batch_size=2000)


def _fact(each: Written, characteristic: str, answer: str, day: date) -> DiversityFact:
    nothing = answer in Nothing.values
    asked = answer != Nothing.NOT_ASKED
    return DiversityFact(
        person=each.person, characteristic=characteristic, on=day, recorded_at=noon(day), recorded_by=BY,
        group="" if nothing else answer, nothing=answer if nothing else "",
        words="In words of their own" if answer == "another" else "",
        basis="" if nothing else Basis.SELF_DESCRIBED, said_by="To the police, at the first interview" if asked else "",
    )  # fmt: skip
