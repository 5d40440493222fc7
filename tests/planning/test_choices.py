"""Blocks and counts are the best: compared with trying everything on small scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings, strategies as st

from tests.fakes.measures import Counted
from tests.planning import reference
from tests.planning.fitted import said
from tests.planning.scripts import scripts
from unknot.errors import OutOfReach
from unknot.planning import fit, unfold
from unknot.units import Frames

if TYPE_CHECKING:
    from unknot.routine import Routine

SOME = settings(max_examples=120, deadline=None)


@SOME
@given(scripts(blocks=3), st.integers(0, 1000))
def test_blocks_and_counts_are_the_best_of_all(script: Routine, share_of_reach: int) -> None:
    """The fit leaves out the least by priority, then changes the fewest counts, then changes rests least."""
    score, measurer = unfold(script, length=None), Counted()
    choices = list(reference.every_choice(score))
    assume(len(choices) <= 80)
    ends = [reference.spans(score, measurer, values)[-1] for values in choices]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    length = Frames(low + (high - low) * share_of_reach // 1000)
    expected = reference.best(score, measurer, length)
    if expected is None:
        with pytest.raises(OutOfReach):
            fit(score, measurer, length)
        return
    assert fit(score, measurer, length).draft.solution.values == expected


def test_the_least_important_block_goes_first() -> None:
    """The block with the highest priority number is left out first, and the first and last words are kept."""
    blocks = "".join(f"::: optional {n}\nBlock {n}. [10s fixed]\n:::\n\n" for n in (1, 2, 3))
    body = f"Sit. [2s..12s]\n\n{blocks}Stand up. [5s fixed]"
    kept = [[t for t in said(body, length) if t.startswith("Block")] for length in ("44", "36", "26")]
    assert kept == [["Block 1.", "Block 2."], ["Block 1."], []]


def test_an_optional_closing_is_kept() -> None:
    """An optional block that holds the last words of the script is never left out."""
    body = "Sit. [5s]\n\n::: optional\nGo on. [30s fixed]\n:::\n\n::: optional\nStand up. [9s fixed]\n:::"
    assert said(body, "35") == ["Sit.", "Stand up."]


def test_an_optional_caution_is_kept() -> None:
    """An optional block that says a caution of the header is never left out."""
    body = "Sit. [5s]\n\n::: optional\nStop on pain. [9s fixed]\n:::\n\n::: optional\nMore. [9s fixed]\n:::\n\nEnd."
    assert said(body, "35", header='cautions: ["Stop on pain."]\n') == ["Sit.", "Stop on pain.", "End."]
