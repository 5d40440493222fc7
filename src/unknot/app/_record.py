"""`record`: a routine in a person's own voice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._requests import SessionRequest
from unknot.app._routines import load
from unknot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.units import Frames
    from unknot.wiring import LineToRead, TakeCuts


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """Whose lines are to be read."""

    routine: str
    """A name in the library, or a file."""
    length: Frames | None = None
    """Of the session; None is the length that the script was written for, or its natural one."""
    folder: Path = Path("recordings")
    """Where the recorded cues are."""


@dataclass(frozen=True, slots=True)
class RecordCut:
    """What came of a take."""

    written: tuple[Path, ...]
    """The cues that were written; none when it was not agreed to."""
    lines: int
    """How many lines the folder lacked before."""
    missing: tuple[LineToRead, ...]
    """Those of them that were not in the take."""


def record_plan(request: RecordRequest) -> tuple[LineToRead, ...]:
    """What to read, in order, each line once, and which of it the folder has already.

    Raises:
        UsageError: There is no such routine.
        ScriptError: It cannot be parsed.
        VoiceError: The folder has a list that cannot be read.
    """
    from unknot.app._session import spoken

    routine = load(request.routine).routine
    return wiring.record_plan(spoken(routine, SessionRequest(length=request.length)), request.folder)


def record_cut(take: Path, request: RecordRequest, agreed: Callable[[TakeCuts], bool]) -> RecordCut | None:
    """Cut one long take into the cues that the folder still lacks; None when `agreed` said no, and nothing is written.

    Args:
        take: The recording.
        request: Whose lines it has.
        agreed: Shown where the take will be cut, before anything is written.

    Raises:
        UsageError: The folder has every line already.
        AudioFileError: The take cannot be read, or has no more than half of the lines.
        WriteError: Something could not be written.
    """
    lines = [line for line in record_plan(request) if not line.recorded]
    if not lines:
        listen = f"unknot play {request.routine} --voice recorded:{request.folder}"
        raise UsageError(f"{request.folder} has every line already", next_step=listen)
    cutting = wiring.record_cut(take, lines)
    if not agreed(cutting):
        return None
    return RecordCut(wiring.record_write(cutting, request.folder), len(lines), cutting.missing)
