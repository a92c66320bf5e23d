"""As whom a command works: the user it names, also in what the database keeps of former rows."""

from mappa.accounts.models import User
from mappa.kernel.reading import command_works_for


def acting_as(username: str) -> User | None:
    """The user whom a command names, named from now on beside each row that it changes. None: there is no such user."""
    user = User.objects.filter(username=username).select_related("agency", "area").first()
    if user is not None:
        command_works_for(user)
    return user
