"""The system's own voices, through pyttsx3: SAPI 5 on Windows, the voices of macOS, eSpeak on Linux."""

from __future__ import annotations

import functools
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import VoiceError
from unknot.platform import Worker, WorkerFault, WorkerRefusal, cores
from unknot.ports import EngineState
from unknot.voices import _espeak
from unknot.voices._decode import decoded_sound
from unknot.voices._engine import match_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.audio import Sound
    from unknot.routine import VoiceChoice

RATE: Final = 140
"""Words a minute."""
_WORKER: Final = str(Path(__file__).with_name("_system_worker.py"))
_MOST_CRASHES: Final = 2
"""How often a sentence is asked for again after its process ended without an answer: pyttsx3 crashes now and then."""
_LOOKING: Final = 20.0
"""Seconds that the system may take to list its voices."""


@dataclass(frozen=True, slots=True)
class SystemVoices:
    """What pyttsx3 found on this machine."""

    by: str
    """What speaks: a library's name, or the platform."""
    voices: tuple[Mapping[str, Any], ...]
    """Each with `id`, `name` and `languages`."""


class SystemEngine:
    """pyttsx3, one process a sentence. See docs/decisions/0031."""

    name = "system"
    dialect: Final = "plain"
    deadline = 30.0

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""
        return cores()

    def state(self) -> EngineState:
        """Ready where the system has voices; tells by what they speak."""
        try:
            found = _found()
        except VoiceError as fault:
            return EngineState(self.name, False, fault.message)
        names = tuple(str(voice["name"]) for voice in found.voices)
        return EngineState(self.name, True, f"pyttsx3 {metadata.version('pyttsx3')} with {found.by}", names)

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> SystemVoice:
        """One speaker.

        Raises:
            VoiceError: There is no such voice, or pyttsx3 finds none at all.
        """
        found = _found()
        chosen = _chosen(found, choice.name, language)
        rate = choice.rate or RATE
        pitch = choice.pitch if sys.platform.startswith("linux") else None
        identity = f"system {metadata.version('pyttsx3')} {found.by} {chosen} {rate} {pitch}"
        return SystemVoice(identity, {"voice": chosen, "rate": rate, "pitch": pitch}, deadline)


class SystemVoice:
    """One voice of the system. A sentence that pyttsx3 loses is asked for again while there is time."""

    def __init__(self, identity: str, question: Mapping[str, object], deadline: float) -> None:
        """`question` is what every sentence is asked with."""
        self._identity = identity
        self._question = question
        self._deadline = deadline
        self._worker = _worker()

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound."""
        return self._identity

    def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002 - the voice was chosen by it
        """The sound of one sentence.

        Raises:
            VoiceError: The process hung, ended, or lost the sentence again and again.
        """
        until, crashes = time.monotonic() + self._deadline, 0
        with tempfile.TemporaryDirectory(prefix="unknot-", ignore_cleanup_errors=True) as folder:
            question = {
                **self._question,
                "text": unmarked(text, sys.platform),
                "path": str(Path(folder) / "spoken.wav"),
            }
            while True:
                try:
                    return decoded_sound(bytes(self._worker.ask(question, max(0.1, until - time.monotonic())).body))
                except WorkerRefusal as fault:
                    if time.monotonic() > until - self._deadline / 2:
                        raise VoiceError(str(fault)) from fault
                except WorkerFault as fault:
                    crashes += 1
                    if crashes > _MOST_CRASHES or time.monotonic() > until - self._deadline / 2:
                        raise VoiceError(str(fault)) from fault

    def close(self) -> None:
        """Afterwards the process is gone. May be called twice."""
        self._worker.close()


def unmarked(text: str, platform: str) -> str:
    """`text` without what the platform's voices would obey instead of saying it: for SAPI a `<` begins XML."""
    return re.sub(r"[<>]", " ", text) if platform == "win32" else text


@functools.cache
def _found() -> SystemVoices:
    """What pyttsx3 finds here.

    Raises:
        VoiceError: Nothing that speaks.
    """
    worker = _worker()
    try:
        head = worker.ask({}, _LOOKING).head
    except WorkerFault as fault:
        raise VoiceError(f"pyttsx3 finds no voice here: {fault}", next_step=_ELSE) from fault
    finally:
        worker.close()
    return SystemVoices(str(head["found"]), tuple(head["voices"]))


_ELSE: Final = "use the voice that is always there (--voice espeak), or install one for the system"


def _worker() -> Worker:
    try:
        library, data = _espeak.carried()
    except VoiceError:
        library = data = Path()
    return Worker([sys.executable, "-I", _WORKER, str(library), str(data)], {"PYTHONUTF8": "1"}, once=True)


def _chosen(found: SystemVoices, name: str | None, language: str) -> str:
    """The id of the voice by that name or id, or else of the first that speaks the language."""
    if name is not None:
        for voice in found.voices:
            if name.casefold() in (str(voice["id"]).casefold(), str(voice["name"]).casefold()):
                return str(voice["id"])
        raise VoiceError(f"the system has no voice {name!r}", next_step="`unknot voices system` lists its voices")
    speaks = {tag: str(voice["id"]) for voice in reversed(found.voices) for tag in voice["languages"]}
    tag = match_language(_espeak.LANGUAGE_OF.get(language.lower(), language), speaks)
    if tag is None:
        raise VoiceError(f"the system has no voice for the language {language!r}", next_step=_ELSE)
    return speaks[tag]
