"""A routine unfolded to a score: turns and sides written out, words filled in, default gaps added.

What the fitting decides stays open: how often bodies are repeated, which optional blocks are kept, how long rests are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from unknot import routine as tree
from unknot.errors import ScriptError
from unknot.planning._filled_words import WordFiller
from unknot.planning._paragraphs import ParagraphUnfolder
from unknot.planning._places import dotted, ends_of, fault, name_of, says_any
from unknot.planning._score import (
    ChapterSlot,
    HoldCue,
    Key,
    KnownFacts,
    NoteSlot,
    OptionalPart,
    Part,
    RepeatPart,
    Score,
    SidesPart,
)
from unknot.planning._score_builder import ScoreBuilder
from unknot.planning._written_rests import flexible, natural_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.units import Frames


def unfold(routine: tree.Routine, *, asked: Frames | None, seed: int = 0) -> Score:
    """The score of a routine for a session of `asked` frames; None asks for its natural length.

    Raises:
        ScriptError: The routine cannot be unfolded: an include that was not resolved, a variable that nothing fills
            in, an `until` inside a repeat, nothing to say.
    """
    length = asked if asked is not None else routine.header.length
    return unfold_with(Score(routine, asked, seed, (), length), KnownFacts())


def unfold_with(score: Score, known: KnownFacts) -> Score:
    """The score unfolded again, with what a fitting has found out filled in.

    Raises:
        ScriptError: As `unfold`.
    """
    unfolder = _Unfolder(replace(score, known=known))
    unfolded = unfolder.score()
    if not unfolded.utterances:
        title = score.routine.header.title
        raise ScriptError(f"“{title}” has nothing to say", next_step="write a sentence below the header")
    return unfolded


class _Unfolder:
    """Walks through the blocks of a routine once, in order.

    Its own state is whether a block for longer or shorter sessions was met that nothing decides yet. The parts so far
    are in the builder; variables, voice and choices are in the filler.
    """

    def __init__(self, score: Score) -> None:
        header = score.routine.header
        self._score = score
        self._pace = tree.PACES.get(header.pace, tree.PACES["calm"])
        self._builder = ScoreBuilder(self._pace)
        self._filler = WordFiller(score)
        self._paragraphs = ParagraphUnfolder(self._builder, self._filler, self._pace)
        self._ends = ends_of(score.routine.body)
        """The keys of the first and the last words: the blocks around them are never left out."""
        self._conditional = False

    def score(self) -> Score:
        """The score with its body."""
        self._nodes(self._score.routine.body, ())
        return replace(
            self._score,
            body=self._builder.whole(),
            provisional=self._filler.provisional,
            conditional=self._conditional,
        )

    def _nodes(self, body: Sequence[tree.Node], key: Key) -> None:
        for index, node in enumerate(body):
            _NODES[type(node)](self, node, (*key, index))

    def _heading(self, node: tree.Heading, key: Key) -> None:
        title = self._filler.shown(node.pieces, key)
        self._builder.title(ChapterSlot(title, node.level, node.place), dotted(key))

    def _paragraph(self, node: tree.Paragraph, key: Key) -> None:
        self._paragraphs.paragraph(node, key)

    def _note(self, node: tree.NoteBlock, _key: Key) -> None:
        self._builder.mark(NoteSlot(node.text, node.place))

    def _comment(self, node: tree.Comment, _key: Key) -> None:
        """Adds nothing to the score."""

    def _repeat(self, node: tree.Repeat, key: Key) -> None:
        natural, most = natural_count(node.count), node.count.most
        spoken = min(most, self._score.known.values.get(key, most))
        with self._builder.choice():
            turns = [self._turn(node, key, turn) for turn in range(spoken)]
            with self._filler.choices(count=False):
                turns += [self._turn(node, key, turn) for turn in range(spoken, most)]
        self._builder.part(RepeatPart(key, node.count.least, natural, tuple(turns), name_of(node.body), node.place))

    def _turn(self, node: tree.Repeat, key: Key, turn: int) -> tuple[Part, ...]:
        of = self._score.known.values.get(key, natural_count(node.count))
        with self._filler.turn(turn, of):
            return self._builder.turn(lambda: self._nodes(node.body, key))

    def _each(self, node: tree.Each, key: Key) -> None:
        with self._builder.choice():
            sides = tuple(self._side(node, key, index) for index in range(len(node.values)))
        self._builder.part(SidesPart(sides))

    def _side(self, node: tree.Each, key: Key, index: int) -> tuple[Part, ...]:
        self._builder.end_beats()
        with self._filler.side(node, index):
            return self._builder.turn(lambda: self._nodes(node.body, key))

    def _optional(self, node: tree.Optional, key: Key) -> None:
        kept = self._score.known.values.get(key) != 0
        with self._filler.choices(count=kept), self._builder.choice():
            body = self._builder.body(lambda: self._nodes(node.body, key))
        always = self._is_always_kept(node, key)
        self._builder.part(OptionalPart(key, node.priority, body, name_of(node.body), node.place, always))

    def _is_always_kept(self, node: tree.Optional, key: Key) -> bool:
        """Whether a block opens the session, closes it, or says one of the header's cautions."""
        cautions = self._score.routine.header.cautions
        return any(end[: len(key)] == key for end in self._ends) or says_any(node.body, cautions)

    def _from(self, node: tree.From, key: Key) -> None:
        self._conditional |= self._score.length is None
        if self._score.length is not None and self._score.length >= node.length:
            self._nodes(node.body, key)

    def _under(self, node: tree.Under, key: Key) -> None:
        self._conditional |= self._score.length is None
        if self._score.length is not None and self._score.length < node.length:
            self._nodes(node.body, key)

    def _work(self, node: tree.Work, key: Key) -> None:
        inside = tuple(i for index, moment in enumerate(node.moments) for i in self._moment(moment, (*key, index)))
        rest = flexible(node.length, "hold", self._pace, node.place, dotted(key))
        self._builder.rest(replace(rest, inside=inside))

    def _moment(self, moment: tree.Moment, key: Key) -> tuple[HoldCue, ...]:
        """The words of a moment; none where they are empty."""
        text = " ".join(self._filler.spoken(moment.pieces, key).split())
        return (HoldCue(moment.at, self._filler.cue(text, moment.place, dotted(key), 0)),) if text else ()

    def _voiced(self, node: tree.Voiced, key: Key) -> None:
        with self._filler.voice(node.voice):
            self._nodes(node.body, key)

    def _include(self, node: tree.Include, key: Key) -> None:
        if node.body is None:
            raise fault(node.place, "include", f"the script “{node.name}” was not found", "put it beside this one")
        self._nodes(node.body, key)


_NODES: Final[dict[type, Callable[..., None]]] = {
    tree.Heading: _Unfolder._heading,
    tree.Paragraph: _Unfolder._paragraph,
    tree.NoteBlock: _Unfolder._note,
    tree.Comment: _Unfolder._comment,
    tree.Repeat: _Unfolder._repeat,
    tree.Each: _Unfolder._each,
    tree.Optional: _Unfolder._optional,
    tree.From: _Unfolder._from,
    tree.Under: _Unfolder._under,
    tree.Work: _Unfolder._work,
    tree.Voiced: _Unfolder._voiced,
    tree.Include: _Unfolder._include,
}
