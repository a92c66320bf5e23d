"""Names as keys."""

import pytest

from mappa.people import names


class TestNormalised:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("O\u2019Brien-Smith", "obrien smith"),
            ("  JOSÉ   de la Cruz ", "jose de la cruz"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Strauß", "strauss"),
            ("Ångström", "angstrom"),
            ("--", ""),
            ("Иванов", "иванов"),
        ],
    )
    def test_keeps_the_words_and_drops_how_they_are_written(self, typed, kept):
        assert names.normalised(typed) == kept


class TestKeys:
    def test_two_spellings_that_sound_alike_share_a_key(self):
        assert set(names.keys_of("Steven Philips")) & set(names.keys_of("Stephen Phillips"))
        assert names.sound_of("Catherine") == names.sound_of("Katherine")

    def test_a_half_typed_name_shares_a_key_with_the_whole_one(self):
        assert "x:tes" in set(names.keys_of("test")) & set(names.keys_of("Testperson"))

    def test_an_alias_is_among_the_keys_of_the_person(self):
        keys = names.keys_of_all([("Alex", "Testperson"), ("Sasha", "Otherwise")])

        assert {"n:testperson", "n:otherwise"} <= set(keys)

    def test_nothing_gives_no_key(self):
        assert names.keys_of(" - ") == []
