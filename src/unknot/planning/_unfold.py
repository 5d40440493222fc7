"""A routine unfolded to a score: turns and sides written out, words filled in, default gaps added.

The decisions of a fit stay open: how often bodies are repeated, which optional blocks are kept, how long rests are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from unknot import routine as tree
from unknot.errors import ScriptError
from unknot.planning._filled_words import WordFiller
from unknot.planning._paragraphs import ParagraphUnfolder
from unknot.planning._rests import natural_count, written_rest
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
    dotted,
)
from unknot.planning._score_builder import ScoreBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from unknot.units import Frames

LONGEST_NAME: Final = 32
"""The longest name of a block, in characters."""


def unfold(routine: tree.Routine, *, length: Frames | None, seed: int = 0) -> Score:
    """The score of a routine for a session of `length` frames; None is the length that its header gives, if any.

    Raises:
        ScriptError: The routine cannot be unfolded: an include that was not resolved, a variable that nothing fills
            in, an `until` inside a repeat, neither words nor a bell.
    """
    length = length if length is not None else routine.header.length
    return unfold_with(Score(routine, seed, (), length), KnownFacts())


def unfold_with(score: Score, known: KnownFacts) -> Score:
    """The score unfolded again, with the results of a fit filled in.

    Raises:
        ScriptError: As `unfold`.
    """
    unfolder = _Unfolder(replace(score, known=known))
    unfolded = unfolder.score()
    if not unfolded.utterances and not unfolded.sounds:
        title = score.routine.header.title
        raise ScriptError(f"“{title}” has nothing to say and no bell", next_step="write a sentence below the header")
    return unfolded


class _Unfolder:
    """Walks through the blocks of a routine once, in order.

    Its own state is whether there was a block for longer or shorter sessions that nothing decides yet. The parts so
    far are in the builder; variables, voice and choices are in the filler.
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
        return any(end[: len(key)] == key for end in self._ends) or contains_any(node.body, cautions)

    def _from(self, node: tree.From, key: Key) -> None:
        self._conditional |= self._score.length is None
        if self._score.length is not None and self._score.length >= node.length:
            self._nodes(node.body, key)

    def _under(self, node: tree.Under, key: Key) -> None:
        self._conditional |= self._score.length is None
        if self._score.length is not None and self._score.length < node.length:
            self._nodes(node.body, key)

    def _work(self, node: tree.Work, key: Key) -> None:
        cues = tuple(cue for index, moment in enumerate(node.moments) for cue in self._moment(moment, (*key, index)))
        rest = written_rest(node.length, "hold", self._pace, node.place, dotted(key))
        self._builder.rest(replace(rest, cues=cues))

    def _moment(self, moment: tree.Moment, key: Key) -> tuple[HoldCue, ...]:
        """The cue of a moment; none where it has no words."""
        text = " ".join(self._filler.spoken(moment.pieces, key).split())
        return (HoldCue(moment.at, self._filler.cue(text, moment.place, dotted(key), 0)),) if text else ()

    def _voiced(self, node: tree.Voiced, key: Key) -> None:
        with self._filler.voice(node.voice):
            self._nodes(node.body, key)

    def _include(self, node: tree.Include, key: Key) -> None:
        if node.body is None:
            message = f"the script “{node.name}” was not found"
            raise ScriptError.at(node.place, "include", message, "put it beside this one")
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


# --- names, first and last words --------------------------------------------------------------------------------


def name_of(body: Sequence[tree.Node]) -> str:
    """The name of a body: its first heading or its first words."""
    for node in body:
        if isinstance(node, tree.Heading):
            return _shortened(node.pieces)
        if isinstance(node, tree.Paragraph):
            for item in node.items:
                if isinstance(item, tree.Say):
                    return _shortened(item.pieces)
        if inner := name_of(getattr(node, "body", None) or ()):
            return inner
    return ""


def ends_of(body: Sequence[tree.Node]) -> tuple[Key, ...]:
    """The keys of the first and the last words of a script; empty where it has none."""
    found = [key for key, _ in _words_of(body, ())]
    return (found[0], found[-1]) if found else ()


def contains_any(body: Sequence[tree.Node], sentences: Sequence[str]) -> bool:
    """Whether the words of a body contain one of these sentences. Spaces and capital letters do not matter."""
    said = _normalized(" ".join(tree.plain(say.pieces) for _, say in _words_of(body, ())))
    return any(_normalized(sentence) in said for sentence in sentences)


def _shortened(pieces: tuple[tree.Piece, ...]) -> str:
    text = " ".join(tree.plain(pieces).split())
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def _normalized(text: str) -> str:
    return " ".join(text.split()).lower()


def _words_of(body: Sequence[tree.Node], key: Key) -> Iterator[tuple[Key, tree.Say]]:
    """All words of a body, in order, each with the key of its paragraph."""
    for index, node in enumerate(body):
        if isinstance(node, tree.Paragraph):
            yield from (((*key, index), item) for item in node.items if isinstance(item, tree.Say))
        yield from _words_of(getattr(node, "body", None) or (), (*key, index))
