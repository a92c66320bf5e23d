"""Adding many duty rows at once."""

import json
from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from psycopg import sql

from mappa.duties.models import DutyRow

TABLE = DutyRow._meta  # noqa: SLF001 - Django documents it as public
FIELDS = [field for field in TABLE.concrete_fields if not field.primary_key]
INSERT = sql.SQL(
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
).format(
    table=sql.Identifier(TABLE.db_table),
    columns=sql.SQL(", ").join(sql.Identifier(field.column) for field in FIELDS),
)


def add_in_bulk(rows: Sequence[DutyRow]) -> None:
    """Add rows from one value: no statement of thousands of values is made. COPY would pass no row policy."""
    if not rows:
        return
    told = [{field.column: getattr(row, field.attname) for field in FIELDS} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [json.dumps(told, cls=DjangoJSONEncoder)])
