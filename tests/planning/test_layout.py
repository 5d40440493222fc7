"""A timeline is written from the decisions of a fit, exact to the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.planning.fitted import fitted_at, said, session
from tests.planning.scripts import scripts
from unknot.timeline import BackgroundSpan, faults
from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.routine import Routine

LARGE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOLD = "Press.\n\n::: hold 45s..120s\nat half: Halfway.\nat -10s: Ten more.\n:::\n\nLet go."


@LARGE
@given(scripts(blocks=12, depth=3), st.integers(0, 1000))
def test_a_timeline_has_no_fault_and_exactly_its_length(script: Routine, thousandths: int) -> None:
    """A fitted timeline has no gaps, begins cues on the grid, and has its length to the frame."""
    found = fitted_at(script, thousandths)
    assert faults(found.timeline) == ()
    assert found.timeline.frames == found.report.asked


@LARGE
@given(scripts(blocks=8, depth=3), st.integers(0, 1000))
def test_no_rest_leaves_its_bounds(script: Routine, thousandths: int) -> None:
    """A fixed rest keeps its length, and an elastic one stays between its bounds."""
    for rest in fitted_at(script, thousandths).timeline.rests:
        if rest.least is not None and rest.most is not None:
            assert rest.least - GRID < rest.frames < rest.most + GRID
        elif rest.reason != "close":
            assert rest.frames == rest.natural


def test_words_in_a_hold_take_none_of_its_time() -> None:
    """Words inside a hold begin at their times, whatever the length of the hold."""
    for length in ("70", "100", "130"):
        found = session(HOLD, length).timeline
        press, half, ten, let_go = found.cues
        hold = let_go.start - press.start - press.frames
        assert abs(half.start - press.start - press.frames - hold / 2) <= 1152
        assert abs(let_go.start - ten.start - 480_000) <= 1152


def test_words_that_do_not_fit_into_a_hold_are_left_out_and_reported() -> None:
    """Words that would overlap later ones are left out, and the report names them."""
    found = session("Press.\n\n::: hold 5s\nat half: Halfway already, keep on.\nat -4s: Ten more.\n:::\n\nLet go.")
    assert [cue.text for cue in found.timeline.cues] == ["Press.", "Ten more.", "Let go."]
    assert [u.text for u in found.report.unspoken] == ["Halfway already, keep on."]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Sit. [60s] End.", "A minute of quiet now."),
        ("Sit. [2m] End.", "Two minutes of quiet now."),
        ("Sit. [1m30s] End.", "A minute and a half of quiet now."),
        ("Press. [hold 75s] End.", "A minute and a half to stay with this."),
    ],
)
def test_a_long_silence_is_announced_and_keeps_its_length(body: str, line: str) -> None:
    """A line announces a silence of a minute or more, and takes its time from the silence."""
    found = session(body)
    assert [cue.text for cue in found.timeline.cues] == [body.split()[0], line, "End."]
    assert [added.text for added in found.report.added] == [line]


def test_a_silence_that_the_script_announces_is_not_announced_again() -> None:
    """No line is added where the script announces the silence or the silence is shorter than a minute."""
    assert said("A minute for yourself. [60s] End.") == ["A minute for yourself.", "End."]
    assert said("Sit. [59s] End.") == ["Sit.", "End."]


def test_a_session_of_bells_has_no_announcements() -> None:
    """Where nothing is spoken, no silence is announced, and no voice is needed."""
    assert said("[bell]\n\n[until 15:00] [bell]\n\n[until 30:00] [bell]") == []


def test_breath_has_its_own_words_and_keeps_its_phases() -> None:
    """In every round, each phase begins on the grid step nearest to its exact time."""
    cues = session("Sit.\n\n[breath in 4s, out 6s, 3 rounds]\n\nEnd.").timeline.cues[1:-1]
    assert [cue.text for cue in cues] == ["In.", "Out."] * 3
    at = [(cue.start - cues[0].start) / 48_000 for cue in cues]
    assert all(abs(a - b) <= 0.0121 for a, b in zip(at, [0, 4, 10, 14, 20, 24], strict=True))


def test_beats_are_counted_from_onset_to_onset() -> None:
    """Fifty beats of a second stay within half a grid step of their exact times."""
    cues = session(" ".join(["Tap. [beat 1s]"] * 50) + " End.").timeline.cues
    assert all(abs((cue.start - cues[0].start) / 48_000 - n) <= 0.0121 for n, cue in enumerate(cues))


def test_chapters_cover_the_session_from_its_beginning() -> None:
    """What is before the first heading is a chapter with the title of the script."""
    chapters = session("Sit.\n\n# One\n\nRest.\n\n## Two\n\nEnd.").timeline.chapters
    assert [(c.title, c.level) for c in chapters] == [("Test", 1), ("One", 1), ("Two", 2)]


def test_a_background_changes_where_the_script_says() -> None:
    """The background of the header begins at the first frame, and each tag changes it from there on."""
    body = "Sit. [background waves, over 8s] Rest. [background +3dB] Rest. [background off]"
    events = session(body, header="background: rain\n").timeline.events
    backgrounds = [event for event in events if isinstance(event, BackgroundSpan)]
    assert [(s.name, s.change, s.over / 48_000) for s in backgrounds] == [
        ("rain", 0.0, 0.0), ("waves", 0.0, 8.0), ("waves", 3.0, 4.0), ("", 0.0, 4.0),
    ]  # fmt: skip
