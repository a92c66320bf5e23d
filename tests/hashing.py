"""Passwords of tests: the product's own algorithm, as quick as it can be."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 with the smallest costs."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
