"""A score is fitted to exactly the length asked for, or refused with both ends of its reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.fakes.measures import Counted
from tests.planning.fitted import fitted_at, said
from tests.planning.routines import heading, hold, lines, pause, routine
from tests.planning.scripts import scripts
from unknot.errors import OutOfReach
from unknot.planning import fit, unfold
from unknot.planning._report import reach_in_words
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from unknot.routine import Routine

LARGE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHORT = routine(
    heading("Settle"),
    lines("Sit back.", pause(4), "Let your hands rest... palms up. Breathe."),
    lines("Press.", hold(30)),
    heading("Return"),
    lines("Open your eyes."),
)


def test_a_session_has_exactly_the_length_that_was_asked_for() -> None:
    """A session has exactly the length that was asked for, also where no grid step divides it."""
    score = unfold(SHORT, length=None)
    for length in (2_900_000, 3_000_001, 4_800_000, 5_000_777):
        timeline = fit(score, Counted(), Frames(length)).timeline
        assert timeline.frames == length == timeline.rests[-1].start + timeline.rests[-1].frames


def test_every_cue_begins_on_the_grid() -> None:
    """Every cue begins on the grid, so its MP3 frames are the same wherever it is moved."""
    timeline = fit(unfold(SHORT, length=None), Counted(), Frames(3_500_123)).timeline
    assert [cue.start % GRID for cue in timeline.cues] == [0] * 6


def test_at_natural_length_every_pause_is_as_written() -> None:
    """At natural length every rest has its written or default length, to the frame."""
    rests = fit(unfold(SHORT, length=None), Counted(), None).timeline.rests
    said = " ".join(f"{r.reason} {r.frames / 48_000}" for r in rests)
    assert said == "lead 3.0 pause 4.0 gap 2.5 gap 1.5 gap 3.0 hold 30.0 gap 4.0 close 10.0"


@pytest.mark.parametrize("length", [1, 48_000_000])
def test_a_length_out_of_reach_is_refused_with_both_ends(length: int) -> None:
    """The error names the shortest and the longest length, and `nearest` takes the closer one."""
    score = unfold(SHORT, length=None)
    with pytest.raises(OutOfReach) as refusal:
        fit(score, Counted(), Frames(length))
    ends = refusal.value.shortest, refusal.value.longest
    assert reach_in_words([ends]) in refusal.value.message
    assert fit(score, Counted(), Frames(length), nearest=True).timeline.frames == min(
        ends, key=lambda end: abs(end - length)
    )


@LARGE
@given(scripts(blocks=8, depth=3), st.integers(0, 1000))
def test_the_same_script_length_and_seed_give_the_same_session(script: Routine, thousandths: int) -> None:
    """The same script, length and seed give the same events."""
    assert fitted_at(script, thousandths).timeline == fitted_at(script, thousandths).timeline


def test_the_number_of_rounds_is_that_of_the_fitted_session() -> None:
    """`{rounds}` is the number of rounds that the fitting chose."""
    body = "Sit.\n\n::: repeat 2..6\nRound {round} of {rounds}. [5s fixed]\n:::\n\nEnd."
    assert said(body, "57")[-2] == "Round six of six."
    assert said(body, "30")[-2] == "Round two of two."


def test_what_remains_is_told_from_the_fitted_session() -> None:
    """The remaining time, the time gone by and the next heading are those of the fitted session."""
    body = "# One\n\nSit. {remaining} left. Then {next}. [2s..500s]\n\n# Two\n\n{elapsed} gone. [2s..500s]"
    assert said(body, "300") == [
        "Sit.", "Five minutes left.", "Then Two.", "Two and a half minutes of quiet now.", "Two minutes gone.",
    ]  # fmt: skip


def test_without_a_length_the_natural_one_decides() -> None:
    """The natural length of the session without conditional blocks decides which of them are in it."""
    body = "Sit. [50s fixed]\n\n::: under 1m\nShort.\n:::\n\n::: from 1m\nLong.\n:::"
    assert said(body) == ["Sit.", "Long."]
