"""A score knows its cues, whatever is chosen."""

from __future__ import annotations

from unknot.planning import unfold
from unknot.planning._score import dotted
from unknot.script import parse
from unknot.units import Frames


def test_the_score_knows_what_may_be_spoken() -> None:
    """The score lists every utterance of every length once."""
    routine = parse("---\ntitle: T\n---\n\n::: repeat 2..4\nRound {round}.\n:::\n", "t.md")
    texts = [utterance.text for utterance in unfold(routine, length=Frames(0)).utterances]
    assert texts == ["Round one.", "Round two.", "Round three.", "Round four."]


def test_a_key_is_written_with_dots() -> None:
    """The text of a key has its indexes from the outermost to the innermost one."""
    assert dotted((0, 3, 1)) == "0.3.1"
