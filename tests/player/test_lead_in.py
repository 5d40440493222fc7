"""A lead-in plays while the session is still being made."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.sessions import BACKGROUND, Toy, heard, outline, session
from tests.fakes.speakers import VirtualSpeaker
from tests.player.parts import Echo
from unknot.errors import OutOfReach
from unknot.player import (
    Answered,
    Began,
    Command,
    Ended,
    LeadInController,
    PendingResult,
    PlayerContext,
    Said,
    SessionController,
    Sounding,
    lead_in,
    play_session,
)
from unknot.timeline import Chapter, Cue
from unknot.units import NO_FRAMES, frames, seconds

if TYPE_CHECKING:
    from unknot.errors import UnknotError
    from unknot.player import PlayerEvent

LINE = "#Settle A2 20 B2 20 #Jaw C2 20"


class Later(PendingResult[SessionController]):
    """A controller that is there once the speaker has played so many seconds; or an error."""

    def __init__(self, speaker: VirtualSpeaker, second: float, fault: UnknotError | None = None) -> None:
        self.controller = SessionController(session(LINE), Toy)
        self._speaker, self._second, self._late = speaker, second, fault

    def get(self) -> SessionController | None:
        """The controller, if the speaker has played long enough."""
        if seconds(self._speaker.played) < self._second:
            return None
        if self._late is not None:
            raise self._late
        return self.controller


class Beginning:
    """A session that is ready `second` seconds after its first sample."""

    def __init__(self, second: float, *, fault: UnknotError | None = None) -> None:
        self.speaker = VirtualSpeaker()
        self.events: list[PlayerEvent] = []
        self.pending = Later(self.speaker, second, fault)
        self.timeline = session(LINE)
        self.controller = LeadInController(lead_in("Toy", "en", "rain", self.timeline.frames), Toy, self.pending)

    def run(self, *presses: tuple[float, Command]) -> Ended:
        """Plays it. How it ended."""
        clock = VirtualClock(self.speaker)
        controls = ScriptedControls(clock, *presses)
        return play_session(
            self.controller, PlayerContext(self.speaker, self.events.append, controls, Echo(), clock=clock)
        )

    def all(self, kind: type) -> list[Any]:
        """All events of a kind."""
        return [h for h in self.events if isinstance(h, kind)]


def test_a_session_that_is_there_in_time_takes_over_where_the_lead_in_is() -> None:
    """A session that is ready during its own lead-in sounds, sample by sample, as if it had been ready at once."""
    begin = Beginning(0.8)
    assert begin.run() == Ended(begin.timeline.frames, 0, "finished")
    assert np.array_equal(begin.speaker.sound, Toy(begin.timeline).render(0, begin.timeline.frames))


def test_the_first_samples_are_told_before_anything_is_known_and_everything_is_told_once() -> None:
    """The first event is that sound plays, and the events of a late session are emitted once it is ready."""
    begin = Beginning(0.8)
    begin.run()
    assert isinstance(begin.events[0], Sounding)
    assert len(begin.all(Sounding)) == 1
    assert [h.event.title for h in begin.all(Began) if isinstance(h.event, Chapter)] == ["Settle", "Jaw"]
    assert [h.event.text for h in begin.all(Began) if isinstance(h.event, Cue)] == ["A", "B", "C"]


@pytest.mark.parametrize("second", [2.5, 6.0, 15.0])
def test_a_lead_in_lasts_until_the_session_is_there_and_the_end_does_not_move(second: float) -> None:
    """The first cue comes a moment after the session is ready, and later rests are shortened for it."""
    begin = Beginning(second)
    ended = begin.run()
    assert heard(begin.speaker.sound) == "ABC"
    first = float(outline(begin.pending.controller.timeline).split(",")[0].split()[1])
    assert second + 1.0 <= first <= second + 2.0
    assert ended.at == begin.timeline.frames == begin.speaker.played


def test_what_cannot_be_made_fades_away_and_is_raised() -> None:
    """If the session cannot be made, the lead-in fades out within a second without a click, and the error is raised."""
    fault = OutOfReach("too short", shortest=NO_FRAMES, longest=NO_FRAMES, next_step="ask for more")
    begin = Beginning(0.8, fault=fault)
    with pytest.raises(OutOfReach, match="too short"):
        begin.run()
    assert seconds(begin.speaker.played) < 1.8
    assert np.abs(np.diff(begin.speaker.sound[:, 0])).max() < 0.001
    assert begin.speaker.sound[-1, 0] < BACKGROUND / 100


@pytest.mark.parametrize("key", [Command.REPEAT, Command.NEXT, Command.BACK, Command.GO_ON, Command.MORE, Command.LESS])
def test_what_steers_a_session_is_refused_before_there_is_one(key: Command) -> None:
    """A command that changes the plan is refused during the lead-in, and changes nothing."""
    begin = Beginning(0.8)
    begin.run((0.2, key))
    assert begin.all(Answered) == [Answered(key, False)]
    assert heard(begin.speaker.sound) == "ABC"


def test_where_am_i_is_answered_once_there_is_a_session_and_before_its_first_words() -> None:
    """A prompt that is requested during the lead-in is played as soon as the session is ready, before its first cue."""
    begin = Beginning(1.5)
    begin.run((0.2, Command.WHERE))
    (said,) = begin.all(Said)
    assert said.text.startswith("Toy.")
    kinds = [
        type(h) for h in begin.events if isinstance(h, Said) or (isinstance(h, Began) and isinstance(h.event, Cue))
    ]
    assert kinds == [Said, Began, Began, Began]
    assert heard(begin.speaker.sound) == "ABC"


def test_before_the_first_words_there_is_nothing_to_close_with() -> None:
    """During the lead-in, the command for the closing words ends the session with a fade."""
    begin = Beginning(5.0)
    assert begin.run((1.0, Command.CLOSE)).way == "ended"
    assert seconds(begin.speaker.played) < 2.6


@pytest.mark.parametrize("command", [Command.INTERRUPT, Command.TERMINATE, Command.HANG_UP])
def test_a_signal_ends_a_lead_in_within_a_second_and_a_half(command: Command) -> None:
    """A signal during the lead-in fades the sound out and ends the session."""
    begin = Beginning(60.0)
    begin.run((1.0, command))
    assert seconds(begin.speaker.played) <= 2.5
    assert begin.speaker.sound[-1, 0] < BACKGROUND / 100


def test_a_pause_before_the_first_words_is_made_up_for() -> None:
    """After a pause during the lead-in, the session still ends on time."""
    begin = Beginning(2.0)
    begin.run((1.0, Command.PAUSE), (9.0, Command.PAUSE))
    assert heard(begin.speaker.sound) == "ABC"
    assert begin.speaker.played == begin.timeline.frames


def test_what_is_made_in_a_thread_is_there_later_and_begins_when_it_is_asked_for() -> None:
    """The work of a pending result is started by the first `get`, in another thread, and its result is given later."""
    go, here = threading.Event(), threading.current_thread()
    made: list[threading.Thread] = []

    def make() -> float:
        made.append(threading.current_thread())
        go.wait(10)
        return frames(1.0)

    pending = PendingResult(make)
    pending.close()
    assert not made
    assert pending.get() is None
    go.set()
    pending.close()
    assert pending.get() == frames(1.0)
    assert made[0] is not here


def test_what_goes_wrong_in_the_thread_is_raised_where_it_is_asked_for() -> None:
    """An error in the thread of a pending result is raised by `get`."""
    pending = PendingResult(lambda: 1 // 0)

    def ask() -> None:
        pending.get()
        pending.close()
        pending.get()

    with pytest.raises(ZeroDivisionError):
        ask()
