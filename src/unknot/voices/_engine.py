"""What the clip maker needs from an engine, and what all engines share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from unknot.audio import Sound, from_sixteen_bits
from unknot.errors import VoiceError
from unknot.platform import Worker, WorkerFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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

    def speak(self, text: str, language: str) -> Sound:
        """The sound of one sentence.

        Raises:
            VoiceError: The process hung, ended or refused.
        """
        try:
            answer = self._worker.ask({**self._question, "text": text, "language": language}, self._deadline)
        except WorkerFault as fault:
            raise VoiceError(str(fault)) from fault
        rate = answer.head.get("rate")
        if not isinstance(rate, int) or not 4000 <= rate <= 384_000:
            raise VoiceError(f"it says that a second has {rate} samples")
        return sound_of(answer.body, rate)

    def close(self) -> None:
        """Afterwards the process is gone. May be called twice."""
        self._worker.close()


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
