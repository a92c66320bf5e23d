"""The application's role in the database, and what it may not do there."""

import pytest
from django.db import ProgrammingError, connection, transaction


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def refused(statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement)
    return True


@pytest.mark.django_db
class TestApplicationRole:
    def test_is_neither_owner_nor_superuser(self):
        role = "SELECT current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
        assert execute(f"{role} FROM pg_roles WHERE rolname = current_user") == [
            ("mappa_app", False, False, False, False)
        ]
        assert execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'mappa_app'") == [(0,)]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_auditevent SET who = 'nobody'",
            "DELETE FROM audit_auditevent",
            "TRUNCATE audit_auditevent",
        ],
    )
    def test_cannot_change_or_remove_an_audit_row(self, statement):
        assert refused(statement)

    def test_can_add_and_read_audit_rows(self):
        rights = "has_table_privilege('audit_auditevent', 'INSERT'), has_table_privilege('audit_auditevent', 'SELECT')"
        assert execute(f"SELECT {rights}") == [(True, True)]

    def test_cannot_truncate_any_table(self):
        truncatable = (
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND has_table_privilege(oid, 'TRUNCATE')"
        )
        assert execute(truncatable) == []

    def test_cannot_make_tables_or_rewrite_the_list_of_migrations(self):
        assert refused("CREATE TABLE mine (id int)")
        assert refused("DELETE FROM django_migrations")


@pytest.mark.django_db(transaction=True)
class TestTransactionalTests:
    def test_also_work_as_the_application(self):
        assert execute("SELECT current_user") == [("mappa_app",)]
        connection.close()
        assert execute("SELECT current_user") == [("mappa_app",)]
