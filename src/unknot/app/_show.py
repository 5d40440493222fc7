"""`show`: what a routine is, and a picture of its session."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._person import read_person
from unknot.app._requests import SessionRequest
from unknot.app._routines import load
from unknot.errors import UnknotError
from unknot.ports import no_notice, no_tick
from unknot.routine import headings, plain

if TYPE_CHECKING:
    from unknot.app._routines import LoadedRoutine
    from unknot.library import RoutineEntry
    from unknot.planning import Fit
    from unknot.ports import Notice, ProgressCallback


@dataclass(frozen=True, slots=True)
class ShowRequest:
    """Which routine to show, and how."""

    routine: str
    """A name in the library, or a file."""
    session: SessionRequest = field(default_factory=SessionRequest)
    width: int | None = None
    """The width of a picture of the session in columns; None is no picture, and then nothing is spoken."""


@dataclass(frozen=True, slots=True)
class SessionPicture:
    """A session as a picture of characters."""

    fit: Fit
    text: str


@dataclass(frozen=True, slots=True)
class ShowResult:
    """A routine, and a picture of the session if one was asked for."""

    entry: RoutineEntry
    text: str
    """The script as it is in its file."""
    chapters: tuple[str, ...]
    """The titles, in order."""
    background: str
    """The background that the script names; "" for none."""
    picture: SessionPicture | None = None
    fault: UnknotError | None = None
    """Why the picture could not be made."""


def show(request: ShowRequest, progress: ProgressCallback = no_tick, notice: Notice = no_notice) -> ShowResult:
    """What a routine is for and what it needs, and a picture of its session.

    When the picture cannot be made, the result has the error, and everything else of the routine.

    Raises:
        UsageError: There is no such routine.
        ScriptError: The script cannot be parsed.
    """
    loaded = load(request.routine)
    titles = tuple(plain(heading.pieces) for heading in headings(loaded.routine.body))
    shown = ShowResult(loaded.entry, loaded.text, titles, loaded.routine.header.background or "")
    if request.width is None:
        return shown
    try:
        return replace(shown, picture=_picture(loaded, request.session, request.width, progress, notice))
    except UnknotError as fault:
        return replace(shown, fault=fault)


def _picture(
    loaded: LoadedRoutine, request: SessionRequest, width: int, progress: ProgressCallback, notice: Notice
) -> SessionPicture:
    from unknot.app._session import prepared

    with prepared(loaded, request, read_person(), progress, notice) as session:
        return SessionPicture(session.fit, wiring.picture_text(session.timeline, width))
