"""A file of court results taken in both ways, together and one by one, with every row that either leaves."""

import re

from django.apps import apps
from django.db import connection, transaction

from mappa.accounts.permissions import Role
from mappa.imports.services import import_results, take
from mappa.imports.services.bulk import Together
from tests.factories.accounts import a_user
from tests.factories.people import NOON

DERIVED = {"accounts.User", "audit.AuditLeaf", "audit.AuditSeal", "histories.RowChange", "kernel.ReferenceCounter"}
WITHOUT_ORDER = {"people.SearchKey"}
POINTS_AT = {
    "row": None, "address": "people.Address", "determination": "determinations.Determination", "alias": "people.Alias",
}  # fmt: skip


class OneByOne(Together):
    """Nobody is simple enough to be written with others."""

    def add(self, told, looked, place):
        return False


class Counted(Together):
    """Counts those who are written with others, the new and those on record."""

    quick = [0, 0]

    def add(self, told, looked, place):
        there = super().add(told, looked, place)
        self.quick[place in looked.known] += there
        return there


def everything():
    """Every row of the product, its own number and those that it refers to by their place in the table."""
    models = [m for m in apps.get_models() if m.__module__.startswith("mappa.") and m._meta.label not in DERIVED]
    places = {
        model._meta.label: {row.pk: place for place, row in enumerate(model._base_manager.order_by("pk"))}
        for model in models
    }  # fmt: skip
    found = {}
    for model in models:
        rows = []
        for row in model._base_manager.order_by("pk"):
            said = {}
            for column in model._meta.concrete_fields:
                value = column.value_from_object(row)
                if column.primary_key:
                    continue
                if column.is_relation and value is not None and column.related_model._meta.label in places:
                    value = places[column.related_model._meta.label][value]
                said[column.attname] = value
            rows.append(_plain(model._meta.label, said, places))
        found[model._meta.label] = sorted(rows, key=repr) if model._meta.label in WITHOUT_ORDER else rows
    return found


def _plain(label, said, places):
    if label == "audit.AuditEvent":
        if said["subject_type"] == "match":
            said["subject"] = places["matching.DoubtfulMatch"][int(said["subject"])]
        kind = said["operation"].split(":")[1].capitalize().replace("Notification", "NotificationEvent")
        for name, table in POINTS_AT.items():
            if name in said["details"]:
                said["details"][name] = places[table or f"offending.{kind}"][said["details"][name]]
    if label == "determinations.Determination":  # the engine knows a conviction by its number
        known = places["offending.Conviction"]
        text = re.sub(
            r"\bC(\d+)\b", lambda one: f"C#{known.get(int(one[1]), one[1])}", repr((said["facts"], said["answer"]))
        )
        said |= {"facts": text, "answer": ""}
    return said


def took(content, area, monkeypatch, way=Together, taking=import_results):
    """Take the file in, see what there is then, and take it back."""
    with transaction.atomic():
        monkeypatch.setattr(take, "Together", way)
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        report = taking(
            content=content, name="results.csv", area=area, actor=actor, at=NOON, dry_run=False,
            accept_good_rows=True,
        )  # fmt: skip
        rows = everything()
        transaction.set_rollback(True)
    return report.as_dict(), rows


def as_owner(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(statement)
        cursor.execute("SET ROLE mappa_app")


class CountStatements:
    """How many statements reach the database."""

    def __enter__(self):
        self.number = 0
        self._wrapped = connection.execute_wrapper(self._count)
        self._wrapped.__enter__()
        return self

    def _count(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)

    def __exit__(self, *problem):
        self._wrapped.__exit__(*problem)
