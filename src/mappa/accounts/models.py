"""People who sign in, their roles and clearances, where they are signed in, and who tried in vain."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from mappa.accounts.lifecycle import AccountAction, AccountNote
from mappa.accounts.roles import Role
from mappa.agencies.models import Agency, Area

if TYPE_CHECKING:
    from mappa.accounts.sessions import SessionStore


class UserManager(BaseUserManager["User"]):
    """Users are found by the name they sign in with."""


class User(AbstractBaseUser):
    """One person who signs in, acting for one agency in one area. None of this is self-service."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=32, choices=[(role.value, role.label) for role in Role])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="users")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True, help_text="What a demonstration account is for")

    USERNAME_FIELD = "username"
    objects = UserManager()

    @property
    def agency_code(self) -> str:
        """The code of the agency this person acts for."""
        return self.agency.code

    @property
    def home_agency_id(self) -> int:
        """The agency that the account belongs to, whichever it acts for now."""
        return int(self.__dict__.get("_home_agency_id", self.agency_id))

    def act_for(self, agency: Agency) -> None:
        """Act for another of one's agencies, for as long as this object lives. The account stays where it is."""
        self.__dict__.setdefault("_home_agency_id", self.agency_id)
        self.agency = agency

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to store the agency that somebody only acts for."""
        fields = kwargs.get("update_fields")
        if self.agency_id != self.home_agency_id and (fields is None or "agency" in fields):
            raise RuntimeError("This account acts for another agency now. Read it again before it is changed.")
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session was opened for. A change of any of it ends every session at its next request.

        Django compares it on every request; the two public methods around it add the keys that are going out of use.
        A clearance is not among them: it is asked for in the database whenever it matters, so nothing outlives it.
        """
        opened_for = [self.password, self.role, self.home_agency_id, self.area_id]
        text = "\x1f".join(str(part) for part in opened_for)
        return salted_hmac("mappa.accounts.session", text, secret=secret, algorithm="sha256").hexdigest()


class FurtherAgency(models.Model):
    """Another agency that somebody in a joint unit may act for (NOMINAL-21). Both days are included."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="further_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, help_text="The joint unit")
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "agency"], name="accounts_further_agency")]


class Clearance(models.Model):
    """One vetted user may read one compartment, from a first to a last day (both included). It always ends.

    A longer one is a further row. None is removed: what somebody was cleared for stays known.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=16, help_text="The compartment that it opens")
    since = models.DateField()
    until = models.DateField(help_text="The last day; a clearance without an end is not possible")
    reason = models.CharField(max_length=300, help_text="The vetting it rests on")
    granted_by = models.CharField(max_length=150)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "kind", "until"], name="accounts_cleared")]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="accounts_cleared_in_order")
        ]


class Session(AbstractBaseSession):
    """One browser's session. While somebody is signed in it says who, since when, and when it was last used."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=80, blank=True)

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """The store that reads and writes these rows."""
        from mappa.accounts.sessions import SessionStore  # noqa: PLC0415 - the store needs this model

        return SessionStore

    @property
    def reference(self) -> str:
        """A name for this session that can stand in a page: it opens nothing."""
        return hashlib.sha256(f"reference {self.session_key}".encode()).hexdigest()[:16]


class KnownDevice(models.Model):
    """A browser in which somebody has signed in before. Guesses made elsewhere do not keep it out."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    key = models.CharField(max_length=64)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="accounts_one_row_a_device")]


class FailedSignIn(models.Model):
    """One failed sign-in, counted against a name, an address or a device. Holds keyed hashes, nothing in clear."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="accounts_failed")]


class AccountStep(models.Model):
    """What was done to an account, by whom, when and why. Rows are added, never changed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="account_steps")
    action = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in (*AccountAction, *AccountNote)]
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=300)
    details = models.JSONField(default=dict, help_text="Of a move: what was before and what is after")

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="accounts_step")]


class ProviderIdentity(models.Model):
    """Whom an agency's own sign-in means by a subject, as an administrator bound it. Never found by name or e-mail."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()
    bound_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=models.Q(ended_at=None), name="accounts_subject_once"
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"], condition=models.Q(ended_at=None), name="accounts_one_id"
            ),
        ]
