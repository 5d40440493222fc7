"""Parts of the player in virtual time, whole sessions in virtual time, and a narrator for routines."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.sessions import Toy, session
from tests.fakes.speakers import VirtualSpeaker
from unknot import script
from unknot.errors import VoiceError
from unknot.planning import Score, unfold
from unknot.player import (
    Began,
    Command,
    Ended,
    PlaybackOptions,
    PlayerContext,
    PlayerEvent,
    Position,
    SessionController,
    play_session,
)
from unknot.player._output_buffer import OutputBuffer
from unknot.player._playback import Playback
from unknot.player._prompt_player import PromptPlayer
from unknot.player._prompt_queue import PromptQueue
from unknot.player._recovery import DeviceRecovery
from unknot.timeline import Cue, Timeline
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.routine import Utterance


WALK = "#Settle A2 10 B2 10 #Jaw C2 20 D2 20 #Neck E2 30 F2 10 #Return G2 5"
Press = tuple[float, Command]


class Echo:
    """An announcer that speaks every text at once, as a constant for a second."""

    def __init__(self) -> None:
        self.requested: list[str] = []
        self.ready: list[tuple[str, Samples]] = []

    def request(self, text: str, /) -> None:
        """Has it ready."""
        self.requested.append(text)
        self.ready.append((text, np.full((48_000, 2), 0.4, np.float32)))

    def next_ready(self) -> tuple[str, Samples] | None:
        """The next text and its sound."""
        return self.ready.pop(0) if self.ready else None

    def preloaded(self, text: str, /) -> Samples | None:
        """Each text is a constant of a tenth of a second."""
        return np.full((4800, 2), 0.5, np.float32) if text else None


class KeptPosition:
    """Keeps a position in memory."""

    def __init__(self) -> None:
        self.kept: Position | None = None

    def save(self, position: Position) -> None:
        """Keeps it."""
        self.kept = position

    def load(self) -> Position | None:
        """Gives it."""
        return self.kept

    def clear(self) -> None:
        """Forgets it."""
        self.kept = None


class Parts:
    """Speaker, buffer, device, playback and prompts of one session, without the loop."""

    def __init__(
        self, line: str = "A2 20 B2 20", speaker: VirtualSpeaker | None = None, *presses: tuple[float, Command]
    ) -> None:
        self.speaker = speaker or VirtualSpeaker()
        self.clock = VirtualClock(self.speaker)
        self.controls = ScriptedControls(self.clock, *presses)
        self.events: list[PlayerEvent] = []
        self.announcer = Echo()
        self.awake = False
        self.context = PlayerContext(
            self.speaker,
            self.events.append,
            self.controls,
            self.announcer,
            keep_awake=self.stay_awake,
            clock=self.clock,
        )
        self.controller = SessionController(session(line), Toy)
        self.buffer = OutputBuffer(self.speaker)
        self.device = DeviceRecovery(self.context, self.buffer)
        queue = PromptQueue(self.announcer, "en")
        self.playback = Playback(self.controller, self.buffer, self.device, queue, self.events.append)
        self.prompts = PromptPlayer(queue, self.playback, self.buffer, self.events.append)

    def play_until(self, second: float) -> None:
        """Afterwards the output was heard up to that second. The first time, the session is started."""
        if not self.device.is_open:
            self.playback.start(None)
            self.device.open()
        while self.buffer.heard < frames(second):
            self.buffer.write()

    def all(self, kind: type) -> list[Any]:
        """All events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]

    @contextlib.contextmanager
    def stay_awake(self) -> Iterator[None]:
        """Records whether the machine is kept awake."""
        self.awake = True
        yield
        self.awake = False


class PlayedSession:
    """Plays a session with commands and keeps all of its events."""

    def __init__(self, line: str = WALK, speaker: VirtualSpeaker | None = None, *, on_time: bool = True) -> None:
        self.speaker = speaker or VirtualSpeaker()
        self.clock = VirtualClock(self.speaker)
        self.events: list[PlayerEvent] = []
        self.announcer = Echo()
        self.positions = KeptPosition()
        self.timeline = session(line)
        self.controller = SessionController(self.timeline, Toy, on_time=on_time)
        self.times_awake = 0
        self.controls = ScriptedControls(self.clock)

    def run(self, *presses: Press, **settings: Any) -> Ended:
        """Plays it. How it ended."""
        self.controls = ScriptedControls(self.clock, *presses)
        context = PlayerContext(
            self.speaker, self.events.append, self.controls, self.announcer, self.positions, self.awake, self.clock
        )
        return play_session(self.controller, context, PlaybackOptions(**{"feedback": "none", **settings}))

    def all(self, kind: type) -> list[Any]:
        """All events of a kind."""
        return [h for h in self.events if isinstance(h, kind)]

    @property
    def cues(self) -> str:
        """The cues whose events were emitted, by their letters."""
        return "".join(h.event.text for h in self.all(Began) if isinstance(h.event, Cue))

    @contextlib.contextmanager
    def awake(self) -> Iterator[None]:
        """Counts how often the machine was kept awake; below zero while it is not let sleep again."""
        self.times_awake -= 1000
        yield
        self.times_awake += 1001


def longest(sound: Samples, text: str) -> int:
    """The most frames in a row in which the cue of a letter was heard."""
    level = 0.11 + 0.01 * (ord(text) - ord("A"))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (np.abs(sound[:, 0] - level) < 0.002).astype(int), [0]))))
    return int(max(edges[1::2] - edges[::2], default=0))


ROUTINE = """---
title: Neck
---

# Settle

Sit back, and let your eyes close. [8s]
Let your hands rest. [8s]

# Work

::: repeat 2..6
Squeeze slowly, and let go. [10s]
:::

::: optional 2
# Jaw
Let your teeth part. [10s]
:::

# Return

Let your hands drop. [8s]
"""


class Narrator:
    """Takes a given time for a clip, by a clock that only it moves."""

    def __init__(self, takes: float = 0.0) -> None:
        self.now = 0.0
        self.takes = takes
        self.spoken: list[str] = []

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """Constant tones, a twelfth of a second a letter."""
        return {u: np.full((length, 1), 0.1, np.float32) for u, length in self.speech(utterances).items()}

    def lengths(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Frames]:
        """The lengths of the tones, after the time that they take."""
        self.now += self.takes * len(utterances)
        self.spoken += [u.text for u in utterances]
        if any("fault" in u.text for u in utterances):
            raise VoiceError("it cannot say that")
        return self.speech(utterances)

    def close(self) -> None:
        """Does nothing."""

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        """The lengths of the clips."""
        return {u: Frames(len(u.text) * 4000) for u in utterances}

    def sound(self, _name: str) -> Frames:
        """One second."""
        return frames(1.0)


def score(length: float) -> Score:
    """The routine, unfolded."""
    return unfold(script.parse(ROUTINE, "neck.md"), length=frames(length))


def texts(timeline: Timeline) -> list[str]:
    """The texts of all cues, in order."""
    return [event.text for event in timeline.events if isinstance(event, Cue)]
