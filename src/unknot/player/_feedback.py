"""The sound that answers a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from unknot.player import _tones
from unknot.player._prompts import prompts_for

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.player._commands import Command
    from unknot.player._speech import Announcer

FeedbackKind = Literal["tone", "voice", "none"]


class KeyFeedback:
    """Answers commands with tones, in words, or not at all."""

    def __init__(self, feedback: FeedbackKind, announcer: Announcer, language: str) -> None:
        """With `voice` the answers that `announcer` has learnt are spoken; those that it has not are tones."""
        self._feedback = feedback
        self._announcer = announcer
        self._lines = prompts_for(language)

    def answer(self, command: Command, *, done: bool, resumed: bool) -> Samples | None:
        """The sound that answers `command`, shape (frames, 2).

        Args:
            command: What was asked for.
            done: Whether it can be done here.
            resumed: Whether the session goes on because of it.
        """
        if self._feedback == "none":
            return None
        if self._feedback == "voice":
            text = self._lines.resumed if resumed else self._lines.words.get(command, "")
            spoken = self._announcer.known(text if done else self._lines.refused)
            if spoken is not None:
                return spoken
        notes = _tones.RESUMED if resumed else _tones.MELODIES.get(command, _tones.REFUSED)
        return _tones.melody(notes if done else _tones.REFUSED)
