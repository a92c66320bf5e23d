"""Finding the signed-in user again on every request."""

from django.contrib.auth.backends import ModelBackend

from mappa.accounts.models import User


class UserWithPlace(ModelBackend):
    """Passwords as Django checks them; the user comes with agency and area, which every page asks for."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, unless the account is closed."""
        user = User.objects.select_related("agency", "area").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
