"""PostgreSQL as the product uses it; only the emptying of tables between transactional tests is quicker."""

from django.db.backends.postgresql import base, operations

KEPT = ("django_content_type", "auth_permission")
"""Django writes these itself, the same again each time, whenever it has emptied the tables."""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        """Take out the rows. TRUNCATE makes new files for every table and index, which takes a second or more.

        The order does not matter: foreign keys are looked at when the transaction ends.
        """
        if reset_sequences or allow_cascade:
            return super().sql_flush(style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        return [" ".join(("DELETE FROM", self.quote_name(table))) for table in tables if table not in KEPT]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
