"""What is said of the limbs and flags agrees with what the rules do."""

import re
from pathlib import Path

import pytest

from mappa_policy import determine, rulebook, sources
from mappa_policy.checks import check_everything
from mappa_policy.cli import read_cases
from mappa_policy.reading import HERE, BadFile

WORKED = Path(__file__).parent / "worked_examples"
CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in [*(HERE / "rules").glob("*.py"), HERE / "determination.py"]
)


@pytest.fixture(scope="module")
def answered():
    return [determine(case) for case in read_cases(WORKED / "vignettes.yaml", "vignettes")]


@pytest.fixture
def limbs_file(monkeypatch, tmp_path):
    """Write a file of limbs of one's own; afterwards the real one is read again."""

    def write(content: str) -> Path:
        path = tmp_path / "limbs.yaml"
        path.write_text(content, encoding="utf-8")
        monkeypatch.setattr(rulebook, "LIMBS", path)
        rulebook.limbs.cache_clear()
        return path

    yield write
    rulebook.limbs.cache_clear()


class TestLimbs:
    def test_every_limb_that_is_answered_is_described_and_no_other(self, answered):
        said = {reason.limb for answer in answered for reason in answer.reasons}

        # asked only of values that no other limb cites, and only where somebody recorded it
        assert said | {"POLICY_VALUE", "NOTIONAL_37"} == set(rulebook.limbs())

    def test_every_value_that_a_rule_reads_belongs_to_a_limb_or_to_another_question(self):
        read = set(re.findall(r'"([a-z0-9-]+/[a-z0-9_]+)"', CODE))
        named = {name for limb in rulebook.limbs().values() for name in limb.values}
        other = (
            "categories",
            "identification",
            "lead-agency",
            "levels",
            "minutes",
            "record",
            "referral",
            "risk",
            "victims",
        )
        deadlines = {"notification/initial_days", "terrorism-notification/initial_days"}
        elsewhere = {name for name in read if name.split("/")[0] in (*other, "transfers")} | deadlines

        assert read - named - elsewhere == set()

    def test_every_law_resolves(self):
        for limb in rulebook.limbs().values():
            assert all(sources.document(source.document) for source in limb.law), limb.code

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            ("limbs:\n  A:\n    label: A\n", "A.law"),
            ("limbs: [A]\n", "limbs"),
            ("limbs:\n  A: {law: [{document: cja-2003, provision: s.1}], label: A, asks: B, tests: C}\n", "A.tests"),
        ],
    )
    def test_a_broken_file_is_named_with_its_key_and_remedy(self, limbs_file, content, says):
        limbs_file(content)

        with pytest.raises(BadFile) as refused:
            rulebook.limbs()

        assert says in str(refused.value)
        assert refused.value.remedy

    def test_the_check_names_a_value_or_a_document_that_is_not_there(self, limbs_file):
        limbs_file(
            "limbs:\n  A: {label: A, asks: B, tests: [C], rows: [D], values: [no/such], reading: E,"
            " law: [{document: no-act, provision: s.1}]}\n"
        )

        faults, _ = check_everything()

        assert [fault for fault in faults if "'no/such'" in fault]
        assert [fault for fault in faults if "'no-act'" in fault]


class TestFlags:
    def test_every_flag_that_the_rules_raise_is_in_words(self, answered):
        raised = {flag for answer in answered for flag in answer.flags}
        written = set(re.findall(r'(?:flags\.add\(|found\.add\(|return \{)"([a-z0-9_]+)"', CODE))

        assert raised | written <= set(rulebook.flags())
        assert len(written) > 10
