"""Letters that a language is not written in are found, and texts weigh as much as they take to say."""

from __future__ import annotations

import pytest

from unknot.reading import foreign_words, spelling, weigh


def test_digits_and_capitals_weigh_more_than_letters() -> None:
    """For "TMJ" is three words and 27 is two."""
    assert weigh("abc") == 3
    assert weigh("27") > weigh("abc")
    assert weigh("TMJ") > weigh("tmj")
    assert weigh("吸って") > weigh("abc")


def test_letters_of_other_alphabets_weigh_what_they_take_to_say() -> None:
    """A kana is a syllable, a Chinese character is a word, Hangul is between them; Cyrillic is as Latin."""
    assert weigh("目") > weigh("눈") > weigh("め") > weigh("д") == weigh("λ") == weigh("a")
    assert weigh("न") == weigh("م") == weigh("a")


def test_marks_inside_an_address_weigh_as_words() -> None:
    """But those between words weigh nothing more."""
    assert weigh("a.b/c") > 1.5 * weigh("a. b, c")
    assert weigh("5 → 6") > weigh("5 , 6")


@pytest.mark.parametrize("text", ["xkcd", "Shhhhh", "a/b", "B12", "me@home", "aaaah"])
def test_what_a_voice_may_spell_may_take_longer(text: str) -> None:
    """Each letter may be named."""
    assert spelling(f"Say {text} now.") >= 5 * len(text)
    assert spelling("Say it now, and slowly.") == 0


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Закройте глаза.", "en", ("Закройте глаза", "Cyrillic", "ru")),
        ("Say Κλείστε now", "de", ("Κλείστε", "Greek", "el")),
        ("أغمض عينيك", "en", ("أغمض عينيك", "Arabic", "ar")),
        ("आँखें बंद करें", "en", ("आँखें बंद करें", "Devanagari", "hi")),
        ("目を閉じて", "en", ("目", "Chinese", "zh")),
        ("めをとじて", "zh", ("めをとじて", "Japanese", "ja")),
        ("눈을 감으세요", "ja", ("눈을 감으세요", "Korean", "ko")),
        ("หลับตาลง", "en", ("หลับตาลง", "Thai", "th")),
    ],
)
def test_a_foreign_alphabet_is_named(text: str, language: str, found: tuple[str, str, str]) -> None:
    """With a language that is written in it."""
    assert next(foreign_words(text, language)) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Закройте глаза, relax.", "ru"), ("Заплющте очі.", "uk-UA"), ("目を閉じて。カタ", "ja"),
        ("闭上眼睛", "zh-Hant"),
        ("闭上眼睛", "cmn"), ("눈을 감으세요", "ko"), ("Größe, café, Ångström", "en"), ("چشمان", "fa"),
        ("5 %, 😌 → °", "en"),
    ],
)  # fmt: skip
def test_the_alphabets_of_a_language_are_its_own(text: str, language: str) -> None:
    """And the Latin one is everyone's."""
    assert list(foreign_words(text, language)) == []
