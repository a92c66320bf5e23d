"""One broken file for each way in which a policy can be wrong, checked by the command as its author would.

Each file in `broken_policies` takes the place of the file named in its first line. The next two lines say the key and
the words that the author must read. The author's guide is made of the same lines.
"""

import json
import shutil
from pathlib import Path

import pytest

from mappa_policy.cli import main

FOLDER = Path(__file__).parent / "broken_policies"
WHOLE = FOLDER / "whole"
BROKEN = sorted(FOLDER.glob("*.yaml"))
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "add-an-edition.md"


def told(file):
    """The file that it replaces, the key, and what is wrong, from its first lines."""
    lines = file.read_text(encoding="utf-8").splitlines()[:3]
    return tuple(line.removeprefix(f"# {word}: ") for line, word in zip(lines, ("file", "key", "wrong"), strict=True))


def check(folder, capsysbinary):
    status = main(["editions", "check", "--policy", str(folder), "--departures", str(folder / "departures.yaml")])
    done = capsysbinary.readouterr()
    return status, json.loads(done.out)["faults"], done.err.decode()


class TestCheck:
    def test_passes_the_whole_policy(self, capsysbinary):
        assert check(WHOLE, capsysbinary)[:2] == (0, [])

    @pytest.mark.requirement("EDITION-01")
    @pytest.mark.parametrize("file", BROKEN, ids=[file.stem for file in BROKEN])
    def test_names_the_file_the_key_and_the_remedy_of(self, file, tmp_path, capsysbinary):
        replaced, key, wrong = told(file)
        shutil.copytree(WHOLE, tmp_path, dirs_exist_ok=True)
        shutil.copy(file, tmp_path / replaced)

        status, faults, messages = check(tmp_path, capsysbinary)

        assert status == 1
        assert len(faults) == 1, faults
        where, rest = faults[0].split(f": {key}: ", 1)
        assert Path(where).name == Path(replaced).name
        assert rest.startswith(wrong)
        assert len(rest) > len(wrong) + 5, "there is no remedy"
        assert messages.strip().startswith(faults[0])


class TestTheGuide:
    def test_names_every_way_to_be_wrong(self):
        text = GUIDE.read_text(encoding="utf-8")

        assert [file.stem for file in BROKEN if f"`{file.stem}`" not in text] == []
