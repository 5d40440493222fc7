"""A report gives the changes of a fit and their reasons, for people and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.fakes.measures import Counted
from unknot.errors import OutOfReach
from unknot.planning import Fit, fit, unfold
from unknot.script import parse
from unknot.units import SAMPLE_RATE, Frames, Seconds, frames

BODY = """---
title: Desk
---

Sit back. [4s]

::: repeat 2..6
Squeeze. [10s]
:::

::: optional 2
# Jaw
Circle. [hold 40s]
:::

# Return
Open your eyes. [6s]
"""


def fitted(secs: float | None, body: str = BODY) -> Fit:
    """The script at a length in seconds."""
    length = None if secs is None else frames(Seconds(secs))
    return fit(unfold(parse(body, "desk.md"), length=length), Counted(), length)


def test_the_report_names_what_grew_most_first() -> None:
    """The report names the kind of rest that grew most first."""
    assert fitted(124).report.lines[0].startswith("grew hold: 0:40 to ")


def test_a_block_that_was_left_out_is_reported_with_the_reason() -> None:
    """The report names a block that was left out, and how long the session would be with it."""
    report = fitted(48).report
    assert [(o.name, o.line, o.priority) for o in report.left_out] == [("Jaw", 11, 2)]
    assert "with it the session takes" in report.left_out[0].why


def test_a_block_that_waits_for_a_time_is_left_out_because_of_it() -> None:
    """For a block with an `until`, the reason counts the time until which it waits."""
    body = "---\ntitle: T\n---\n\nSit.\n\n::: optional\nWait. [until 1:00] Go.\n:::\n\nEnd. [5s]\n"
    assert fitted(20, body).report.left_out[0].why == "with it the session takes 1:15 at least"


def test_a_changed_count_is_reported() -> None:
    """The report gives the natural and the chosen count of a repeat."""
    assert [(c.name, c.natural, c.count) for c in fitted(300).report.counts] == [("Squeeze.", 4, 5)]


def test_the_parts_of_both_ends_add_up_to_their_lengths() -> None:
    """The shortest and the longest length are the sum of their words, rests, fixed parts and edges."""
    reach = fitted(None).report.reach
    for end, length in ((reach.at_shortest, reach.shortest), (reach.at_longest, reach.longest)):
        assert end.words + end.rests + end.fixed + end.frame == length
    assert reach.at_shortest.left_out == ("Jaw",)
    assert reach.at_longest.counts == (("Squeeze.", 6),)


def test_a_report_is_json() -> None:
    """A report as JSON has its lengths in frames."""
    known = json.loads(json.dumps(fitted(150).report.as_json()))
    assert known["frames"] == known["asked"] == 150 * SAMPLE_RATE
    assert known["reach"]["shortest"] < known["natural"] < known["reach"]["longest"]


def test_a_hole_in_the_reach_is_reported_with_both_its_ends() -> None:
    """For a length in a hole of the reach, the error names the nearest lengths on both sides."""
    body = "---\ntitle: Fixed\n---\n\nSit. [5s fixed]\n\n::: repeat 1..3\nPress. [20s fixed]\n:::\n\nEnd. [2s fixed]\n"
    lengths = [end for span in fitted(None, body).report.reach.spans for end in span]
    assert len(lengths) == 6
    with pytest.raises(OutOfReach, match=r"nothing between 40\.911s and 1m1\.264s"):
        fitted(50, body)
    score = unfold(parse(body, "fixed.md"), length=None)
    assert fit(score, Counted(), Frames(50 * SAMPLE_RATE), nearest=True).timeline.frames in lengths


def test_the_ends_that_an_error_names_can_be_asked_for() -> None:
    """The lengths that an error names are whole seconds inside the reach."""
    for secs in (30, 900):
        with pytest.raises(OutOfReach) as refusal:
            fitted(secs)
        named = refusal.value.message.rsplit("it can be ", 1)[1].split(" to ")
        for minutes, seconds in (end.split(":") for end in named):
            fitted(60 * int(minutes) + int(seconds))
