"""Sessions that know whose they are, and when they have lasted long enough."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from mappa.accounts.models import Session
from mappa.kernel import clock

BEGAN, BROWSER = "began_at", "browser"
SEEN_EVERY = timedelta(seconds=30)
"""How exactly it is known when a session was last used: a row for every request would cost more than it tells."""


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with user, beginning and last use beside the contents."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of sessions."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = super()._get_session_from_db()
        self.seen_at = row.seen_at if row else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save. The first one with a user in it is when that person signed in."""
        user_id, now = data.get(SESSION_KEY), clock.now()
        if user_id:
            data.setdefault(BEGAN, now.isoformat())
        row = super().create_model_instance(data)
        if user_id:
            row.user_id, row.seen_at, row.browser = int(user_id), now, data.get(BROWSER, "")
            row.began_at = datetime.fromisoformat(data[BEGAN])
        return row

    def over(self, at: datetime) -> str:
        """Why this signed-in session is over at that instant: unused for too long, or as old as it may get. Else ""."""
        began = self.get(BEGAN)
        if began is None or self.seen_at is None:
            return ""  # it begins with this request
        if at - datetime.fromisoformat(began) >= timedelta(hours=settings.ENVIRONMENT.session_hours):
            return "as old as a session may get"
        if at - self.seen_at >= timedelta(minutes=settings.ENVIRONMENT.session_idle_minutes):
            return "not used for too long"
        return ""

    def used(self, at: datetime) -> None:
        """Remember that it is in use, not more often than `SEEN_EVERY`."""
        if self.session_key and self.seen_at and at - self.seen_at >= SEEN_EVERY:
            Session.objects.filter(pk=self.session_key).update(seen_at=at)
