"""An engine that hangs, crashes or lies costs its own process, is named with the text, and nothing of it is kept."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.voices import FlakyVoice, NotANumberVoice, OwnTones, StereoVoice, ToneVoice, WorkerTones, alive
from unknot.cache import FileCache
from unknot.errors import VoiceError
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import ClipMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Voice
    from unknot.voices._engine import Engine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks for left processes in /proc")

WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf")
CUES = [Utterance(f"Now say {word} slowly to yourself.") for word in WORDS]
PLACES = {"first": "alpha", "middle": "delta", "last": "golf"}
FAULTS = {
    "hang": "did not answer",
    "crash": "killed by signal",
    "end": "ended with status 3",
    "nonsense": "answered nonsense",
    "endless line": "answered nonsense",
    "empty": "it is empty",
    "truncated": "ended in the middle",
    "half the words": "words are missing",
    "silence": "it is silent",
    "ten times too long": "are expected",
    "rate zero": "a second has 0 samples",
    "a third of the rate": "are expected",
    "flood": "did not answer within 0.6 s: ",
    "refusal": "I would rather not",
    "grandchild": "killed by signal",
    "daemon": "killed by signal",
    "hanging daemon": "did not answer",
}
HANGS = {"hang", "flood", "hanging daemon"}
SOON = 0.6
"""Seconds in which those that hang are given up."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where each process is written down; none may be left."""
    folder = tmp_path / "processes"
    folder.mkdir()
    yield folder
    assert alive(folder) == []


def _speak(
    store: FileCache, engine: Engine, cues: list[Utterance] = CUES, **others: object
) -> dict[Utterance, Samples]:
    known: dict[str, Callable[[], Engine]] = {"tones": lambda: engine, "own": lambda: OwnTones(ToneVoice)}
    studio = ClipMaker(store, VoiceChoice("tones"), known=known, **others)  # type: ignore[arg-type]
    try:
        return dict(studio.clips(CUES, lambda done, of: None))
    finally:
        studio.close()


def _clips(store: FileCache) -> int:
    return sum(entries for kind, entries, _ in store.info().kinds if kind == "clip")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_text_and_leaves_nothing(
    tmp_path: Path, folder: Path, fault: str, place: str
) -> None:
    """Whatever is wrong with one cue, at either end or in the middle, within its deadline and three seconds."""
    store = FileCache(tmp_path / "cache")
    word, deadline, begun = PLACES[place], SOON if fault in HANGS else 20.0, time.monotonic()
    with pytest.raises(VoiceError, match=FAULTS[fault]) as caught:
        _speak(store, WorkerTones(folder, fault, word), deadline=deadline)
    assert time.monotonic() - begun < deadline + 3.0
    assert f"Now say {word} slowly" in caught.value.message
    assert caught.value.utterance == CUES[WORDS.index(word)]
    assert caught.value.next_step
    assert _clips(store) < len(CUES)
    healed = _speak(store, WorkerTones(folder))
    assert np.abs(healed[CUES[WORDS.index(word)]]).max() > 0.05
    assert _clips(store) == len(CUES)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells what left its session")
def test_what_a_good_voice_has_started_ends_with_it(tmp_path: Path, folder: Path) -> None:
    """Every cue is spoken, and a child in a session of its own is gone once the voice is closed."""
    assert len(_speak(FileCache(tmp_path / "cache"), WorkerTones(folder, "daemon beside", "delta"))) == len(CUES)
    assert len(list(folder.iterdir())) > 1


def test_a_voice_that_cannot_be_measured_speaks_nothing(tmp_path: Path, folder: Path) -> None:
    """A fault in the fixed passage is the first cue's."""
    store = FileCache(tmp_path / "cache")
    with pytest.raises(VoiceError, match="it is silent"):
        _speak(store, WorkerTones(folder, "silence", "e"))
    assert store.info().entries == 0


def _voice(kind: type[ToneVoice], word: str, fails: int = 1) -> Callable[[], Voice]:
    made = type("Made", (kind,), {"word": word, "fails": fails})
    spoken: list[str] = []
    return lambda: made(spoken=spoken)


def test_a_sample_that_is_no_number_is_found(tmp_path: Path) -> None:
    """One among a hundred thousand."""
    with pytest.raises(VoiceError, match="no numbers"):
        _speak(FileCache(tmp_path), OwnTones(_voice(NotANumberVoice, "delta")))


def test_two_channels_become_one(tmp_path: Path) -> None:
    """At the same level as if there had been one."""
    one = _speak(FileCache(tmp_path / "one"), OwnTones(ToneVoice))
    two = _speak(FileCache(tmp_path / "two"), OwnTones(StereoVoice))
    assert all(np.array_equal(one[cue], two[cue]) for cue in CUES)


def test_a_voice_that_fails_once_is_asked_once_more(tmp_path: Path) -> None:
    """In a fresh process, and then its clip is as good as any."""
    assert len(_speak(FileCache(tmp_path), OwnTones(_voice(FlakyVoice, "delta", fails=1)))) == len(CUES)


def test_a_voice_that_fails_twice_has_failed(tmp_path: Path) -> None:
    """There is no third time."""
    with pytest.raises(VoiceError, match="not now"):
        _speak(FileCache(tmp_path), OwnTones(_voice(FlakyVoice, "delta", fails=2)))


@pytest.mark.parametrize("fault", ["crash", "silence"])
def test_the_fallback_speaks_only_what_failed_and_is_told(tmp_path: Path, folder: Path, fault: str) -> None:
    """The other cues keep their voice, and each cue that fell back is one notice."""
    told: list[str] = []
    engine = WorkerTones(folder, fault, "delta")
    found = _speak(FileCache(tmp_path / "c"), engine, fallback=VoiceChoice("own"), notice=told.append)
    assert set(found) == set(CUES)
    assert len(told) == 1
    assert "Now say delta slowly" in told[0]
    assert "the voice own speaks it instead" in told[0]


def test_a_fallback_that_fails_too_is_named(tmp_path: Path, folder: Path) -> None:
    """The error is about the voice that was tried last."""
    with pytest.raises(VoiceError, match="no voice engine 'nobody'"):
        _speak(FileCache(tmp_path / "c"), WorkerTones(folder, "crash", "delta"), fallback=VoiceChoice("nobody"))
