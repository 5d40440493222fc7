"""Words that are spoken while a session plays: its cues ahead of their time, and short lines that are in no script."""

from __future__ import annotations

import enum
import itertools
import queue
import threading
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from unknot.audio import CHANNELS, Samples
from unknot.errors import VoiceError
from unknot.routine import Utterance, VoiceChoice
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.ports import Narrator

BATCH: Final = 4
"""Cues that are spoken at once: few enough that a line never waits long for its turn."""

LINGER: Final = 1.0
"""Seconds that the end of a session waits at most for a voice: a slow one must not keep anybody."""


class Announcer(Protocol):
    """Speaks short lines without keeping anybody waiting."""

    def ask(self, text: str, /) -> None:
        """Afterwards the line is being spoken."""

    def answer(self) -> tuple[str, Samples] | None:
        """The next line that is ready, with its sound, shape (frames, 2)."""

    def known(self, text: str, /) -> Samples | None:
        """The sound of a line that was learnt before and is ready."""


class NoAnnouncer:
    """Speaks nothing."""

    def ask(self, _text: str) -> None:
        """Does nothing."""

    def answer(self) -> tuple[str, Samples] | None:
        """Nothing is ever ready."""
        return None

    def known(self, _text: str) -> Samples | None:
        """Nothing is known."""
        return None


class SharedNarrator:
    """One narrator, for one thread at a time."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._lock = threading.Lock()

    def speak(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Samples]:
        """Their clips, shape (frames, 1).

        Raises:
            VoiceError: A voice failed.
        """
        with self._lock:
            return self._narrator.clips(utterances, _quietly)


class PromptAnnouncer:
    """Speaks short lines in a thread of its own, in the session's voice."""

    def __init__(self, booth: SharedNarrator, language: str, voice: VoiceChoice = VoiceChoice()) -> None:
        self._booth = booth
        self._language = language
        self._voice = voice
        self._asked: queue.SimpleQueue[tuple[str, bool] | None] = queue.SimpleQueue()
        self._ready: queue.SimpleQueue[tuple[str, Samples]] = queue.SimpleQueue()
        self._kept: dict[str, Samples] = {}
        self._thread: threading.Thread | None = None

    def ask(self, text: str) -> None:
        """Afterwards the line is being spoken. A line that no voice can speak is never ready."""
        self._put(text, learnt=False)

    def answer(self) -> tuple[str, Samples] | None:
        """The next line that is ready."""
        try:
            return self._ready.get_nowait()
        except queue.Empty:
            return None

    def known(self, text: str) -> Samples | None:
        """The sound of a line that was learnt."""
        return self._kept.get(text)

    def learn(self, texts: Sequence[str]) -> None:
        """Afterwards these lines are being spoken, to be `known`."""
        for text in texts:
            self._put(text, learnt=True)

    def close(self) -> None:
        """Afterwards the thread ends by itself."""
        self._asked.put(None)

    def _put(self, text: str, *, learnt: bool) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="unknot-aside", daemon=True)
            self._thread.start()
        self._asked.put((text, learnt))

    def _run(self) -> None:
        while (asked := self._asked.get()) is not None:
            text, learnt = asked
            utterance = Utterance(text, self._language, self._voice)
            try:
                clip = stereo(self._booth.speak([utterance])[utterance])
            except VoiceError:  # the session has its own cues to be told of; a remark is not worth ending it
                continue
            if learnt:
                self._kept[text] = clip
            else:
                self._ready.put((text, clip))


class SpeechAhead:
    """Speaks the cues of a session in their order, in a thread of its own. A `_session_controller.ArrivingClips`."""

    def __init__(self, booth: SharedNarrator, utterances: Sequence[Utterance]) -> None:
        """Nothing is spoken before `start`."""
        self.clips: dict[Utterance, Samples] = {}
        """The clips that there are by now."""
        self._booth = booth
        self._wanted: queue.PriorityQueue[tuple[_Priority, int, Sequence[Utterance]]] = queue.PriorityQueue()
        self._count = itertools.count()
        """Keeps batches of the same turn in their order."""
        self._fault: VoiceError | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="unknot-ahead", daemon=True)
        self.want(utterances)

    def start(self) -> None:
        """Afterwards the cues are being spoken."""
        self._thread.start()

    def want(self, utterances: Sequence[Utterance], *, soon: bool = False) -> None:
        """Afterwards these are being spoken too, a few at a time.

        With `soon` before all others, and without harm where no voice can speak them.
        """
        order = list(dict.fromkeys(utterances))
        for first in range(0, len(order), BATCH):
            self._put(_Priority.SOON if soon else _Priority.IN_ORDER, order[first : first + BATCH])

    def lengths(self) -> Mapping[Utterance, Frames]:
        """The frames of each clip that there is.

        Raises:
            VoiceError: A cue could not be spoken.
        """
        if self._fault is not None:
            raise self._fault
        return {u: Frames(len(clip)) for u, clip in self.clips.copy().items()}

    def close(self) -> None:
        """Afterwards no more cues are begun, and the thread has ended, or does after the clip that it waits for."""
        self._stopped.set()
        self._put(_Priority.STOP, ())
        if self._thread.is_alive():
            self._thread.join(LINGER)

    def _put(self, turn: _Priority, batch: Sequence[Utterance]) -> None:
        self._wanted.put((turn, next(self._count), batch))

    def _run(self) -> None:
        while not self._stopped.is_set():
            turn, _, batch = self._wanted.get()
            try:
                missing = [u for u in batch if u not in self.clips]
                if missing:
                    self.clips.update(self._booth.speak(missing))
            except VoiceError as fault:
                if turn is _Priority.IN_ORDER:
                    self._fault = fault
                    return


class _Priority(enum.IntEnum):
    """Whose turn it is to be spoken."""

    STOP = 0
    SOON = 1
    IN_ORDER = 2


def stereo(clip: Samples) -> Samples:
    """A clip of one channel, shape (frames, 1), on both."""
    return np.repeat(clip, CHANNELS, axis=1) if clip.shape[1] == 1 else clip


def _quietly(_done: int, _of: int) -> None:
    """Tells nobody."""
