"""Words that engines get wrong are said right: whole words, longest first, in one pass."""

from importlib import resources

import pytest

from unknot.voices._lexicon import lexicon, pronounce


def _said(text: str, say: dict[str, str], language: str = "xx") -> str:
    words = lexicon(language, tuple(say.items()))
    return "".join(f"[[{piece.phonemes}]]" if piece.phonemes else piece.text for piece in pronounce(text, words))


@pytest.mark.parametrize(
    ("text", "say", "said"),
    [
        ("the sacrum rests", {"sacrum": "say-krum"}, "the say-krum rests"),
        ("Sacrum, SACRUM!", {"sacrum": "say-krum"}, "say-krum, say-krum!"),
        ("sacrums and sacrum", {"sacrum": "x"}, "sacrums and x"),
        ("gua sha and sha", {"sha": "shah", "gua sha": "gwah shah"}, "gwah shah and shah"),
        ("a b", {"a": "b", "b": "a"}, "b a"),
        ("C++ (a.b)", {"C++": "see", "a.b": "ab"}, "see (ab)"),
        ("qi", {"qi": "[[tS'i:]]"}, "[[tS'i:]]"),
        ("nothing here", {}, "nothing here"),
    ],
)
def test_whole_words_longest_first_one_pass(text: str, say: dict[str, str], said: str) -> None:
    """What a replacement says is not replaced again, and case does not matter."""
    assert _said(text, say) == said


def test_the_script_has_the_last_word() -> None:
    """Its own way to say a word wins over the shipped one."""
    assert _said("the psoas", {}, "en-GB") == "the [[s'oU@s]]"
    assert _said("the psoas", {"psoas": "zo-az"}, "en-GB") == "the zo-az"


def test_a_word_with_phonemes_only_stays_as_it_is_for_other_engines() -> None:
    """An engine without phonemes gets the letters."""
    (piece,) = pronounce("scapula", lexicon("en"))
    assert piece.text == "scapula"


def test_every_shipped_row_is_whole() -> None:
    """Word, respelling or nothing, phonemes; sorted, each once."""
    text = resources.files("unknot.voices").joinpath("words", "en.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert all(len(row) == 3 and row[0] and row[2] for row in rows)
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
