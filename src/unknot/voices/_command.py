"""Any program that writes what it is told to say into a sound file."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.platform import ExitedChild, SupervisedChild, cores, start_supervised
from unknot.ports import EngineState
from unknot.voices._decode import decoded_sound, seconds_at_most

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.audio import Sound
    from unknot.routine import VoiceChoice

RATE: Final = 140
"""Words a minute, for programs that are told."""
_PRINTED: Final = 1 << 26
"""Bytes of a program that take part in its identity."""


class CommandEngine:
    """Programs by the names that a person has given them. A script can choose one, never bring one."""

    name = "command"
    dialect: Final = "plain"
    deadline = 60.0

    def __init__(self, commands: Mapping[str, str]) -> None:
        """`commands`: name and command line."""
        self._commands = commands

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""
        return cores()

    def state(self) -> EngineState:
        """Ready where a program of one of the command lines is installed."""
        here = tuple(sorted(name for name, line in self._commands.items() if _program(line)))
        if here:
            return EngineState(self.name, True, f"installed here: {', '.join(here)}", here)
        wanted = ", ".join(sorted(self._commands))
        return EngineState(self.name, False, f"needs a program that speaks: {wanted}, or your own in UNKNOT_COMMAND")

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> CommandVoice:
        """One speaker.

        Raises:
            VoiceError: There is no such command, or its program is not installed.
        """
        name = choice.name or next((n for n, line in sorted(self._commands.items()) if _program(line)), "")
        if name not in self._commands:
            known = ", ".join(sorted(self._commands))
            raise VoiceError(f"there is no command {name!r} that speaks", next_step=f"choose one of {known}")
        program = _program(self._commands[name])
        if program is None:
            first = (shlex.split(self._commands[name]) or [""])[0]
            place = "UNKNOT_COMMAND" if name == "custom" else f"commands.{name} in the settings"
            raise VoiceError(
                f"the program {first!r} of the command {name!r} is not installed",
                next_step=f"install {first}, or name another program in {place}",
            )
        words = {"rate": str(choice.rate or RATE), "language": language}
        return CommandVoice(program, self._commands[name], words, deadline)


class CommandVoice:
    """One program. A fresh process a sentence, without a shell."""

    def __init__(self, program: Path, line: str, words: Mapping[str, str], deadline: float) -> None:
        """`words` stand for the other names in braces of the command line."""
        self._program = program
        self._line = line
        self._words = words
        self._deadline = deadline
        self._running: SupervisedChild | None = None

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound: the program by its content, and how it is called."""
        return f"command {_print(self._program)} {self._line} {sorted(self._words.items())}"

    def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002 - it stands in the command line
        """The sound of one sentence.

        Raises:
            VoiceError: The program did not end in time, ended badly, or wrote no sound.
        """
        with tempfile.TemporaryDirectory(prefix="unknot-", ignore_cleanup_errors=True) as folder:
            out = Path(folder) / "spoken.wav"
            command = self._command({**self._words, "text": text.lstrip("-–—− "), "out": str(out)})
            feed = b"" if "{text}" in self._line else text.encode()
            ended = self._run(command, feed, Path(folder))
            return decoded_sound(_read(out) if "{out}" in self._line else ended.out, seconds_at_most(text))

    def close(self) -> None:
        """Afterwards the program does not run any more: a sentence that it was speaking fails."""
        if self._running is not None:
            self._running.stop()

    def _command(self, words: Mapping[str, str]) -> list[str]:
        """The arguments. Each name in braces is replaced inside its argument, once; nothing is split again."""
        return [str(self._program), *(_filled(argument, words) for argument in shlex.split(self._line)[1:])]

    def _run(self, command: list[str], feed: bytes, folder: Path) -> ExitedChild:
        try:
            self._running = start_supervised(command, folder=folder)
            ended = self._running.result(feed, self._deadline)
        except TimeoutError as fault:
            raise VoiceError(f"{self._program.name} did not end within {self._deadline:g} s") from fault
        except OSError as fault:
            raise VoiceError(f"{self._program.name} could not be started: {fault.strerror or fault}") from fault
        if ended.status != 0:
            said = f": {ended.message}" if ended.message else ""
            raise VoiceError(f"{self._program.name} ended with status {ended.status}{said}")
        return ended


def _filled(argument: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: words.get(name[1], name[0]), argument)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise VoiceError("it wrote no file") from fault


def _program(line: str) -> Path | None:
    try:
        first = shlex.split(line)[:1]
    except ValueError:
        return None
    found = shutil.which(first[0]) if first else None
    return Path(found).resolve() if found else None


def _print(program: Path) -> str:
    with program.open("rb") as file:
        return f"{program} {hashlib.blake2b(file.read(_PRINTED), digest_size=8).hexdigest()}"
