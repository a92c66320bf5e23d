"""How often Python looks for rubbish: seldom, and never among what start-up made.

Made by the thousand, model classes, queries and template nodes point at each other. By default Python searches all of
them after every few hundred new objects, and a page or a migration waits for it.
"""

import gc

NEW_OBJECTS = 50_000
"""How many new objects are looked through at a time: a few megabytes."""
YOUNG_ROUNDS, MIDDLE_ROUNDS = 20, 100


def look_seldom() -> None:
    """Keep what there is now for good, and look through new objects in larger heaps. Safe to repeat."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, MIDDLE_ROUNDS)
