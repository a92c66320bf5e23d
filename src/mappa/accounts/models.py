"""People who sign in, their roles and clearances."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.accounts.roles import Role
from mappa.agencies.models import Agency, Area


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
    clearances = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True, help_text="What a demonstration account is for")

    USERNAME_FIELD = "username"
    objects = UserManager()

    @property
    def agency_code(self) -> str:
        """The code of the agency this person acts for."""
        return self.agency.code
