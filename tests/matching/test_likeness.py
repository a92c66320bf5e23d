"""Same, doubtful or different."""

from datetime import date

import pytest

from mappa.matching.likeness import Description, Verdict, compare

BORN = date(1985, 6, 11)


def somebody(given="Alex", family="Testperson", born=BORN, also=()):
    return Description(given_names=given, family_name=family, born=born, also=also)


class TestCompare:
    @pytest.mark.parametrize(
        ("incoming", "verdict"),
        [
            (somebody(), Verdict.SAME),
            (somebody("ALEX", "TEST-PERSON"), Verdict.DOUBTFUL),  # two words where the record has one
            (somebody("Àlex", "Testperson"), Verdict.SAME),
            (somebody("Testperson", "Alex"), Verdict.DOUBTFUL),  # the names swapped
            (somebody(family="Testpersson"), Verdict.DOUBTFUL),
            (somebody("Alecs"), Verdict.DOUBTFUL),
            (somebody("Alex John"), Verdict.DOUBTFUL),
            (somebody(born=date(1985, 11, 6)), Verdict.DOUBTFUL),  # day and month swapped
            (somebody(born=date(1985, 6, 12)), Verdict.DOUBTFUL),
            (somebody(born=date(1986, 6, 11)), Verdict.DOUBTFUL),
            (somebody(born=None), Verdict.DOUBTFUL),
            (somebody(born=date(1961, 3, 2)), Verdict.DIFFERENT),
            (somebody("Robin", "Otherwise"), Verdict.DIFFERENT),
            (somebody("Robin"), Verdict.DIFFERENT),
            (somebody(family="Testpersson", born=date(1985, 6, 12)), Verdict.DIFFERENT),  # near and near is too far
        ],
    )
    def test_says_same_doubtful_or_different(self, incoming, verdict):
        assert compare(incoming, somebody()).verdict is verdict

    def test_a_former_name_counts(self):
        assert compare(somebody(family="Before"), somebody(also=(("Alex", "Before"),))).verdict is Verdict.SAME

    def test_the_reason_holds_no_name(self):
        assert "testperson" not in compare(somebody(family="Testpersson"), somebody()).why.casefold()

    def test_the_same_scores_more_than_doubt_and_doubt_more_than_difference(self):
        scores = [
            compare(one, somebody()).score for one in (somebody(), somebody("Alecs"), somebody("Robin", "Otherwise"))
        ]

        assert scores == sorted(scores, reverse=True)
