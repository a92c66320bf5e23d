"""Finding the signed-in user again on every request."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from mappa.accounts.joint import counts_on
from mappa.accounts.models import FurtherAgency, User
from mappa.kernel import clock


class UserWithPlace(ModelBackend):
    """Passwords as Django checks them; the user comes with agency and area, which every page asks for."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, unless the account is closed."""
        further = FurtherAgency.objects.filter(counts_on(clock.day_of(clock.now())), user=OuterRef("pk"))
        users = User.objects.select_related("agency", "area").annotate(in_joint_unit=Exists(further))
        user = users.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
