"""`record`: a routine in a person's own voice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._person import read_person
from unknot.app._routines import load, with_caution
from unknot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.library import Caution
    from unknot.routine import Routine, Utterance
    from unknot.units import Frames
    from unknot.wiring import LineToRead, TakeCuts


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """Which routine to record."""

    routine: str
    """A name in the library, or a file."""
    lengths: tuple[Frames, ...] = ()
    """The lengths of the sessions; empty is the length that the script was written for, or else its natural length."""
    folder: Path = Path("recordings")
    """The folder of the recorded cues."""


@dataclass(frozen=True, slots=True)
class RecordCut:
    """The result of cutting a take."""

    written: tuple[Path, ...]
    """The files of the cues."""
    lines: int
    """How many lines had no recording before."""
    missing: tuple[LineToRead, ...]
    """The lines that got no file: they are not in the take, or have a long pause inside."""


def record_plan(request: RecordRequest) -> tuple[LineToRead, ...]:
    """The lines to read, in order, each once, and which of them are recorded already.

    They are the lines of the script and everything that the program adds at these lengths. Where lengths are asked for,
    the words of caution before a live session are among them, at the end.

    Raises:
        UsageError: There is no such routine.
        ScriptError: The script cannot be parsed.
        VoiceError: The list of recordings in the folder cannot be read.
    """
    return wiring.record_plan(_utterances(load(request.routine).routine, request), request.folder)


def _utterances(routine: Routine, request: RecordRequest) -> Iterator[Utterance]:
    from unknot.planning import words_at

    person = read_person()
    cautions: tuple[Caution, ...] = ("none", "first", "later") if request.lengths else ("none",)
    for which in cautions:
        for length in request.lengths or (routine.header.length,):
            yield from words_at(with_caution(routine, None, which, person), length)


def record_cut(take: Path, request: RecordRequest, confirm: Callable[[TakeCuts], bool]) -> RecordCut | None:
    """The cues that were cut from one long take and written; None when `confirm` gives False, and nothing is written.

    Args:
        take: The recording.
        request: The routine that is read in it.
        confirm: Is given the places of the cuts before anything is written.

    Raises:
        UsageError: The folder has every line already.
        AudioFileError: The take cannot be read, or has half of the lines or fewer.
        WriteError: A file could not be written.
    """
    lines = [line for line in record_plan(request) if not line.recorded]
    if not lines:
        listen = f"unknot play {request.routine} --voice recorded:{request.folder}"
        raise UsageError(f"{request.folder} has every line already", next_step=listen)
    cuts = wiring.record_cut(take, lines)
    if not confirm(cuts):
        return None
    return RecordCut(wiring.record_write(cuts, request.folder), len(lines), cuts.left_out)
