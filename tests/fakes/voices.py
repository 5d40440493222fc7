"""Voices and engines that do what their names say."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.fakes import chaos_worker
from unknot.audio import Sound
from unknot.errors import VoiceError
from unknot.ports import EngineState, Voice
from unknot.voices._engine import WorkerVoice, sound_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.routine import VoiceChoice
    from unknot.voices._text import Dialect

NEVER = "\0"
"""A word that no text has."""


@dataclass
class ToneVoice:
    """Speaks every text as a tone that is as long as it, in this process."""

    identity: str = "tone"
    spoken: list[str] = field(default_factory=list)

    def speak(self, text: str, language: str) -> Sound:
        """The tone."""
        self.spoken.append(text)
        return sound_of(chaos_worker.tone(text), chaos_worker.RATE)

    def close(self) -> None:
        """Nothing to do."""


class NotANumberVoice(ToneVoice):
    """One of its samples is none, in every text with `word`."""

    word = NEVER

    def speak(self, text: str, language: str) -> Sound:
        """The tone with a hole in it."""
        sound = super().speak(text, language)
        if self.word in text:
            sound.samples[len(sound.samples) // 2] = np.nan
        return sound


class StereoVoice(ToneVoice):
    """Gives two channels where one was asked for."""

    def speak(self, text: str, language: str) -> Sound:
        """The tone, twice."""
        sound = super().speak(text, language)
        return Sound(np.repeat(sound.samples, 2, axis=1), sound.rate)


class FlakyVoice(ToneVoice):
    """Fails `fails` times in each text with `word`, and then speaks it."""

    word = NEVER
    fails = 1

    def speak(self, text: str, language: str) -> Sound:
        """The tone, at last."""
        if self.word in text and self.spoken.count(text) < self.fails:
            self.spoken.append(text)
            raise VoiceError("not now")
        return super().speak(text, language)


class WorkerTones:
    """An engine whose voices are processes that misbehave in one way at one word."""

    name = "tones"
    dialect: Dialect = "plain"
    workers = 2
    deadline = 20.0

    def __init__(self, folder: Path, fault: str = "none", word: str = NEVER) -> None:
        """`folder` gets a file named by the number of each process."""
        self._arguments = [str(folder), fault, word.replace(NEVER, "never said")]

    def state(self) -> EngineState:
        """Always ready."""
        return EngineState(self.name, True, "tones", ("tone",))

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> Voice:
        """One process."""
        if choice.name not in (None, "tone"):
            raise VoiceError(f"there is no tone {choice.name!r}", next_step="choose tone")
        command = [sys.executable, "-I", "-S", chaos_worker.__file__, *self._arguments]
        return WorkerVoice(f"tones {choice.rate}", command, {}, deadline)


class OwnTones:
    """An engine whose voices speak in this process: one of them, shared and locked by nobody."""

    name = "own tones"
    dialect: Dialect = "plain"
    workers = 2
    deadline = 20.0

    def __init__(self, make: Callable[[], Voice]) -> None:
        """`make` is asked for every voice."""
        self._make = make
        self.made: list[Voice] = []
        self._lock = threading.Lock()

    def state(self) -> EngineState:
        """Always ready."""
        return EngineState(self.name, True, "tones")

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> Voice:
        """What `make` makes."""
        made = self._make()
        with self._lock:
            self.made.append(made)
        return made


def alive(folder: Path) -> list[int]:
    """The processes written down in `folder` that still run, once what was killed has had time to die."""
    for _ in range(300):
        left = [int(path.name) for path in sorted(folder.iterdir()) if runs(int(path.name))]
        if not left:
            break
        time.sleep(0.01)
    return left


def runs(pid: int) -> bool:
    """Whether the process has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"  # a zombie has ended; nobody but its parent can take it away
