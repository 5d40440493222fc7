"""The session that `unknot play` plays, made while its lead-in sounds."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from typing import TYPE_CHECKING, Final

from unknot import player, session, wiring
from unknot.cli.asking import suited, tell
from unknot.errors import OutOfReach
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.audio import Background
    from unknot.cli.options import Wish
    from unknot.player import Opening
    from unknot.player.directing import Directing
    from unknot.routine import Routine

_WAIT: Final = float("inf")
"""The patience of a recording: it has every cue, so that it is the same as a file."""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What is to be played, and how."""

    loaded: wiring.Loaded
    wish: Wish
    order: session.Order
    on_time: bool
    live: bool
    """Whether somebody listens while it is made."""
    anew: bool
    """Whether it begins at its beginning."""


class Making:
    """One session in the making. Used in a `with` block, behind which nobody speaks its cues any more."""

    def __init__(self, asked: Asked, around: session.World) -> None:
        """Nothing is made yet."""
        self._asked = asked
        self._around = around
        self._background: Callable[[str], Background] = functools.cache(around.background)
        self.routine = session.chosen(asked.loaded.routine, asked.order, around)
        """As it was written, with the voice and the background that were asked for."""
        self.booth = player.Booth(around.narrator)
        self._stage: player.Stage | None = None
        self._left = contextlib.ExitStack()

    def __enter__(self) -> Making:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def directing(self) -> Directing:
        """Who directs from the first frame on: a lead-in, where nothing has to be known beforehand.

        Raises:
            UnknotError: As from `director`, where there is no lead-in.
        """
        length = session.target(self.routine, self._asked.order)
        if not (self._asked.live and self._asked.anew) or length is None:
            return self.director()
        return self._opening(length)

    def director(self) -> player.Director:
        """The session, fitted. Words of caution that a short one has no room for are shown instead of spoken.

        Raises:
            ScriptError: The checker finds errors in the script.
            OutOfReach: No choice of pauses, counts and blocks is that long.
            VoiceError: The first cues could not be spoken.
            AudioFileError: A background or a sound cannot be read.
        """
        loaded, wish = self._asked.loaded, self._asked.wish
        due = wish.safety or wiring.due_safety()
        try:
            return self._directed(suited(loaded, wish, live=True))
        except OutOfReach:
            if wish.safety or due == "none":
                raise
        made = self._directed(suited(loaded, dataclasses.replace(wish, safety="none")))
        for line in wiring.caution(loaded.routine.header.language, due):
            tell(line)
        return made

    def concerns(self) -> Sequence[str]:
        """What a listener should know of what was heard, in words; nothing when all is well."""
        return session.failed(self._stage.faults) if self._stage else ()

    def _opening(self, length: Frames) -> Opening:
        header = self.routine.header
        known = header.background or ""
        background = known if wiring.sounds_at_once(known) else ""
        timeline = player.lead_in(header.title, header.language, background, length)
        stage = player.Stage({}, self._around.chime, self._background, self._asked.order.levels)
        coming = player.Coming(self.director)
        self._left.callback(coming.close)
        return player.Opening(timeline, stage, coming, on_time=self._asked.on_time)

    def _directed(self, routine: Routine) -> player.Director:
        from unknot.fitting import unfold

        order = self._asked.order
        routine = session.chosen(routine, order, self._around)
        target = session.target(routine, order)
        score = unfold(routine, asked=target, seed=order.seed)
        patience = player.PATIENCE if self._asked.live else _WAIT
        made = player.rehearse(score, self.booth, self._sound, target, nearest=order.nearest, patience=patience)
        ahead = made.ahead
        self._stage = player.Stage(ahead.clips, self._around.chime, self._background, order.levels)
        director = player.Director(
            made.fit.timeline, self._stage, fit=made.fit, arriving=ahead, on_time=self._asked.on_time
        )
        ahead.start()
        self._left.callback(ahead.close)
        return director

    def _sound(self, name: str) -> Frames:
        return Frames(len(self._around.chime(name)))
