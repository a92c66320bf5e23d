"""What cannot be read or cannot be true is refused by name, with file, place and remedy: never a traceback."""

import datetime as dt
import json

import pytest
import yaml

from mappa_policy.cli import main
from tests.policy.cases import ADULT, BODILY_HARM, RAPE, convicted, given, happened

REFUSED = 1


def case(*events, dob=ADULT, **more):
    return {"id": "X", "as_of": dt.date(2026, 11, 20), "person": {"dob": dob}, "events": list(events), **more}


def held(*events, dob=ADULT):
    return case(convicted(offence=BODILY_HARM), *events, dob=dob)


def run(tmp_path, capsys, text, name="people.yaml", *options):
    """The exit status of the command, its results and what it said to a person."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    status = main(["determine", str(file), *options])
    out, said = capsys.readouterr()
    return status, json.loads(out)["results"] if out else None, said


CHILD = dt.date(2010, 1, 1)
CONTRADICTIONS = {
    "released before sentenced": (
        held(given("IMP_12", term_months=24), happened("release", "2026-03-01")),
        "events[2].date",
        "before the first detention",
    ),
    "a term on a fine": (held(given("FINE", term_months=6)), "events[1].term_months", "A FINE has no term"),
    "a term on a caution": (held(given("CAUTION", term_weeks=6)), "events[1].term_weeks", "A CAUTION has no term"),
    "a term on a hospital order": (held(given("HO", term_months=6)), "events[1].term_months", "A HO has no term"),
    "detention for children on the eighteenth birthday": (
        held(given("DTO_12", term_months=12), dob=dt.date(2008, 3, 2)),
        "events[1].disposal",
        "for people under 18, and this person was 18 on 2026-03-02",
    ),
    "a youth caution for an adult": (
        case(convicted(kind="caution"), given("YOUTH_CAUTION")),
        "events[1].disposal",
        "for people under 18",
    ),
    "two disposals for one offence": (
        held(given("IMP_12", term_months=24), given("CO", term_months=12)),
        "events[2].disposal",
        "Two disposals for C1 on 2026-03-02: IMP_12 and CO",
    ),
    "a disposal of no conviction": (case(given("FINE") | {"for_event": None}), "events[0].for_event", "belongs to no"),
    "a disposal of a release": (
        case(convicted(), {**happened("release", "2026-05-01"), "id": "R"}, given("FINE", name="R")),
        "events[2].for_event",
        "belongs to no conviction",
    ),
    "a term consecutive to nothing": (
        held(given("IMP_12", term_months=24, consecutive_to="C9")),
        "events[1].consecutive_to",
        "There is no event 'C9'",
    ),
    "a term consecutive to itself": (
        held(given("IMP_12", term_months=24, consecutive_to="C1")),
        "events[1].consecutive_to",
        "names itself",
    ),
    "a disposal replaced by nothing": (
        held(given("IMP_12", term_months=24, substituted_by="D9")),
        "events[1].substituted_by",
        "There is no event 'D9'",
    ),
    "an order that ends before it begins": (
        case(happened("order_made", "2026-01-02", order="SHPO", until=dt.date(2026, 1, 1))),
        "events[0].until",
        "ends before it",
    ),
    "a licence that ends before the sentence": (
        held(given("IMP_12", term_months=24), happened("licence_end", "2026-03-01")),
        "events[2].date",
        "before the first disposal",
    ),
    "a question before the birth": (case(dob=dt.date(2026, 11, 21)), "as_of", "before the birth"),
    "a disposal before its conviction": (held(given("FINE", "2026-03-01")), "events[1].date", "before the conviction"),
    "a verdict after death": (held(happened("death", "2026-03-01")), "events[0].date", "after the death"),
    "a day in the year one": (case(happened("release", "0001-01-01")), "events[0].date", "cannot be the day"),
    "a day in the year 9999": (
        case(happened("order_made", "2026-01-02", order="SHPO", until="9999-12-31")),
        "events[0].until",
        "cannot be the day",
    ),
    "a term past every measure": (held(given("IMP_12", term_months=10**9)), "events[1].term_months", "too large"),
    "a term in months and days past every measure": (
        held(given("IMP_12", term_months_and_days=[10**9, 0])),
        "events[1].term_months_and_days",
        "too large",
    ),
}

CLOSE = {
    "released on the day of sentence": held(given("IMP_12", term_months=24), happened("release", "2026-03-02")),
    "released from a remand before sentence": held(
        happened("remand", "2026-02-01"), happened("release", "2026-02-20"), given("IMP_12", term_months=24)
    ),
    "a fine beside prison": held(given("IMP_12", term_months=24), given("FINE")),
    "the day before the eighteenth birthday": held(given("DTO_12", term_months=12), dob=dt.date(2008, 3, 3)),
    "one disposal in the place of another": held(
        {**given("CO", term_months=24), "substituted_by": "D2"}, {**given("IMP_12", term_months=12), "id": "D2"}
    ),
    "an order of one day": case(happened("order_made", "2026-01-02", order="SHPO", until=dt.date(2026, 1, 2))),
    "a disposal that names nothing where there is one conviction": held(given("FINE") | {"for_event": None}),
}

FILES = {
    "a key read as true": (
        "vignettes:\n- on: 2026-01-01\n  events: []\n",
        "people.yaml",
        "The key True is not text. Put it in quotes",
    ),
    "a key given twice": (
        "vignettes:\n- id: X\n  as_of: 2026-01-01\n  as_of: 2026-02-01\n  events: []\n",
        "people.yaml",
        "the key 'as_of' is there twice, the second time in line 4",
    ),
    "a key given twice in JSON": (
        '{"vignettes": [{"id": "X", "id": "Y"}]}',
        "people.json",
        "the key 'id' is there twice",
    ),
    "broken YAML": ("vignettes: [", "people.yaml", "neither YAML nor JSON"),
    "broken JSON": ('{"vignettes": [', "people.json", "neither YAML nor JSON"),
    "an impossible date": (
        "vignettes:\n- as_of: 2026-02-30\n  events: []\n",
        "people.yaml",
        "'2026-02-30' is not a date",
    ),
    "a tag that would build an object": ("vignettes: !!python/object:os.system {}\n", "people.yaml", "neither YAML"),
    "no list of cases": ("people_here: 3\n", "people.yaml", "There is no list of cases"),
    "an empty file": ("", "people.yaml", "There is no list of cases"),
    "another encoding": ("vignettes:\n- id: J\xf6\n".encode("latin-1"), "people.yaml", "not UTF-8"),
    "a table that holds itself": ("vignettes: &a [*a]\n", "people.yaml", "is not a table"),
    "a case in words": ("vignettes: [hello]\n", "people.yaml", "is not a table"),
    "an event in words": ("vignettes: [{as_of: 2026-01-01, events: [hello]}]\n", "people.yaml", "is not a table"),
    "a key that is a list": ("vignettes: [{? [a, b] : 1, events: []}]\n", "people.yaml", ""),
    "a number for a person": ("vignettes: [{as_of: 2026-01-01, person: 3, events: []}]\n", "people.yaml", "person"),
}


class TestContradictions:
    @pytest.mark.parametrize("fault", CONTRADICTIONS)
    def test_are_refused_with_file_place_and_remedy(self, tmp_path, capsys, fault):
        raw, where, words = CONTRADICTIONS[fault]

        status, results, said = run(tmp_path, capsys, yaml.safe_dump({"vignettes": [raw]}))

        assert (status, results) == (REFUSED, [])
        assert f"people.yaml: case X: {where}: " in said
        assert words in said
        assert len(said.splitlines()[0].rsplit(". ", 1)[-1].split()) > 1, "the last sentence says what to do"

    @pytest.mark.parametrize("close", CLOSE)
    def test_do_not_catch_what_can_be_true(self, tmp_path, capsys, close):
        status, results, said = run(tmp_path, capsys, yaml.safe_dump({"vignettes": [CLOSE[close]]}))

        assert (status, len(results), said) == (0, 1, "")

    def test_stop_one_case_and_not_the_others(self, tmp_path, capsys):
        bad, good = CONTRADICTIONS["a term on a fine"][0], {**CLOSE["a fine beside prison"], "id": "Y"}

        status, results, said = run(tmp_path, capsys, yaml.safe_dump({"vignettes": [bad, good]}))

        assert status == REFUSED
        assert [row["id"] for row in results] == ["Y"]
        assert "1 refused" in said


class TestFilesThatCannotBeRead:
    @pytest.mark.parametrize("fault", FILES)
    def test_are_refused_by_name(self, tmp_path, capsys, fault):
        text, name, words = FILES[fault]

        status, results, said = run(tmp_path, capsys, text, name)

        assert status == REFUSED
        assert not results
        assert name in said
        assert words in said

    def test_a_bare_no_is_still_the_notification_order(self, tmp_path, capsys):
        text = "vignettes:\n- {id: X, as_of: 2026-11-20, events: [{type: order_made, date: 2026-05-12, order: NO}]}\n"

        status, results, _ = run(tmp_path, capsys, text)

        assert status == 0
        assert results[0]["limbs"] == ["CAT1_NOTIFICATION"]

    def test_unknown_keys_are_reported_and_the_rest_is_answered(self, tmp_path, capsys):
        text = yaml.safe_dump({"vignettes": [case(convicted(offence=RAPE, mood="bad"), given("FINE"), colour=1)]})

        status, results, said = run(tmp_path, capsys, text)

        assert status == 0
        assert results[0]["unknown"] == ["colour", "events[0].mood"]
        assert "events[0].mood is not known and was not used" in said
