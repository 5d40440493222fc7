"""Slots are put together into sequences and parts, with the default gaps between them."""

from __future__ import annotations

from unknot import routine as tree
from unknot.planning import BeatSlot, ChapterSlot, CueSlot, RestSlot, SlotSequence
from unknot.planning._score import ChimeSlot, NoteSlot, OptionalPart, Part, UntilPart
from unknot.planning._score_builder import ScoreBuilder
from unknot.routine import PACES, Utterance
from unknot.units import GRID, Frames, frames, seconds


def builder() -> ScoreBuilder:
    """A builder at the calm pace."""
    return ScoreBuilder(PACES["calm"])


def say(to: ScoreBuilder, text: str) -> None:
    """Adds words that end a sentence."""
    to.words(CueSlot(Utterance(text), text), "sentence", "")


def rest(length: float) -> RestSlot:
    """A written pause."""
    return RestSlot(frames(length), frames(length), frames(length), "pause")


def outline(parts: tuple[Part, ...]) -> str:
    """Words as they are, silences in seconds; each sequence in brackets, other parts by their kind."""
    return " ".join(f"[{_slots(p)}]" if isinstance(p, SlotSequence) else type(p).__name__ for p in parts)


def _slots(sequence: SlotSequence) -> str:
    found = []
    for slot in sequence.slots:
        match slot:
            case CueSlot():
                found.append(slot.text)
            case RestSlot():
                found.append(f"{seconds(slot.natural):g}")
            case _:
                found.append(type(slot).__name__)
    return " ".join(found)


def test_gaps_are_between_words_and_not_after_the_last() -> None:
    """Words and gaps of one line make one sequence."""
    score = builder()
    say(score, "A.")
    say(score, "B.")
    assert outline(score.whole()) == "[A. 1.5 B.]"


def test_a_written_rest_replaces_the_gap() -> None:
    """Words follow a written rest without a gap."""
    score = builder()
    say(score, "A.")
    score.rest(rest(5))
    say(score, "B.")
    assert outline(score.whole()) == "[A. 5 B.]"


def test_a_chapter_begins_before_its_gap() -> None:
    """The silence before the first words of a chapter belongs to it."""
    score = builder()
    say(score, "A.")
    score.title(ChapterSlot("Two"), "")
    say(score, "B.")
    assert outline(score.whole()) == "[A. ChapterSlot 4 B.]"


def test_a_mark_changes_no_gap() -> None:
    """A note between two sentences is before the gap."""
    score = builder()
    say(score, "A.")
    score.mark(NoteSlot("note"))
    say(score, "B.")
    assert outline(score.whole()) == "[A. NoteSlot 1.5 B.]"


def test_a_sound_has_a_gap_before_and_after_it() -> None:
    """A sound has the gap of a sentence on both sides."""
    score = builder()
    say(score, "A.")
    score.words(ChimeSlot("bell"), "sentence", "")
    say(score, "B.")
    assert outline(score.whole()) == "[A. 1.5 ChimeSlot 1.5 B.]"


def test_the_gap_before_a_choice_is_outside_and_the_gap_at_its_end_is_inside() -> None:
    """A block that is left out takes the gap at its end with it, and not the gap before it."""
    score = builder()
    say(score, "A.")
    with score.choice():
        body = score.body(lambda: say(score, "B."))
    score.part(OptionalPart((1,), 1, body, "B."))
    say(score, "C.")
    assert outline(body) == "[B. 1.5]"
    assert outline(score.whole()) == "[A. 1.5] OptionalPart [C.]"


def test_a_part_with_a_written_length_replaces_the_gap() -> None:
    """No gap is added before or after a part with a written length."""
    score = builder()
    say(score, "A.")
    score.timed_part(UntilPart(frames(60)))
    say(score, "B.")
    assert outline(score.whole()) == "[A.] UntilPart [B.]"


def test_a_row_of_beats_does_not_drift_and_ends_where_it_is_told_to() -> None:
    """Each beat ends on the grid step nearest to its exact end in its row."""
    score, beat = builder(), tree.Beat(Frames(GRID * 5 // 4))
    for _ in range(4):
        score.beat(beat)
    score.end_beats()
    score.beat(beat)
    (sequence,) = score.whole()
    assert isinstance(sequence, SlotSequence)
    assert [slot.frames // GRID for slot in sequence.slots if isinstance(slot, BeatSlot)] == [1, 2, 1, 1, 1]
