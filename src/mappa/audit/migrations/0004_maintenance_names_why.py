"""No statement changes the log, not even its owner's, unless a setting of the session says why; that is kept.

SET mappa.audit_maintenance = 'Retention: entries before 2020, decided on 3 May 2027';
"""

from django.db import migrations

TABLES = ("audit_auditevent", "audit_auditleaf", "audit_auditseal", "audit_auditmaintenance")

FORBID = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reason text := trim(coalesce(current_setting('mappa.audit_maintenance', true), ''));
BEGIN
  IF reason = '' THEN
    RAISE EXCEPTION 'The audit log is append-only: % on % was refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  INSERT INTO audit_auditmaintenance (at, role, statement, "table", reason)
    VALUES (clock_timestamp(), session_user, TG_OP, TG_TABLE_NAME, reason);
  RETURN NULL;
END $$;
DROP TRIGGER audit_no_truncate ON audit_auditevent;
DROP TRIGGER audit_no_change ON audit_auditevent;
""" + "".join(
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();\n"
    for table in TABLES
)
ALLOW = (
    "".join(f"DROP TRIGGER audit_no_change ON {table};\n" for table in TABLES)
    + """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % on % was refused.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditevent
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_sealed_log")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
