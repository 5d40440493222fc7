"""Commands at given times, and a clock that moves only with the speaker and with waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.units import frames, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.player import Command
    from unknot.ports import Speaker


class VirtualClock:
    """The seconds that a speaker has played, and those that were waited."""

    def __init__(self, speaker: Speaker) -> None:
        self.waited = 0.0
        self._speaker = speaker

    def __call__(self) -> float:
        """Now."""
        return seconds(self._speaker.played) + self.waited


class ScriptedControls:
    """Presses keys at given times, in seconds of what was played and waited."""

    def __init__(self, clock: VirtualClock, *presses: tuple[float, Command]) -> None:
        self.suspended = 0
        self.waits: list[float] = []
        self.pressed: list[tuple[float, Command]] = []
        """What was taken, with the time it was taken at."""
        self.on_suspend: Callable[[], None] = lambda: None
        self._clock = clock
        self._presses = sorted(presses, key=lambda press: press[0])

    def commands(self) -> Sequence[Command]:
        """Those whose time has come."""
        due = [p for p in self._presses if frames(p[0]) <= frames(self._clock())]
        self._presses = self._presses[len(due) :]
        self.pressed += [(self._clock(), command) for _, command in due]
        return [command for _, command in due]

    def wait(self, seconds: float) -> None:
        """Time goes on."""
        self.waits.append(seconds)
        self._clock.waited += seconds

    def suspend(self) -> None:
        """A minute in the background."""
        self.suspended += 1
        self._clock.waited += 60.0
        self.on_suspend()
