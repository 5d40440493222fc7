"""A timeline says what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan, Chapter, Cue, Event, Rest, Timeline, faults
from unknot.units import GRID, Frames

CUE = Cue(Frames(GRID), Frames(GRID), Utterance("Sit."), "Sit.")
REST = Rest(Frames(0), Frames(GRID), Frames(GRID), "lead")
COVER = BackgroundSpan(Frames(0), Frames(2 * GRID), "rain"), Chapter(Frames(0), Frames(2 * GRID), "One")


def timeline(*events: Event) -> Timeline:
    """Two grid steps with these events."""
    return Timeline(Frames(2 * GRID), "Test", "en", events)


def test_a_whole_timeline_has_no_fault() -> None:
    """Rest and cue, under one chapter and one scene."""
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
    """In one line each."""
    assert any(fault in line for line in faults(timeline(*events)))
