"""The session that `play` plays, made while its lead-in sounds."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot import player, wiring
from unknot.app._caution import caution, due_caution, with_caution
from unknot.app._routines import suited
from unknot.app._session import chosen, failed, length_of, levels
from unknot.errors import OutOfReach
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.app._person import Person
    from unknot.app._requests import SessionRequest
    from unknot.app._routines import Loaded
    from unknot.audio import Background
    from unknot.player import LeadInController, PlanController
    from unknot.ports import Notice, Services
    from unknot.routine import Routine

_FOREVER: Final = float("inf")
"""How long a recording waits for a cue, in seconds: it has every cue, so that it is the same as a file."""


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """What is to be played, and how."""

    loaded: Loaded
    session: SessionRequest
    on_time: bool
    """After a pause or a repeat: end when it was going to."""
    live: bool
    """Whether somebody listens while it is made."""
    anew: bool
    """Whether it begins at its beginning."""


class LiveSession:
    """One session that is made while it is played. Used in a `with` block, behind which nobody speaks its cues."""

    def __init__(self, request: LiveRequest, person: Person, services: Services, notice: Notice) -> None:
        """Nothing is made yet."""
        self._request, self._person, self._services, self._notice = request, person, services, notice
        self._levels = levels(request.session, person)
        self._background: Callable[[str], Background] = functools.cache(services.background)
        self.routine = chosen(request.loaded.routine, request.session, person)
        """As it was written, with the voice and the background that were asked for."""
        self.narrator = player.SharedNarrator(services.narrator)
        self._renderer: player.Renderer | None = None
        self._left = contextlib.ExitStack()

    def __enter__(self) -> LiveSession:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def first_controller(self) -> PlanController:
        """The controller from the first frame on: of a lead-in, where nothing has to be known beforehand.

        Raises:
            UnknotError: As from `controller`, where there is no lead-in.
        """
        length = length_of(self.routine, self._request.session)
        if not (self._request.live and self._request.anew) or length is None:
            return self.controller()
        return self._lead_in(length)

    def controller(self) -> player.SessionController:
        """The session, fitted. Words of caution that a short one has no room for are shown instead of spoken.

        Raises:
            ScriptError: The checker finds errors in the script.
            OutOfReach: No choice of pauses, counts and blocks is that long.
            VoiceError: The first cues could not be spoken.
            AudioFileError: A background or a sound cannot be read.
        """
        asked, person = self._request.session, self._person
        routine = suited(self._request.loaded, person, self._notice, as_written=asked.as_written)
        due = asked.safety or due_caution()
        try:
            return self._controller(with_caution(routine, due, person))
        except OutOfReach:
            if asked.safety or due == "none":
                raise
        made = self._controller(routine)
        for line in caution(routine.header.language, due):
            self._notice(line)
        return made

    def concerns(self) -> Sequence[str]:
        """What a listener should know of what was heard, in words; nothing when all is well."""
        return failed(self._renderer.faults) if self._renderer else ()

    def _lead_in(self, length: Frames) -> LeadInController:
        header = self.routine.header
        known = header.background or ""
        background = known if wiring.sounds_at_once(known) else ""
        timeline = player.lead_in(header.title, header.language, background, length)
        renderer = player.Renderer({}, self._services.chime, self._background, self._levels)
        pending = player.PendingResult(self.controller)
        self._left.callback(pending.close)
        return player.LeadInController(timeline, renderer, pending, on_time=self._request.on_time)

    def _controller(self, routine: Routine) -> player.SessionController:
        from unknot.planning import unfold

        asked = self._request.session
        routine = chosen(routine, asked, self._person)
        length = length_of(routine, asked)
        score = unfold(routine, length=length, seed=asked.seed)
        max_wait = player.MAX_WAIT if self._request.live else _FOREVER
        made = player.prepare(score, self.narrator, self._sound, length, nearest=asked.nearest, max_wait=max_wait)
        ahead = made.ahead
        self._renderer = player.Renderer(ahead.clips, self._services.chime, self._background, self._levels)
        controller = player.SessionController(
            made.fit.timeline, self._renderer, fit=made.fit, arriving=ahead, on_time=self._request.on_time
        )
        ahead.start()
        self._left.callback(ahead.close)
        return controller

    def _sound(self, name: str) -> Frames:
        return Frames(len(self._services.chime(name)))
