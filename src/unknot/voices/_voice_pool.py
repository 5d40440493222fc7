"""One voice, as many times as there are cores: sentences in, finished clips out, each checked and kept at once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.reading import spelling, weigh
from unknot.voices import _calibration, _clip
from unknot.voices._calibration import Calibration
from unknot.voices._parallel import run_parallel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unknot.audio import Sound
    from unknot.ports import Cache, Voice
    from unknot.routine import VoiceChoice
    from unknot.voices._calibration import PassageLine
    from unknot.voices._clip import SpeechPace
    from unknot.voices._engine import Engine
    from unknot.voices._text import SpokenSentence

_SOON: Final = 1.5
"""Seconds: a voice that fails sooner than this is asked once more, in a fresh process."""


class CalibrationFailed(VoiceError):
    """The voice could not speak the passage that it is measured by, so it can speak nothing."""


class VoicePool:
    """Where one voice of one engine speaks one language. Its processes live until it is closed."""

    def __init__(self, engine: Engine, choice: VoiceChoice, language: str, store: Cache, deadline: float) -> None:
        """Nothing is started yet.

        Raises:
            VoiceError: The engine has no such voice, or cannot speak here.
        """
        self.engine = engine
        self._choice = choice
        self._language = language
        self._store = store
        self._deadline = deadline
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(engine.workers)
        self._hands = 2 * engine.workers
        """More than voices, so that none waits while what it gave before is being finished."""
        self._idle: list[Voice] = []
        self._busy: dict[int, Voice] = {}
        self._stopped = False
        first = self._make()
        self._identity = first.identity
        self._calibration: Calibration | None = getattr(first, "calibration", None)
        self._passage: tuple[str, ...] = getattr(first, "passage", ())
        self._idle.append(first)

    def key(self, sentence: SpokenSentence) -> str:
        """Everything that changes the sound of the sentence's clip."""
        return f"clip:{_clip.PIPELINE}:{self._identity}:{self._language}:{sentence.spoken}"

    def speak(self, wanted: Mapping[str, SpokenSentence]) -> Iterator[tuple[str, bytes | VoiceError]]:
        """Each key with the clip of its sentence, as the cache keeps it, or what went wrong, as they are finished.

        Raises:
            CalibrationFailed: The voice could not be measured.
        """
        self._stopped = False
        measured = self._calibrated()

        def work(key: str) -> bytes | VoiceError:
            try:
                return self._clip(key, wanted[key], measured)
            except VoiceError as fault:
                return fault

        yield from run_parallel(list(wanted), work, self._hands, self.close)

    def close(self) -> None:
        """Afterwards the voice has no process left, and whoever still speaks fails at once.

        May be called twice; speaking again starts new processes.
        """
        with self._lock:
            self._stopped = True
            voices = [*self._idle, *self._busy.values()]
            self._idle, self._busy = [], {}
        for voice in voices:
            voice.close()

    def _calibrated(self) -> Calibration:
        if self._calibration is None:
            key = _calibration.key(self._identity, self._language)
            kept = self._store.get(key)
            self._calibration = Calibration.unpacked(kept) if kept else self._measure()
            if not kept:
                self._store.put(key, self._calibration.packed())
        return self._calibration

    def _measure(self) -> Calibration:
        passage = self._passage or _calibration.passage(self._language)

        def work(text: str) -> PassageLine:
            sound = self._checked(text, text, _clip.ANY_PACE, _calibration.TOLERANCE)
            return _calibration.measured(sound, weigh(text))

        try:
            lines = dict(run_parallel(passage, work, self._hands, self.close))
            return _calibration.calibrate([lines[text] for text in passage])
        except VoiceError as fault:
            raise CalibrationFailed(fault.message, next_step=fault.next_step) from fault
        except _clip.BadClip as fault:
            raise CalibrationFailed(str(fault)) from fault

    def _clip(self, key: str, sentence: SpokenSentence, measured: Calibration) -> bytes:
        sound = self._checked(sentence.spoken, sentence.words, measured.pace, 1.0)
        made = _clip.finished_clip(sound, measured.gain)
        self._store.put(key, made)
        return made

    def _checked(self, text: str, words: str, pace: SpeechPace, tolerance: float) -> Sound:
        """What the voice gives for `text`, found good for its words.

        One that fails soon is asked again, in a fresh process.
        """
        began = time.monotonic()
        try:
            return self._spoken(text, words, pace, tolerance)
        except VoiceError:
            if self._stopped or time.monotonic() - began > _SOON:
                raise
        return self._spoken(text, words, pace, tolerance)

    def _spoken(self, text: str, words: str, pace: SpeechPace, tolerance: float) -> Sound:
        with self._turns:
            voice = self._take()
            try:
                given = voice.speak(text, self._language)
                sound = _clip.checked_clip(given, weigh(words), pace, tolerance, spelling(words))
            except _clip.BadClip as fault:
                voice.close()
                raise VoiceError(f"what it gave is not that: {fault}") from fault
            except BaseException:
                voice.close()
                raise
            self._give_back(voice)
        return sound

    def _take(self) -> Voice:
        with self._lock:
            if self._stopped:
                raise VoiceError("it was stopped")
            voice = self._idle.pop() if self._idle else self._make()
            self._busy[id(voice)] = voice
            return voice

    def _give_back(self, voice: Voice) -> None:
        with self._lock:
            if self._busy.pop(id(voice), None) is not None:
                self._idle.append(voice)
                return
        voice.close()

    def _make(self) -> Voice:
        return self.engine.voice(self._choice, self._language, self._deadline)
