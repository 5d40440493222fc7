"""A timeline is complete, and its faults are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan, Chapter, Cue, Event, Note, Rest, Timeline, faults, until_next
from unknot.units import GRID, Frames

CUE = Cue(Frames(GRID), Frames(GRID), Utterance("Sit."), "Sit.")
REST = Rest(Frames(0), Frames(GRID), Frames(GRID), "lead")
COVER = BackgroundSpan(Frames(0), Frames(2 * GRID), "rain"), Chapter(Frames(0), Frames(2 * GRID), "One")


def timeline(*events: Event) -> Timeline:
    """Two grid steps with these events."""
    return Timeline(Frames(2 * GRID), "Test", "en", events)


def test_a_whole_timeline_has_no_fault() -> None:
    """A rest and a cue under one chapter and one background are a whole timeline."""
    assert faults(timeline(*COVER, REST, CUE)) == ()


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ((*COVER, CUE, REST), "comes before"),
        ((*COVER, REST, replace(CUE, start=Frames(GRID + 1))), "off the grid"),
        ((*COVER, REST), "is followed by frame"),
        ((COVER[0], REST, CUE), "is followed by frame"),
        ((*COVER, replace(REST, frames=Frames(0)), CUE), "lasts no time"),
    ],
)
def test_every_fault_is_told(events: tuple[Event, ...], fault: str) -> None:
    """Every way in which a timeline can be wrong is reported in one line."""
    assert any(fault in line for line in faults(timeline(*events)))


def test_a_note_lasts_until_the_next_note_or_the_next_chapter() -> None:
    """A note at the frame at which a chapter begins belongs to that chapter."""
    marks: list[Event] = [
        Note(Frames(0), Frames(0), "a"),
        Chapter(Frames(0), Frames(0), "One"),
        Note(Frames(10), Frames(0), "b"),
    ]
    marks += [Note(Frames(20), Frames(0), "c"), Chapter(Frames(20), Frames(0), "Two"), Note(Frames(25), Frames(0), "d")]
    assert [(e.start, e.frames) for e in until_next(marks, 40)] == [
        (0, 10),
        (0, 20),
        (10, 10),
        (20, 5),
        (20, 20),
        (25, 15),
    ]
