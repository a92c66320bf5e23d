"""Which agency has to identify a case."""

import pytest

from mappa_policy.duties.catalogue import entries
from mappa_policy.parameters import value
from mappa_policy.rules.identification import identification_duty
from tests.policy.cases import TODAY, ask, convicted, day, given

ADULT, YOUNG = "2008-11-20", "2008-11-21"
PATIENT = ["CAT2_HOSPITAL"]
EDITIONS = ["hampshire-2008", "norfolk-2019", "cheshire-2022", "statute-current"]


def duty(category, born=ADULT, limbs=(), edition="statute-current"):
    return identification_duty(category, born=born and day(born), limbs=limbs, on=TODAY, edition=edition)


class TestIdentificationDuty:
    @pytest.mark.requirement("IDENT-16")
    @pytest.mark.parametrize("edition", EDITIONS)
    @pytest.mark.parametrize(
        ("category", "born", "limbs", "agencies"),
        [
            (1, ADULT, [], ["police"]),
            (1, YOUNG, [], ["police"]),
            (1, None, [], ["police"]),
            (1, ADULT, PATIENT, ["police", "mental_health_trust"]),
            (2, ADULT, [], ["probation"]),
            (2, YOUNG, [], ["yot"]),
            (2, ADULT, PATIENT, ["mental_health_trust"]),
            (2, None, PATIENT, ["mental_health_trust"]),
            (3, ADULT, [], ["agency first dealing with the person"]),
            (3, YOUNG, [], ["yot"]),
        ],
    )
    def test_is_the_agency_of_the_text(self, edition, category, born, limbs, agencies):
        found = duty(category, born, limbs, edition)

        assert (list(found.agencies), found.missing) == (agencies, "")
        assert found.citation.startswith("Hampshire 2008")

    @pytest.mark.parametrize("category", [2, 3])
    def test_cannot_be_told_without_the_birth_that_decides_it(self, category):
        found = duty(category, None)

        assert (found.agencies, found.missing) == ((), "dob")

    @pytest.mark.parametrize("category", [None, 4])
    def test_is_nobodys_where_no_text_names_an_agency(self, category):
        assert duty(category) is None

    def test_reads_a_patient_from_the_limbs_of_an_answer(self):
        answer = ask(convicted(), given("HO"), dob=day("1980-01-01"))

        assert duty(answer["recorded_category"], "1980-01-01", answer["limbs"]).agencies[-1] == "mental_health_trust"

    @pytest.mark.requirement("IDENT-16")
    def test_is_with_the_owners_of_the_clocks_that_identify(self):
        table = value("identification/by_case", "statute-current").value
        adults_and_young = " or ".join([*table["category_2"], *table["category_2_young"]])

        assert {"category-1-record": table["category_1"][0], "category-2-flag": adults_and_young} == {
            entry.id: entry.owner for entry in entries() if entry.id in ("category-1-record", "category-2-flag")
        }
