"""The register of requirements and the marks that tests carry."""

import subprocess
import sys

from tests.requirements import REGISTER, known_requirements, unknown_requirements

ROOT = REGISTER.parent.parent.parent


class TestRegister:
    def test_holds_every_row_once(self):
        assert len(known_requirements()) == 427
        assert len(REGISTER.read_text().splitlines()) == 428


class TestMarks:
    def test_that_name_no_row_are_named(self):
        assert unknown_requirements(["REFER-09", "REFER-99", "C-01"], known_requirements()) == "C-01, REFER-99"

    def test_that_name_no_row_stop_the_suite(self, tmp_path):
        test = tmp_path / "test_wrong.py"
        test.write_text('import pytest\n\n@pytest.mark.requirement("REFER-99")\ndef test_nothing():\n    pass\n')
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", str(test)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode != 0
        assert "REFER-99" in done.stdout + done.stderr
