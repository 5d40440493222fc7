"""Every item of a paragraph becomes slots of the score."""

from __future__ import annotations

import pytest

from tests.planning.routines import hold, lines, pause, routine
from unknot import routine as tree
from unknot.errors import ScriptError
from unknot.planning import CueSlot, RestSlot, Score
from unknot.planning._filled_words import WordFiller
from unknot.planning._paragraphs import ParagraphUnfolder
from unknot.planning._score import BackgroundSlot, ChimeSlot, Part, RepeatPart, slots
from unknot.planning._score_builder import ScoreBuilder
from unknot.routine import PACES
from unknot.units import frames, seconds


def parts_of(*items: tree.Inline | str, repeated: bool = False) -> tuple[Part, ...]:
    """The parts of one paragraph."""
    builder = ScoreBuilder(PACES["calm"])
    filler = WordFiller(Score(routine(), 0, ()))
    paragraphs = ParagraphUnfolder(builder, filler, PACES["calm"])
    if repeated:
        with filler.turn(0, 1):
            paragraphs.paragraph(lines(*items), (3,))
    else:
        paragraphs.paragraph(lines(*items), (3,))
    return builder.whole()


def test_each_sentence_is_a_cue_with_a_key_of_its_own() -> None:
    """The key of a cue names its place and the number of its sentence."""
    cues = [slot for slot in slots(parts_of("Sit. Rest.", pause(4), "Go on.")) if isinstance(slot, CueSlot)]
    assert [(cue.text, cue.key) for cue in cues] == [("Sit.", "3.0@/0"), ("Rest.", "3.0@/1"), ("Go on.", "3.2@/0")]


def test_each_kind_of_rest_has_its_reason() -> None:
    """A rest says whether it is a pause, a move or a hold."""
    found = slots(parts_of(pause(4), tree.Move(tree.Length(frames(3))), hold(30)))
    rests = [(slot.reason, seconds(slot.natural)) for slot in found if isinstance(slot, RestSlot)]
    assert rests == [("pause", 4.0), ("move", 3.0), ("hold", 30.0)]


def test_a_breath_has_a_turn_for_every_cycle_there_can_be() -> None:
    """There is one turn for each cycle, and the natural number of them is the middle of the range."""
    breath = tree.Breath((("in", frames(4)), ("out", frames(6))), tree.Count(2, 5))
    (turns,) = parts_of(breath)
    assert isinstance(turns, RepeatPart)
    assert (turns.least, turns.natural, len(turns.turns)) == (2, 3, 5)
    assert [s.key for s in slots(turns.turns[4]) if isinstance(s, CueSlot)] == ["3.0.4@/0", "3.0.4@/1"]


def test_a_sound_under_the_words_takes_no_gap() -> None:
    """The gap of the words before a sound under the words stays as it is."""
    found = list(slots(parts_of("Sit.", tree.ChimeTag("bell", under=True), "Rest.")))
    assert [type(slot) for slot in found] == [CueSlot, ChimeSlot, RestSlot, CueSlot]


def test_a_background_without_a_crossfade_gets_the_usual_one() -> None:
    """A crossfade takes four seconds unless the script gives another length."""
    found = slots(parts_of(tree.BackgroundTag("rain"), tree.BackgroundTag("waves", over=frames(9))))
    assert [seconds(slot.over) for slot in found if isinstance(slot, BackgroundSlot)] == [4.0, 9.0]


def test_a_time_of_the_session_inside_a_repeat_is_an_error() -> None:
    """A wait for a time of the session is refused where it would come more than once."""
    with pytest.raises(ScriptError, match="comes only once"):
        parts_of(tree.Until(frames(60)), repeated=True)
