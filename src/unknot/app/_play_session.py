"""Prepares the session of `play` while its lead-in is played."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot import player, wiring
from unknot.app._routines import caution_by_journal, caution_lines, suited, with_caution
from unknot.app._session import chosen, failed, length_of, levels
from unknot.errors import OutOfReach
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.app._person import Person
    from unknot.app._requests import SessionRequest
    from unknot.app._routines import LoadedRoutine
    from unknot.audio import Background
    from unknot.library import Caution
    from unknot.planning import Fit
    from unknot.player import LeadInController, PlanController
    from unknot.ports import Notice, Services
    from unknot.routine import Routine

_SHORTER: Final[dict[Caution, tuple[Caution, ...]]] = {
    "first": ("first", "later", "none"),
    "later": ("later", "none"),
    "none": ("none",),
}
"""The words that are due, and then the shorter ones for a session that has no room for them."""
_NO_LIMIT: Final = float("inf")
"""Seconds that a recording waits for a cue. It has every cue, so that it equals an exported file."""


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """Which session to play, and how."""

    loaded: LoadedRoutine
    session: SessionRequest
    on_time: bool
    """After a pause or a repeat, keep the original time of the end."""
    live: bool
    """Whether a person listens. False for a recording."""
    find_start: Callable[[Fit], player.StartItem] | None = None
    """Finds the item to begin with in the fitted session; None is its first frame."""


class LiveSession:
    """A session that is prepared while it is played. Used in a `with` block; after it, no more cues are spoken."""

    def __init__(self, request: LiveRequest, person: Person, services: Services, notice: Notice) -> None:
        """Nothing is prepared yet."""
        self._request, self._person, self._services, self._notice = request, person, services, notice
        self._levels = levels(request.session, person)
        self._background: Callable[[str], Background] = functools.cache(services.background)
        self.routine = chosen(request.loaded.routine, request.session, person)
        """The routine of the script, with the voice and the background of the session."""
        self.narrator = player.SharedNarrator(services.narrator)
        self.start: player.StartItem | None = None
        """The item to begin with, when the whole session has been fitted; None is the first frame."""
        self._renderer: player.Renderer | None = None
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> LiveSession:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def first_controller(self) -> PlanController:
        """The controller of the first frames: of a lead-in when the length is known, otherwise of the whole session.

        Raises:
            UnknotError: As from `controller`, when there is no lead-in.
        """
        length = length_of(self.routine, self._request.session)
        if not (self._request.live and self._request.find_start is None) or length is None:
            return self.controller()
        return self._lead_in(length)

    def controller(self) -> player.SessionController:
        """The controller of the fitted session. Words of caution that do not fit into a short session become notices.

        Raises:
            ScriptError: The checker finds errors in the script.
            OutOfReach: No choice of pauses, counts and blocks is that long.
            VoiceError: The first cues could not be spoken.
            AudioFileError: A background or a sound cannot be read.
        """
        request, person = self._request.session, self._person
        routine = suited(self._request.loaded, person, self._notice, as_written=request.as_written)
        due = request.safety or caution_by_journal()
        for caution in () if request.safety else _SHORTER[due]:
            with contextlib.suppress(OutOfReach):
                controller = self._controller(with_caution(routine, None, caution, person))
                self._show_unspoken(routine, due, caution)
                return controller
        controller = self._controller(routine if not request.safety else with_caution(routine, due, due, person))
        if not request.safety:
            self._show_unspoken(routine, due, "none")
        return controller

    def _show_unspoken(self, routine: Routine, due: Caution, spoken: Caution) -> None:
        """Give the general words that are due as notices, where they were not spoken."""
        for line in caution_lines(routine, due) if spoken != due else ():
            self._notice(line)

    def concerns(self) -> Sequence[str]:
        """Problems of what was heard, as texts for the listener; empty when there are none."""
        return failed(self._renderer.faults) if self._renderer else ()

    def _lead_in(self, length: Frames) -> LeadInController:
        header = self.routine.header
        name = header.background or ""
        background = name if wiring.needs_no_decoding(name) else ""
        timeline = player.lead_in(header.title, header.language, background, length)
        renderer = player.Renderer({}, self._services.chime, self._background, self._levels)
        pending = player.PendingResult(self.controller)
        self._closing.callback(pending.close)
        return player.LeadInController(timeline, renderer, pending, on_time=self._request.on_time)

    def _controller(self, routine: Routine) -> player.SessionController:
        from unknot.planning import unfold

        request = self._request.session
        routine = chosen(routine, request, self._person)
        length = length_of(routine, request)
        score = unfold(routine, length=length, seed=request.seed)
        max_wait = player.MAX_WAIT if self._request.live else _NO_LIMIT
        preparation = player.prepare(
            score, self.narrator, self._sound, length, nearest=request.nearest, max_wait=max_wait
        )
        ahead, find_start = preparation.ahead, self._request.find_start
        self.start = find_start(preparation.fit) if find_start else None
        self._renderer = player.Renderer(self.narrator, self._services.chime, self._background, self._levels)
        controller = player.SessionController(
            preparation.fit.timeline, self._renderer, fit=preparation.fit, arriving=ahead, on_time=self._request.on_time
        )
        ahead.start()
        self._closing.callback(ahead.close)
        return controller

    def _sound(self, name: str) -> Frames:
        return Frames(len(self._services.chime(name)))
