"""Telling MAPPA of somebody, and what becomes of it."""

from mappa.notices.services.answering import answer_notice, open_for_notice
from mappa.notices.services.counting import MOST_PEOPLE, tell_count
from mappa.notices.services.telling import Told, notify

__all__ = ["MOST_PEOPLE", "Told", "answer_notice", "notify", "open_for_notice", "tell_count"]
