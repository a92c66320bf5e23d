"""Extracts of probation, prison and police: what lands, what is put before a person, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.cases.models import CategoryRow, LevelRow
from mappa.duties.models import CaseFact
from mappa.imports import cells
from mappa.imports.contributions import said_by_registers
from mappa.imports.extracts import EXTRACTS
from mappa.imports.models import ImportedFile, RegisterEntry
from mappa.imports.refusals import FileRefused
from mappa.imports.services import IMPORTS, decide_held
from mappa.imports.services import told as telling
from mappa.kernel.decisions import NotPossible, Refused
from mappa.matching.models import Difference, DoubtfulMatch
from mappa.matching.services import settle_difference
from mappa.notices.models import Notice
from mappa.offending.models import Movement, NotificationEvent
from mappa.people.models import Identifier, Involvement, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.imports import EXTRACTED, SOMEBODY, an_extract
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
PROBATION, PRISON, POLICE = EXTRACTS
DAY = timedelta(days=1)


def taken(kind, *rows, actor=None, **more):
    actor = actor or a_user(Role.COORDINATOR)
    how = {"name": f"{kind}.csv", "area": actor.area, "actor": actor, "at": NOON, "dry_run": False}
    return IMPORTS[kind](**{"content": an_extract(kind, *rows), **how, **more})


def robin(**more):
    person = a_person(family_name="Testcase", given_names="Robin", **more)
    Identifier.objects.create(person=person, kind="pnc", value=SOMEBODY["pnc_id"])
    return person


def standing():
    """Each difference that waits: what, theirs, ours."""
    rows = Difference.objects.filter(decided_at=None, agreed_at=None).order_by("pk")
    return [tuple(row) for row in rows.values_list("what", "theirs", "ours")]


def everything():
    """How many rows there are of what extracts write."""
    tables = (Person, Identifier, Involvement, Movement, NotificationEvent, CaseFact, RegisterEntry, Difference,
              ImportedFile, DoubtfulMatch, Notice, CategoryRow, LevelRow)  # fmt: skip
    return {table.__name__: table.objects.count() for table in tables}


class TestProbation:
    @pytest.mark.requirement("IDENT-01")
    def test_opens_a_record_and_says_who_supervises_and_decides_no_category(self):
        probation = an_agency(AgencyKind.PROBATION)
        officer = a_user(Role.PROBATION_PRACTITIONER, name="Kit Umber")

        report = taken(PROBATION)

        assert (report.accepted, report.new_people, report.taken) == (True, 1, [2])
        person = Person.objects.get()
        assert set(person.identifiers.values_list("kind", "value")) == {
            ("crn", "X100001"), ("pnc", SOMEBODY["pnc_id"]),
        }  # fmt: skip
        row = Involvement.objects.get(person=person)
        assert (row.agency, row.officer, row.since) == (probation, officer, date(2026, 1, 12))
        assert "North team" in row.reason
        assert not CategoryRow.objects.exists()
        assert not LevelRow.objects.exists()
        assert standing() == [
            ("registration", "Registered since 12 January 2026, category 2, level 1", "No open case in MAPPA")
        ]

    def test_an_officer_whom_two_users_share_a_name_with_stays_text(self):
        an_agency(AgencyKind.PROBATION)
        for _ in range(2):
            a_user(Role.PROBATION_PRACTITIONER, name="Kit Umber")

        taken(PROBATION)

        row = Involvement.objects.get()
        assert row.officer is None
        assert "Kit Umber" in row.reason

    def test_puts_each_difference_before_somebody_and_sets_nothing(self):
        police, probation = an_agency(AgencyKind.POLICE), an_agency(AgencyKind.PROBATION)
        case = an_open_case(robin(), category=1, level=1, lead=police)

        report = taken(PROBATION, {"category": "Cat 2", "level": "2"})

        assert report.differences == 3
        assert standing() == [
            ("category", "Cat 2", "1"), ("level", "2", "1"), ("lead_agency", "probation", police.name),
        ]  # fmt: skip
        assert case.levels.get().level == 1
        assert case.lead_agencies.get().agency == police
        assert probation != police

    def test_says_nothing_where_both_agree(self):
        an_open_case(robin(), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))

        assert taken(PROBATION).differences == 0

    @pytest.mark.parametrize("text", ["Two", "2A", "MAPPA nominal"])
    def test_an_unknown_code_keeps_its_text(self, text):
        an_open_case(robin(), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))

        taken(PROBATION, {"category": text, "lead_agency": "Some other service"})

        assert standing() == [
            ("category", text, "2"), ("lead_agency", "Some other service", "Northshire Probation Service"),
        ]  # fmt: skip
        assert RegisterEntry.objects.get().said["category"] == text

    def test_an_ended_registration_of_an_open_case_is_a_difference(self):
        case = an_open_case(robin(), category=2, level=1)

        taken(PROBATION, {"registered_to": "2026-02-20"})

        assert standing() == [("registration", "Ended on 20 February 2026", f"Case {case.reference} is open")]

    def test_the_newest_registration_counts(self):
        an_open_case(robin(), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))
        older = {"registered_from": "2024-01-01", "registered_to": "2024-06-01", "level": "3"}

        taken(PROBATION, {}, older)

        assert standing() == []
        assert RegisterEntry.objects.count() == 2

    def test_a_difference_ends_by_itself_when_a_later_extract_agrees(self):
        an_open_case(robin(), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))
        taken(PROBATION, {"level": "2"})

        taken(PROBATION, {"level": "1"}, at=NOON + DAY)

        assert standing() == []
        assert Difference.objects.get().agreed_at == NOON + DAY

    def test_what_was_settled_for_ours_is_not_asked_again_and_what_was_for_theirs_is(self):
        an_open_case(robin(), category=1, level=1, lead=an_agency(AgencyKind.PROBATION))
        coordinator = a_user(Role.COORDINATOR)
        taken(PROBATION, {"level": "2"})
        for one, settled in zip(Difference.objects.order_by("pk"), ("ours", "theirs"), strict=True):
            settle_difference(difference=one, settled=settled, reason="Asked them", actor=coordinator, at=NOON)

        report = taken(PROBATION, {"level": "2", "team": "South team"})

        assert report.differences == 1
        assert standing() == [("level", "2", "1")]


class TestPrison:
    def test_records_the_days_and_the_marking_agrees_with_an_open_case(self):
        person = robin()
        an_open_case(person, category=2, level=1)

        taken(PRISON, {"licence_end": ""})

        assert [tuple(each) for each in Movement.objects.values_list("kind", "on")] == [
            ("release_expected", date(2026, 8, 1))
        ]
        assert RegisterEntry.objects.get().said["establishment"] == "HMP Northshire Vale"
        assert standing() == []

    def test_a_day_that_moved_away_and_back_counts_where_it_is_now(self):
        person = robin()
        for place, on in enumerate(("2026-08-01", "2026-09-01", "2026-08-01")):
            cells = {"release_date": on, "licence_end": "", "establishment": f"HMP {place}"}
            taken(PRISON, cells, at=NOON + place * DAY)

        latest = person.movements.order_by("recorded_at", "pk").last()
        assert (person.movements.count(), latest.on) == (3, date(2026, 8, 1))

    @pytest.mark.requirement("IDENT-20")
    @pytest.mark.parametrize(
        ("marked", "category", "said"),
        [
            ("no", 2, ("marking", "Not marked at HMP Northshire Vale, received on 9 February 2026")),
            ("yes", None, ("marking", "Marked at HMP Northshire Vale")),
            ("yes", 2, None), ("no", None, None), ("", 2, None),
        ],
    )  # fmt: skip
    def test_marking_after_reception_is_held_against_our_register(self, marked, category, said):
        person = robin()
        if category:
            an_open_case(person, category=category, level=1)

        taken(PRISON, {"mappa_marked": marked, "licence_end": ""})

        assert [row[:2] for row in standing()] == ([said] if said else [])

    @pytest.mark.requirement("IDENT-20")
    def test_the_marking_of_somebody_on_no_record_is_told_to_the_co_ordinator_once(self):
        report = taken(PRISON)

        notice = Notice.objects.get()
        assert (report.accepted, report.notified, report.new_people) == (True, [2], 0)
        assert (notice.kind, notice.family_name, notice.place) == ("reception", "Testcase", "HMP Northshire Vale")
        assert not Person.objects.exists()
        taken(PRISON, {"sentence_expiry": "2028-03-08"})
        assert Notice.objects.count() == 1

    def test_somebody_on_no_record_who_is_not_marked_is_refused(self):
        report = taken(PRISON, {"mappa_marked": "no"})

        assert not report.accepted
        assert "Nobody on record is this person." in [each.reason for each in report.refused]

    def test_custody_after_a_release_on_record_is_a_difference(self):
        person = robin()
        Movement.objects.create(person=person, kind="released", on=date(2025, 1, 2), recorded_at=NOON, recorded_by="x")

        taken(PRISON, {"mappa_marked": "", "licence_end": ""})

        assert standing() == [
            ("custody", "In HMP Northshire Vale since 9 February 2026",
             "Released on 2 January 2025, and not back in custody"),
        ]  # fmt: skip


class TestPolice:
    def test_records_notifications_and_visits_as_such_facts_are_kept(self):
        case = an_open_case(robin(), category=1, level=1, since=date(2026, 1, 1))
        visit = {"kind": "home_visit", "on": "2026-02-20", "by": "police", "visit_kind": "routine",
                 "visitor": "offender_manager"}  # fmt: skip

        report = taken(POLICE, {}, {"kind": "stay", "on": "2026-02-18", "days": "8"}, visit)

        assert report.accepted, report.refused
        assert [tuple(each) for each in NotificationEvent.objects.values_list("kind", "on", "details")] == [
            ("first_notification", date(2026, 2, 12), {}), ("stay", date(2026, 2, 18), {"days": 8}),
        ]  # fmt: skip
        fact = CaseFact.objects.get()
        assert (fact.case, fact.on, fact.details["by"]) == (case, date(2026, 2, 20), "police")

    def test_the_same_visit_in_another_file_by_somebody_else_is_not_recorded_twice(self):
        an_open_case(robin(), category=1, level=1, since=date(2026, 1, 1))
        visit = {"kind": "home_visit", "on": "2026-02-20", "by": "police", "visit_kind": "routine",
                 "visitor": "offender_manager"}  # fmt: skip
        taken(POLICE, visit)

        taken(POLICE, visit, {}, actor=a_user(Role.ADMINISTRATOR))

        assert CaseFact.objects.count() == 1

    def test_an_unknown_kind_keeps_its_text_and_is_put_before_somebody(self):
        robin()

        assert taken(POLICE, {"kind": "S.86 travel"}).accepted

        assert standing() == [("event", "S.86 travel on 12 February 2026", "No such kind of notification or visit")]

    def test_a_visit_without_a_case_is_put_before_somebody(self):
        robin()

        taken(POLICE, {"kind": "home_visit", "by": "police"})

        assert standing() == [("visit", "12 February 2026: police", "No case on that day for it to count in")]

    def test_a_row_that_the_record_refuses_is_refused_with_its_column(self):
        an_open_case(robin(), category=1, level=1, since=date(2026, 1, 1))

        report = taken(POLICE, {"kind": "home_visit", "by": "housing"}, {"kind": "stay"})

        assert not report.accepted
        assert {(each.row, each.column) for each in report.refused} == {
            (2, "by"), (2, "visit_kind"), (2, "visitor"), (3, "days"),
        }  # fmt: skip
        assert not NotificationEvent.objects.exists()

    def test_somebody_on_no_record_is_refused_and_nothing_else_of_the_file_is_kept(self):
        robin()

        report = taken(POLICE, {}, {"person_ref": "9", "pnc_id": "", "family_name": "Else"})

        assert not report.accepted
        assert not NotificationEvent.objects.exists()
        assert taken(
            POLICE, {}, {"person_ref": "9", "pnc_id": "", "family_name": "Else"}, accept_good_rows=True
        ).accepted
        assert NotificationEvent.objects.count() == 1


class TestEveryExtract:
    @pytest.fixture(autouse=True)
    def known(self):
        an_agency(AgencyKind.PROBATION)
        an_open_case(robin(), category=2, level=1, since=date(2026, 1, 1))

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_the_same_file_again_changes_nothing_and_says_so(self, kind):
        taken(kind, {"licence_end": ""} if kind == PRISON else {})
        before = everything()

        with pytest.raises(FileRefused, match="taken in already"):
            taken(kind, {"licence_end": ""} if kind == PRISON else {})

        assert everything() == before

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_the_same_rows_in_another_file_add_nothing_but_the_file(self, kind):
        row = {"licence_end": ""} if kind == PRISON else {}
        taken(kind, row)
        before = everything()

        report = taken(kind, content=an_extract(kind, row) + b"\r\n")

        assert report.accepted
        assert everything() == before | {"ImportedFile": before["ImportedFile"] + 1}

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_a_dry_run_reports_the_same_and_keeps_nothing(self, kind):
        row = {"licence_end": ""} if kind == PRISON else {}
        before = everything()

        tried = taken(kind, row, dry_run=True).as_dict()

        assert everything() == before
        assert tried | {"dry_run": False} == taken(kind, row).as_dict()

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_stopped_half_way_leaves_nothing_and_is_taken_whole_when_sent_again(self, kind, monkeypatch):
        row = {"licence_end": ""} if kind == PRISON else {}
        rows = (row, row | {"given_names": "Robin Alex"})
        before, real, asked = everything(), telling.RECORDERS[kind], []

        def stops(person, told, setting):
            asked.append(told.row)
            if len(asked) == 2:
                raise KeyboardInterrupt
            return real(person, told, setting)

        with monkeypatch.context() as changed:
            changed.setitem(telling.RECORDERS, kind, stops)
            with pytest.raises(KeyboardInterrupt):
                taken(kind, *rows)

        assert asked == [2, 3]
        assert everything() == before
        assert len(taken(kind, *rows).taken) == 2

    @pytest.mark.parametrize("kind", EXTRACTS)
    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"family_name": ""}, "family_name"), ({"date_of_birth": "11/06/1985"}, "date_of_birth"),
            ({"date_of_birth": "2026-02-30"}, "date_of_birth"), ({"given_names": "=cmd|' /C calc'!A0"}, "given_names"),
            ({"given_names": "x" * 121}, "given_names"), ({"person_ref": "\x07"}, "person_ref"),
            ({"day": "2026-03-03"}, "day"), ({"day": "1980-01-01"}, "day"),
        ],
    )  # fmt: skip
    def test_a_bad_cell_is_refused_with_its_column_reason_and_remedy(self, kind, cells, column):
        day = EXTRACTS[kind].day
        told = {day if name == "day" else name: value for name, value in cells.items()}

        report = taken(kind, told)

        refused = report.refused[0]
        assert (refused.row, refused.column) == (2, day if column == "day" else column)
        assert refused.reason.endswith(".")
        assert refused.remedy.endswith(".")
        assert not report.accepted
        assert not ImportedFile.objects.exists()

    @pytest.mark.parametrize("kind", EXTRACTS)
    @pytest.mark.parametrize(
        ("bad", "says"),
        [
            (lambda whole: whole[: len(whole) // 3], "not the header"),
            (lambda whole: whole[:-1] + b'"', "stops being CSV"),
            (lambda whole: whole.decode().encode("utf-16"), "NUL bytes"),
            (lambda whole: whole.replace(b"Robin", "Rob\xefn".encode("latin-1")), "not UTF-8"),
            (lambda whole: whole.replace(b"Robin", b"x" * 10 * 1024 * 1024), "stops being CSV"),
            (lambda whole: whole.splitlines()[0], "a header and no rows"),
            (lambda _: b"", "empty"),
        ],
    )
    def test_half_a_file_and_other_damage_is_refused_whole(self, kind, bad, says):
        with pytest.raises(FileRefused, match=says):
            taken(kind, content=bad(an_extract(kind)))

        assert not ImportedFile.objects.exists()

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_a_file_cut_mid_row_loses_no_row_silently(self, kind):
        whole = an_extract(kind, {}, {})
        last = whole.rstrip().rfind(b"\r\n") + 2

        report = taken(kind, content=whole[: last + 20])

        assert [each.row for each in report.refused] == [3]
        assert "cells and the header" in report.refused[0].reason
        assert not report.accepted

    def test_a_doubtful_match_is_held_and_decided(self):
        police = a_person(family_name="Doubtful", given_names="Robyn", date_of_birth=date(1990, 1, 1))
        rows = {"person_ref": "08/9", "pnc_id": "", "family_name": "Doubtful", "given_names": "Robin",
                "date_of_birth": "1990-01-01"}  # fmt: skip

        report = taken(POLICE, rows)

        assert (report.held, report.taken) == ([2], [])
        assert not NotificationEvent.objects.exists()
        match = DoubtfulMatch.objects.get()
        decide_held(match=match.pk, same_person=True, actor=a_user(Role.COORDINATOR), at=NOON)
        assert NotificationEvent.objects.get().person == police

    def test_somebody_else_of_probations_gets_a_record_and_of_the_police_none(self):
        a_person(family_name="Doubtful", given_names="Robyn", date_of_birth=date(1990, 1, 1))
        rows = {"person_ref": "Y9", "pnc_id": "", "family_name": "Doubtful", "given_names": "Robin",
                "date_of_birth": "1990-01-01"}  # fmt: skip
        before = Person.objects.count()
        for kind in (POLICE, PROBATION):
            taken(kind, rows)
            match = DoubtfulMatch.objects.latest("pk")
            decide_held(match=match.pk, same_person=False, actor=a_user(Role.COORDINATOR), at=NOON)

        assert Person.objects.count() == before + 1
        assert not NotificationEvent.objects.exists()

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_is_refused_to_another_area_and_to_those_who_may_not_import(self, kind):
        with pytest.raises(Refused, match="another area"):
            taken(kind, area=an_area("eastmere"), actor=a_user(Role.COORDINATOR))
        with pytest.raises(Refused, match="co-ordinator"):
            taken(kind, actor=a_user(Role.POLICE_OFFENDER_MANAGER))

    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_the_log_names_the_file_and_nobody(self, kind):
        taken(kind, {"licence_end": ""} if kind == PRISON else {})

        assert AuditEvent.objects.filter(operation=f"imports:{kind}:take").count() == 1
        assert "Testcase" not in str(list(AuditEvent.objects.values_list("subject", "details")))


class TestSettling:
    @pytest.fixture
    def one(self):
        an_open_case(robin(), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))
        taken(PROBATION, {"level": "2"})
        return Difference.objects.get()

    def test_keeps_who_said_what_and_why_and_changes_no_level(self, client, one):
        coordinator = a_user(Role.COORDINATOR)
        client.force_login(coordinator)
        assert "1 waiting" in client.get("/").content.decode()
        page = f"/differences/{one.pk}/"

        assert client.post(page, {"settled": "ours", "reason": " "}).status_code == 422
        assert client.post(page, {"settled": "ours", "reason": "Their entry is old"}).status_code == 302

        one.refresh_from_db()
        assert (one.settled, one.reason, one.decided_by) == ("ours", "Their entry is old", coordinator.username)
        assert LevelRow.objects.get().level == 1
        assert AuditEvent.objects.filter(operation="matching:difference:settle", subject=one.person.reference).exists()
        with pytest.raises(NotPossible, match="settled already"):
            settle_difference(difference=one, settled="theirs", reason="x", actor=coordinator, at=NOON)

    @pytest.mark.parametrize(
        ("says", "page", "filled"),
        [({"level": "2"}, "level/", 'value="2" checked'), ({"category": "1"}, "category/", ""),
         ({"lead_agency": "Northshire Police"}, "lead-agency/", "{pk}")],
    )  # fmt: skip
    def test_leads_to_the_form_that_puts_the_record_right_filled_in_once(self, client, says, page, filled):
        police = an_agency(AgencyKind.POLICE)
        police.name = "Northshire Police"
        police.save()
        an_open_case(robin(), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))
        taken(PROBATION, says)
        one = Difference.objects.get()
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.post(f"/differences/{one.pk}/", {"settled": "theirs", "reason": "The minutes say so"})
        shown = client.get(answer.url).content.decode()
        again = client.get(answer.url).content.decode()

        assert answer.url == f"/people/{one.person.reference}/{page}"
        assert "put it right here" in shown
        assert filled.format(pk=f'value="{police.pk}" selected') in shown
        if filled:
            assert filled.format(pk=f'value="{police.pk}" selected') not in again
        assert LevelRow.objects.get().level == 1

    def test_leads_nobody_to_a_form_that_is_not_theirs(self, client):
        officer = a_user(Role.CT_OFFICER)
        an_open_case(robin(involving=(officer.agency,)), category=2, level=1, lead=an_agency(AgencyKind.PROBATION))
        taken(PROBATION, {"level": "2"})
        client.force_login(officer)
        page = f"/differences/{Difference.objects.get().pk}/"

        answer = client.post(page, {"settled": "theirs", "reason": "The minutes say so"})

        assert answer.url == "/differences/"

    def test_is_shown_to_those_who_may_know_of_the_person(self, client, one):
        for user, status in (
            (a_user(Role.COORDINATOR), 200), (a_user(Role.COORDINATOR, area=an_area("eastmere")), 404),
            (a_user(Role.POLICE_OFFENDER_MANAGER), 403),
        ):  # fmt: skip
            client.force_login(user)
            assert client.get(f"/differences/{one.pk}/").status_code == status
            shown = client.get("/differences/").content.decode()
            assert (one.person.reference in shown) == (status == 200)


class TestPages:
    @pytest.mark.parametrize("kind", EXTRACTS)
    def test_check_first_and_take_in_afterwards(self, client, kind):
        an_open_case(robin(), category=2, level=1, since=date(2026, 1, 1))
        client.force_login(a_user(Role.COORDINATOR))
        row = {"licence_end": ""} if kind == PRISON else {}

        sent = client.post(
            f"/imports/{kind}/", {"file": SimpleUploadedFile("x.csv", an_extract(kind, row), "text/csv")}
        )
        assert "No row is refused." in client.get(sent.url).content.decode()
        done = client.post(sent.url, {})

        assert ImportedFile.objects.get().kind == kind
        assert EXTRACTS[kind].label in client.get(done.url).content.decode()
        assert "x.csv" in client.get(f"/imports/{kind}/").content.decode()
        assert client.get("/imports/other/").status_code == 404

    def test_every_extract_has_its_columns_and_reader(self):
        for extract in EXTRACTS.values():
            assert set(EXTRACTED[extract.key]) == set(extract.columns)
            assert {*extract.entry, extract.day} <= set(extract.readers)
        assert cells.as_text(TODAY) == "2026-03-02"

    def test_what_a_register_of_a_former_kind_said_stays_on_the_timeline(self):
        person = a_person()
        RegisterEntry.objects.create(
            person=person, kind="court-extract", key="1", said={"officer": "A. Person"}, source="f row 2", at=NOON,
            by="job",
        )  # fmt: skip

        [said] = said_by_registers(person, a_user(Role.COORDINATOR), TODAY)

        assert (said.title, said.text) == ("court-extract", "officer: A. Person")
