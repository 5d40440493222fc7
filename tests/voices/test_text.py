"""The words of a cue become sentences in the way an engine reads them, and no word is lost."""

import re

import pytest
from hypothesis import given, strategies as st

from unknot.voices import _text
from unknot.voices._lexicon import lexicon

NONE = lexicon("xx")


def _spoken(words: str, dialect: _text.Dialect = "plain") -> list[str]:
    return [sentence.spoken for sentence in _text.sentences(words, NONE, dialect)]


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("Rest.", ["Rest."]),
        ("Sit back. Breathe out.", ["Sit back.", "Breathe out."]),
        ("Ready? Good! Begin…", ["Ready?", "Good!", "Begin…"]),
        ("Let it go... and rest.", ["Let it go... and rest."]),
        ("Ask Dr. Kim at 2.5 metres, e.g. Here.", ["Ask Dr. Kim at 2.5 metres, e.g. Here."]),
        ("“Rest.” Then go.", ["“Rest.”", "Then go."]),
        ("休んで。吸って。", ["休んで。", "吸って。"]),
        ("Hold. ... ", ["Hold. ..."]),
        ("...", []),
        ("", []),
        ("tab\tand\nline", ["tab and line"]),
    ],
)
def test_a_sentence_is_a_call(words: str, spoken: list[str]) -> None:
    """Abbreviations and numbers do not end one; what has nothing to say is no call."""
    assert _spoken(words) == spoken


@pytest.mark.parametrize(
    ("words", "plain", "espeak"),
    [
        ("be *very* still", "be very still", "be <emphasis>very</emphasis> still"),
        (r"a \* star", "a * star", "a * star"),
        (r"back\\slash", "back\\slash", "back\\slash"),
        ("a < b & c > d", "a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<break time='9s'/>", "<break time='9s'/>", "&lt;break time='9s'/&gt;"),
        ("[[h@l'oU]]", "[ [h@l'oU] ]", "[ [h@l'oU] ]"),
        ("a [[[b", "a [ [ [b", "a [ [ [b"),
        ("a [*[b]*]", "a [ [b] ]", "a [<emphasis>[b]</emphasis>]"),
        ("open *end", "open end", "open <emphasis>end</emphasis>"),
    ],
)
def test_markup_is_made_for_who_reads_it_and_escaped_for_who_would(words: str, plain: str, espeak: str) -> None:
    """Emphasis reaches eSpeak as SSML and is taken away for others; a text can never be markup by itself."""
    assert _spoken(words) == [plain]
    assert _spoken(words, "espeak") == [espeak]


def test_emphasis_may_reach_over_the_end_of_a_sentence() -> None:
    """It is closed and opened again."""
    assert _spoken("*Stop. Now* go.", "espeak") == [
        "<emphasis>Stop. </emphasis>",
        "<emphasis>Now</emphasis> go.",
    ]


def test_an_over_long_sentence_is_split_at_its_marks_and_says_so() -> None:
    """Near the middle, and only the last part ends the sentence."""
    words = ", ".join(["press your thumb into the palm of the other hand"] * 8) + "."
    parts = _text.sentences(words, NONE, "plain")
    assert len(parts) > 1
    assert max(len(part.plain) for part in parts) <= _text.LONGEST
    assert [part.ends for part in parts] == [False] * (len(parts) - 1) + [True]
    assert all(part.plain.endswith(("hand,", "hand.")) for part in parts)


def test_a_recorded_cue_is_never_split_or_respelled() -> None:
    """It is looked up by what is written."""
    words = ", ".join(["roll the psoas"] * 40) + "."
    (only,) = _text.sentences(words, lexicon("en"), "written")
    assert only.spoken == words


@given(st.text(alphabet=st.characters(exclude_characters="\\*", exclude_categories=["Cs"]), max_size=400))
def test_no_letter_is_lost(words: str) -> None:
    """Whatever the text: its letters and digits come out in order."""
    kept = "".join(sentence.plain for sentence in _text.sentences(words, NONE, "plain"))
    assert re.sub(r"[\W_]", "", kept) == re.sub(r"[\W_]", "", _text.plain(words))


@pytest.mark.parametrize("dialect", ["plain", "espeak", "misaki"])
def test_every_engine_gets_the_same_words(dialect: _text.Dialect) -> None:
    """Figures and symbols are in words; what a person reads stays as it is written."""
    (sentence,) = _text.sentences("Hold 30 s 😌 & rest, 3x.", lexicon("en"), dialect)
    assert sentence.spoken == "Hold thirty seconds and rest, three times."
    assert sentence.plain == "Hold 30 s 😌 & rest, 3x."


def test_a_recording_is_found_by_what_is_written() -> None:
    """And its length is checked by what is said."""
    (sentence,) = _text.sentences("Hold 30 s.", lexicon("en"), "written")
    assert (sentence.spoken, sentence.words) == ("Hold 30 s.", "Hold thirty seconds.")


def test_the_words_of_the_script_come_first() -> None:
    """What `say` names is said as it is there, and no rule changes it or what stands for it."""
    words = lexicon("en", [("3x", "three ex"), ("kg", "kilo"), ("No.", "nay 5"), ("Shhhh", "hush")])
    (sentence,) = _text.sentences("Shhhh, 3x with 10 kg and 4x", words, "plain")
    assert sentence.spoken == "hush, three ex with ten kilo and four times"


def test_a_drawn_out_sound_is_its_phonemes() -> None:
    """For engines would spell it."""
    (sentence,) = _text.sentences("Shhhhhhhh.", lexicon("en"), "espeak")
    assert sentence.spoken == "[[SSS]]."
    (sentence,) = _text.sentences("Mmmmmmm.", lexicon("de"), "espeak")
    assert sentence.spoken == "[[mmm]]."


@pytest.mark.parametrize("text", ["😌", "→ ✨", "###", "***", "• — •"])
def test_nothing_but_symbols_is_nothing_to_say(text: str) -> None:
    """No engine is asked for it."""
    assert _text.sentences(text.replace("*", "\\*"), lexicon("en"), "plain") == ()


def test_a_cue_is_not_cut_after_an_abbreviation() -> None:
    """As planning cuts it."""
    assert _spoken("See vol. 3 of the U.S. Army. Then rest.", "written") == [
        "See vol. 3 of the U.S. Army.",
        "Then rest.",
    ]
