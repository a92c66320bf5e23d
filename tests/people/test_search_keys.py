"""Keys that people are found by: what a misspelt name still shares with the right one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.people import names
from mappa.people.search_keys import keys_of_name, keys_of_person, keys_of_search, number_key, other_forms

LETTERS = st.characters(min_codepoint=ord("a"), max_codepoint=ord("z"))
WORD = st.text(LETTERS, min_size=3, max_size=12)


@st.composite
def slips(draw, word):
    """The word with one letter missing, doubled up, wrong, or swapped with the next."""
    at = draw(st.integers(0, len(word) - 2))
    letter = draw(LETTERS)
    return draw(
        st.sampled_from([
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ])
    )  # fmt: skip


def shared(typed, given_names, family_name):
    return keys_of_search(typed).keys() & keys_of_name(given_names, family_name)


def shared_widely(typed, given_names, family_name):
    asked = keys_of_search(typed) | keys_of_search(typed, widely=True)
    return asked.keys() & keys_of_name(given_names, family_name)


class TestKeys:
    @given(st.data(), WORD, WORD)
    def test_one_slip_in_either_name_still_shares_a_key(self, data, first, last):
        wrong_family = data.draw(slips(last))
        wrong_given = data.draw(slips(first))

        assert shared(f"{first} {wrong_family}", first, last)
        assert shared(f"{wrong_given} {last}", first, last)

    @given(st.lists(WORD, min_size=2, max_size=3, unique=True).flatmap(st.permutations))
    def test_the_order_of_the_words_does_not_matter(self, words):
        *first, last = sorted(words)
        there = keys_of_name(" ".join(first), last)

        assert keys_of_search(" ".join(words)).keys() & there

    @given(WORD, WORD, st.sampled_from(["\u200b", "\u202e", "\u00ad", "\ufeff", "\u2066"]), st.data())
    def test_signs_that_nobody_sees_change_nothing(self, first, last, sign, data):
        at = data.draw(st.integers(0, len(last)))

        assert keys_of_search(f"{first} {last[:at]}{sign}{last[at:]}") == keys_of_search(f"{first} {last}")

    @given(st.text(max_size=60))
    def test_any_text_has_keys_that_the_database_can_hold(self, text):
        found = {
            *keys_of_search(text),
            *keys_of_search(text, widely=True),
            *keys_of_name(text, text),
            *filter(None, [number_key(text)]),
        }

        assert all(-(2**63) <= key < 2**63 for key in found)

    @pytest.mark.parametrize(
        ("typed", "held"),
        [
            ("Bill Testperson", ("William", "Testperson")),
            ("Margaret Testperson", ("Peggy", "Testperson")),
            ("Geoff Testperson", ("Jeffrey", "Testperson")),
            ("Sinead Testperson", ("Sinéad", "Testperson")),
            ("O Brien Sean", ("Seán", "O'Brien")),
            ("Mac Testley Ann", ("Ann", "MacTestley")),
            ("Ann Testley", ("Ann Mary", "Other-Testley")),
            ("Testley Mary", ("Ann Mary", "Testley")),
            ("Cyarls Tetperson", ("Charles", "Testperson")),
            ("J Testperson", ("Jacob", "Testperson")),
            ("Иван Тестов", ("Иван", "Тестов")),
        ],
    )
    def test_names_written_otherwise_share_a_key(self, typed, held):
        assert shared_widely(typed, *held)

    def test_a_stranger_shares_none(self):
        assert not shared_widely("Robin Otherwise", "Alex", "Testperson")

    def test_one_person_has_some_dozens(self):
        keys = keys_of_person([("Alexander James", "Testperson")], date(1985, 6, 11), ["NS-P-0001", "2019/0123456X"])

        assert 20 < len(keys) < 60

    @pytest.mark.parametrize(("one", "other"), [("2019/0123456d", "19/123456D"), ("ns-p-0001", "NS P 0001")])
    def test_a_number_is_the_same_however_it_is_written(self, one, other):
        assert number_key(one) == number_key(other)


class TestForms:
    def test_every_form_leads_back(self):
        for name in ("william", "bill", "peggy", "ted", "harry"):
            assert all(name in other_forms(form) for form in other_forms(name))

    def test_the_list_is_written_as_names_are_compared(self):
        for name in ("william", "elizabeth", "mohammed"):
            for form in other_forms(name):
                assert names.normalised(form) == form
