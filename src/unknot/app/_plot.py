"""`plot`: a session as a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._files import refuse_to_replace
from unknot.app._person import read_person
from unknot.app._requests import SessionRequest
from unknot.app._routines import load
from unknot.ports import FileRequest, no_notice, no_tick

if TYPE_CHECKING:
    from unknot.ports import Notice, ProgressCallback


@dataclass(frozen=True, slots=True)
class PlotRequest:
    """Which session to draw, and the file."""

    routine: str
    """A name in the library, or a file."""
    session: SessionRequest = field(default_factory=SessionRequest)
    output: Path | None = None
    """The picture, .svg or .png; None is NAME.svg with the name of the routine."""
    force: bool = False
    """Replace an existing file."""


def plot(request: PlotRequest, progress: ProgressCallback = no_tick, notice: Notice = no_notice) -> Path:
    """The path of the picture, with chapters, cues, rests, background and the waveform of the session.

    Raises:
        UsageError: There is no such routine or no such kind of picture, or the file exists already.
        ScriptError: The script has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a chime cannot be read.
        WriteError: The picture could not be written.
    """
    from unknot.app._session import prepared

    loaded = load(request.routine)
    path = request.output or Path(f"{loaded.entry.name}.svg")
    exporter = wiring.picture_exporter(path)
    refuse_to_replace(path, force=request.force)
    with prepared(loaded, request.session, read_person(), progress, notice) as session:
        cache = session.services.cache
        file = FileRequest(path=path, timeline=session.timeline, mix=lambda: session.mix, cache=cache)
        exporter.export(file, progress)
    return path
