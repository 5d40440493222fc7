"""A routine to a score: turns, sides and chosen words laid out, default gaps put in, choices of the fitting left open.

The rules for gaps that nobody wrote: one follows each sentence, ellipsis, paragraph and heading, as the pace says. A
written rest takes the place of the gap before it. Two gaps that meet become the longer one. The lead before the
first words and the close after the last ones are gaps already.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.errors import Finding, ScriptError
from unknot.fitting import dice, sentences, words
from unknot.fitting.score import (
    Anchor,
    Change,
    Fill,
    Inside,
    Key,
    Known,
    Option,
    Part,
    Score,
    Shown,
    Sides,
    Silence,
    Slot,
    Sound,
    Speak,
    Stretch,
    Title,
    Turns,
)
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from unknot.errors import Place

LONGEST_HOLD = Frames(90 * SAMPLE_RATE)
"""A hold without written bounds grows no longer than this: longer on one spot gains nothing (EVIDENCE, bodies)."""
MOVE_GROWTH = 2
"""A move without written bounds grows to this multiple."""
STAND_IN = Frames(600 * SAMPLE_RATE)
"""The length of a session of which nothing is known yet."""
USUAL_CROSSFADE = Frames(4 * SAMPLE_RATE)
"""Between two backgrounds where the script says nothing."""


def unfold(routine: tree.Routine, *, asked: Frames | None, seed: int = 0) -> Score:
    """The score of a routine for a session of `asked` frames; None asks for its natural length.

    Raises:
        ScriptError: The routine cannot be unfolded: an include that was not resolved, a name that nothing fills in,
            an `until` that would come twice, nothing to say.
    """
    length = asked if asked is not None else routine.header.length
    return unfold_with(Score(routine, asked, seed, (), length), Known())


def unfold_with(score: Score, known: Known) -> Score:
    """The score unfolded once more, with what a fitting has found out filled in."""
    unfolder = _Unfolder(score, known)
    body = unfolder.whole()
    found = replace(score, body=body, known=known, provisional=unfolder.provisional, conditional=unfolder.conditional)
    if not found.utterances:
        title = score.routine.header.title
        raise ScriptError(f"“{title}” has nothing to say", next_step="write a sentence below the header")
    return found


@dataclass
class _Words:
    """What names stand for while a body is unfolded."""

    values: dict[str, str] = field(default_factory=dict)
    coordinates: str = ""
    """Which turn and which side of everything around."""


class _Unfolder:
    """Walks the tree once, in order."""

    def __init__(self, score: Score, known: Known) -> None:
        routine = score.routine
        self.routine, self.length, self.seed, self.known = routine, score.length, score.seed, known
        self.pace = tree.PACES.get(routine.header.pace, tree.PACES["calm"])
        self.language = routine.header.language
        self.voice = routine.header.voice
        self.words = _Words()
        self.picked: dict[Key, int] = {}
        self.parts: list[Part] = []
        self.slots: list[Slot] = []
        self.due: tree.Gap | None = None
        """A gap that comes unless a written rest does."""
        self.due_name = ""
        self.rested: tree.Gap | None = None
        """A gap that stands directly before."""
        self.begun = False
        self.ends = _ends_of(routine.body)
        """Where the first and the last words are: what they stand in is never left out."""
        self.speaking = ""
        self.provisional = False
        self.conditional = False
        self.repeated = False
        self.beat = NO_FRAMES
        """How long the beats before have lasted, one behind the other."""

    # --- bodies ---

    def whole(self) -> tuple[Part, ...]:
        self.nodes(self.routine.body, ())
        self.close_stretch()
        return tuple(self.parts)

    def nodes(self, body: Sequence[tree.Node], key: Key) -> None:
        for index, node in enumerate(body):
            _NODES[type(node)](self, node, (*key, index))

    def body(self, nodes: Sequence[tree.Node], key: Key) -> tuple[Part, ...]:
        """The parts of a nested body; the gap behind its last words belongs to it."""
        outer, self.parts = self.parts, []
        self.nodes(nodes, key)
        self.flush()
        self.close_stretch()
        inner, self.parts = tuple(self.parts), outer
        return inner

    def close_stretch(self) -> None:
        if self.slots:
            self.parts.append(Stretch(tuple(self.slots)))
            self.slots = []

    @contextmanager
    def structure(self) -> Iterator[None]:
        """Around a part with bodies: what stands before it does not depend on what is chosen in it."""
        self.flush()
        self.close_stretch()
        self.beat = NO_FRAMES
        before = self.rested
        yield
        self.due, self.beat = None, NO_FRAMES
        self.rested = before if self.rested == before else None

    # --- gaps ---

    def flush(self) -> None:
        if self.due is not None and self.begun:
            self.gap(self.due, self.due_name)
            self.rested = self.due
        self.due = None

    def gap(self, gap: tree.Gap, name: str) -> None:
        self.slots.append(Silence(gap.natural, gap.least, gap.most, "gap", name=name))

    def written(self, slot: Slot) -> None:
        self.slots.append(slot)
        self.due, self.rested, self.begun = None, None, True

    # --- blocks ---

    def heading(self, node: tree.Heading, key: Key) -> None:
        title = sentences.plain(" ".join(self.text(node.pieces, key).split()))
        gap = self.pace.heading
        self.slots.append(Title(title, node.level, node.place))
        if self.begun and self.rested is None:
            self.gap(gap, _dotted(key))
        elif self.begun and self.rested is not None:
            more = tuple(max(0, a - b) for a, b in zip(_sizes(gap), _sizes(self.rested), strict=True))
            if more[2]:
                self.gap(tree.Gap(*(Frames(m) for m in more)), _dotted(key))
        self.due, self.rested = None, gap

    def paragraph(self, node: tree.Paragraph, key: Key) -> None:
        for index, item in enumerate(node.items):
            _INLINE[type(item)](self, item, (*key, index))
        if self.due is not None:
            self.due, self.due_name = self.pace.paragraph, f"{_dotted(key)}/end"

    def note(self, node: tree.Note, _key: Key) -> None:
        self.slots.append(Shown(node.text, node.place))

    def comment(self, node: tree.Comment, _key: Key) -> None:
        """Says nothing."""

    def repeat(self, node: tree.Repeat, key: Key) -> None:
        natural = _natural(node.count)
        chosen = self.known.values.get(key, node.count.most)
        with self.structure(), self.again():
            outer, turns, picked = self.words, [], self.picked
            for turn in range(node.count.most):
                if turn == chosen:  # what follows is not spoken, and has no say in what is spoken later
                    picked, self.picked = self.picked, dict(self.picked)
                self.rested = None
                self.words = self.turn(outer, turn, self.known.values.get(key, natural))
                turns.append(self.body(node.body, key))
            if chosen < node.count.most:
                self.picked = picked
            self.words = outer
        self.parts.append(Turns(key, node.count.least, natural, tuple(turns), _name(node.body), node.place))

    def turn(self, outer: _Words, turn: int, of: int) -> _Words:
        numbers = {
            "round": words.number(self.language, turn + 1),
            "rounds": words.number(self.language, max(of, turn + 1)),
        }
        return _Words(outer.values | numbers, f"{outer.coordinates}.{turn}")

    def each(self, node: tree.Each, key: Key) -> None:
        with self.structure(), self.again():
            outer, sides = self.words, []
            for index, value in enumerate(node.values):
                names = {node.variable: value}
                if len(node.values) == 2:
                    names[f"{node.variable}.other"] = node.values[1 - index]
                self.rested, self.beat = None, NO_FRAMES
                self.words = _Words(outer.values | names, f"{outer.coordinates}.{index}")
                sides.append(self.body(node.body, key))
            self.words = outer
        self.parts.append(Sides(tuple(sides)))

    def optional(self, node: tree.Optional, key: Key) -> None:
        picked = dict(self.picked)
        with self.structure():
            body = self.body(node.body, key)
        if self.known.values.get(key) == 0:
            self.picked = picked
        always = any(end[: len(key)] == key for end in self.ends) or self.cautions(node.body)
        self.parts.append(Option(key, node.priority, body, _name(node.body), node.place, kept=always))

    def from_length(self, node: tree.From, key: Key) -> None:
        self.conditional |= self.length is None
        if self.length is not None and self.length >= node.length:
            self.nodes(node.body, key)

    def under_length(self, node: tree.Under, key: Key) -> None:
        self.conditional |= self.length is None
        if self.length is not None and self.length < node.length:
            self.nodes(node.body, key)

    def work(self, node: tree.Work, key: Key) -> None:
        inside = tuple(i for n, m in enumerate(node.moments) for i in self.moment(m, (*key, n)))
        self.written(replace(self.flexible(node.length, "hold", node.place, key), inside=inside))

    def moment(self, moment: tree.Moment, key: Key) -> tuple[Inside, ...]:
        self.speaking = f"{self.occurrence(key)}/0"
        text = " ".join(self.text(moment.pieces, key).split())
        return (Inside(moment.at, self.speak(text, moment.place, key, 0)),) if text else ()

    def voiced(self, node: tree.Voiced, key: Key) -> None:
        outer, self.voice = self.voice, node.voice.over(self.voice)
        self.nodes(node.body, key)
        self.voice = outer

    def include(self, node: tree.Include, key: Key) -> None:
        if node.body is None:
            raise self.fault(node.place, "include", f"the script “{node.name}” was not found", "put it beside this one")
        self.nodes(node.body, key)

    # --- inside a paragraph ---

    def say(self, item: tree.Say, key: Key) -> None:
        self.speaking = f"{self.occurrence(key)}/0"
        for index, sentence in enumerate(sentences.split(self.text(item.pieces, key))):
            self.flush()
            self.slots.append(self.speak(sentence.text, item.place, key, index))
            self.rested, self.begun = None, True
            self.due = self.pace.sentence if sentence.gap == "sentence" else self.pace.ellipsis
            self.due_name = f"{_dotted(key)}/{index}"

    def speak(self, text: str, place: Place, key: Key, index: int) -> Speak:
        utterance = tree.Utterance(text, self.language, self.voice, self.routine.header.say)
        return Speak(utterance, sentences.plain(text), place, f"{self.occurrence(key)}/{index}")

    def pause(self, item: tree.Pause, key: Key) -> None:
        self.beat = NO_FRAMES
        self.written(self.flexible(item.length, "pause", item.place, key))

    def move(self, item: tree.Move, key: Key) -> None:
        self.beat = NO_FRAMES
        self.written(self.flexible(item.length, "move", item.place, key))

    def hold(self, item: tree.Hold, key: Key) -> None:
        self.beat = NO_FRAMES
        self.written(self.flexible(item.length, "hold", item.place, key))

    def breath(self, item: tree.Breath, key: Key) -> None:
        self.due = None
        with self.structure(), self.again():
            turns = tuple(self.round(item, key, turn) for turn in range(item.rounds.most))
            self.rested = None
        self.parts.append(Turns(key, item.rounds.least, _natural(item.rounds), turns, "breath", item.place))
        self.begun = True

    def round(self, item: tree.Breath, key: Key, turn: int) -> tuple[Part, ...]:
        """One cycle; its phases end on the grid step that is nearest to their exact end since the first cycle."""
        at = turn * sum(length for _, length in item.phases)
        found: list[Slot] = []
        for index, (phase, length) in enumerate(item.phases):
            found.append(self.speak(words.breath(self.language, phase), item.place, (*key, turn), index))
            found.append(Fill(_between(at, at + length), "breath", item.place))
            at += length
        return (Stretch(tuple(found)),)

    def until(self, item: tree.Until, _key: Key) -> None:
        if self.repeated:
            raise self.fault(item.place, "until", "a time of the session comes only once", "write a pause instead")
        self.due = None
        self.close_stretch()
        self.parts.append(Anchor(item.time, item.place))
        self.rested, self.begun, self.beat = None, True, NO_FRAMES

    def beats(self, item: tree.Beat, _key: Key) -> None:
        end = self.beat + item.length
        self.written(Fill(_between(self.beat, end), "beat", item.place))
        self.beat = Frames(end)

    def play(self, item: tree.Play, key: Key) -> None:
        if item.under:
            self.slots.append(Sound(item.name, True, item.place))
            return
        self.flush()
        self.written(Sound(item.name, False, item.place))
        self.due, self.due_name = self.pace.sentence, f"{_dotted(key)}/after"

    def backdrop(self, item: tree.Backdrop, _key: Key) -> None:
        over = item.over if item.over is not None else USUAL_CROSSFADE
        self.slots.append(Change(item.name, item.change, over, item.place))

    # --- words ---

    def text(self, pieces: Sequence[tree.Piece], key: Key) -> str:
        text = ""
        for index, piece in enumerate(pieces):
            said = self.piece(piece, (*key, index))
            begins = isinstance(piece, tree.Variable) and text.rstrip()[-1:] in ("", ".", "!", "?", "…")
            text += said[:1].upper() + said[1:] if begins else said
        return text

    def piece(self, piece: tree.Piece, key: Key) -> str:
        match piece:
            case tree.Words():
                return piece.text.replace("*", "\\*")
            case tree.Emphasis():
                return f"*{self.text(piece.pieces, key)}*"
            case tree.Variable():
                return self.variable(piece)
            case tree.Choice():
                return self.choice(piece, key)

    def choice(self, piece: tree.Choice, key: Key) -> str:
        name = f"{_dotted(key)}@{self.words.coordinates}"
        pick = dice.throw_another(self.seed, name, len(piece.options), self.picked.get(key))
        self.picked[key] = pick
        self.provisional |= self.repeated and not self.known.values
        return self.text(piece.options[pick], (*key, pick))

    def variable(self, piece: tree.Variable) -> str:
        if piece.name in self.words.values:
            self.provisional |= piece.name == "rounds" and not self.known.values
            return self.words.values[piece.name]
        if piece.name in _TIMED:
            return self.timed(piece.name)
        known = ", ".join(sorted({*self.words.values, *_TIMED}))
        raise self.fault(piece.place, "unknown-variable", f"nothing fills in {{{piece.name}}} here", f"known: {known}")

    def timed(self, name: str) -> str:
        """A time of the fitted session, or a stand-in of like length until there is one."""
        self.provisional = True
        total = self.known.total or self.length or STAND_IN
        at = self.known.starts.get(self.speaking, Frames(total // 2))
        if name == "elapsed":
            return words.duration(self.language, at)
        if name == "remaining":
            return words.duration(self.language, total - at)
        later = [title for start, title in self.known.chapters if start > at]
        return later[0] if later else words.of(self.language).end

    # --- small things ---

    @contextmanager
    def again(self) -> Iterator[None]:
        outer, self.repeated = self.repeated, True
        yield
        self.repeated = outer

    def cautions(self, body: Sequence[tree.Node]) -> bool:
        """Whether a body says one of the header's cautions."""
        said = " ".join(_said(body).split()).lower()
        return any(" ".join(c.split()).lower() in said for c in self.routine.header.cautions)

    def occurrence(self, key: Key) -> str:
        return f"{_dotted(key)}@{self.words.coordinates}"

    def flexible(self, length: tree.Length, reason: str, place: Place, key: Key) -> Silence:
        natural = _middle(length)
        least, most = self.bounds(length, natural, reason)
        return Silence(natural, least, most, reason, place, name=_dotted(key))

    def bounds(self, length: tree.Length, natural: Frames, reason: str) -> tuple[Frames, Frames]:
        """The written bounds; where there is none the pace's, and never inside the natural length."""
        if length.fixed:
            return natural, natural
        least, most = round(natural * self.pace.shrink), round(natural * self.pace.stretch)
        if reason == "move":
            least, most = natural, natural * MOVE_GROWTH
        if reason == "hold":
            most = min(most, LONGEST_HOLD)
        least = length.least if length.least is not None else least
        most = length.most if length.most is not None else most
        return Frames(min(least, natural)), Frames(max(most, natural))

    def fault(self, place: Place, rule: str, message: str, hint: str) -> ScriptError:
        finding = Finding(place, rule, "error", message, hint)
        return ScriptError(f"{place}: {message}", findings=[finding], next_step=hint)


_NODES: dict[type, Callable[..., None]] = {
    tree.Heading: _Unfolder.heading,
    tree.Paragraph: _Unfolder.paragraph,
    tree.Note: _Unfolder.note,
    tree.Comment: _Unfolder.comment,
    tree.Repeat: _Unfolder.repeat,
    tree.Each: _Unfolder.each,
    tree.Optional: _Unfolder.optional,
    tree.From: _Unfolder.from_length,
    tree.Under: _Unfolder.under_length,
    tree.Work: _Unfolder.work,
    tree.Voiced: _Unfolder.voiced,
    tree.Include: _Unfolder.include,
}
_INLINE: dict[type, Callable[..., None]] = {
    tree.Say: _Unfolder.say,
    tree.Pause: _Unfolder.pause,
    tree.Move: _Unfolder.move,
    tree.Hold: _Unfolder.hold,
    tree.Breath: _Unfolder.breath,
    tree.Until: _Unfolder.until,
    tree.Beat: _Unfolder.beats,
    tree.Play: _Unfolder.play,
    tree.Backdrop: _Unfolder.backdrop,
}


_TIMED = ("elapsed", "next", "remaining")


def _natural(count: tree.Count) -> int:
    """The middle of a range of counts; halves go down."""
    return (count.least + count.most) // 2


def _middle(length: tree.Length) -> Frames:
    """The natural length as written, or the middle of its bounds."""
    if length.natural is not None:
        return length.natural
    bounds = [b for b in (length.least, length.most) if b is not None]
    return Frames(sum(bounds) // max(1, len(bounds)))


def _between(start: int, end: int) -> Frames:
    """The whole grid steps between two exact times, each taken to the nearest step."""
    return Frames(((end + GRID // 2) // GRID - (start + GRID // 2) // GRID) * GRID)


def _sizes(gap: tree.Gap) -> tuple[int, int, int]:
    return gap.natural, gap.least, gap.most


def _dotted(key: Key) -> str:
    return ".".join(map(str, key))


def _name(body: Sequence[tree.Node]) -> str:
    """The first heading or the first words of a body, for people."""
    for node in body:
        if isinstance(node, tree.Heading):
            return _first_words(node.pieces)
        if isinstance(node, tree.Paragraph):
            for item in node.items:
                if isinstance(item, tree.Say):
                    return _first_words(item.pieces)
        if inner := _name(getattr(node, "body", None) or ()):
            return inner
    return ""


def _first_words(pieces: tuple[tree.Piece, ...], limit: int = 32) -> str:
    text = " ".join(tree.plain(pieces).split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _said(body: Sequence[tree.Node]) -> str:
    """All plain words of a body."""
    return " ".join(tree.plain(say.pieces) for _, say in _says(body, ()))


def _ends_of(body: Sequence[tree.Node]) -> tuple[Key, ...]:
    """Where the first and the last words of a script stand."""
    found = [key for key, _ in _says(body, ())]
    return (found[0], found[-1]) if found else ()


def _says(body: Sequence[tree.Node], key: Key) -> Iterator[tuple[Key, tree.Say]]:
    for index, node in enumerate(body):
        if isinstance(node, tree.Paragraph):
            yield from (((*key, index), item) for item in node.items if isinstance(item, tree.Say))
        yield from _says(getattr(node, "body", None) or (), (*key, index))
