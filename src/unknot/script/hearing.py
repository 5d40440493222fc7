"""A routine as a listener meets it: words, silences and chapters in order, at their natural lengths.

From the tree lengths are estimated; from a timeline they are what will be heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot import routine as tree
from unknot import timeline as fitted
from unknot.fitting import estimate
from unknot.fitting.sentences import split
from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unknot.errors import Place
    from unknot.timeline import Timeline

MOST_HEARD: Final = 6_000
"""Events after which nobody listens on."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence or more, up to a tag."""

    text: str
    """As a person reads it; the longest of each choice."""
    every: str
    """The same with all the options of each choice, for rules about words."""
    frames: Frames
    place: Place
    inside: bool = False
    """Inside a hold, where it takes no time."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The voice is silent."""

    frames: Frames
    reason: str
    """As `timeline.Rest` names it."""
    place: Place


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading."""

    title: str
    place: Place


Heard: TypeAlias = Spoken | Quiet | Chapter


def hear(routine: tree.Routine) -> tuple[Heard, ...]:
    """What is heard of a routine at its natural length, lengths estimated."""
    listener = _Listener(routine)
    heard = []
    for event in listener.nodes(routine.body, {}):
        heard.append(event)
        if len(heard) == MOST_HEARD:
            break
    return tuple(heard)


def hear_timeline(timeline: Timeline) -> tuple[Heard, ...]:
    """What is heard of a fitted session."""
    return tuple(_of_event(e) for e in timeline.events if isinstance(e, (fitted.Cue, fitted.Rest, fitted.Chapter)))


def _of_event(event: fitted.Cue | fitted.Rest | fitted.Chapter) -> Heard:
    match event:
        case fitted.Cue():
            return Spoken(event.text, event.text, event.frames, event.place)
        case fitted.Rest():
            return Quiet(event.frames, event.reason, event.place)
        case _:
            return Chapter(event.title, event.place)


def natural(length: tree.Length) -> Frames:
    """A length at its natural size: as written, or in the middle."""
    if length.natural is not None:
        return length.natural
    return Frames(((length.least or 0) + (length.most or 0)) // 2)


class _Listener:
    """Walks the tree once, every side of an `each`, every `repeat` its middle count."""

    def __init__(self, routine: tree.Routine) -> None:
        self._pace: tree.Pace = tree.PACES[routine.header.pace]
        self._letter = estimate.letter(routine.header.voice.rate)

    def nodes(self, body: tuple[tree.Node, ...], names: Mapping[str, str]) -> Iterator[Heard]:
        for node in body:
            yield from self._node(node, names)

    def _node(self, node: tree.Node, names: Mapping[str, str]) -> Iterator[Heard]:
        match node:
            case tree.Paragraph():
                yield from self._paragraph(node, names)
            case tree.Heading():
                yield Chapter(text_of(node.pieces, names), node.place)
            case tree.Work():
                yield from self._work(node, names)
            case tree.Note() | tree.Comment():
                return
            case tree.Repeat():
                for turn in range((node.count.least + node.count.most) // 2):
                    yield from self.nodes(node.body, {**names, "round": str(turn + 1)})
            case tree.Each():
                for index, value in enumerate(node.values):
                    yield from self.nodes(node.body, {**names, **_sides(node, index, value)})
            case _:
                yield from self.nodes(node.body or (), names)

    def _paragraph(self, paragraph: tree.Paragraph, names: Mapping[str, str]) -> Iterator[Heard]:
        for item, following in zip(paragraph.items, (*paragraph.items[1:], None), strict=True):
            if isinstance(item, tree.Say):
                yield from self._say(item, names)
                if not isinstance(following, (tree.Pause, tree.Move, tree.Hold, tree.Breath, tree.Until)):
                    yield Quiet(self._pace.paragraph.natural, "gap", item.place)
            else:
                yield from self._tag(item)

    def _say(self, say: tree.Say, names: Mapping[str, str]) -> Iterator[Heard]:
        sentences = split(text_of(say.pieces, names))
        every = text_of(say.pieces, names, every=True)
        for index, sentence in enumerate(sentences):
            if index:
                yield Quiet(self._pace.sentence.natural, "gap", say.place)
            yield Spoken(sentence.text, every if not index else "", self._spoken(sentence.text), say.place)
        if not sentences:
            yield Spoken("", every, NO_FRAMES, say.place)

    def _spoken(self, text: str) -> Frames:
        return estimate.length(text, self._letter)

    def _tag(self, item: tree.Inline) -> Iterator[Heard]:
        match item:
            case tree.Pause(length) | tree.Move(length) | tree.Hold(length):
                yield Quiet(natural(length), type(item).__name__.lower(), item.place)
            case tree.Breath(phases, rounds):
                cycle = sum(length for _, length in phases)
                yield Quiet(Frames(cycle * ((rounds.least + rounds.most) // 2)), "breath", item.place)
            case tree.Until() | tree.Beat() | tree.Play() | tree.Backdrop() | tree.Say():
                return

    def _work(self, work: tree.Work, names: Mapping[str, str]) -> Iterator[Heard]:
        whole = natural(work.length)
        times = [(self._time(moment.at, whole), moment) for moment in work.moments]
        done = NO_FRAMES
        for at, moment in sorted((t for t in times if t[0] <= whole), key=lambda t: t[0]):
            yield Quiet(Frames(at - done), "hold", work.place)
            text = text_of(moment.pieces, names)
            every = text_of(moment.pieces, names, every=True)
            yield Spoken(text, every, self._spoken(text), moment.place, inside=True)
            done = at
        yield Quiet(Frames(whole - done), "hold", work.place)

    def _time(self, at: Frames | None, whole: Frames) -> Frames:
        if at is None:
            return Frames(whole // 2)
        return at if at >= 0 else Frames(max(0, whole + at))


def _sides(each: tree.Each, index: int, value: str) -> dict[str, str]:
    other = {f"{each.variable}.other": each.values[1 - index]} if len(each.values) == 2 else {}
    return {each.variable: value, **other}


def text_of(pieces: tuple[tree.Piece, ...], names: Mapping[str, str], *, every: bool = False) -> str:
    """The words as they are read; a name that only the fitting knows stands for one word."""
    return "".join(_piece(piece, names, every) for piece in pieces)


def _piece(piece: tree.Piece, names: Mapping[str, str], every: bool) -> str:
    match piece:
        case tree.Words(text):
            return text
        case tree.Emphasis(inner):
            return text_of(inner, names, every=every)
        case tree.Variable(name):
            return names.get(name, "some")
        case tree.Choice(options):
            texts = [text_of(option, names, every=every) for option in options]
            return " / ".join(texts) if every else max(texts, key=len)
