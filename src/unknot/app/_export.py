"""`export`: sessions as files."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot import wiring
from unknot.app._files import refuse_to_replace
from unknot.app._output_names import OutputName, make_folder
from unknot.app._person import read_person
from unknot.app._requests import SessionRequest
from unknot.app._routines import load
from unknot.errors import UnknotError, UsageError
from unknot.ports import FileRequest, Tags, no_notice, no_tick
from unknot.units import SAMPLE_RATE, clock, factor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from unknot.app._person import Person
    from unknot.app._routines import LoadedRoutine
    from unknot.app._session import PreparedSession
    from unknot.ports import Exporter, Notice, ProgressCallback
    from unknot.timeline import Timeline
    from unknot.units import Frames

_REPLAY_GAIN_LEVEL: Final = -18.0
"""The loudness in LUFS to which ReplayGain 2.0 brings a file. Here the voice is brought to it, not the whole session:
the loudness of a whole session falls with every pause, so a long session would have a louder voice."""

_MOST_CHAPTERS: Final = 255
"""The most chapters that older lists in sound files can hold."""


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
    """Empty is the title of the file: players of audiobooks show the album as the title of the book."""
    date: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    genre: str = "Audiobook"
    comment: str = ""
    """Empty is the summary of the script."""
    narrator: str = ""
    """Who speaks."""
    series: str = ""
    """The series that the files belong to."""
    series_part: str = ""
    """The place in the series; empty is the track where there is a series."""
    track: int = 1
    """The number of the first file; the files after it count on."""
    cover: Path | None = None
    """A picture; None lets unknot draw one."""
    chapter: str = ""
    """Only this chapter of each session: its number, its title, or the beginning of its title. Empty is all of it."""
    captions: bool = False
    """Also write the words with their times as .lrc, .vtt and .srt, and the timeline as .json."""
    stems: bool = False
    """Also write voice and background as one file each."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which sessions to export: every routine at every length."""

    routines: tuple[str | LoadedRoutine, ...]
    """Names in the library, files, or routines that are loaded already."""
    lengths: tuple[Frames, ...] = ()
    """Exact lengths; empty takes the length of `session`."""
    session: SessionRequest = field(default_factory=SessionRequest)
    output: Path | None = None
    """The file, a folder, or a name with fields, as in `{name}-{length}.mp3`; None is the current folder.

    A name without a suffix is a folder. A folder that does not exist is made.
    """
    options: FileOptions = field(default_factory=FileOptions)
    force: bool = False
    """Replace existing files."""
    folder: bool = False
    """`output` is a folder, whatever its name looks like."""

    @property
    def output_name(self) -> OutputName:
        """How the files are named."""
        return OutputName(self.output, self.options.suffix, self.folder)

    @property
    def makes_folders(self) -> bool:
        """Whether a folder that is missing is made: one that is named as such, not that of a single named file."""
        return self.output_name.takes_several


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written."""

    path: Path
    timeline: Timeline
    """What is heard in it."""
    size: int | None
    """Bytes; None for a file without sound, such as SSML."""

    @property
    def frames(self) -> Frames:
        """The length of the session."""
        return self.timeline.frames


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
    track: int
    """Its number in the tags."""


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
        UsageError: There is no such routine or format, a file exists already, several sessions would share one, the
            date is none, or the cover is no picture.
        ScriptError: A script has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a chime cannot be read.
        WriteError: The file could not be written. An older file of this name is unchanged.
    """
    jobs = _jobs(request)
    wiring.checked_date(request.options.date)
    look = _FileLook(request.options, wiring.read_cover(request.options.cover) if request.options.cover else b"")
    for folder in dict.fromkeys(job.path.parent for job in jobs if request.makes_folders):
        make_folder(folder)
    for job in jobs:
        refuse_to_replace(job.path, force=request.force)
    person, notice = read_person(), _once(notice)
    files, missing = [], []
    for number, job in enumerate(jobs, start=1):
        numbered = _numbered(progress, number, len(jobs), job.path)
        try:
            files.append(_exported(job, look, person, numbered, notice))
        except UnknotError as fault:
            if len(jobs) == 1:
                raise
            on_fault(fault)
            missing.append(job.path)
    return ExportResult(tuple(files), tuple(missing))


def _once(notice: Notice) -> Notice:
    """The notice, which is given each text once, although several files may have reason for it."""
    told: set[str] = set()

    def tell(text: str) -> None:
        if text not in told:
            told.add(text)
            notice(text)

    return tell


def _jobs(request: ExportRequest) -> list[_Job]:
    """Every routine at every length, each with its own file."""
    routines, lengths = [load(name) for name in request.routines], request.lengths or (request.session.length,)
    name = request.output_name
    if len(routines) * len(lengths) > 1 and not name.takes_several:
        raise UsageError(
            f"several sessions cannot share the file {request.output}",
            next_step="name a folder with -o, or write {name}-{length} into the name",
        )
    jobs: list[_Job] = []
    for loaded in routines:
        for length in lengths:
            path = name.path(loaded.entry, length, request.options.chapter)
            session = dataclasses.replace(request.session, length=length)
            track = request.options.track + len(jobs)
            jobs.append(_Job(loaded, session, path, wiring.exporter(path), track))
    _refuse_shared([job.path for job in jobs])
    return jobs


def _refuse_shared(paths: Sequence[Path]) -> None:
    """Return only when every session has a file of its own."""
    shared = [path for path, count in Counter(paths).items() if count > 1]
    if shared:
        raise UsageError(
            f"{paths.count(shared[0])} sessions would be written to {shared[0]}",
            next_step="ask for each once, and write {name}-{length} into the name",
        )


def _numbered(progress: ProgressCallback, number: int, count: int, path: Path) -> ProgressCallback:
    """The same callback; of several files, each stage names the file and its number."""
    if count == 1:
        return progress
    return lambda stage, done, of: progress(f"file {number} of {count}, {path.name}: {stage}", done, of)


@dataclass(frozen=True, slots=True)
class _FileLook:
    """What is equal in all files of an export."""

    options: FileOptions
    cover: bytes
    """A PNG or a JPEG; empty lets unknot draw one."""


def _exported(job: _Job, look: _FileLook, person: Person, progress: ProgressCallback, notice: Notice) -> ExportedFile:
    from unknot.app._session import concerns, prepared

    with prepared(job.loaded, job.session, person, progress, notice) as whole:
        session, job = _of_chapter(whole, job, look.options.chapter)
        if job.exporter.sounds and len(session.timeline.chapters) > _MOST_CHAPTERS:
            notice(_many_chapters(len(session.timeline.chapters)))
        job.exporter.export(_file_request(job, session, look), progress)
        if not job.exporter.sounds:
            return ExportedFile(job.path, session.timeline, None)
        for concern in concerns(session.mix):
            notice(concern)
    return ExportedFile(job.path, session.timeline, job.path.stat().st_size)


def _of_chapter(session: PreparedSession, job: _Job, chapter: str) -> tuple[PreparedSession, _Job]:
    """The session and its job, or a chapter of it as a session; its number is that of the track."""
    from unknot.planning import chapter_part

    if not chapter:
        return session, job
    part = chapter_part(session.timeline, chapter)
    fit = dataclasses.replace(session.fit, timeline=part.timeline)
    return dataclasses.replace(session, fit=fit), dataclasses.replace(job, track=part.number)


def _many_chapters(count: int) -> str:
    return f"{count} chapters are in the file; some players show only the first {_MOST_CHAPTERS}"


def _file_request(job: _Job, session: PreparedSession, look: _FileLook) -> FileRequest:
    return FileRequest(
        path=job.path,
        timeline=session.timeline,
        mix=lambda: session.mix,
        cache=session.services.cache,
        tags=_tags(session, look, job.track) if job.exporter.sounds else None,
        bit_rate=look.options.bit_rate,
        captions=look.options.captions,
        stems=look.options.stems,
    )


def _tags(session: PreparedSession, look: _FileLook, track: int) -> Tags:
    from unknot.mixer import CEILING

    header, options = session.routine.header, look.options
    title = _title(session.timeline.title, session.timeline.frames)
    return Tags(
        title=title,
        artist=options.artist or header.author or "unknot",
        album=options.album or title,
        date=options.date,
        language=header.language,
        cover=look.cover or wiring.draw_cover(header.title),  # the same for every length
        gain=_REPLAY_GAIN_LEVEL - session.levels.voice,
        peak=factor(CEILING),
        genre=options.genre,
        comment=options.comment or header.summary,
        narrator=options.narrator,
        series=options.series,
        series_part=options.series_part or (str(track) if options.series else ""),
        track=track,
    )


def _title(title: str, length: Frames) -> str:
    """The title of a file. It has the length, so that two lengths of one routine differ in the list of a player."""
    minutes, rest = divmod(length, 60 * SAMPLE_RATE)
    return f"{title} ({clock(length)})" if rest else f"{title} ({minutes} min)"
