"""The parts of a performance, put together in virtual time, so that each can be tested without the others' loop."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.sessions import Toy, session
from tests.fakes.speakers import VirtualSpeaker
from tests.player.test_performance import Echo
from unknot.player import PlayerContext, PlayerEvent, SessionController
from unknot.player._output_buffer import OutputBuffer
from unknot.player._playback import Playback
from unknot.player._prompt_player import PromptPlayer
from unknot.player._prompt_queue import PromptQueue
from unknot.player._recovery import DeviceRecovery
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.player import Command


class Parts:
    """Speaker, buffer, device, playback and remarks of one session."""

    def __init__(
        self, line: str = "A2 20 B2 20", speaker: VirtualSpeaker | None = None, *presses: tuple[float, Command]
    ) -> None:
        self.speaker = speaker or VirtualSpeaker()
        self.clock = VirtualClock(self.speaker)
        self.controls = ScriptedControls(self.clock, *presses)
        self.told: list[PlayerEvent] = []
        self.announcer = Echo()
        self.awake = False
        self.world = PlayerContext(
            self.speaker, self.told.append, self.controls, self.announcer, awake=self.stay_awake, clock=self.clock
        )
        self.director = SessionController(session(line), Toy)
        self.deck = OutputBuffer(self.speaker)
        self.device = DeviceRecovery(self.world, self.deck)
        remarks = PromptQueue(self.announcer, "en")
        self.playback = Playback(self.director, self.deck, self.device, remarks, self.told.append)
        self.remarks = PromptPlayer(remarks, self.playback, self.deck, self.told.append)

    def play_until(self, second: float) -> None:
        """Afterwards the output was heard up to that second. The first time, the session is started."""
        if not self.device.is_open:
            self.playback.start(None)
            self.device.open()
        while self.deck.heard < frames(second):
            self.deck.write()

    def all(self, kind: type) -> list[Any]:
        """Everything of a kind that was told."""
        return [happening for happening in self.told if isinstance(happening, kind)]

    @contextlib.contextmanager
    def stay_awake(self) -> Iterator[None]:
        """Keeps in mind whether the machine is kept awake."""
        self.awake = True
        yield
        self.awake = False
