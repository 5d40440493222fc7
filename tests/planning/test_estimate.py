"""Estimated lengths are about those of the default voice."""

from __future__ import annotations

import pytest

from tests.fakes.caches import MemoryCache
from unknot.library import find_routine
from unknot.planning import _estimate, unfold
from unknot.routine import Utterance, VoiceChoice
from unknot.script import parse
from unknot.units import frames
from unknot.voices import ClipMaker, _espeak


def test_an_estimate_depends_on_letters_and_rate() -> None:
    """An estimate depends on the number of letters and on the rate that a script asks for."""
    text = "Let your hands rest in your lap, and feel how heavy they become. "
    quick = Utterance(text, voice=VoiceChoice(rate=2 * _estimate.RATE))
    measured = _estimate.ESTIMATE.speech([Utterance(text), quick])
    assert list(measured.values()) == [frames(0.2 + 65 * 0.0844), frames(0.2 + 65 * 0.0422)]
    assert _estimate.estimated_length(text) == measured[Utterance(text)]


@pytest.mark.parametrize("name", ["desk-neck-and-shoulders", "nacken-und-schultern"])
def test_the_words_of_a_routine_take_as_long_as_estimated(name: str) -> None:
    """All cues of a routine together are within 6 % of their estimate, with the default voice."""
    assert _espeak.RATE == _estimate.RATE
    entry = find_routine(name)
    utterances = unfold(parse(entry.text, entry.file), length=entry.length).utterances
    maker = ClipMaker(MemoryCache())
    try:
        spoken = sum(map(len, maker.clips(utterances, lambda *_: None).values()))
    finally:
        maker.close()
    assert sum(_estimate.ESTIMATE.speech(utterances).values()) == pytest.approx(spoken, rel=0.06)


def test_figures_are_estimated_as_the_words_that_are_said() -> None:
    """And letters of other alphabets as long as they take."""
    assert _estimate.estimated_length("30 s") == _estimate.estimated_length("thirty seconds")
    assert _estimate.estimated_length("2½ Min.", language="de") == _estimate.estimated_length("zweieinhalb Minuten.")
    assert _estimate.estimated_length("\\* *now* 😌") == _estimate.estimated_length("now")
    assert _estimate.estimated_length("目を閉じて", language="ja") > 1.5 * _estimate.estimated_length("mewotojite"[:5])
