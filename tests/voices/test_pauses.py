"""Pauses inside a sentence become longer where the sound is silent, and nowhere else.

A letter is a tenth of a second of sound, a dot a tenth of a second of silence.
"""

import re

import numpy as np
import pytest

from unknot.audio import Sound
from unknot.voices._onsets import softened
from unknot.voices._pauses import inner_marks, lengthened, pauses

RATE = 8000


def _sound(line: str) -> Sound:
    wave = 0.3 * np.sin(np.arange(RATE // 10) * 0.5)
    parts = [np.zeros(RATE // 10) if letter == "." else wave for letter in line]
    return Sound(np.concatenate(parts).astype(np.float32)[:, np.newaxis], RATE)


def _line(sound: Sound) -> str:
    blocks = sound.samples[: len(sound.samples) // (RATE // 10) * (RATE // 10), 0].reshape(-1, RATE // 10)
    return "".join("." if level < 0.05 else "A" for level in np.sqrt(np.square(blocks).mean(axis=1)))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Rest.", 0),
        ("Breathe in, hold, and let go.", 2),
        ("Slowly - very slowly – lean in; stay…", 3),
        ("1,000 steps at 10:30.", 0),
        ("self-massage", 0),
        ("Well… go on.", 1),
    ],
)
def test_inner_marks_are_those_that_a_voice_pauses_at(text: str, marks: int) -> None:
    """Not those in figures and words, nor the last one."""
    assert inner_marks(text) == marks


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("a, b.", "AA..BB", "AA....BB"),
        ("a b.", "AA..BB", "AA..BB"),
        ("a, b.", "..A..B..", "..A....B.."),
        ("a, b.", "A.B..C", "A.B....C"),
        ("a, b, c.", "A..B...C", "A....B......C"),
        ("a, b.", "AB", "AB"),
        ("a, b.", "A.......B", "A..........B"),
        ("a, b.", "....", "...."),
    ],
)
def test_the_longest_silences_are_twice_as_long(text: str, before: str, after: str) -> None:
    """As many as there are marks, up to a second each; the edges stay."""
    assert _line(lengthened(_sound(before), text, 2.0)) == re.sub("[A-Z]", "A", after)


def test_a_closed_mouth_is_no_pause() -> None:
    """The silence before a t is 0.14 s at most."""
    sound = _sound("A.B")
    assert pauses(sound, 5) == []
    assert lengthened(sound, "a, b.", 2.0) is sound


def test_what_is_left_of_the_sound_in_a_pause_fades_into_the_inserted_silence() -> None:
    """No step in the middle of a breath."""
    sound = _sound("A...B")
    sound.samples[RATE // 10 : 4 * RATE // 10] = 0.001
    heard = lengthened(sound, "a, b.", 2.0).samples[:, 0]
    inside = heard[RATE // 10 + 8 : 7 * RATE // 10 - 8]
    assert np.abs(np.diff(inside)).max() < 0.0001


def test_a_burst_at_the_front_is_softened_and_the_rest_stays() -> None:
    """It may be half as loud again as what follows."""
    sound = _sound(".AAA")
    sound.samples[RATE // 10 : RATE // 10 + 30] *= 3.0
    heard = softened(sound)
    front, behind = heard.samples[: RATE // 10 + 80], heard.samples[RATE // 10 + 160 :]
    assert np.abs(front).max() == pytest.approx(0.45, abs=0.01)
    assert np.array_equal(behind, sound.samples[RATE // 10 + 160 :])


@pytest.mark.parametrize("line", [".AAA", "A", "...", ""])
def test_an_even_beginning_stays_as_it_is(line: str) -> None:
    """And so does what is too short to tell."""
    sound = Sound(_sound(line).samples if line else np.zeros((0, 1), np.float32), RATE)
    assert softened(sound) is sound
