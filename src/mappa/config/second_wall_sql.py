"""What opens a person to a user, as the database itself computes it, once in a transaction."""

from collections.abc import Iterable

from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, roles_with
from mappa.config.connections import APP_ROLE

ANSWER_FOR_AN_AREA = (
    Permission.BREAK_GLASS_REVIEW, Permission.SHARE_LEDGER, Permission.SUBJECT_ACCESS_RECORD, Permission.AUDIT_VIEW,
)  # fmt: skip
"""Whoever holds one of these answers for an area's information, and reads about its people though they know nobody."""

OPENS = {
    "people_managingarea": """
        SELECT person_id FROM people_managingarea WHERE area_id = asks.area_id AND (by_area OR answers)""",
    "cases_transfer": """
        SELECT held.person_id FROM cases_transfer moves JOIN cases_case held ON held.id = moves.case_id
        WHERE by_area AND (moves.to_area_id = asks.area_id OR moves.from_area_id = asks.area_id)""",
    "people_involvement": """
        SELECT person_id FROM people_involvement WHERE by_agency AND agency_id = ANY(agencies)""",
    "people_emergencyaccess": """
        SELECT person_id FROM people_emergencyaccess WHERE user_id = asks.id AND ends_at > instant
        UNION ALL
        SELECT taken.person_id FROM people_emergencyaccess taken JOIN accounts_user taker ON taker.id = taken.user_id
        WHERE reviews AND taker.area_id = asks.area_id""",
    "sharing_share": """
        SELECT person_id FROM sharing_share
        WHERE agency_id = ANY(agencies) AND revoked_at IS NULL
        AND until >= (instant AT TIME ZONE 'Europe/London')::date""",
    "sharing_furtheruse": """
        SELECT given.person_id FROM sharing_furtheruse asked JOIN sharing_share given ON given.id = asked.share_id
        WHERE asked.owner_id = ANY(agencies)""",
    "meetings_informationrequest": """
        SELECT held.person_id FROM meetings_informationrequest asked
        JOIN meetings_meeting meeting ON meeting.id = asked.meeting_id JOIN cases_case held ON held.id = meeting.case_id
        WHERE asked.agency_id = ANY(agencies)""",
    "meetings_minutesissue": """
        SELECT held.person_id FROM meetings_minutesissue issued
        JOIN meetings_minutesversion minutes ON minutes.id = issued.minutes_id
        JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id
        JOIN cases_case held ON held.id = meeting.case_id
        WHERE issued.agency_id = ANY(agencies)""",
    "plans_action": """
        SELECT held.person_id FROM plans_action given JOIN cases_case held ON held.id = given.case_id
        WHERE given.agency_id = ANY(agencies) OR given.owner_id = asks.id""",
    "ledger_subjectaccesspart": """
        SELECT whole.person_id FROM ledger_subjectaccesspart part
        JOIN ledger_subjectaccess whole ON whole.id = part.request_id WHERE part.agency_id = ANY(agencies)""",
}
"""What opens a person to whoever asks, by the table whose rows do so.

Coarser than the sources of `people.visibility`: management and involvement count on every day, since a page may ask
about any; compartments and lists stay with the first wall, which has to tell who set a list.
"""

NAMES_OF_OPENS = """
    reader text := coalesce(current_setting('mappa.reader', true), '');
    asks public.accounts_user;
    agencies bigint[];
    by_area boolean;
    by_agency boolean;
    answers boolean;
    reviews boolean;
    instant timestamptz;
"""
"""What the conditions of `OPENS` speak of, as a function declares it."""

WHO_ASKS = """
    instant := substr(reader, length('user:' || asks.id || ':') + 1);
    agencies := ARRAY(SELECT agency_id FROM accounts_furtheragency WHERE user_id = asks.id) || asks.agency_id;
    by_area := asks.role = ANY('{BY_AREA}');
    by_agency := asks.role = ANY('{BY_AGENCY}');
    answers := asks.role = ANY('{ANSWERS}');
    reviews := asks.role = ANY('{REVIEWS}');
"""
"""How a function fills them in, once it has found the user in `asks`."""

FORGETS = (*OPENS, "people_person")
"""The tables whose change may open or close a person to whoever is at work."""

PEOPLE_OF_READER = """
CREATE OR REPLACE FUNCTION people_of_reader() RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    NAMES_OF_OPENS
    known text;
BEGIN
    IF reader NOT LIKE 'user:%' THEN
        RETURN '';
    END IF;
    IF current_setting('mappa.people_of', true) = reader THEN
        RETURN decode(current_setting('mappa.people', true), 'hex');
    END IF;
    SELECT * INTO asks FROM accounts_user WHERE id = split_part(reader, ':', 2)::bigint AND is_active;
    IF NOT FOUND THEN
        RETURN '';
    END IF;
    WHO_ASKS
    known := (
        SELECT string_agg(repeat('0000000000000000', gap) || lpad(to_hex(bits), 16, '0'), '' ORDER BY word)
        FROM (
            SELECT word, bits, (word - coalesce(lag(word) OVER (ORDER BY word), -1) - 1)::int AS gap
            FROM (
                SELECT person_id / 64 AS word, bit_or(1::bigint << ((person_id % 64) # 56)::int) AS bits
                FROM (
                    WITH known AS (OPENS)
                    SELECT person_id FROM known
                    UNION ALL
                    SELECT merged.id
                    FROM (SELECT id, merged_into_id FROM people_person WHERE merged_into_id IS NOT NULL) merged
                    WHERE merged.merged_into_id IN (SELECT person_id FROM known)
                ) opens GROUP BY person_id / 64
            ) words
        ) gaps);
    PERFORM set_config('mappa.people', coalesce(known, ''), true), set_config('mappa.people_of', reader, true);
    RETURN decode(coalesce(known, ''), 'hex');
END $$
"""
"""One bit for each person's id, set for those who are known; it ends with the last eight bytes of them.

They are made eight bytes at a time. A number is written from its greatest byte on, and `get_bit` counts from the first
byte and in it from the least bit: `# 56` turns the order of the bytes round.

Kept for the transaction, in a setting beside the reader it was found for. Every table of every query asks for it, and
bits are read faster than a list of thousands of ids. It keeps it in a setting, which no query shared by several
processes may do: PostgreSQL would plan such queries among a million people.
"""

IS_KNOWN = "get_bit(substr({people}, ({id} / 8 + 1)::int, 1) || '\\x00'::bytea, {id} % 8) = 1"
"""Whether the bit of a person's id is set. Beyond the last byte there is the one that is put after it."""

READER_LOOKS_AT = """
CREATE OR REPLACE FUNCTION reader_looks_at(wanted text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    NAMES_OF_OPENS
    one bigint;
BEGIN
    SELECT id INTO one FROM people_person WHERE reference = wanted;
    IF reader LIKE 'system:%' THEN
        RETURN one;
    END IF;
    IF one IS NULL OR reader NOT LIKE 'user:%' THEN
        RETURN NULL;
    END IF;
    SELECT * INTO asks FROM accounts_user WHERE id = split_part(reader, ':', 2)::bigint AND is_active;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    WHO_ASKS
    IF NOT EXISTS (SELECT FROM (OPENS) opens WHERE person_id = one) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('mappa.looks_at', one::text, true), set_config('mappa.looks_at_as', reader, true);
    RETURN one;
END $$
"""
"""The id of one person, if something opens them to the reader: what a page about one person asks first.

From then on, in that transaction, rows about this person need no look at everybody whom the reader knows, which takes
longer the more those are. It opens nobody whom `people_of_reader` does not.
"""

FORGET_PEOPLE_OF_READER = """
CREATE OR REPLACE FUNCTION forget_reader_people() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM set_config('mappa.people_of', '', true), set_config('mappa.looks_at_as', '', true);
    RETURN NULL;
END $$
"""

PEOPLE_ALIKE = """
CREATE OR REPLACE FUNCTION people_alike(keys jsonb, born date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
    SELECT id FROM (
        SELECT id, merged_into_id FROM people_person WHERE name_keys @> keys
        UNION ALL
        SELECT id, merged_into_id FROM people_person WHERE date_of_birth = born
        OFFSET 0
    ) alike
    WHERE merged_into_id IS NULL
    AND starts_with(coalesce(current_setting('mappa.reader', true), ''), 'system:')
    GROUP BY id
$$
"""
"""For wider readers: by name and birth with an index for each, which PostgreSQL does not use for `@>` behind a policy.

What follows from a table without figures stands in it: the transaction that takes in a large file has none, and
PostgreSQL would read everybody for each person of the file, or everybody whom no record was merged with.
"""

PEOPLE_SHARING_KEYS = """
CREATE OR REPLACE FUNCTION people_sharing_keys(asked bigint[], says int[], of_a_key int, most int)
RETURNS TABLE (person bigint, said bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    NAMES_OF_OPENS
    few bigint[];
    known bytea;
BEGIN
    IF reader LIKE 'system:%' THEN
        RETURN QUERY SHARING_KEYS BEST_FIRST;
    END IF;
    IF reader NOT LIKE 'user:%' THEN
        RETURN;
    END IF;
    few := ARRAY(
        SELECT hit.person_id FROM unnest(asked) AS wanted(key) CROSS JOIN LATERAL (
            SELECT held.person_id FROM people_searchkey held WHERE held.key = wanted.key LIMIT A_FEW + 1
        ) hit LIMIT A_FEW + 1);
    IF cardinality(few) > A_FEW THEN
        known := people_of_reader();
        RETURN QUERY SHARING_KEYS AND IS_KNOWN BEST_FIRST;
        RETURN;
    END IF;
    SELECT * INTO asks FROM accounts_user WHERE id = split_part(reader, ':', 2)::bigint AND is_active;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    WHO_ASKS
    few := few || ARRAY(SELECT merged_into_id FROM people_person WHERE id = ANY(few) AND merged_into_id IS NOT NULL);
    few := ARRAY(SELECT DISTINCT person_id FROM (OPENS) opens WHERE person_id = ANY(few));
    few := few || ARRAY(SELECT id FROM people_person WHERE merged_into_id = ANY(few));
    RETURN QUERY SHARING_KEYS AND held.person_id IN (SELECT unnest(few)) BEST_FIRST;
END $$
"""
"""Who shares keys with what was searched for, of those whom something opens to the reader; who says most comes first.

Most keys bring a few people. Whether the reader knows these is asked of each, which does not take longer the more
people the reader knows; where a common key brings many, everybody whom the reader knows is asked for, as elsewhere.
"""

SHARING_KEYS = """
    SELECT hit.person_id, sum(hit.says) FROM unnest(asked, says) AS wanted(key, says) CROSS JOIN LATERAL (
        SELECT held.person_id, wanted.says FROM people_searchkey held WHERE held.key = wanted.key"""
BEST_FIRST = "LIMIT of_a_key) hit GROUP BY hit.person_id ORDER BY 2 DESC, 1 LIMIT most"
"""Between the two goes who of them counts."""
A_FEW = 10_000
"""People whom keys bring, of each of whom is asked whether the reader knows them.

Asking so many one by one takes about as long as the bits of the people of an area of twenty thousand."""

A_NEW_DAY_WAITS = """
CREATE OR REPLACE FUNCTION a_new_day_waits(today date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM duties_derivation WHERE changes_on <= today)
$$
"""
"""Asked before each page, when nobody's rows are read yet. It tells of nobody."""

CALLED = (
    "FUNCTION people_of_reader(), reader_looks_at(text), people_alike(jsonb, date), a_new_day_waits(date), "
    "people_sharing_keys(bigint[], int[], int, int)"
)


def _listed(roles: Iterable[Role]) -> str:
    return ",".join(sorted(role.value for role in roles))


def _in_scope(scope: Scope) -> str:
    return _listed(role for role, held in SCOPES.items() if held is scope)


def functions(*, a_few: int = A_FEW) -> list[str]:
    """The statements that make the functions, as whose owner they read. Safe to repeat."""
    answering = {role for permission in ANSWER_FOR_AN_AREA for role in roles_with(permission)}
    told = {
        "SHARING_KEYS": SHARING_KEYS.strip(),
        "BEST_FIRST": BEST_FIRST,
        "IS_KNOWN": IS_KNOWN.format(people="known", id="held.person_id"),
        "A_FEW": str(a_few),
        "NAMES_OF_OPENS": NAMES_OF_OPENS.strip(),
        "WHO_ASKS": WHO_ASKS.strip(),
        "OPENS": " UNION ALL ".join(OPENS.values()),
        "BY_AREA": _in_scope(Scope.AREA),
        "BY_AGENCY": _in_scope(Scope.AGENCY),
        "ANSWERS": _listed(role for role in answering if SCOPES[role] is not Scope.AGENCY),
        "REVIEWS": _listed(roles_with(Permission.BREAK_GLASS_REVIEW)),
    }
    asking = [PEOPLE_OF_READER, READER_LOOKS_AT, PEOPLE_SHARING_KEYS]
    for word, meaning in told.items():
        asking = [function.replace(word, meaning) for function in asking]
    return [
        *asking, FORGET_PEOPLE_OF_READER, PEOPLE_ALIKE, A_NEW_DAY_WAITS, f"REVOKE EXECUTE ON {CALLED} FROM PUBLIC",
        f"GRANT EXECUTE ON {CALLED} TO {APP_ROLE}",
    ]  # fmt: skip
