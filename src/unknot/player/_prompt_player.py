"""Plays prompts in the rests of the session. A prompt is in no script; it says, for example, where the session is."""

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

DUCKING: Final = 0.35
"""The factor of the background while a prompt is heard."""


class PromptPlayer:
    """Plays each prompt in the rest that is heard, or in the next one. A rest that is too short is made longer.

    State: how long the last prompt lasts.
    """

    def __init__(
        self, queue: PromptQueue, playback: Playback, buffer: OutputBuffer, emit: Callable[[PlayerEvent], None]
    ) -> None:
        self._queue = queue
        self._playback = playback
        self._buffer = buffer
        self._emit = emit
        self._busy_until = 0
        """The output frame before which no other prompt may begin."""

    def request_position(self) -> None:
        """Requests a prompt that says which chapter is heard and how much time is left."""
        at, plan = self._buffer.heard_position, self._playback.plan
        self._queue.request_position(chapter_at(plan, at), plan.timeline.frames - at)

    def play_next(self) -> None:
        """Plays the next prompt, if one is spoken and there is a rest to play it in."""
        prompt = self._queue.next()
        unknown = not self._playback.timeline.events
        if prompt is None or unknown or self._buffer.written < self._busy_until:
            return
        text, sound = prompt
        if self._playback.is_stopped or self._find_room(sound):
            self._play(sound)
            self._queue.mark_said()
            self._emit(Said(text))

    def _find_room(self, sound: Samples) -> bool:
        """Whether a prompt can be played in what is written next. A rest that is too short is made longer."""
        needed = len(sound) + PAUSE_END + AHEAD
        if not self._in_a_rest(needed):
            return False
        if pause_of_at_least(self._playback.plan, self._buffer.heard_position, needed):
            self._playback.change(lambda plan, at: pause_of_at_least(plan, at, len(sound) + PAUSE_END))
        return True

    def _in_a_rest(self, needed: int) -> bool:
        """Whether what is written next is a rest in which a prompt can be played.

        A breath or a beat cannot be made longer, so it needs `needed` frames. Any other rest can.
        """
        plan, at = self._playback.plan, self._buffer.next_position
        item = plan.items[plan.index_at(at)]
        if not isinstance(item.event, Rest) or item.end - at < AHEAD:
            return False
        return item.event.reason not in ("breath", "beat") or item.end - at >= needed

    def _play(self, sound: Samples) -> None:
        """Afterwards a prompt is what is written next, over a softer background."""
        begin, mix = self._buffer.written, self._buffer.mix
        mix.add_overlay(begin, sound)
        mix.ducking.move(begin, DUCKING, FADE)
        mix.ducking.move(begin + len(sound), 1.0, FADE_IN)
        self._buffer.discard_block()
        self._busy_until = begin + len(sound) + PAUSE_END
