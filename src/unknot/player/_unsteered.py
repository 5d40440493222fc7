"""A session played from beginning to end, with nobody to steer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.player._events import PlayerEvent
    from unknot.ports import Renderable, Speaker


class _Whole:
    """A source that nobody steers."""

    def __init__(self, rendered: Renderable) -> None:
        self.timeline = rendered.timeline
        self.render = rendered.render

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """All of it as words."""
        whole = self.render(start, count)
        return whole, whole * 0


def play(source: Renderable, speaker: Speaker, on_event: Callable[[PlayerEvent], None]) -> None:
    """Afterwards the whole of `source` was heard, and nobody steered it.

    Raises:
        DeviceError: The speaker could not be opened.
        WriteError: The speaker writes a file, and could not.
    """
    from unknot.player._context import PlayerContext
    from unknot.player._loop import play_session
    from unknot.player._session_controller import SessionController

    play_session(SessionController(source.timeline, lambda _: _Whole(source)), PlayerContext(speaker, on_event))
