"""`bell`: a session of bells and a background, without words. It is played and exported as that of a script is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot import library, wiring
from unknot.app._routines import LoadedRoutine
from unknot.errors import UsageError
from unknot.routine import ChimeTag, Header, Paragraph, Routine, Until
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames, clock, format_duration, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.routine import Inline

SHORTEST_PREPARATION: Final = Frames(3 * SAMPLE_RATE)
"""The first bell comes after the lead-in of every session, in which the background fades in."""
_LONGEST: Final = Frames(24 * 3600 * SAMPLE_RATE)
_LEAST_APART: Final = Frames(SAMPLE_RATE)
"""The shortest time between two bells."""
_OPEN_END: Final = Frames(24 * 3600 * SAMPLE_RATE)
"""How long the background goes on after the last bell, unless the listener ends it."""


@dataclass(frozen=True, slots=True)
class BellRequest:
    """Which bells."""

    length: Frames
    """From the first bell to the last."""
    every: Frames | None = None
    """A bell after each of these; None has only the first and the last one."""
    prepare: Frames = SHORTEST_PREPARATION
    """From the beginning of the session to the first bell."""
    chime: str = "bell"
    """A generated chime, or a sound file; relative names are in the current folder."""
    open_end: bool = False
    """The background goes on after the last bell."""


def bell_routine(request: BellRequest) -> LoadedRoutine:
    """The session of bells as a routine. Each bell begins at its time, exact to the sample.

    It begins with the time to prepare and ends when the last bell has rung out and the background has faded.

    Raises:
        UsageError: A length is too short or too long, a bell would sound into the next, or there is no such chime.
        AudioFileError: The file of the chime cannot be used.
    """
    _check(request)
    every = f", a bell every {format_duration(request.every)}" if request.every else ""
    title = f"{format_duration(request.length)}{every}"
    items: list[Inline] = [item for at in _times(request) for item in (Until(at), ChimeTag(request.chime))]
    if request.open_end:
        items.append(Until(Frames(request.prepare + request.length + _OPEN_END)))
    path = Path("bell.md").absolute()
    entry = library.RoutineEntry(name=f"bell-{format_duration(request.length)}", path=path, title=title)
    return LoadedRoutine(entry, "", Routine(Header(title), (Paragraph(tuple(items)),)))


def _times(request: BellRequest) -> Iterator[Frames]:
    """The time of each bell from the beginning of the session."""
    step = request.every or request.length
    at = NO_FRAMES
    while at < request.length:
        yield Frames(request.prepare + at)
        at = Frames(at + step)
    yield Frames(request.prepare + request.length)


def _check(request: BellRequest) -> None:
    least, longest = clock(_LEAST_APART), clock(_LONGEST)
    if not _LEAST_APART <= request.length <= _LONGEST:
        raise UsageError(
            f"bells for {format_duration(request.length)} cannot be",
            next_step=f"give a length from {least} to {longest}",
        )
    if request.every is not None and not _LEAST_APART <= request.every <= request.length:
        raise UsageError(
            f"a bell every {clock(request.every)} cannot be in {clock(request.length)}",
            next_step=f"give --every a length from {least} to {clock(request.length)}",
        )
    if not SHORTEST_PREPARATION <= request.prepare <= _LONGEST:
        least = clock(SHORTEST_PREPARATION)
        raise UsageError(
            f"{format_duration(request.prepare)} to prepare is too {'short' if request.prepare < _LONGEST else 'long'}",
            next_step=f"give --prepare a length from {least} to {longest}",
        )
    if not wiring.has_sound("sound", request.chime, Path.cwd()):
        library.one_of(request.chime, wiring.chime_names(), "chime")
    _check_room(request, wiring.chime_frames(request.chime, Path.cwd()))


def _check_room(request: BellRequest, sounds: Frames) -> None:
    """Return only when each bell rings out before the next one begins; it sounds for that many frames."""
    every = request.every or request.length
    if sounds + GRID > every:
        raise UsageError(
            f"a bell every {clock(every)} cannot be: {request.chime} sounds for {seconds(sounds):.1f} s",
            next_step="give a longer time, or a shorter sound: --bell tick",
        )
    last = Frames(request.length % every)
    if 0 < last < sounds + GRID:
        raise UsageError(
            f"the last two bells would be {format_duration(last)} apart, and {request.chime} sounds for "
            f"{seconds(sounds):.1f} s",
            next_step=f"a length of {format_duration(request.length - last)} ends with a whole interval",
        )
