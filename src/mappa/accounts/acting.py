"""As whom a command works: the user it names, also in what the database keeps of former rows."""

from mappa.accounts.models import User
from mappa.kernel.decisions import NotPossible
from mappa.kernel.reading import command_works_for


def acting_as(username: str, *, undone: str) -> User:
    """The user whom a command names, named from now on beside each row that it changes.

    Args:
        undone: what was not done, where nobody can act: "nothing was searched".

    Raises:
        NotPossible: there is no such user, or the account is closed.
    """
    user = User.objects.filter(username=username).select_related("agency", "area").first()
    if user is None:
        raise NotPossible(f"There is no user “{username}”, so {undone}. Name one with --as.")
    if not user.is_active:
        raise NotPossible(f"The account of “{username}” is closed, so {undone}. Name somebody else with --as.")
    command_works_for(user)
    return user
