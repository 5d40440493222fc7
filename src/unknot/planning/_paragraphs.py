"""Paragraphs unfolded: what stands in a line, turned into slots of the score."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from unknot import routine as tree
from unknot.planning import _sentences
from unknot.planning._places import dotted, fault
from unknot.planning._score import BackgroundSlot, BeatSlot, ChimeSlot, Part, RepeatPart, Slot, SlotSequence, UntilPart
from unknot.planning._written_rests import flexible, natural_count, phase_lengths
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning._filled_words import WordFiller
    from unknot.planning._score import Key
    from unknot.planning._score_builder import ScoreBuilder

USUAL_CROSSFADE: Final = frames(4.0)
"""Between two backgrounds where the script says nothing."""
REASONS: Final[dict[type, str]] = {tree.Pause: "pause", tree.Move: "move", tree.Hold: "hold"}
"""Why each written rest is there, as `Silence.reason` has it."""


class ParagraphUnfolder:
    """Turns the items of a paragraph into slots, in order. It has no state."""

    def __init__(self, builder: ScoreBuilder, filler: WordFiller, pace: tree.Pace) -> None:
        self._builder = builder
        self._filler = filler
        self._pace = pace
        self._split = cache(_sentences.split_sentences)
        """The sentences of a text. Turns and sides often say the same, so each text is split once."""

    def paragraph(self, node: tree.Paragraph, key: Key) -> None:
        """Afterwards everything of the paragraph stands in the score."""
        for index, item in enumerate(node.items):
            _ITEMS[type(item)](self, item, (*key, index))
        self._builder.paragraph_end(f"{dotted(key)}/end")

    def _say(self, item: tree.Say, key: Key) -> None:
        name = dotted(key)
        for index, sentence in enumerate(self._split(self._filler.spoken(item.pieces, key))):
            speak = self._filler.cue(sentence.text, item.place, name, index)
            self._builder.words(speak, sentence.gap, f"{name}/{index}")

    def _rest(self, item: tree.Pause | tree.Move | tree.Hold, key: Key) -> None:
        self._builder.end_beats()
        self._builder.rest(flexible(item.length, REASONS[type(item)], self._pace, item.place, dotted(key)))

    def _breath(self, item: tree.Breath, key: Key) -> None:
        turns = tuple(self._cycle(item, key, turn) for turn in range(item.rounds.most))
        natural = natural_count(item.rounds)
        self._builder.timed_part(RepeatPart(key, item.rounds.least, natural, turns, "breath", item.place))

    def _cycle(self, item: tree.Breath, key: Key, turn: int) -> tuple[Part, ...]:
        name, lengths = dotted((*key, turn)), phase_lengths([length for _, length in item.phases], turn)
        slots: list[Slot] = []
        for index, ((phase, _), length) in enumerate(zip(item.phases, lengths, strict=True)):
            slots.append(self._filler.phase(phase, item.place, name, index))
            slots.append(BeatSlot(length, "breath", item.place))
        return (SlotSequence(tuple(slots)),)

    def _until(self, item: tree.Until, _key: Key) -> None:
        if self._filler.repeated:
            raise fault(item.place, "until", "a time of the session comes only once", "write a pause instead")
        self._builder.timed_part(UntilPart(item.time, item.place))

    def _beat(self, item: tree.Beat, _key: Key) -> None:
        self._builder.beat(item)

    def _play(self, item: tree.ChimeTag, key: Key) -> None:
        sound = ChimeSlot(item.name, item.under, item.place)
        if item.under:
            self._builder.mark(sound)
        else:
            self._builder.sound(sound, f"{dotted(key)}/after")

    def _background(self, item: tree.BackgroundTag, _key: Key) -> None:
        over = item.over if item.over is not None else USUAL_CROSSFADE
        self._builder.mark(BackgroundSlot(item.name, item.change, over, item.place))


_ITEMS: Final[dict[type, Callable[..., None]]] = {
    tree.Say: ParagraphUnfolder._say,
    tree.Pause: ParagraphUnfolder._rest,
    tree.Move: ParagraphUnfolder._rest,
    tree.Hold: ParagraphUnfolder._rest,
    tree.Breath: ParagraphUnfolder._breath,
    tree.Until: ParagraphUnfolder._until,
    tree.Beat: ParagraphUnfolder._beat,
    tree.ChimeTag: ParagraphUnfolder._play,
    tree.BackgroundTag: ParagraphUnfolder._background,
}
