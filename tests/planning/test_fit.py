"""A score is fitted to exactly the length asked for, or refused with both ends of its reach."""

from __future__ import annotations

import pytest

from tests.fakes.measures import Counted
from tests.planning.routines import heading, hold, lines, pause, routine
from unknot.errors import OutOfReach
from unknot.planning import fit, unfold
from unknot.planning._report import reach_in_words
from unknot.units import GRID, Frames

SHORT = routine(
    heading("Settle"),
    lines("Sit back.", pause(4), "Let your hands rest... palms up. Breathe."),
    lines("Press.", hold(30)),
    heading("Return"),
    lines("Open your eyes."),
)


def test_a_session_is_as_long_as_asked_to_the_frame() -> None:
    """Whole seconds, and lengths that no grid step divides."""
    score = unfold(SHORT, asked=None)
    for asked in (2_900_000, 3_000_001, 4_800_000, 5_000_777):
        timeline = fit(score, Counted(), Frames(asked)).timeline
        assert timeline.frames == asked == timeline.rests[-1].start + timeline.rests[-1].frames


def test_every_cue_stands_on_the_grid() -> None:
    """So that its MP3 frames are the same wherever it moves."""
    timeline = fit(unfold(SHORT, asked=None), Counted(), Frames(3_500_123)).timeline
    assert [cue.start % GRID for cue in timeline.cues] == [0] * 6


def test_at_natural_length_every_pause_is_as_written() -> None:
    """To the frame."""
    rests = fit(unfold(SHORT, asked=None), Counted(), None).timeline.rests
    said = " ".join(f"{r.reason} {r.frames / 48_000}" for r in rests)
    assert said == "lead 3.0 pause 4.0 gap 2.5 gap 1.5 gap 3.0 hold 30.0 gap 4.0 close 10.0"


@pytest.mark.parametrize("asked", [1, 48_000_000])
def test_a_length_out_of_reach_is_refused_with_both_ends(asked: int) -> None:
    """The message tells them, and `nearest` takes the closer one."""
    score = unfold(SHORT, asked=None)
    with pytest.raises(OutOfReach) as refusal:
        fit(score, Counted(), Frames(asked))
    ends = refusal.value.shortest, refusal.value.longest
    assert reach_in_words([ends]) in refusal.value.message
    assert fit(score, Counted(), Frames(asked), nearest=True).timeline.frames == min(
        ends, key=lambda end: abs(end - asked)
    )
