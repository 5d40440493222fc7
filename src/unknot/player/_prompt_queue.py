"""The prompts that are still to be played, one at a time, without those that are out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.player._prompts import end_prompt, position_prompt
from unknot.units import frames

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.player._speech import Announcer

SMALLEST: Final = frames(1.0)
"""The end of the session is announced if it moves by at least this much."""


class PromptQueue:
    """Requests prompts when they are needed, and gives them when they are spoken."""

    def __init__(self, announcer: Announcer, language: str) -> None:
        self._announcer = announcer
        self._language = language
        self._ready: tuple[str, Samples] | None = None
        """The text and the sound of the next prompt."""
        self._late = 0
        """How many frames too late the session ends, as was announced last."""
        self._end: str | None = None
        """The prompt about the end that is true now; None if the session ends on time."""
        self._about_end: set[str] = set()
        """All prompts about the end that were requested and not played. All but `_end` are out of date."""

    def request_position(self, chapter: str, left: int) -> None:
        """Requests a prompt with the chapter and the frames that are left."""
        self._announcer.request(position_prompt(self._language, chapter, left))

    def request_end(self, late: int) -> None:
        """Requests a prompt that the session ends `late` frames too late, unless the last one said so."""
        if abs(late - self._late) < SMALLEST:
            return
        self._late = late
        self._end = end_prompt(self._language, late) if abs(late) >= SMALLEST else None
        if self._end:
            self._about_end.add(self._end)
            self._announcer.request(self._end)

    def next(self) -> tuple[str, Samples] | None:
        """The text and the sound of the next prompt, once it is spoken."""
        self._ready = self._ready or self._announcer.next_ready()
        if self._ready and self._ready[0] in self._about_end and self._ready[0] != self._end:
            self._about_end.discard(self._ready[0])
            self._ready = None
        return self._ready

    def mark_said(self) -> None:
        """Removes the next prompt, because it is played."""
        if self._ready:
            self._about_end.discard(self._ready[0])
        self._ready = None
