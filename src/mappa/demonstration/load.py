"""Loading the demonstration: the same day and seed give the same rows."""

import sys
from datetime import date, timedelta
from random import Random
from typing import TextIO

from django.db import transaction

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.demonstration.accounts import open_accounts
from mappa.demonstration.answers import ARCHIVED_AFTER, decide
from mappa.demonstration.cohorts import COHORTS
from mappa.demonstration.cooperation import keep_documents, keep_links, keep_register
from mappa.demonstration.dangerous import record_dangerous
from mappa.demonstration.diversity import write_diversity
from mappa.demonstration.doubles import record_twice
from mappa.demonstration.extracted import take_extract
from mappa.demonstration.names import an_address
from mappa.demonstration.noticed import tell_counts, tell_mappa
from mappa.demonstration.panels import write_panels, write_risk
from mappa.demonstration.places import build_places
from mappa.demonstration.quality import test_records
from mappa.demonstration.recent import EASTMERE, RECENT
from mappa.demonstration.record import write_record
from mappa.demonstration.story import DAY, Story
from mappa.demonstration.telling import write_told
from mappa.demonstration.today import today
from mappa.demonstration.write import Written, write_notifications, write_offending, write_people
from mappa.duties.services import derive
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.kernel.models import ReferenceCounter

SEED = 2019
REVIEWED_EVERY = timedelta(days=115)


def stories_of(on: date, seed: int = SEED) -> list[Story]:
    """Everybody's story, in the order in which they are numbered."""
    random = Random(seed)  # noqa: S311 - invented people need no secrecy
    found = [make(random) for how_many, make in COHORTS for _ in range(how_many)]
    found += [make(random, on) for how_many, make in RECENT for _ in range(how_many)]
    east = [make(random, on) for how_many, make in EASTMERE for _ in range(how_many)]
    for story in east:
        story.area = "eastmere"
    found += east
    for story in found:
        for sentence in story.sentences:
            sentence.facts = sentence.offence.circumstances(random)
    for story in east:
        story.address = an_address(random, story.area)
    return found


def is_loaded() -> bool:
    """Whether a demonstration is there already."""
    return User.objects.filter(is_demonstration=True).exists()


def load(on: date, stdout: TextIO = sys.stderr, *, seed: int = SEED) -> None:
    """Write the demonstration around a day, unless it is there already. All or nothing."""
    if is_loaded():
        stdout.write("The demonstration is loaded already. Use --reset to make it again around today.\n")
        return
    at = clock.now()
    with transaction.atomic():
        build_places(on, at)
        open_accounts(at)
        keep_register(on=on, at=at)
        keep_documents(on=on, at=at)
        written, _ = write_histories(stories_of(on, seed), on=on)
        stdout.write(f"{len(written)} invented people\n")
        with gathering():
            today(written, on=on, at=at)
            keep_links(on=on, at=at)
            test_records(on=on, at=at)
            record_dangerous(on=on, at=at)
            tell_mappa(on=on, at=at)
            tell_counts(on=on, at=at)
            record_twice(on=on, at=at)
            take_extract(on=on, at=at)
        everybody = list(Case.objects.select_related("person"))
        stdout.write(f"{derive(everybody, on=on, at=at)} duties derived\n")


def write_histories(stories: list[Story], *, on: date) -> tuple[list[Written], list[Case]]:
    """Everything that has happened until the day, from the court to the archive."""
    written = write_people(stories, on=on)
    for each in written:
        supervise(each.story, on=on)
    write_offending(written)
    cases = decide(written, on=on)
    for each in written:
        registered(each.story, on=on)
    write_notifications(written, on=on)
    write_panels(written, cases)
    write_risk(written, cases)
    write_diversity(written, on=on)
    write_record(written, on=on)
    write_told(written, on=on)
    years = {case.reference[:4] for case in cases}
    for prefix in years:
        ReferenceCounter.objects.get_or_create(prefix=f"{prefix}-{on.year}")
    return written, cases


def supervise(story: Story, *, on: date) -> None:
    """Probation supervises from release to the end of the licence, and visits in the first days."""
    ends = max((each.licence_end for each in story.sentences if each.licence_end), default=None)
    out = [day for kind, day, *_ in story.moves if kind == "released"]
    by = "yot" if story.lead == "yot" else "probation"
    if ends and out and out[0] < ends:
        story.moves.append(("supervision_started", out[0], "", {"by": by}))
        if ends <= on:
            story.moves.append(("supervision_ended", ends, "", {}))
        story.visits += [
            (day + timedelta(days=5), "probation") for day in out if day + timedelta(days=5) <= min(on, ends)
        ]
    story.moves.sort(key=lambda move: move[1])


def registered(story: Story, *, on: date) -> None:
    """The life of the nominal record: made in time, reviewed while supervised, archived at the end."""
    story.steps.append(("registered", story.opened + DAY))
    dealt = [each.sentenced for each in story.sentences if each.licence_end]
    if dealt and story.category in {1, 2}:
        story.steps.append(("flagged", dealt[0] + DAY))
    spans = {kind: day for kind, day, *_ in story.moves if kind.startswith("supervision")}
    if "supervision_started" in spans and story.lead != "yot":
        day = max(spans["supervision_started"], story.opened + DAY) + REVIEWED_EVERY
        while day <= min(spans.get("supervision_ended", on), story.leaves or on):
            story.steps.append(("record_reviewed", day))
            day += REVIEWED_EVERY
    if story.leaves:
        story.steps.append(("archived", story.leaves + ARCHIVED_AFTER))
