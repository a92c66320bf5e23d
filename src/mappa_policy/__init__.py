"""The rules of MAPPA, as a library: dated facts in, cited answers out.

Pure Python with its own data: no database, no clock, no network. The product codes against these names:
``determine`` and ``Answer``, ``level_test``, ``level_test_limbs`` and ``level_test_met``, and the rooms
``offences``, ``disposals``, ``editions``, ``parameters`` and ``calendar``.
"""

from mappa_policy.answer import Answer
from mappa_policy.determination import determine
from mappa_policy.model import BadCase, Outcome, PolicyError, Reason
from mappa_policy.rules.levels import LevelLimb, level_test, level_test_limbs, level_test_met

__all__ = [
    "Answer",
    "BadCase",
    "LevelLimb",
    "Outcome",
    "PolicyError",
    "Reason",
    "determine",
    "level_test",
    "level_test_limbs",
    "level_test_met",
]
