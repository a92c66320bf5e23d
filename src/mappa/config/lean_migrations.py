"""Bringing tables up to date without building the classes of all models again at every step."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

from django.db.migrations.operations import AlterField, AlterModelTable, RenameModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

CHANGE_WHAT_KEYS_POINT_AT = (AlterField, AlterModelTable, RenameModel)


@contextmanager
def one_class_at_a_time() -> Iterator[None]:
    """While migrations run in here, a step builds the class of the model that it changes, and no other.

    Django builds anew every model that a chain of keys connects with it, which here are nearly all, some hundred times.
    That matters to code that follows relations, and where tables change that keys of others point at. Both are given
    all classes made anew: the first by Django itself (`RunPython`), the second here.
    """
    with ExitStack() as until:
        _replace(until, ProjectState, "_find_reload_model", _itself)
        for kind in CHANGE_WHAT_KEYS_POINT_AT:
            _replace(until, kind, "database_forwards", _with_all_classes(kind.database_forwards))
        yield


def _replace(until: ExitStack, owner: type, name: str, ours: Callable[..., Any]) -> None:
    """Django has no setting for either."""
    until.callback(setattr, owner, name, vars(owner)[name])
    setattr(owner, name, ours)


def _itself(state: ProjectState, app_label: str, model_name: str, *_: bool) -> set[tuple[str, str]]:
    state.is_delayed = True  # whoever needs all classes then makes them anew
    return {(app_label, model_name)}


def _with_all_classes(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def changed(operation: Operation, app: str, editor: Any, before: ProjectState, after: ProjectState) -> None:
        if not isinstance(operation, AlterField) or operation.field.unique:
            before.clear_delayed_apps_cache()
            after.clear_delayed_apps_cache()
        change(operation, app, editor, before, after)

    return changed
