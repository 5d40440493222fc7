"""Events are emitted as they are heard, and the position of each cue is saved."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.sessions import session
from tests.player.parts import KeptPosition
from unknot.planning import place_of
from unknot.player import Began, PlayerEvent, Position, Progress, Sounding
from unknot.player._progress import ProgressTracker
from unknot.timeline import Chapter, Cue
from unknot.units import NO_FRAMES, Frames, frames

PLAN = session("#Jaw A2 20 B2 20")


def test_each_event_and_each_second_is_emitted_once() -> None:
    """Two calls within the same second emit nothing new, and events that were passed are all emitted."""
    events: list[PlayerEvent] = []
    tracker = ProgressTracker(events.append, KeptPosition(), "")
    for second in (3.5, 3.6, 26.0):
        tracker.update(PLAN, frames(second))
    assert isinstance(events[0], Sounding)
    begun = [event.event for event in events if isinstance(event, Began)]
    assert begun == [event for event in PLAN.events if event.start <= frames(26)]
    assert [event.at for event in events if isinstance(event, Progress)] == [frames(3.5), frames(26.0)]


def test_the_position_is_the_cue_that_began_last() -> None:
    """It has the place of the cue and the frames from its beginning to the end."""
    positions = KeptPosition()
    ProgressTracker(lambda _: None, positions, "toy").update(PLAN, frames(26.0))
    assert positions.kept == Position(
        "toy", "Toy", place_of(PLAN, PLAN.cues[1]), Frames(PLAN.frames - PLAN.cues[1].start)
    )


def test_of_a_timeline_without_events_nothing_is_emitted_until_it_has_some() -> None:
    """A chapter and a cue that began meanwhile are emitted when the events are known."""
    events: list[PlayerEvent] = []
    tracker = ProgressTracker(events.append, KeptPosition(), "")
    tracker.update(replace(PLAN, events=()), NO_FRAMES)
    assert events == [Sounding()]
    tracker.update(PLAN, frames(4.0))
    begun = [event.event for event in events if isinstance(event, Began)]
    assert [type(event) for event in begun if isinstance(event, Chapter | Cue)] == [Chapter, Cue]
