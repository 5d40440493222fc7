"""Written rests have bounds, and default gaps are where no rest is written."""

from __future__ import annotations

import pytest

from tests.planning.routines import length
from unknot import routine as tree
from unknot.planning._rests import DefaultGaps, natural_count, phase_lengths, whole_steps, written_rest
from unknot.routine import NOWHERE, PACES
from unknot.units import GRID, Frames, frames, seconds

CALM = PACES["calm"]
"""Gaps of 1.5 s after a sentence, 2.5 s after an ellipsis, 3 s after a paragraph, 4 s before a heading."""


@pytest.mark.parametrize(
    ("written", "reason", "expected"),
    [
        (length(4), "pause", (2.0, 4.0, 12.0)),
        (length(4, fixed=True), "pause", (4.0, 4.0, 4.0)),
        (length(4), "move", (4.0, 4.0, 8.0)),
        (length(20), "hold", (10.0, 20.0, 60.0)),
        (length(40), "hold", (20.0, 40.0, 90.0)),
        (length(100), "hold", (50.0, 100.0, 100.0)),
        (length(4, 3), "pause", (3.0, 4.0, 12.0)),
        (length(4, None, 5), "pause", (2.0, 4.0, 5.0)),
        (length(40, 30, 200), "hold", (30.0, 40.0, 200.0)),
        (length(None, 2, 12), "pause", (2.0, 7.0, 12.0)),
        (length(None, 5), "pause", (5.0, 5.0, 15.0)),
        (length(4, 6, 9), "pause", (4.0, 4.0, 9.0)),
    ],
)
def test_bounds_are_those_written_or_those_of_the_pace(
    written: tree.Length, reason: str, expected: tuple[float, float, float]
) -> None:
    """A bound that is written is kept, and one that is not written comes from the calm pace."""
    rest = written_rest(written, reason, PACES["calm"], NOWHERE, "0.1")
    assert tuple(seconds(f) for f in (rest.least, rest.natural, rest.most)) == expected
    assert (rest.reason, rest.name) == (reason, "0.1")


@pytest.mark.parametrize(("least", "most", "natural"), [(2, 2, 2), (1, 4, 2), (0, 1, 0), (3, 7, 5)])
def test_the_natural_count_is_the_middle_rounded_down(least: int, most: int, natural: int) -> None:
    """A range of counts has its middle as natural count."""
    assert natural_count(tree.Count(least, most)) == natural


def test_rounding_errors_of_breath_phases_do_not_add_up() -> None:
    """The phases of 20 cycles end within half a grid step of their exact times."""
    phases = (frames(4.001), frames(1.777), frames(6.013))
    at, exact = 0, 0
    for turn in range(20):
        for phase, rounded in zip(phases, phase_lengths(phases, turn), strict=True):
            at, exact = at + rounded, exact + phase
            assert rounded % GRID == 0
            assert abs(at - exact) <= GRID // 2


def test_a_time_is_moved_to_the_nearest_grid_step() -> None:
    """A time half way between two grid steps is moved to the later one."""
    half = GRID // 2
    assert whole_steps(0, half - 1) == 0
    assert whole_steps(0, half) == GRID
    assert whole_steps(half, Frames(2 * GRID)) == GRID


def gaps_of(line: str, gaps: DefaultGaps | None = None) -> list[float]:
    """The gaps of a line, in seconds.

    `s` is a sentence, `e` words before an ellipsis, `b` a bell, `r` a written rest, `p` the end of a paragraph,
    `h` a heading.
    """
    gaps = gaps or DefaultGaps(CALM)
    found = []
    for letter in line:
        gap = gaps.take_due() if letter in "seb" else None
        match letter:
            case "s" | "e":
                gaps.words("sentence" if letter == "s" else "ellipsis", "")
            case "b":
                gaps.words("sentence", "")
            case "r":
                gaps.rest()
            case "p":
                gaps.paragraph_end("")
            case "h":
                gap = gaps.heading("")
        found += [gap] if gap else []
    return [seconds(gap.natural) for gap in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ss", [1.5]),
        ("es", [2.5]),
        ("sps", [3.0]),
        ("eps", [3.0]),
        ("bs", [1.5]),
        ("sb", [1.5]),
        ("shs", [4.0]),
        ("sphs", [4.0]),
        ("bhs", [4.0]),
    ],
)
def test_each_kind_of_ending_has_its_gap(line: str, expected: list[float]) -> None:
    """A sentence, an ellipsis, a paragraph, a sound and a heading each give the gap of the pace."""
    assert gaps_of(line) == expected


@pytest.mark.parametrize("line", ["srs", "ers", "brs", "srps"])
def test_a_written_rest_replaces_the_gap_before_it(line: str) -> None:
    """Neither before nor after a written rest is a gap added."""
    assert gaps_of(line) == []


def test_a_heading_after_a_written_rest_keeps_its_gap() -> None:
    """A written rest before a heading does not replace the gap of the heading."""
    assert gaps_of("srhs") == [4.0]


@pytest.mark.parametrize("line", ["s", "hs", "hhs", "ps", "r"])
def test_there_is_no_gap_before_the_first_words(line: str) -> None:
    """Headings and paragraphs before the first words add no gap."""
    assert gaps_of(line) == []


def test_two_headings_share_one_gap() -> None:
    """A heading directly after a heading adds nothing."""
    assert gaps_of("shhs") == [4.0]


def test_a_heading_adds_what_the_gap_before_it_lacks() -> None:
    """After a gap of 3 s that is already in place, a heading adds 1 s, in the bounds of both."""
    gaps = DefaultGaps(CALM)
    gaps_of("sp", gaps)
    gaps.take_due()
    added = gaps.heading("0.1")
    assert added is not None
    assert [seconds(f) for f in (added.natural, added.least, added.most)] == [1.0, 0.7, 2.0]


def test_a_gap_carries_its_bounds_reason_and_name() -> None:
    """A gap has the bounds of the pace, the reason `gap`, and the name that was given with the words."""
    gaps = DefaultGaps(CALM)
    gaps.words("sentence", "0.1/2")
    gap = gaps.take_due()
    assert gap is not None
    assert (gap.natural, gap.least, gap.most) == (CALM.sentence.natural, CALM.sentence.least, CALM.sentence.most)
    assert (gap.reason, gap.name) == ("gap", "0.1/2")


def test_a_gap_is_given_only_once() -> None:
    """Once the gap that was due is taken, none is due."""
    gaps = DefaultGaps(CALM)
    gaps.words("sentence", "")
    assert gaps.take_due() is not None
    assert gaps.take_due() is None


def test_a_heading_after_a_choice_counts_only_a_gap_that_is_there_either_way() -> None:
    """Only a gap that is both before and at the end of an optional block counts."""
    for inside, expected in (("sp", [1.0]), ("s", [4.0]), ("sr", [4.0])):
        gaps = DefaultGaps(CALM)
        gaps_of("sp", gaps)
        gaps.take_due()
        with gaps.around_choice():
            gaps_of(inside, gaps)
            gaps.take_due()
        assert gaps_of("h", gaps) == expected


def test_no_gap_is_due_after_a_choice() -> None:
    """A gap that is due inside an optional block does not come after it."""
    gaps = DefaultGaps(CALM)
    with gaps.around_choice():
        gaps.words("sentence", "")
    assert gaps.take_due() is None


def test_a_heading_at_the_beginning_of_a_turn_has_its_whole_gap() -> None:
    """The gap before the repeat does not count, because another turn may be there."""
    gaps = DefaultGaps(CALM)
    gaps_of("sp", gaps)
    gaps.take_due()
    gaps.body()
    assert gaps_of("h", gaps) == [4.0]
