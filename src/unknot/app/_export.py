"""`export`: sessions as files."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot import wiring
from unknot.app._files import refuse_to_replace
from unknot.app._person import read_person
from unknot.app._requests import SessionRequest
from unknot.app._routines import load
from unknot.errors import UnknotError, UsageError
from unknot.ports import FileRequest, Tags, no_notice, no_tick
from unknot.units import factor, format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.app._person import Person
    from unknot.app._routines import Loaded
    from unknot.app._session import PreparedSession
    from unknot.ports import Exporter, Notice, ProgressCallback
    from unknot.units import Frames

_REFERENCE: Final = -18.0
"""LUFS that ReplayGain 2.0 takes a file to. The voice is brought there, not the whole: whole-session loudness falls
with every pause, and a player that followed it would make the voice of a long session louder."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What a file is to have beside its sound."""

    suffix: str = "mp3"
    """The format, where no file is named."""
    bit_rate: int = 128
    """Thousands of bits a second, for MP3, M4B and Opus."""
    artist: str = ""
    """The script's author where it is empty."""
    album: str = ""
    date: str = ""
    """A year or an ISO date."""
    cover: Path | None = None
    """A PNG or a JPEG; None is the calm one that unknot draws."""
    captions: bool = False
    """Words with times beside it: .lrc, .vtt, .srt and the timeline as .json."""
    stems: bool = False
    """Voice and background beside it, each on its own."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which sessions are to become files: every routine at every length."""

    routines: tuple[str, ...]
    """Names in the library, or files."""
    lengths: tuple[Frames, ...] = ()
    """Exact lengths; without any, each routine has the length of `session`."""
    session: SessionRequest = field(default_factory=SessionRequest)
    output: Path | None = None
    """The file, or a folder for several; None is the folder that the program runs in."""
    finish: Finish = field(default_factory=Finish)
    force: bool = False
    """Replace files that are there already."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was made."""

    path: Path
    frames: Frames
    """The length of the session."""
    size: int | None
    """Bytes; None for a file without sound."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What came of an export."""

    files: tuple[ExportedFile, ...]
    """Those that were made, in the order in which they were asked for."""
    missing: tuple[Path, ...]
    """Those that were not."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to make."""

    loaded: Loaded
    session: SessionRequest
    path: Path
    exporter: Exporter


@dataclass(frozen=True, slots=True)
class _Callbacks:
    """Who is told how far the work is, and what a person should know."""

    tick: ProgressCallback
    notice: Notice


def _no_fault(_fault: UnknotError) -> None:
    """Tell nobody."""


def export(
    request: ExportRequest,
    tick: ProgressCallback = no_tick,
    notice: Notice = no_notice,
    fault: Callable[[UnknotError], None] = _no_fault,
) -> ExportResult:
    """The files that were made. Nothing is begun when one of them may not be written.

    What cannot be made of several files does not keep the others from being made: `fault` is told at once, and the
    file is among the missing ones. Of a single file the error is raised.

    Raises:
        UsageError: There is no such routine or format, a file is there already, or several sessions would share one.
        ScriptError: A script has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a chime cannot be read.
        WriteError: The file could not be written; what was there before is still there.
    """
    jobs = _jobs(request)
    for job in jobs:
        refuse_to_replace(job.path, force=request.force)
    person, told = read_person(), _Callbacks(tick, notice)
    files, missing = [], []
    for job in jobs:
        try:
            files.append(_made(job, request.finish, person, told))
        except UnknotError as failure:
            if len(jobs) == 1:
                raise
            fault(failure)
            missing.append(job.path)
    return ExportResult(tuple(files), tuple(missing))


def _jobs(request: ExportRequest) -> list[_Job]:
    """Every routine at every length, each with a file of its own."""
    routines, lengths = [load(name) for name in request.routines], request.lengths or (request.session.length,)
    output = request.output
    in_folder = output is None or output.is_dir()
    if len(routines) * len(lengths) > 1 and not in_folder:
        raise UsageError(
            f"several sessions cannot share the file {output}", next_step="name a folder that is there with -o"
        )
    folder = output or Path()
    found = []
    for loaded in routines:
        for length in lengths:
            path = folder / _name(loaded, length, request.finish.suffix) if in_folder else folder
            session = dataclasses.replace(request.session, length=length)
            found.append(_Job(loaded, session, path, wiring.exporter(path)))
    return found


def _name(loaded: Loaded, length: Frames | None, suffix: str) -> str:
    long = f"-{format_duration(length)}" if length else ""
    return f"{loaded.entry.name}{long}.{suffix.lstrip('.')}"


def _made(job: _Job, finish: Finish, person: Person, told: _Callbacks) -> ExportedFile:
    from unknot.app._session import concerns, prepared

    with prepared(job.loaded, job.session, person, told.tick, told.notice) as session:
        job.exporter.export(_wanted(job.path, session, finish), told.tick)
    if not job.exporter.sounds:
        return ExportedFile(job.path, session.timeline.frames, None)
    for concern in concerns(session.mix):
        told.notice(concern)
    return ExportedFile(job.path, session.timeline.frames, job.path.stat().st_size)


def _wanted(path: Path, session: PreparedSession, finish: Finish) -> FileRequest:
    return FileRequest(
        path=path,
        timeline=session.timeline,
        mix=lambda: session.mix,
        cache=session.services.cache,
        tags=_tags(session, finish),
        bit_rate=finish.bit_rate,
        captions=finish.captions,
        stems=finish.stems,
    )


def _tags(session: PreparedSession, finish: Finish) -> Tags:
    from unknot.mixer import CEILING

    header = session.routine.header
    return Tags(
        title=header.title,
        artist=finish.artist or header.author or "unknot",
        album=finish.album or "unknot",
        date=finish.date,
        language=header.language,
        cover=finish.cover.read_bytes() if finish.cover else b"",
        gain=_REFERENCE - session.levels.voice,
        peak=factor(CEILING),
    )
