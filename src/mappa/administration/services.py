"""Opening, confirming, moving, suspending and closing accounts. None of it is ever done by their holder."""

from datetime import datetime
from typing import Any

from django.core.validators import RegexValidator
from django.db import transaction

from mappa.accounts.lifecycle import AccountAction, AccountNote, account_after
from mappa.accounts.models import AccountStep, KnownDevice, Session, User
from mappa.accounts.permissions import Permission, may
from mappa.accounts.roles import Role
from mappa.accounts.unused import PRIVILEGED
from mappa.administration.leftovers import HANDS, Leftover, leftovers_of
from mappa.administration.models import Handover
from mappa.administration.selectors import accounts_visible_to, state_of
from mappa.agencies.models import Agency, Area
from mappa.audit.commands import CommandLine
from mappa.audit.models import What
from mappa.audit.purposes import HANDING_OVER, LOOKING_AFTER_ACCOUNTS
from mappa.audit.services import record
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.kernel.reading import wider

USER_NAME = RegexValidator(r"^[a-z0-9](?:[a-z0-9._-]{1,62}[a-z0-9])$")
Administrator = User | CommandLine
WAITS = "Waits for a second person to agree, because of its role"


def tell(user: User, action: str, *, actor: Administrator, at: datetime, purpose: str = "", **details: Any) -> None:
    """Record what was done to an account. Why, in words, is kept with the account (`note`), and not in the log."""
    record(
        what=What.ACCESS, operation=f"administration:account:{action}", actor=actor, subject_type="user",
        subject=user.username, at=at, purpose=purpose, **details,
    )  # fmt: skip


def note(user: User, what: AccountNote, *, actor: Administrator, at: datetime, reason: str) -> None:
    """Keep with an account, and on record, what was done about it and why. It stands where it stood."""
    AccountStep.objects.create(user=user, action=what.value, at=at, by=actor.username, reason=_reasoned(reason))
    tell(user, what.value, actor=actor, at=at, purpose=LOOKING_AFTER_ACCOUNTS)


def may_administer(user: User, permission: Permission, actor: Administrator) -> None:
    """Look and may, for every change of an account.

    Raises:
        User.DoesNotExist: the account belongs to another area.
        Refused: the actor's role may not, or it is their own account. Two people are needed for each.
    """
    if isinstance(actor, CommandLine):
        return
    accounts_visible_to(actor).get(pk=user.pk)
    require(may(actor, permission))
    if actor.pk == user.pk:
        raise Refused("Nobody changes or confirms their own account. Nothing was changed. Ask another administrator.")


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise Incomplete("A reason is missing, so nothing was changed.", {"reason": "Say why."})
    return reason.strip()[:300]


def _step(
    user: User, action: AccountAction, *, actor: Administrator, at: datetime, reason: str, **details: Any
) -> User:
    """Lock the account, check that the step is possible, and add it with its audit row."""
    User.objects.select_for_update().get(pk=user.pk)
    place = actor if isinstance(actor, User) else user
    found = accounts_visible_to(place).get(pk=user.pk)
    account_after(state_of(found, at), action)
    AccountStep.objects.create(
        user=user, action=action.value, at=at, by=actor.username, reason=_reasoned(reason), details=details
    )
    tell(user, action.value, actor=actor, at=at, purpose=LOOKING_AFTER_ACCOUNTS, **details)
    return found


@transaction.atomic
def open_account(
    *, username: str, name: str, role: str, agency: Agency | None, area: Area, post: str, reason: str,
    actor: Administrator, at: datetime,
) -> User:  # fmt: skip
    """Open an account without a password. Its holder chooses one by a link, and sets up a second factor.

    Raises:
        Refused: the actor's role may not open accounts, or the area is another one.
        Incomplete: something is missing, or somebody has this user name. `fields` says which.
    """
    if isinstance(actor, User):
        require(may(actor, Permission.ACCOUNT_CHANGE))
        if area.pk != actor.area_id:
            raise Refused(f"You administer {actor.area.name}, not {area.name}. Ask its system administrator.")
    wrong = _wrong(username=username, name=name, role=role, agency=agency, area=area, reason=reason)
    if wrong or agency is None:
        raise Incomplete("The account was not opened.", wrong)
    user = User(username=username, name=name.strip(), role=role, agency=agency, area=area, post=post.strip())
    user.set_unusable_password()
    user.save()
    AccountStep.objects.create(
        user=user, action=AccountAction.OPEN.value, at=at, by=actor.username, reason=_reasoned(reason)
    )
    facts = {"role": role, "agency_of_account": agency.code}
    tell(user, "open", actor=actor, at=at, purpose=LOOKING_AFTER_ACCOUNTS, **facts)
    _wait_for_a_second_person(user, role, actor=actor, at=at)
    return user


def _wait_for_a_second_person(user: User, role: str, *, actor: Administrator, at: datetime) -> None:
    """Let nobody in with an account that has just been given a role that administers, until somebody else agrees.

    The first accounts of an installation are opened at the machine, where there is nobody else yet.
    """
    if isinstance(actor, User) and Role(role) in PRIVILEGED:
        _step(user, AccountAction.SUSPEND, actor=actor, at=at, reason=WAITS)
        _shut(user)


def _require_second_person(user: User, actor: User) -> None:
    beside = [AccountAction.CONFIRM.value, *(each.value for each in AccountNote)]
    last = user.account_steps.exclude(action__in=beside).order_by("-pk").first()
    if Role(user.role) in PRIVILEGED and last and last.by == actor.username:
        raise Refused(
            "This account administers or reads what others do, so two people decide on it, and you were the first. "
            "Nothing was changed. Ask the information governance lead or another administrator to reinstate it."
        )


def _wrong(*, username: str, name: str, role: str, agency: Agency | None, area: Area, reason: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not USER_NAME.regex.fullmatch(username):
        wrong["username"] = (
            "Use 3 to 64 small letters, numbers, dots and hyphens, beginning and ending with a letter or number"
        )
    elif User.objects.filter(username=username).exists():
        wrong["username"] = "Somebody has this user name. Choose another; those of closed accounts stay taken"
    if not name.strip():
        wrong["name"] = "Enter the name of the person"
    if role not in set(Role):
        wrong["role"] = "Choose what the person is here to do"
    if agency is None or not agency.areas.filter(pk=area.pk).exists():
        wrong["agency"] = "Choose an agency of this area"
    if not reason.strip():
        wrong["reason"] = "Say why, and who asked for it"
    return wrong


@transaction.atomic
def confirm_account(*, user: User, reason: str, actor: User, at: datetime) -> None:
    """Say that somebody still needs what they have. Errors as for every step."""
    may_administer(user, Permission.ACCOUNT_CONFIRM, actor)
    _step(user, AccountAction.CONFIRM, actor=actor, at=at, reason=reason)


@transaction.atomic
def suspend_account(*, user: User, reason: str, actor: User, at: datetime) -> None:
    """Let nobody in with this account from the next request on, until it is reinstated. Nothing in hand changes."""
    may_administer(user, Permission.ACCOUNT_CHANGE, actor)
    _step(user, AccountAction.SUSPEND, actor=actor, at=at, reason=reason)
    _shut(user)


@transaction.atomic
def reinstate_account(*, user: User, reason: str, actor: User, at: datetime) -> None:
    """Let somebody in again, with their own second factor.

    Args:
        reason: says which manager asked for it; the Ministry of Justice's guide wants their approval.

    Raises:
        Refused: besides the reasons of every change, the account has a role that administers, and the actor is the one
            who opened, moved or suspended it. An information governance lead may be the second person.
    """
    may_administer(user, Permission.ACCOUNT_CONFIRM, actor)
    if Role(user.role) not in PRIVILEGED:
        require(may(actor, Permission.ACCOUNT_CHANGE))
    User.objects.select_for_update().get(pk=user.pk)
    _require_second_person(user, actor)
    _step(user, AccountAction.REINSTATE, actor=actor, at=at, reason=reason)
    User.objects.filter(pk=user.pk).update(is_active=True)


def _shut(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    Session.objects.filter(user=user).delete()
    KnownDevice.objects.filter(user=user).delete()


def _nothing_left(user: User, at: datetime) -> None:
    left = leftovers_of(user, at)
    if left:
        some = "; ".join(item.words for item in left[:3]) + ("; and others" if len(left) > 3 else "")  # noqa: PLR2004
        raise NotPossible(
            f"{user.name} still has {len(left)} thing{'s' if len(left) > 1 else ''} in hand ({some}). If the account "
            "closed now, nobody would see to them. Nothing was changed. Hand each over or end it first."
        )


@transaction.atomic
def close_account(*, user: User, reason: str, actor: User, at: datetime) -> None:
    """Close an account for good, once nothing is left in hand. Its sessions end, and its next request is refused.

    Raises:
        NotPossible: something is left in hand, or the account is closed already.
    """
    may_administer(user, Permission.ACCOUNT_CHANGE, actor)
    _step(user, AccountAction.CLOSE, actor=actor, at=at, reason=reason)
    _nothing_left(user, at)
    _shut(user)


@transaction.atomic
def move_account(*, user: User, agency: Agency, role: str, reason: str, actor: User, at: datetime) -> None:
    """Move somebody to another agency of the area or another role, once nothing is left in hand.

    Their sessions end with the next request, because they were opened for what they had before.

    Raises:
        Incomplete: the agency or role is not one, or both are those they have.
        NotPossible: something is left in hand, or the account is not open.
    """
    may_administer(user, Permission.ACCOUNT_CHANGE, actor)
    wrong: dict[str, str] = {}
    if role not in set(Role):
        wrong["role"] = "Choose what the person is here to do"
    if not agency.areas.filter(pk=user.area_id).exists():
        wrong["agency"] = "Choose an agency of this area"
    if not wrong and (agency.pk, role) == (user.agency_id, user.role):
        wrong["role"] = "This is the agency and role they have. Change one of them"
    if wrong:
        raise Incomplete("The account was not moved.", wrong)
    before = {"agency": user.agency_code, "role": user.role}
    _step(
        user, AccountAction.MOVE, actor=actor, at=at, reason=reason, before=before,
        after={"agency": agency.code, "role": role},
    )  # fmt: skip
    _nothing_left(user, at)
    User.objects.filter(pk=user.pk).update(agency=agency, role=role)
    _wait_for_a_second_person(user, role, actor=actor, at=at)


@transaction.atomic
@wider("accounts")
def hand_over(*, user: User, keys: list[str], to: User | None, reason: str, actor: User, at: datetime) -> int:
    """Give things that somebody has in hand to a colleague, or end them, all or none. Gives how many.

    Args:
        keys: which of `leftovers_of`.
        to: who takes them over; None where they end, or stay with the agency with nobody named.

    Raises:
        User.DoesNotExist, Refused: as for every change of an account.
        Incomplete: nothing is chosen, or there is no reason.
        NotPossible: the colleague cannot take one of them over, or it is not in hand any more.
    """
    may_administer(user, Permission.ACCOUNT_CHANGE, actor)
    why = _reasoned(reason)
    if not keys:
        raise Incomplete("Nothing was handed over.", {"things": "Choose what is handed over"})
    if to and (to.pk == user.pk or not to.is_active or to.area_id != user.area_id):
        raise NotPossible(f"{to.name} cannot take anything over. Nothing was handed over. Choose another colleague.")
    User.objects.select_for_update().get(pk=user.pk)
    in_hand: dict[str, Leftover] = {item.key: item for item in leftovers_of(user, at)}
    for key in dict.fromkeys(keys):
        item = in_hand.get(key)
        if item is None:
            raise NotPossible("Something you chose is not in hand any more. Nothing was handed over. Look again.")
        HANDS[item.kind](item, to, why, actor, at)
        Handover.objects.create(
            user=user, kind=item.kind, thing=item.thing, reference=item.reference, to=to, at=at, by=actor.username,
            reason=why,
        )  # fmt: skip
    tell(user, "hand-over", actor=actor, at=at, purpose=HANDING_OVER, to=to.username if to else "", things=sorted(keys))
    return len(set(keys))
