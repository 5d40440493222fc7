"""Plays remarks: lines that are in no script, such as where the session is, in its pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.planning import PAUSE_END, chapter_at, pause_of_at_least
from unknot.player._events import Said
from unknot.player._output_buffer import AHEAD
from unknot.player._playback import FADE, FADE_IN
from unknot.timeline import Rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.player._events import PlayerEvent
    from unknot.player._output_buffer import OutputBuffer
    from unknot.player._playback import Playback
    from unknot.player._prompt_queue import PromptQueue

DUCK: Final = 0.35
"""The factor of the background while a remark is heard."""


class PromptPlayer:
    """Plays each remark in the pause that is heard, or in the next one, which makes room for it.

    State: until when the last remark takes.
    """

    def __init__(
        self, remarks: PromptQueue, playback: Playback, deck: OutputBuffer, tell: Callable[[PlayerEvent], None]
    ) -> None:
        self._remarks = remarks
        self._playback = playback
        self._deck = deck
        self._tell = tell
        self._busy_until = 0
        """The output frame before which no other remark may begin."""

    def ask_where(self) -> None:
        """Afterwards a remark is on its way that says which chapter is heard and how much time is left."""
        at, plan = self._deck.here, self._playback.plan
        self._remarks.ask_where(chapter_at(plan, at), plan.timeline.frames - at)

    def play_next(self) -> None:
        """Afterwards the next remark is being heard, if there is one that is spoken and a pause to play it in."""
        remark = self._remarks.next()
        nothing_known = not self._playback.timeline.events
        if remark is None or nothing_known or self._deck.written < self._busy_until:
            return
        text, sound = remark
        if self._playback.stands_still or self._find_room(sound):
            self._play(sound)
            self._remarks.said()
            self._tell(Said(text))

    def _find_room(self, sound: Samples) -> bool:
        """Whether a remark can be played in what is written now. A pause that is too short is made longer."""
        needed = len(sound) + PAUSE_END + AHEAD
        if not self._in_a_pause(needed):
            return False
        if pause_of_at_least(self._playback.plan, self._deck.here, needed):
            self._playback.change(lambda plan, at: pause_of_at_least(plan, at, len(sound) + PAUSE_END))
        return True

    def _in_a_pause(self, needed: int) -> bool:
        """Whether what is written now is a pause with room for a remark.

        A rest of a breath or a beat cannot be made longer, so it needs `needed` frames. Any other rest can.
        """
        plan, at = self._playback.plan, self._deck.next
        item = plan.items[plan.index_at(at)]
        if not isinstance(item.event, Rest) or item.end - at < AHEAD:
            return False
        return item.event.reason not in ("breath", "beat") or item.end - at >= needed

    def _play(self, sound: Samples) -> None:
        """Afterwards a remark is what is written next, over a softer background."""
        begin, tape = self._deck.written, self._deck.tape
        tape.over(begin, sound)
        tape.duck.move(begin, DUCK, FADE)
        tape.duck.move(begin + len(sound), 1.0, FADE_IN)
        self._deck.change()
        self._busy_until = begin + len(sound) + PAUSE_END
