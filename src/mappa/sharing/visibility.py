"""A share as one way to come to know of a person: for the sections that it names, and never for the whole record."""

from typing import Any

from django.db.models import QuerySet

from mappa.accounts.permissions import Permission, may
from mappa.kernel.clock import day_of
from mappa.people.visibility import WHOLE, Ground, Question, Source
from mappa.sharing.models import Share
from mappa.sharing.selectors import VICTIMS, holding_on


def _rows(question: Question) -> QuerySet[Share] | None:
    """The shares of the asker's agency that hold at the instant of asking and name the section asked for."""
    if question.section == WHOLE or not may(question.actor, Permission.SHARE_RECEIVE):
        return None
    if question.section == VICTIMS and not may(question.actor, Permission.VICTIMS_VIEW):
        return None
    now = holding_on(day_of(question.at))
    return Share.objects.filter(now, agency=question.actor.agency_id, sections__name=question.section)


def _ground(share: Any) -> Ground:
    sentence = f"This section was shared with your agency, in {share.origin}: {share.purpose}"
    return Ground("share", sentence, share.since, share.until)


SHARED = Source("share", _rows, _ground)
