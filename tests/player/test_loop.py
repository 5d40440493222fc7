"""A session plays in virtual time, with commands at given seconds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.fakes.controls import ScriptedControls, VirtualClock
from tests.fakes.sessions import Still, Toy, heard, session
from tests.fakes.speakers import (
    RefusingSpeaker,
    SlowSpeaker,
    StallingSpeaker,
    VanishingSpeaker,
    VirtualSpeaker,
)
from tests.player.parts import PlayedSession, longest
from unknot.errors import DeviceError
from unknot.player import (
    Answered,
    Began,
    Command,
    Concern,
    Ended,
    LevelsChanged,
    Paused,
    PlaybackOptions,
    PlayerContext,
    PlayerEvent,
    Position,
    Recovered,
    Replanned,
    Resumed,
    Said,
    SessionController,
    StartItem,
    Trouble,
    play,
    play_session,
)
from unknot.timeline import Cue, Rest, Timeline
from unknot.units import Frames, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence


KEYS = [c for c in Command if c not in (Command.INTERRUPT, Command.TERMINATE, Command.HANG_UP, Command.SUSPEND)]


def test_without_a_key_every_sample_is_the_sources_own() -> None:
    """Without a command, what is played is bit for bit what is rendered."""
    for speaker in (VirtualSpeaker(), SlowSpeaker()):
        played = PlayedSession(speaker=speaker)
        assert played.run() == Ended(played.timeline.frames, 0, "finished")
        assert np.array_equal(speaker.sound, Toy(played.timeline).render(0, played.timeline.frames))


def test_sixty_minutes_end_within_one_frame_of_plan() -> None:
    """A session of an hour plays exactly as many samples as its plan has, and tells each of its cues."""
    line = " ".join(f"{chr(65 + i % 26)}3 57" for i in range(60))
    speaker = VirtualSpeaker(step=frames(0.1), keep=False)
    events: list[PlayerEvent] = []
    timeline = session(line)
    ended = play_session(SessionController(timeline, Still), PlayerContext(speaker, events.append))
    assert seconds(timeline.frames) > 3600
    assert ended.at == timeline.frames == speaker.played
    assert sum(isinstance(h, Began) and isinstance(h.event, Cue) for h in events) == 60


def test_what_the_listener_should_know_is_told_before_the_end() -> None:
    """Each concern is emitted by itself, before the end is."""
    events: list[PlayerEvent] = []
    play_session(
        SessionController(session("A2"), Toy),
        PlayerContext(VirtualSpeaker(), events.append, concerns=lambda: ["one", "two"]),
    )
    assert events[-3:-1] == [Concern("one"), Concern("two")]


def test_events_are_told_when_they_are_heard() -> None:
    """An event is emitted when it is heard and not when it is written, and the end is emitted last."""
    played = PlayedSession()
    played.run()
    assert all(0 <= h.at - h.event.start <= 2 * 1152 for h in played.all(Began))
    assert isinstance(played.events[-1], Ended)


def test_a_pause_and_going_on_begin_the_current_cue_again_and_end_on_time() -> None:
    """The time of a pause is taken from later pauses of the script."""
    played = PlayedSession()
    ended = played.run((16.0, Command.PAUSE), (26.0, Command.PAUSE))
    assert heard(played.speaker.sound) == "ABBCDEFG"
    assert played.cues == "ABBCDEFG"
    assert ended.way == "finished"
    assert played.speaker.played == played.timeline.frames
    assert [type(h) for h in played.events if isinstance(h, Paused | Resumed)] == [Paused, Resumed]


def test_with_keep_pace_the_pause_is_added_to_the_session() -> None:
    """With pauses kept, a pause makes the session longer and changes no rest of the script."""
    played = PlayedSession(on_time=False)
    played.run((16.0, Command.PAUSE), (26.0, Command.PAUSE))
    pauses = [r.frames for r in played.controller.timeline.rests if r.reason == "pause"]
    assert pauses == [r.frames for r in played.timeline.rests if r.reason == "pause"]
    assert seconds(played.speaker.played - played.timeline.frames) == pytest.approx(12.5, abs=1.5)


def test_a_pause_fades_out_and_what_comes_back_fades_in() -> None:
    """No sample jumps at the beginning or at the end of a pause."""
    played = PlayedSession("A2 30", on_time=False)
    played.run((10.0, Command.PAUSE), (20.0, Command.PAUSE))
    steps = np.abs(np.diff(played.speaker.sound[frames(6) : frames(20.6), 0]))
    assert steps.max() < 0.0001
    assert not played.speaker.sound[frames(11.0) : frames(20.3)].any()


def test_a_pause_that_is_too_long_is_not_made_up_and_said() -> None:
    """When later pauses cannot make up for a pause, a prompt says how much later the session ends."""
    played = PlayedSession("A2 20 B2 20")
    played.run((10.0, Command.PAUSE), (310.0, Command.PAUSE))
    assert played.announcer.requested == ["We will end five minutes later."]
    assert heard(played.speaker.sound).startswith("AAB")
    assert played.all(Said) == [Said("We will end five minutes later.")]


def test_of_several_changes_only_the_last_word_about_the_end_is_said() -> None:
    """A prompt about the end that is out of date is not played."""
    played = PlayedSession("#One A2 20 B2 20 #Two C2 20 D2 20")
    played.run(*((8.0 + i / 10, Command.MORE) for i in range(4)), (80.0, Command.NEXT))
    ends = [f"We will end {time} later." for time in ("thirty seconds", "two minutes", "thirty seconds")]
    assert [h.text for h in played.all(Said)] == ends
    assert len(played.announcer.requested) == 4


def test_a_long_pause_lets_the_device_go_and_a_key_brings_it_back() -> None:
    """The device is closed after two minutes of a pause, and a command opens it again."""
    played = PlayedSession()
    played.run((16.0, Command.PAUSE), (316.0, Command.PAUSE))
    assert played.speaker.opened == 2
    assert heard(played.speaker.sound) == "ABBCDEFG"


def test_the_machine_is_kept_awake_only_while_it_plays() -> None:
    """The machine may sleep during a pause."""
    played = PlayedSession()
    played.run((16.0, Command.PAUSE), (26.0, Command.PAUSE))
    assert played.times_awake == 2


@pytest.mark.parametrize(
    ("command", "second", "order"),
    [
        (Command.REPEAT, 20.0, "ABBCDEFG"),
        (Command.NEXT, 10.0, "ACDEFG"),
        (Command.BACK, 20.0, "ABABCDEFG"),
        (Command.GO_ON, 10.0, "ABCDEFG"),
        (Command.MORE, 10.0, "ABCDEFG"),
        (Command.LESS, 40.0, "ABCDEFG"),
    ],
)
def test_steering_changes_what_comes_and_not_when_it_ends(command: Command, second: float, order: str) -> None:
    """Each command changes what is heard next, and the session still ends on time."""
    played = PlayedSession()
    played.run((second, command))
    assert heard(played.speaker.sound) == order
    assert played.speaker.played == played.timeline.frames
    assert [h.done for h in played.all(Answered)] == [True]


def test_what_cannot_be_done_here_is_refused_with_a_sound() -> None:
    """A command that is not possible here is answered as refused and changes nothing."""
    played = PlayedSession()
    played.run((1.0, Command.REPEAT), (117.0, Command.NEXT), feedback="tone")
    assert [h.done for h in played.all(Answered)] == [False, False]
    assert heard(played.speaker.sound) == "ABCDEFG"


@pytest.mark.parametrize("feedback", ["tone", "voice"])
@pytest.mark.parametrize("command", KEYS)
def test_a_key_is_answered_within_a_hundred_and_fifty_milliseconds(command: Command, feedback: str) -> None:
    """The answer is heard within 40 ms of output, to which the device adds 100 ms at most."""
    plain, answered = PlayedSession(), PlayedSession()
    plain.run()
    answered.run((8.0, command), (14.0, Command.CLOSE), (14.1, Command.CLOSE), feedback=feedback)
    pressed = frames(answered.controls.pressed[0][0])
    count = min(len(plain.speaker.sound), len(answered.speaker.sound))
    differs = np.abs(plain.speaker.sound[:count] - answered.speaker.sound[:count]).max(axis=1) > 0.005
    first = int(np.flatnonzero(differs)[0])
    assert 0 <= first - pressed <= frames(0.040)


def test_without_feedback_no_key_makes_a_sound_of_its_own() -> None:
    """With feedback `none`, a command is followed and makes no sound."""
    played = PlayedSession()
    played.run((8.0, Command.MORE))
    assert float(played.speaker.sound.max()) <= 0.2


def test_levels_change_in_steps_and_only_their_part() -> None:
    """A step of the voice leaves the background as it is, and a step of the background the voice."""
    played = PlayedSession("A30 30")
    played.run((5.0, Command.VOICE_DOWN), (10.0, Command.BACKGROUND_UP))
    sound = played.speaker.sound[:, 0]
    assert sound[frames(8)] == pytest.approx(0.1 * 10 ** (-2 / 20) + 0.01, abs=1e-4)
    assert sound[frames(12)] == pytest.approx(0.1 * 10 ** (-2 / 20) + 0.01 * 10 ** (2 / 20), abs=1e-4)
    assert [(h.voice, h.background) for h in played.all(LevelsChanged)] == [(-2.0, 0.0), (-2.0, 2.0)]
    assert np.abs(np.diff(sound[frames(4) : frames(12)])).max() < 0.001


def test_levels_end_somewhere_and_say_so() -> None:
    """After eight decibels up, a further step is refused."""
    played = PlayedSession("A30 30")
    played.run(*((5.0 + i, Command.VOICE_UP) for i in range(6)))
    assert [h.done for h in played.all(Answered)] == [True] * 4 + [False] * 2


def test_where_am_i_is_answered_in_the_next_pause_with_the_chapter_and_the_time_left() -> None:
    """The prompt waits for the end of the cue, and the pause after it makes room for the prompt."""
    played = PlayedSession()
    played.run((28.0, Command.WHERE))
    assert played.announcer.requested == ["Jaw. Two minutes left."]
    said = [h for h in played.events if isinstance(h, Said)]
    assert len(said) == 1
    loud = np.flatnonzero(played.speaker.sound[:, 0] > 0.35)
    assert 29.0 < loud[0] / 48_000 < 30.5
    assert played.speaker.played == played.timeline.frames


def test_closing_words_come_and_then_the_end() -> None:
    """A short last chapter is the closing that the command asks for."""
    played = PlayedSession()
    ended = played.run((16.0, Command.CLOSE))
    assert heard(played.speaker.sound) == "ABG"
    assert ended.way == "closed"
    assert seconds(played.speaker.played) == pytest.approx(16 + 1 + 2 + 5 + 10, abs=1.0)


def test_closing_twice_ends_at_once_with_a_fade() -> None:
    """A second closing command fades out and ends within a second and a half."""
    played = PlayedSession()
    ended = played.run((16.0, Command.CLOSE), (16.3, Command.CLOSE))
    assert ended.way == "ended"
    assert 16.3 <= seconds(played.speaker.played) <= 17.8
    assert np.abs(played.speaker.sound[-100:]).max() < 0.001


@pytest.mark.parametrize(
    ("command", "way"),
    [(Command.INTERRUPT, "interrupted"), (Command.TERMINATE, "terminated"), (Command.HANG_UP, "hung up")],
)
def test_a_signal_fades_out_within_a_second_and_a_half(command: Command, way: str) -> None:
    """A signal fades the session out, and the position is saved."""
    played = PlayedSession()
    ended = played.run((16.0, command))
    assert ended.way == way
    assert seconds(played.speaker.played) <= 17.5
    assert played.positions.kept is not None
    assert played.positions.kept.place.after == 2  # the second cue


def test_an_end_during_a_pause_is_an_end() -> None:
    """A closing command ends a paused session, with the device open or closed."""
    for second in (20.0, 400.0):
        played = PlayedSession()
        assert played.run((16.0, Command.PAUSE), (second, Command.CLOSE)).way == "ended"


def test_a_session_that_was_broken_off_goes_on_with_the_cue_it_was_at() -> None:
    """A resumed session begins with the cue that was interrupted and lasts as long as was left."""
    first, then = PlayedSession(), PlayedSession()
    first.run((40.0, Command.INTERRUPT), session="toy")
    assert first.positions.kept is not None
    assert Position.from_json(first.positions.kept.to_json()) == first.positions.kept
    ended = then.run(start=StartItem(5, first.positions.kept.left))
    assert heard(then.speaker.sound) == "CDEFG"
    assert ended.at == first.positions.kept.left + frames(1.0)


def test_a_finished_session_leaves_no_place_behind() -> None:
    """After a session that was heard to its end, no position is saved."""
    played = PlayedSession()
    played.run()
    assert played.positions.kept is None


def test_suspending_lets_the_device_go_and_coming_back_begins_the_cue_again() -> None:
    """A suspended process closes the device, and afterwards the interrupted cue begins again."""
    played = PlayedSession(on_time=False)
    played.run((16.0, Command.SUSPEND))
    assert played.controls.suspended == 1
    assert heard(played.speaker.sound) == "ABBCDEFG"
    assert played.speaker.opened == 2


# --- trouble ----------------------------------------------------------------------------------------------------


def test_a_device_that_refuses_at_the_beginning_is_an_error() -> None:
    """A device that does not open at the beginning ends the program with an error."""
    with pytest.raises(DeviceError, match="in use"):
        PlayedSession(speaker=RefusingSpeaker()).run()


def test_a_device_that_went_away_is_tried_again_and_the_cue_comes_again() -> None:
    """A lost device is tried again after 1, 2, 4, 8 and 16 s, and the interrupted cue is repeated."""
    played = PlayedSession(speaker=VanishingSpeaker(frames(16.0), absent=4))
    played.run()
    assert [h.retry for h in played.all(Trouble)] == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert played.controls.waits == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert len(played.all(Recovered)) == 1
    assert heard(played.speaker.sound) == "ABBCDEFG"
    assert played.clock() == pytest.approx(seconds(played.timeline.frames), abs=0.001)


def test_a_device_that_stalls_is_treated_as_gone() -> None:
    """A device that takes no more sound is opened again, and the interrupted cue is repeated."""
    played = PlayedSession(speaker=StallingSpeaker(frames(16.0)))
    played.run()
    assert len(played.all(Trouble)) == 1
    assert heard(played.speaker.sound) == "ABBCDEFG"


def test_while_the_device_is_away_one_can_still_leave() -> None:
    """While the device is lost, a signal ends the session and the position stays saved."""
    played = PlayedSession(speaker=VanishingSpeaker(frames(16.0), absent=10**6))
    assert played.run((60.0, Command.INTERRUPT)).way == "interrupted"
    assert max(h.retry for h in played.all(Trouble)) == 30.0
    assert played.positions.kept is not None


def test_a_device_that_goes_away_during_a_pause_does_not_end_the_pause() -> None:
    """A paused session stays paused when the lost device is back."""
    played = PlayedSession(speaker=VanishingSpeaker(frames(20.0)))
    played.run((16.0, Command.PAUSE), (40.0, Command.PAUSE))
    assert heard(played.speaker.sound) == "ABBCDEFG"
    assert [type(h) for h in played.events if isinstance(h, Paused | Resumed)] == [Paused, Resumed]


def test_a_machine_that_slept_goes_on_with_the_cue() -> None:
    """After the machine slept, trouble is emitted and the interrupted cue is repeated."""
    played = PlayedSession(on_time=False)

    class Sleepy(ScriptedControls):
        def commands(self) -> list[Command]:
            if self._clock() > 16.0 and not played.clock.waited:
                played.clock.waited += 3600.0
            return []

    played.controls = Sleepy(played.clock)
    context = PlayerContext(played.speaker, played.events.append, played.controls, clock=played.clock)
    play_session(played.controller, context, PlaybackOptions("none"))
    assert [h.message for h in played.all(Trouble)] == ["the machine was asleep"]
    assert heard(played.speaker.sound) == "ABBCDEFG"


@pytest.mark.parametrize("seed", range(8))
def test_no_cue_is_lost_however_the_device_vanishes(seed: int) -> None:
    """However often the device is lost, every cue is heard as a whole at least once."""
    dice = random.Random(seed)
    for _ in range(5):
        played = PlayedSession("A2 4 B2 4 #X C2 6 D2 4 E2 4")
        moments = [dice.randrange(played.timeline.frames) for _ in range(5)]
        played.speaker = VanishingSpeaker(*moments, step=frames(0.1))
        played.clock = VirtualClock(played.speaker)
        played.run()
        order = heard(played.speaker.sound)
        assert "".join(dict.fromkeys(order)) == "ABCDE"
        assert len(played.all(Recovered)) == sum(t.retry == 1.0 for t in played.all(Trouble)) > 0
        whole = {cue.text: cue.frames for cue in played.timeline.cues}
        assert all(longest(played.speaker.sound, text) >= count - 2400 for text, count in whole.items())


# --- clips that arrive while it plays ---------------------------------------------------------------------------


class Arrivals:
    """Clips that are ready from given seconds on; each is longer or shorter than was estimated."""

    def __init__(self, timeline: Timeline, clock: VirtualClock, seconds: Sequence[float], longer: float) -> None:
        self._cues = dict(zip(timeline.cues, seconds, strict=True))
        self._clock, self._longer = clock, longer

    def lengths(self) -> dict[Any, Frames]:
        """The clips that are ready."""
        there = (cue for cue, second in self._cues.items() if second <= self._clock())
        return {cue.utterance: Frames(cue.frames + frames(self._longer)) for cue in there}

    def request(self, utterances: Sequence[Any], *, urgent: bool = False) -> None:
        """Does nothing: each clip has its time."""


@pytest.mark.parametrize(
    ("arriving", "longer"),
    [((0, 0, 0.5, 1, 1.5, 2, 2.5), 0.4), ((0, 0, 5, 10, 15, 20, 25), -0.7), ((0, 0, 24, 52, 73, 73, 73), 0.25)],
    ids=["longer", "shorter", "late"],
)
def test_cues_that_are_spoken_ahead_are_fitted_in_and_the_end_stays(arriving: Sequence[float], longer: float) -> None:
    """Clips of other lengths than expected, or late ones, are heard as a whole and the session ends on time."""
    played = PlayedSession()
    played.controller = SessionController(
        played.timeline, Toy, arriving=Arrivals(played.timeline, played.clock, arriving, longer)
    )
    played.run()
    assert heard(played.speaker.sound) == played.cues == "ABCDEFG"
    assert played.speaker.played == played.timeline.frames
    assert all(longest(played.speaker.sound, c.text) >= c.frames + frames(longer) - 1 for c in played.timeline.cues)


def test_the_simple_player_needs_only_a_source_and_a_speaker() -> None:
    """`play` plays a source unchanged and tells its events."""
    events: list[PlayerEvent] = []
    timeline = session("A2")
    play(Toy(timeline), speaker := VirtualSpeaker(), events.append)
    assert np.array_equal(speaker.sound, Toy(timeline).render(0, timeline.frames))
    assert not [h for h in events if isinstance(h, Replanned)]
    assert [h.event.reason for h in events if isinstance(h, Began) and isinstance(h.event, Rest)] == ["lead", "close"]


def test_a_pause_that_ends_with_another_key_is_made_up_for_as_well() -> None:
    """The time of a pause is made up for, whichever command ends the pause."""
    played = PlayedSession()
    played.run((16.0, Command.PAUSE), (22.0, Command.REPEAT))
    assert heard(played.speaker.sound) == "ABBCDEFG"
    assert played.speaker.played == played.timeline.frames


def test_a_device_that_goes_away_while_the_end_fades_is_the_end() -> None:
    """A device that is lost during the last fade is not tried again."""
    played = PlayedSession(speaker=VanishingSpeaker(frames(16.4), absent=10**6))
    assert played.run((16.0, Command.INTERRUPT)).way == "interrupted"
    assert played.all(Trouble) == []


@pytest.mark.parametrize("command", [Command.GO_ON, Command.MORE, Command.LESS])
def test_the_length_of_a_pause_is_not_changed_while_the_session_is_stopped(command: Command) -> None:
    """A command for the length of a pause is refused while the session is paused, and the session stays paused."""
    played = PlayedSession()
    played.run((16.0, Command.PAUSE), (20.0, command), (22.0, Command.PAUSE))
    assert [h.done for h in played.all(Answered)] == [True, False, True]
    assert heard(played.speaker.sound) == "ABBCDEFG"


def test_a_pause_stays_a_pause_when_the_shell_lets_the_process_go_on() -> None:
    """A paused session stays paused after the process was suspended."""
    played = PlayedSession()
    played.run((16.0, Command.PAUSE), (20.0, Command.SUSPEND), (90.0, Command.PAUSE))
    assert [type(h) for h in played.events if isinstance(h, Paused | Resumed)] == [Paused, Resumed]
    assert heard(played.speaker.sound) == "ABBCDEFG"


def test_one_can_go_to_the_shell_while_the_device_is_away() -> None:
    """The process can be suspended while the device is lost, and the attempts go on afterwards."""
    played = PlayedSession(speaker=VanishingSpeaker(frames(16.0), absent=3))
    played.run((18.0, Command.SUSPEND))
    assert played.controls.suspended == 1
    assert heard(played.speaker.sound) == "ABBCDEFG"
