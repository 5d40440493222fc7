"""Speech that is made while a session plays: its cues ahead of their time, and prompts."""

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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unknot.ports import Narrator
    from unknot.units import Frames

BATCH: Final = 4
"""Cues that are spoken at once: few enough that a prompt never waits long."""

JOIN_TIMEOUT: Final = 1.0
"""Seconds that the end of a session waits at most for a thread."""


class Announcer(Protocol):
    """Speaks prompts in the background."""

    def request(self, text: str, /) -> None:
        """Afterwards the text is being spoken."""

    def next_ready(self) -> tuple[str, Samples] | None:
        """The next text that is ready, with its sound, shape (frames, 2). Does not wait."""

    def preloaded(self, text: str, /) -> Samples | None:
        """The sound of a text that was preloaded, shape (frames, 2), if it is ready."""


class NoAnnouncer:
    """Speaks nothing."""

    def request(self, _text: str) -> None:
        """Does nothing."""

    def next_ready(self) -> tuple[str, Samples] | None:
        """Nothing."""
        return None

    def preloaded(self, _text: str) -> Samples | None:
        """Nothing."""
        return None


class SharedNarrator:
    """One narrator for several threads. They speak one at a time and read at any time. A `mixer.ClipSource`."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._lock = threading.Lock()

    def speak(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """The frames of their clips. Afterwards they can be read.

        Raises:
            VoiceError: A voice failed.
        """
        with self._lock:
            return self._narrator.lengths(utterances, lambda _done, _of: None)

    def __getitem__(self, utterance: Utterance) -> Samples:
        """The clip of an utterance that was spoken, shape (frames, 1). Others may be spoken meanwhile.

        Raises:
            VoiceError: It is no longer in the cache, and cannot be made again as it was.
        """
        return self._narrator.clips([utterance], lambda _done, _of: None)[utterance]


class PromptAnnouncer:
    """Speaks prompts in a thread of its own, in the voice of the session. An `Announcer`."""

    def __init__(self, narrator: SharedNarrator, language: str, voice: VoiceChoice = VoiceChoice()) -> None:
        self._narrator = narrator
        self._language = language
        self._voice = voice
        self._requested: queue.SimpleQueue[tuple[str, bool] | None] = queue.SimpleQueue()
        """Texts, and whether each is to be preloaded. None ends the thread."""
        self._ready: queue.SimpleQueue[tuple[str, Samples]] = queue.SimpleQueue()
        self._preloaded: dict[str, Samples] = {}
        self._thread: threading.Thread | None = None

    def request(self, text: str) -> None:
        """Afterwards the text is being spoken. A text that cannot be spoken is never ready."""
        self._put(text, preload=False)

    def next_ready(self) -> tuple[str, Samples] | None:
        """The next text that is ready, with its sound."""
        try:
            return self._ready.get_nowait()
        except queue.Empty:
            return None

    def preloaded(self, text: str) -> Samples | None:
        """The sound of a text that was preloaded, if it is ready."""
        return self._preloaded.get(text)

    def preload(self, texts: Sequence[str]) -> None:
        """Afterwards these texts are being spoken, for `preloaded`."""
        for text in texts:
            self._put(text, preload=True)

    def close(self) -> None:
        """Afterwards the thread ends by itself."""
        self._requested.put(None)

    def _put(self, text: str, *, preload: bool) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="unknot-prompts", daemon=True)
            self._thread.start()
        self._requested.put((text, preload))

    def _run(self) -> None:
        while (request := self._requested.get()) is not None:
            text, preload = request
            utterance = Utterance(text, self._language, self._voice)
            try:
                self._narrator.speak([utterance])
                clip = stereo(self._narrator[utterance])
            except VoiceError:  # a prompt is not worth ending the session for; a cue with the same fault ends it
                continue
            if preload:
                self._preloaded[text] = clip
            else:
                self._ready.put((text, clip))


class SpeechAhead:
    """Speaks the cues of a session in their order, in a thread of its own. A `_session_controller.ArrivingClips`."""

    def __init__(self, narrator: SharedNarrator, utterances: Sequence[Utterance]) -> None:
        """Nothing is spoken before `start`."""
        self.ready: dict[Utterance, Frames] = {}
        """The frames of each clip that is ready."""
        self._narrator = narrator
        self._requested: queue.PriorityQueue[tuple[_Priority, int, Sequence[Utterance]]] = queue.PriorityQueue()
        self._count = itertools.count()
        """Keeps batches of the same priority in their order."""
        self._fault: VoiceError | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="unknot-ahead", daemon=True)
        self.request(utterances)

    def start(self) -> None:
        """Afterwards the cues are being spoken."""
        self._thread.start()

    def request(self, utterances: Sequence[Utterance], *, urgent: bool = False) -> None:
        """Requests clips, a few at a time. Urgent ones come before all others, and their errors are ignored."""
        order = list(dict.fromkeys(utterances))
        for first in range(0, len(order), BATCH):
            self._put(_Priority.URGENT if urgent else _Priority.IN_ORDER, order[first : first + BATCH])

    def lengths(self) -> Mapping[Utterance, Frames]:
        """The frames of each clip that is ready.

        Raises:
            VoiceError: A cue could not be spoken.
        """
        if self._fault is not None:
            raise self._fault
        return self.ready.copy()

    def close(self) -> None:
        """Afterwards no more cues are begun. The thread has ended, or ends after the clip that it is waiting for."""
        self._stopped.set()
        self._put(_Priority.STOP, ())
        if self._thread.is_alive():
            self._thread.join(JOIN_TIMEOUT)

    def _put(self, priority: _Priority, batch: Sequence[Utterance]) -> None:
        self._requested.put((priority, next(self._count), batch))

    def _run(self) -> None:
        while not self._stopped.is_set():
            priority, _, batch = self._requested.get()
            try:
                missing = [u for u in batch if u not in self.ready]
                if missing:
                    self.ready.update(self._narrator.speak(missing))
            except VoiceError as fault:
                if priority is _Priority.IN_ORDER:
                    self._fault = fault
                    return


class _Priority(enum.IntEnum):
    """Lower numbers come first."""

    STOP = 0
    URGENT = 1
    IN_ORDER = 2


def stereo(clip: Samples) -> Samples:
    """A clip of one channel, shape (frames, 1), on both channels."""
    return np.repeat(clip, CHANNELS, axis=1) if clip.shape[1] == 1 else clip
