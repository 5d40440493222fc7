"""Numbers are said in words, in English and German."""

from __future__ import annotations

import pytest

from unknot.reading import ENGLISH, GERMAN


@pytest.mark.parametrize(
    ("number", "english", "german"),
    [
        (0, "zero", "null"),
        (1, "one", "eins"),
        (21, "twenty-one", "einundzwanzig"),
        (101, "one hundred and one", "einhunderteins"),
        (1001, "one thousand and one", "eintausendeins"),
        (21305, "twenty-one thousand three hundred and five", "einundzwanzigtausenddreihundertfünf"),
        (1_000_000, "one million", "eine Million"),
        (2_500_000, "two million five hundred thousand", "zwei Millionen fünfhunderttausend"),
    ],
)
def test_a_count_is_said_in_words(number: int, english: str, german: str) -> None:
    """Up to hundreds of millions, without commas."""
    assert ENGLISH.count(number) == english
    assert GERMAN.count(number) == german


def test_ordinals_and_years_are_said_in_words() -> None:
    """A German ordinal has no ending yet."""
    assert [ENGLISH.ordinal(n) for n in (1, 2, 12, 20, 101)] == [
        "first", "second", "twelfth", "twentieth", "one hundred and first",
    ]  # fmt: skip
    assert [GERMAN.ordinal(n) for n in (1, 3, 7, 8, 19, 20, 103)] == [
        "erst", "dritt", "siebt", "acht", "neunzehnt", "zwanzigst", "einhundertdritt",
    ]  # fmt: skip
    assert [ENGLISH.year(n) for n in (1900, 1905, 1984, 2005, 2026)] == [
        "nineteen hundred", "nineteen oh five", "nineteen eighty-four", "two thousand and five", "twenty twenty-six",
    ]  # fmt: skip
    assert GERMAN.year(1984) == "neunzehnhundertvierundachtzig"


def test_long_rows_of_digits_are_said_one_by_one() -> None:
    """So are those that begin with a zero, and decimals."""
    assert ENGLISH.said("007", "25") == "zero zero seven point two five"
    assert GERMAN.said("1" * 11) == " ".join(["eins"] * 11)
