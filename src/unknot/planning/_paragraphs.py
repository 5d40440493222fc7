"""Paragraphs unfolded: words and tags become slots of the score."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from unknot import routine as tree
from unknot.errors import ScriptError
from unknot.planning import _sentences
from unknot.planning._rests import natural_count, phase_lengths, written_rest
from unknot.planning._score import (
    BackgroundSlot,
    BeatSlot,
    ChimeSlot,
    Part,
    RepeatPart,
    Slot,
    SlotSequence,
    UntilPart,
    dotted,
)
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.planning._filled_words import WordFiller
    from unknot.planning._score import Key
    from unknot.planning._score_builder import ScoreBuilder

USUAL_CROSSFADE: Final = frames(4.0)
"""The crossfade between two backgrounds where the script gives none."""
REASONS: Final[dict[type, str]] = {tree.Pause: "pause", tree.Move: "move", tree.Hold: "hold"}
"""The reason of each written rest, as `RestSlot.reason`."""


class ParagraphUnfolder:
    """Adds the items of paragraphs to a score builder."""

    def __init__(self, builder: ScoreBuilder, filler: WordFiller, pace: tree.Pace) -> None:
        self._builder = builder
        self._filler = filler
        self._pace = pace
        self._split = cache(_sentences.split_sentences)
        """The sentences of a text. Turns and sides often have the same text, so each one is split once."""

    def paragraph(self, node: tree.Paragraph, key: Key) -> None:
        """Add everything in the paragraph."""
        for index, item in enumerate(node.items):
            _ITEMS[type(item)](self, item, (*key, index))
        self._builder.paragraph_end(f"{dotted(key)}/end")

    def _say(self, item: tree.Say, key: Key) -> None:
        name = dotted(key)
        for index, sentence in enumerate(self._split(self._filler.spoken(item.pieces, key))):
            cue = self._filler.cue(sentence.text, item.place, name, index)
            self._builder.words(cue, sentence.gap, f"{name}/{index}")

    def _rest(self, item: tree.Pause | tree.Move | tree.Hold, key: Key) -> None:
        self._builder.end_beats()
        self._builder.rest(written_rest(item.length, REASONS[type(item)], self._pace, item.place, dotted(key)))

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
            raise ScriptError.at(item.place, "until", "a time of the session comes only once", "write a pause instead")
        self._builder.timed_part(UntilPart(item.time, item.place))

    def _beat(self, item: tree.Beat, _key: Key) -> None:
        self._builder.beat(item)

    def _chime(self, item: tree.ChimeTag, key: Key) -> None:
        chime = ChimeSlot(item.name, item.under, item.place)
        if item.under:
            self._builder.mark(chime)
        else:
            self._builder.words(chime, "sentence", f"{dotted(key)}/after")

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
    tree.ChimeTag: ParagraphUnfolder._chime,
    tree.BackgroundTag: ParagraphUnfolder._background,
}
