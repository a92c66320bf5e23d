"""Numbers that agencies give: shapes, check letters and check digits."""

import pytest

from mappa.people.numbers import NotANumber, checked


class TestNumbers:
    @pytest.mark.parametrize(
        ("kind", "typed", "kept"),
        [
            ("pnc", "2003/0011985x", "2003/0011985X"),
            ("cro", "265416/21g", "265416/21G"),
            ("nhs", "943-476-5919", "943 476 5919"),
            ("ni", "ab123456c", "AB 12 34 56 C"),
            ("prison", " a1234bc", "A1234BC"),
            ("nominal", "anything at all", "ANYTHING AT ALL"),
        ],
    )
    def test_that_can_be_are_kept_tidy(self, kind, typed, kept):
        assert checked(kind, typed) == kept

    @pytest.mark.parametrize(
        ("kind", "typed", "says"),
        [
            ("pnc", "2003/0011986X", "The letter at the end does not fit"),
            ("pnc", "12345", "must look like 2019/0123456X"),
            ("cro", "265417/21G", "The letter at the end does not fit"),
            ("nhs", "9434765918", "The last digit does not fit"),
            ("ni", "BG123456C", "letters that are in use"),
            ("prison", "1234ABC", "must look like A1234BC"),
        ],
    )
    def test_that_cannot_be_are_refused_with_what_to_do(self, kind, typed, says):
        with pytest.raises(NotANumber, match=says):
            checked(kind, typed)
