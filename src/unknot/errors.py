"""Everything that can go wrong, as one tree.

    UnknotError                1  a bug, when it is none of those below
    ├── UsageError             2  the words on the command line, or the settings
    ├── ScriptError            3  the script; carries every finding
    │   └── OutOfReach         3  the length asked for; carries the shortest and the longest
    ├── AudioFileError         4  a sound file given to unknot
    ├── VoiceError             5  a voice
    ├── DeviceError            6  the sound device
    ├── WriteError             7  writing the result
    └── PartlyDone             8  some of several results; says which

Each class carries the exit status of the process that it ends. The message is one line that says what, where and
why; `next_step` is one line that says what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

EXCERPT = 160
"""Characters of a script's line that are shown around a fault."""
INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 + SIGINT."""
TERMINATED = 143
"""The exit status after a polite kill, as shells have it: 128 + SIGTERM."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a script."""

    file: str
    """The script's path as the person gave it."""
    line: int
    """Counted from 1."""
    column: int
    """Counted in characters from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the parser or the checker has to say about a script."""

    place: Place
    rule: str
    """The name of the rule, as a header's `allow` takes it: `unknown-tag`, `long-sentence`."""
    severity: Literal["error", "warning"]
    message: str
    """What is wrong, in one line."""
    hint: str = ""
    """What was expected or what to do next, in one line."""
    source: str = ""
    """The line of the script."""
    width: int = 1
    """How many characters the fault takes, for the caret."""

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity}: {self.message} [{self.rule}]"
        if not self.source:
            return head + (f"\n  {self.hint}" if self.hint else "")
        source, column = self._excerpt()
        lead = "".join("\t" if c == "\t" else " " for c in source[:column])
        caret = f"  {source}\n  {lead}{'^' * max(1, min(self.width, len(source) - column))}"
        return f"{head}\n{caret}" + (f" {self.hint}" if self.hint else "")

    def _excerpt(self) -> tuple[str, int]:
        """The line, or what stands around the fault in a long one; and the fault's offset in it."""
        column = self.place.column - 1
        start = max(0, column - EXCERPT // 3) if len(self.source) > EXCERPT else 0
        end = start + EXCERPT
        front, back = "…" * (start > 0), "…" * (end < len(self.source))
        return front + self.source[start:end] + back, column - start + len(front)


class UnknotError(Exception):
    """Something that a person can be told in one line."""

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class UsageError(UnknotError):
    """The words of the command or a setting ask for something that there is not."""

    exit_status = 2


class ScriptError(UnknotError):
    """The script cannot be used. `findings` holds every fault, in the order of the text."""

    exit_status = 3

    def __init__(self, message: str, *, findings: Sequence[Finding] = (), next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.findings = tuple(findings)

    @classmethod
    def at(cls, place: Place, rule: str, message: str, hint: str) -> ScriptError:
        """An error with one finding: the place, the rule, what is wrong, and what to do about it."""
        finding = Finding(place, rule, "error", message, hint)
        return cls(f"{place}: {message}", findings=[finding], next_step=hint)


class OutOfReach(ScriptError):
    """No choice of pauses, counts and blocks gives the length asked for.

    `shortest` and `longest` are in frames at 48 kHz: every script has both, and the nearer one is what `--nearest`
    takes.
    """

    def __init__(self, message: str, *, shortest: int, longest: int, next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.shortest = shortest
        self.longest = longest


class AudioFileError(UnknotError):
    """A sound file given to unknot cannot be used."""

    exit_status = 4


class VoiceError(UnknotError):
    """A voice could not speak, or what it spoke did not pass its checks.

    `utterance` is the `routine.Utterance` that was to be spoken, where it was one: whoever has the timeline can name
    its line.
    """

    exit_status = 5

    def __init__(self, message: str, *, utterance: object | None = None, next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.utterance = utterance


class DeviceError(UnknotError):
    """The sound device is missing, busy or gone."""

    exit_status = 6


class WriteError(UnknotError):
    """The result could not be written. What was there before is still there."""

    exit_status = 7


class PartlyDone(UnknotError):
    """Some of several results were made and some were not. The message names those that were not."""

    exit_status = 8
