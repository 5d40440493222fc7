"""Lines that are in no script: asked for when they are needed, one at a time, and none that is out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.player._prompts import off_time, where
from unknot.units import frames

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.player._speech import Announcer

WORTH: Final = frames(1.0)
"""A difference of less than this is not worth words."""


class PromptQueue:
    """What is still to be said aside."""

    def __init__(self, announcer: Announcer, language: str) -> None:
        self._announcer = announcer
        self._language = language
        self._ready: tuple[str, Samples] | None = None
        self._late = 0
        self._off_time: str | None = None
        """What is to be said of the end now."""
        self._of_the_end: set[str] = set()
        """All that was asked for about the end and not said: all but the last is out of date."""

    def ask_where(self, chapter: str, left: int) -> None:
        """Where the session is will be said."""
        self._announcer.ask(where(self._language, chapter, left))

    def ask_end(self, late: int) -> None:
        """That the session ends `late` frames later than it was going to will be said, once for each such end."""
        if abs(late - self._late) < WORTH:
            return
        self._late = late
        self._off_time = off_time(self._language, late) if abs(late) >= WORTH else None
        if self._off_time:
            self._of_the_end.add(self._off_time)
            self._announcer.ask(self._off_time)

    def next(self) -> tuple[str, Samples] | None:
        """The line to be said next, once it is spoken."""
        self._ready = self._ready or self._announcer.answer()
        if self._ready and self._ready[0] in self._of_the_end and self._ready[0] != self._off_time:
            self._of_the_end.discard(self._ready[0])
            self._ready = None
        return self._ready

    def said(self) -> None:
        """The line is being heard."""
        if self._ready:
            self._of_the_end.discard(self._ready[0])
        self._ready = None
