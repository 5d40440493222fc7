"""All errors of the program, as one tree with the exit status of each.

    UnknotError                1  an error that is none of those below: a bug
    ├── UsageError             2  the command line or the settings
    ├── ScriptError            3  the script; has every finding
    │   └── OutOfReach         3  the length asked for; has the shortest and the longest
    ├── AudioFileError         4  a sound file given to unknot
    ├── VoiceError             5  a voice
    ├── DeviceError            6  the sound device
    ├── WriteError             7  writing the result
    └── PartlyDone             8  some of several results; says which

The message is one line that says what, where and why; `next_step` is one line that says what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

EXCERPT = 160
"""Characters of a script's line that are shown around a fault."""
INTERRUPTED = 130
"""The exit status after Ctrl-C, as in shells: 128 + SIGINT."""
TERMINATED = 143
"""The exit status after SIGTERM, as in shells: 128 + SIGTERM."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a script."""

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
    """One error or warning of the parser or the checker about a script."""

    place: Place
    rule: str
    """The name of the rule, as in a header's `allow`: `unknown-tag`, `long-sentence`."""
    severity: Literal["error", "warning"]
    message: str
    """What is wrong, in one line."""
    hint: str = ""
    """What was expected or what to do next, in one line."""
    source: str = ""
    """The line of the script."""
    width: int = 1
    """The number of characters with the fault, to be marked with carets."""

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity}: {self.message} [{self.rule}]"
        if not self.source:
            return head + (f"\n  {self.hint}" if self.hint else "")
        source, column = self._excerpt()
        lead = "".join("\t" if c == "\t" else " " for c in source[:column])
        caret = f"  {source}\n  {lead}{'^' * max(1, min(self.width, len(source) - column))}"
        return f"{head}\n{caret}" + (f" {self.hint}" if self.hint else "")

    def _excerpt(self) -> tuple[str, int]:
        """The line, of a long one the part around the fault; and the offset of the fault in it."""
        column = self.place.column - 1
        start = max(0, column - EXCERPT // 3) if len(self.source) > EXCERPT else 0
        end = start + EXCERPT
        front, back = "…" * (start > 0), "…" * (end < len(self.source))
        return front + self.source[start:end] + back, column - start + len(front)


def documentation(page: str) -> str:
    """Where a page of the documentation is on this machine: in the installed package, or in the sources.

    Args:
        page: Its name, as `voices`.
    """
    installed = Path(__file__).parent / "docs" / f"{page}.md"
    return str(installed if installed.exists() else Path(__file__).parents[2] / "docs" / f"{page}.md")


class UnknotError(Exception):
    """An error that is reported to the person in one line."""

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class UsageError(UnknotError):
    """The command line or a setting asks for something that does not exist or is not allowed."""

    exit_status = 2


class ScriptError(UnknotError):
    """The script cannot be used. `findings` has every fault, in the order of the text."""

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

    `shortest` and `longest` are in frames at 48 kHz. With `--nearest` the nearest length in reach is taken.
    """

    def __init__(self, message: str, *, shortest: int, longest: int, next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.shortest = shortest
        self.longest = longest


class AudioFileError(UnknotError):
    """A sound file given to unknot cannot be used."""

    exit_status = 4


class VoiceError(UnknotError):
    """A voice could not speak, or its clip did not pass the checks.

    `utterance` is the `routine.Utterance` that was to be spoken, if any. With the timeline, its line can be found.
    """

    exit_status = 5

    def __init__(self, message: str, *, utterance: object | None = None, next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.utterance = utterance


class DeviceError(UnknotError):
    """The sound device is missing, busy or was removed."""

    exit_status = 6


class WriteError(UnknotError):
    """The result could not be written. A file that was there before is unchanged."""

    exit_status = 7


class PartlyDone(UnknotError):
    """Some of several results were made and some were not. The message names those that were not."""

    exit_status = 8
