"""A script is unfolded: turns, sides, words by the seed, default gaps."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.planning.fitted import heard, said, session
from tests.planning.routines import heading, lines
from unknot import routine as tree
from unknot.planning._unfold import contains_any, ends_of, name_of


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Sit. Rest.", "lead:3.0 Sit. gap:1.5 Rest. close:10.0"),
        ("Sit... and rest.", "lead:3.0 Sit... gap:2.5 and rest. close:10.0"),
        ("Sit.\n\nRest.", "lead:3.0 Sit. gap:3.0 Rest. close:10.0"),
        ("Sit.\n\n# Two\n\nRest.", "lead:3.0 Sit. gap:4.0 Rest. close:10.0"),
        ("Sit. [5s]\n\n# Two\n\nRest.", "lead:3.0 Sit. pause:5.0 gap:4.0 Rest. close:10.0"),
        ("Sit. [5s] Rest. [7s fixed]", "lead:3.0 Sit. pause:5.0 Rest. pause:7.0 close:10.0"),
        ("Sit. [move 3s] Rest. [hold 20s]", "lead:3.0 Sit. move:3.0 Rest. hold:20.0 close:10.0"),
        ("Sit. [2s..12s] Rest.", "lead:3.0 Sit. pause:7.0 Rest. close:10.0"),
    ],
)
def test_a_default_gap_is_where_no_rest_is_written(body: str, expected: str) -> None:
    """A default gap follows words, unless a written rest takes its place."""
    assert heard(session(body).timeline) == expected


def test_a_pace_sets_the_gaps() -> None:
    """At the pace `sleep` the gap after a sentence is 1.8 s."""
    assert "gap:1.8" in heard(session("Sit. Rest.", header="pace: sleep\n").timeline)


def test_a_body_is_repeated_with_its_numbers_in_words() -> None:
    """The number of a round is a word of the routine's language."""
    body = "::: repeat 2\nRound {round} of {rounds}.\n:::"
    assert said(body) == ["Round one of two.", "Round two of two."]
    assert said(body, header="language: de\n") == ["Round eins of zwei.", "Round zwei of zwei."]


def test_each_side_is_named_and_so_is_the_other() -> None:
    """With two values, each side knows the name of the other."""
    assert said("::: each side: left, right\nThe {side} one, not the {side.other}.\n:::") == [
        "The left one, not the right.",
        "The right one, not the left.",
    ]


def test_a_name_at_the_beginning_of_a_sentence_is_capitalised() -> None:
    """A variable that begins a sentence gets a capital letter."""
    assert said("::: each side: left, right\n{side} hand.\n:::") == ["Left hand.", "Right hand."]


@pytest.mark.parametrize("seed", range(20))
def test_the_same_words_are_not_chosen_twice_in_a_row(seed: int) -> None:
    """Two choices in a row differ across turns and sides, whatever number of turns the fitting chose."""
    body = "Sit.\n\n::: each side: left, right\n::: repeat 1..4\n{Press.|Lean.|Squeeze.} [6s]\n:::\n:::\n\nEnd."
    for length in ("", "30", "60", "90"):
        middle = said(body, length, seed)[1:-1]
        assert all(a != b for a, b in pairwise(middle))


def test_the_seed_chooses_the_words() -> None:
    """The same seed gives the same words, and another seed gives others."""
    body = "\n\n".join(["{One|Two|Three|Four} and {five|six|seven|eight}."] * 5)
    assert said(body, seed=1) == said(body, seed=1)
    assert said(body, seed=1) != said(body, seed=2)


@pytest.mark.parametrize(
    ("length", "expected"), [("30", ["Sit.", "Short."]), ("60", ["Sit."]), ("66", ["Sit.", "Long."])]
)
def test_blocks_for_longer_and_shorter_sessions(length: str, expected: list[str]) -> None:
    """The length that was asked for decides which conditional blocks are in the session."""
    body = "Sit. [4s..55s]\n\n::: under 1m\nShort. [4s..55s]\n:::\n\n::: from 1m5s\nLong.\n:::"
    assert said(body, length) == expected


def test_breath_speaks_german() -> None:
    """The words of a breath are in the language of the script."""
    assert said("[breath in 4s, out 6s, 1 rounds]\n\nEnde.", header="language: de\n") == ["Ein.", "Aus.", "Ende."]


def test_another_voice_speaks_a_block() -> None:
    """A voice block changes the voice inside it and not after it."""
    cues = session("Sit.\n\n::: voice rate 100\nRest.\n:::\n\nEnd.").timeline.cues
    assert [cue.utterance.voice.rate for cue in cues] == [None, 100, None]


def test_a_body_is_named_by_its_first_heading_or_words() -> None:
    """Headings and words inside other blocks count, and a body without words has no name."""
    assert name_of((heading("Jaw"), lines("Sit."))) == "Jaw"
    assert name_of((tree.NoteBlock("A note"), lines(tree.ChimeTag("bell"), "Sit."))) == "Sit."
    assert name_of((tree.Optional(1, (lines("Inside."),)),)) == "Inside."
    assert name_of((tree.NoteBlock("A note"),)) == ""


def test_a_long_name_is_cut_between_words() -> None:
    """A name has at most 32 characters, and one that was cut ends with an ellipsis."""
    assert name_of((lines("Press gently along the edge of the bone."),)) == "Press gently along the edge of…"


def test_the_ends_are_the_paragraphs_of_the_first_and_the_last_words() -> None:
    """Paragraphs without words do not count."""
    body = (lines(tree.ChimeTag("bell")), lines("Sit."), tree.Optional(1, (heading("Two"), lines("End."))))
    assert ends_of(body) == ((1,), (2, 1))
    assert ends_of((tree.NoteBlock("A note"),)) == ()


def test_a_caution_is_found_whatever_its_spaces_and_capitals() -> None:
    """A caution is found inside other blocks and inside longer texts."""
    body = (tree.Repeat(tree.Count(1, 1), (lines("Please  stop on\npain. Go on."),)),)
    assert contains_any(body, ["Breathe.", "Stop on pain."])
    assert not contains_any(body, ["Breathe."])
    assert not contains_any(body, [])
