"""What the clip maker needs from an engine, and what all engines share."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from unknot.audio import Sound, from_sixteen_bits
from unknot.errors import VoiceError
from unknot.platform import Worker, WorkerFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unknot.ports import EngineState, Voice
    from unknot.routine import VoiceChoice
    from unknot.voices._text import Dialect


class Engine(Protocol):
    """Something that has voices. Cheap to make; touches nothing until it is asked."""

    @property
    def name(self) -> str:
        """What a script and the command line call it."""

    @property
    def dialect(self) -> Dialect:
        """What its voices read."""

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""

    @property
    def deadline(self) -> float:
        """Seconds that one sentence may take."""

    def state(self) -> EngineState:
        """Whether it can speak here, and what it needs if not. Never raises."""

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> Voice:
        """One speaker, which gives up on a sentence after `deadline` seconds.

        Raises:
            VoiceError: It has no such voice, or cannot speak here.
        """


def model_worker(worker: str, *arguments: str) -> list[str]:
    """The command of a process that runs `_worker_loop.py` with the file `worker` of this package."""
    folder = Path(__file__).parent
    return [sys.executable, "-I", str(folder / "_worker_loop.py"), str(folder / worker), *arguments]


def sound_of(raw: bytes | bytearray, rate: int) -> Sound:
    """Mono samples of 16 bits, little endian, as a sound."""
    return Sound(from_sixteen_bits(raw), rate)


class WorkerVoice:
    """A voice in a process of its own, that answers each question with samples of 16 bits."""

    def __init__(
        self,
        identity: str,
        command: Sequence[str],
        question: Mapping[str, object],
        deadline: float,
        *,
        once: bool = False,
    ) -> None:
        """`question` is what every sentence is asked with, beside its text; `once`: each in a process of its own."""
        self._identity = identity
        self._worker = Worker(command, once=once)
        self._question = question
        self._deadline = deadline

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound."""
        return self._identity

    def start(self) -> None:
        """Afterwards the process runs, so that it loads its model before it is asked.

        Raises:
            VoiceError: It could not be started.
        """
        with _as_voice_error():
            self._worker.start()

    def speak(self, text: str, language: str) -> Sound:
        """The sound of one sentence.

        Raises:
            VoiceError: The process hung, ended or refused.
        """
        return self.ask({"text": text, "language": language})

    def ask(self, question: Mapping[str, object]) -> Sound:
        """The sound that answers a question.

        Raises:
            VoiceError: The process hung, ended or refused.
        """
        with _as_voice_error():
            answer = self._worker.ask({**self._question, **question}, self._deadline)
        rate = answer.head.get("rate")
        if not isinstance(rate, int) or not 4000 <= rate <= 384_000:
            raise VoiceError(f"it says that a second has {rate} samples")
        return sound_of(answer.body, rate)

    def close(self) -> None:
        """Afterwards the process is gone. May be called twice."""
        self._worker.close()


class SharedProcess:
    """A process that several voices ask, one after the other. It runs as long as one of them is open."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._worker = Worker(command)
        self._users = 0
        self._counting = threading.Lock()
        self._asking = threading.Lock()

    def open(self) -> None:
        """Afterwards one more voice may ask."""
        with self._counting:
            if self._users == 0:
                self._worker = Worker(self._command)
            self._users += 1

    def start(self) -> None:
        """Afterwards the process runs.

        Raises:
            VoiceError: It could not be started.
        """
        with _as_voice_error():
            self._worker.start()

    def ask(self, question: Mapping[str, object], deadline: float) -> Mapping[str, Any]:
        """The JSON of its answer.

        Raises:
            VoiceError: The process hung, ended or refused.
        """
        with self._asking, _as_voice_error():
            return self._worker.ask(question, deadline).head

    def close(self) -> None:
        """Afterwards one voice less may ask. After the last one the process is gone."""
        with self._counting:
            self._users -= 1
            if self._users == 0:
                self._worker.close()


@contextlib.contextmanager
def _as_voice_error() -> Iterator[None]:
    try:
        yield
    except WorkerFault as fault:
        raise VoiceError(str(fault)) from fault


def match_language(language: str, known: Iterable[str]) -> str | None:
    """The tag of `known` that speaks `language` best: itself, what it is a kind of, or the first kind of it.

    As BCP 47 looks tags up (RFC 4647, 3.4), and then once in the other direction. Case does not matter.
    """
    by_name = {tag.lower().replace("_", "-"): tag for tag in known}
    wanted = re.sub(r"_", "-", language).lower()
    while wanted:
        if wanted in by_name:
            return by_name[wanted]
        kinds = sorted(tag for tag in by_name if tag.startswith(wanted + "-"))
        if kinds:
            return by_name[kinds[0]]
        wanted = wanted.rpartition("-")[0]
    return None
