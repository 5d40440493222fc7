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
    from unknot.app._routines import LoadedRoutine
    from unknot.app._session import PreparedSession
    from unknot.ports import Exporter, Notice, ProgressCallback
    from unknot.units import Frames

_REPLAY_GAIN_LEVEL: Final = -18.0
"""The loudness in LUFS to which ReplayGain 2.0 brings a file. Here the voice is brought to it, not the whole session:
the loudness of a whole session falls with every pause, so a long session would have a louder voice."""


@dataclass(frozen=True, slots=True)
class FileOptions:
    """The format of a file, its tags, and the files that are written next to it."""

    suffix: str = "mp3"
    """The format where `output` names no file."""
    bit_rate: int = 128
    """kbit/s, for MP3, M4B and Opus."""
    artist: str = ""
    """Empty is the author of the script."""
    album: str = ""
    """Empty is `unknot`."""
    date: str = ""
    """A year or an ISO date."""
    cover: Path | None = None
    """A PNG or a JPEG; None lets unknot draw one."""
    captions: bool = False
    """Also write the words with their times as .lrc, .vtt and .srt, and the timeline as .json."""
    stems: bool = False
    """Also write voice and background as one file each."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which sessions to export: every routine at every length."""

    routines: tuple[str, ...]
    """Names in the library, or files."""
    lengths: tuple[Frames, ...] = ()
    """Exact lengths; empty takes the length of `session`."""
    session: SessionRequest = field(default_factory=SessionRequest)
    output: Path | None = None
    """The file, or a folder for several files; None is the current folder."""
    options: FileOptions = field(default_factory=FileOptions)
    force: bool = False
    """Replace existing files."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written."""

    path: Path
    frames: Frames
    """The length of the session."""
    size: int | None
    """Bytes; None for a file without sound, such as SSML."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The files of an export."""

    files: tuple[ExportedFile, ...]
    """Those that were written, in the order of the request."""
    missing: tuple[Path, ...]
    """Those that were not written."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to write."""

    loaded: LoadedRoutine
    session: SessionRequest
    path: Path
    exporter: Exporter


def export(
    request: ExportRequest,
    progress: ProgressCallback = no_tick,
    notice: Notice = no_notice,
    on_fault: Callable[[UnknotError], None] = lambda _: None,
) -> ExportResult:
    """The files that were written. No work is started when one of them may not be written.

    When one of several files fails, `on_fault` is called with the error at once, the file is in `missing`, and the
    others are still written. The error of a single file is raised.

    Raises:
        UsageError: There is no such routine or format, a file exists already, or several sessions would share one.
        ScriptError: A script has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a chime cannot be read.
        WriteError: The file could not be written. An older file of this name is unchanged.
    """
    jobs = _jobs(request)
    for job in jobs:
        refuse_to_replace(job.path, force=request.force)
    person = read_person()
    files, missing = [], []
    for job in jobs:
        try:
            files.append(_exported(job, request.options, person, progress, notice))
        except UnknotError as fault:
            if len(jobs) == 1:
                raise
            on_fault(fault)
            missing.append(job.path)
    return ExportResult(tuple(files), tuple(missing))


def _jobs(request: ExportRequest) -> list[_Job]:
    """Every routine at every length, each with its own file."""
    routines, lengths = [load(name) for name in request.routines], request.lengths or (request.session.length,)
    output = request.output
    in_folder = output is None or output.is_dir()
    if len(routines) * len(lengths) > 1 and not in_folder:
        raise UsageError(
            f"several sessions cannot share the file {output}", next_step="name an existing folder with -o"
        )
    folder = output or Path()
    jobs = []
    for loaded in routines:
        for length in lengths:
            path = folder / _file_name(loaded, length, request.options.suffix) if in_folder else folder
            session = dataclasses.replace(request.session, length=length)
            jobs.append(_Job(loaded, session, path, wiring.exporter(path)))
    return jobs


def _file_name(loaded: LoadedRoutine, length: Frames | None, suffix: str) -> str:
    length_part = f"-{format_duration(length)}" if length else ""
    return f"{loaded.entry.name}{length_part}.{suffix.lstrip('.')}"


def _exported(
    job: _Job, options: FileOptions, person: Person, progress: ProgressCallback, notice: Notice
) -> ExportedFile:
    from unknot.app._session import concerns, prepared

    with prepared(job.loaded, job.session, person, progress, notice) as session:
        job.exporter.export(_file_request(job.path, session, options), progress)
        if not job.exporter.sounds:
            return ExportedFile(job.path, session.timeline.frames, None)
        for concern in concerns(session.mix):
            notice(concern)
    return ExportedFile(job.path, session.timeline.frames, job.path.stat().st_size)


def _file_request(path: Path, session: PreparedSession, options: FileOptions) -> FileRequest:
    return FileRequest(
        path=path,
        timeline=session.timeline,
        mix=lambda: session.mix,
        cache=session.services.cache,
        tags=_tags(session, options),
        bit_rate=options.bit_rate,
        captions=options.captions,
        stems=options.stems,
    )


def _tags(session: PreparedSession, options: FileOptions) -> Tags:
    from unknot.mixer import CEILING

    header = session.routine.header
    return Tags(
        title=header.title,
        artist=options.artist or header.author or "unknot",
        album=options.album or "unknot",
        date=options.date,
        language=header.language,
        cover=options.cover.read_bytes() if options.cover else b"",
        gain=_REPLAY_GAIN_LEVEL - session.levels.voice,
        peak=factor(CEILING),
    )
