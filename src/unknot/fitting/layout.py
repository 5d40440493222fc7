"""Chosen blocks, counts and steps to a timeline: every event with its first frame, exact to the frame."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unknot.fitting import words
from unknot.fitting.lines import Laid
from unknot.fitting.score import (
    Anchor,
    Change,
    Fill,
    Inside,
    Key,
    Option,
    Part,
    Shown,
    Sides,
    Silence,
    Sound,
    Speak,
    Stretch,
    Title,
    Turns,
)
from unknot.routine import NOWHERE, Utterance
from unknot.timeline import Caption, Chapter, Chime, Cue, Event, Rest, Scene, Timeline
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from unknot.fitting.lines import Line, Sheet
    from unknot.fitting.score import Score

LEAD = Frames(3 * SAMPLE_RATE)
"""Background before the first words: a whole number of grid steps."""
CLOSE = Frames(10 * SAMPLE_RATE)
"""Background after the last words, with the fade-out."""
APART = Frames(SAMPLE_RATE)
"""The least silence between two lines inside a hold."""
LONG = Frames(60 * SAMPLE_RATE)
"""A silence of this length or more is announced."""
ANNOUNCED_AFTER = Frames(3 * SAMPLE_RATE // 2)
"""From the beginning of the silence to its announcement."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a fitting has decided."""

    values: dict[Key, int]
    """How many turns; 1 and 0 for optional blocks."""
    steps: list[int]
    """By glue of the sheet."""
    close: Frames


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Words inside a hold that did not fit."""

    start: Frames
    """When the hold begins."""
    frames: Frames
    """How long the hold is."""
    speak: Speak


@dataclass(slots=True)
class Layout:
    """Where the writing is, and what has been written."""

    score: Score
    sheet: Sheet
    chosen: Chosen
    at: int = 0
    begun: bool = False
    events: list[Event] = field(default_factory=list)
    scene: Scene = field(default_factory=lambda: Scene(NO_FRAMES, NO_FRAMES, ""))
    last: Speak | None = None
    unsaid: list[Unsaid] = field(default_factory=list)
    """Words inside holds that found no room."""
    added: list[Cue] = field(default_factory=list)
    """Lines that the program adds: announcements of long silences."""
    starts: dict[str, Frames] = field(default_factory=dict)
    """When each cue begins, by `Speak.key`."""

    @property
    def timeline(self) -> Timeline:
        """What has been written, as a timeline."""
        header = self.score.routine.header
        events = _with_spans(self.events, self.at, header.title)
        return Timeline(Frames(self.at), header.title, header.language, events)


def laid_out(score: Score, sheet: Sheet, chosen: Chosen) -> Layout:
    """Everything that was chosen, written one behind the other."""
    pen = Layout(score, sheet, chosen)
    pen.scene = Scene(NO_FRAMES, NO_FRAMES, score.routine.header.background or "")
    pen.events.append(pen.scene)
    _parts(pen, score.body)
    _begin(pen)
    _rest(pen, chosen.close, CLOSE, "close")
    return pen


def _begin(pen: Layout) -> None:
    """Afterwards the lead has been written. Chapters, notes and scenes that stand before it begin with it."""
    if not pen.begun:
        pen.begun = True
        _rest(pen, LEAD, LEAD, "lead")


def _rest(pen: Layout, frames: int, natural: int, reason: str, slot: Silence | Fill | None = None) -> None:
    if frames:
        place = slot.place if slot is not None else NOWHERE
        least, most = (slot.least, slot.most) if isinstance(slot, Silence) and not slot.inside else (None, None)
        pen.events.append(Rest(Frames(pen.at), Frames(frames), Frames(natural), reason, place, least, most))
        pen.at += frames


def _parts(pen: Layout, parts: tuple[Part, ...]) -> None:
    for part in parts:
        match part:
            case Stretch():
                _line(pen, pen.sheet.lines[id(part)])
            case Option() if pen.chosen.values.get(part.key, 1):
                _parts(pen, part.body)
            case Turns():
                for turn in part.turns[: pen.chosen.values.get(part.key, part.natural)]:
                    _parts(pen, turn)
            case Sides():
                for side in part.sides:
                    _parts(pen, side)
            case Anchor():
                _begin(pen)
                _anchor(pen, part)
            case _:
                pass


def _line(pen: Layout, line: Line) -> None:
    for laid in line.laid:
        if not isinstance(laid.slot, Title | Shown | Change):
            _begin(pen)
        _write(pen, laid)


def _write(pen: Layout, laid: Laid) -> None:
    start, slot = Frames(pen.at), laid.slot
    if not pen.begun:
        start = NO_FRAMES
    match slot:
        case None | Silence() | Fill():
            _quiet(pen, laid)
        case Speak():
            _cue(pen, slot, start, Frames(laid.frames))
        case Sound():
            pen.events.append(Chime(start, Frames(laid.frames), slot.name, slot.under, slot.place))
            pen.at += laid.frames
        case Title():
            pen.events.append(Chapter(start, NO_FRAMES, slot.title, slot.level, slot.place))
        case Shown():
            pen.events.append(Caption(start, NO_FRAMES, slot.text, slot.place))
        case Change():
            _change(pen, slot, start)


def _quiet(pen: Layout, laid: Laid) -> None:
    slot = laid.slot
    if isinstance(slot, Silence):
        steps = pen.chosen.steps[laid.glue] if laid.glue >= 0 else 0
        _silence(pen, slot, laid, laid.frames + steps * GRID)
    elif isinstance(slot, Fill):
        _rest(pen, laid.frames, laid.frames, slot.reason, slot)
    else:
        _rest(pen, laid.frames, laid.frames, "even")


def _change(pen: Layout, slot: Change, start: Frames) -> None:
    name = pen.scene.name if slot.name is None else slot.name
    pen.scene = Scene(start, NO_FRAMES, name, slot.change, slot.over if start else NO_FRAMES, slot.place)
    if not start:
        pen.events = [e for e in pen.events if not isinstance(e, Scene)]
    pen.events.append(pen.scene)


def _cue(pen: Layout, slot: Speak, start: Frames, frames: Frames) -> None:
    pen.events.append(Cue(start, frames, slot.utterance, slot.text, slot.place))
    pen.starts[slot.key] = start
    pen.last = slot
    pen.at = start + frames


def _anchor(pen: Layout, anchor: Anchor) -> None:
    frames = on_grid(anchor.time) - pen.at
    quiet = Silence(Frames(frames), Frames(frames), Frames(frames), "until", anchor.place)
    _silence(pen, quiet, Laid(quiet, frames), frames)


# --- words inside a rest ----------------------------------------------------------------------------------------


def _silence(pen: Layout, slot: Silence, laid: Laid, frames: int) -> None:
    """Write a rest, cut around the words that fit into it."""
    end, whole = pen.at + frames, True
    for start, inside, length in _fitting(pen, slot, laid, frames):
        _rest(pen, start - pen.at, start - pen.at, slot.reason, slot)
        _cue(pen, inside.speak, Frames(start), length)
        whole = False
    _rest(pen, end - pen.at, laid.frames if whole else end - pen.at, slot.reason, slot)


def _fitting(pen: Layout, slot: Silence, laid: Laid, frames: int) -> list[tuple[int, Inside, Frames]]:
    """The words inside a rest that fit, in order, with where they begin.

    Those told from the end come first, then those from the beginning, then the half. Each needs to stand inside the
    rest, a second away from those taken before it. A minute of silence before the first of them is announced.
    """
    taken: list[tuple[int, Inside, Frames]] = []
    ranked = sorted(zip(slot.inside, laid.inside, strict=True), key=lambda pair: _rank(pair[0]))
    for inside, clip in ranked:
        start, length = _start(inside.at, pen.at, frames), on_grid(clip)
        free = all(start >= s + n + APART or start + length + APART <= s for s, _, n in taken)
        if free and start >= pen.at and start + length <= pen.at + frames:
            taken.append((start, inside, length))
        else:
            pen.unsaid.append(Unsaid(Frames(pen.at), Frames(frames), inside.speak))
    taken.sort(key=lambda one: one[0])
    first = taken[0][0] if taken else pen.at + frames
    return _announced(pen, slot, frames, first) + taken


def _announced(pen: Layout, slot: Silence, frames: int, first: int) -> list[tuple[int, Inside, Frames]]:
    """The line that announces a long silence, unless what was said last has announced it."""
    language = pen.score.routine.header.language
    if first - pen.at < LONG or (pen.last is not None and words.announces(language, pen.last.text)):
        return []
    line = words.announcement(language, frames, work=slot.reason in ("hold", "move"))
    asked = Utterance(line, language, pen.score.routine.header.voice, pen.score.routine.header.say)
    if pen.last is not None:
        asked = replace(pen.last.utterance, text=line)
    start = _start(ANNOUNCED_AFTER, pen.at, frames)
    pen.added.append(Cue(Frames(start), on_grid(pen.sheet.clip(asked)), asked, line, slot.place))
    return [(start, Inside(ANNOUNCED_AFTER, Speak(asked, line, slot.place)), on_grid(pen.sheet.clip(asked)))]


def _rank(inside: Inside) -> int:
    return 2 if inside.at is None else 0 if inside.at < 0 else 1


def _start(at: Frames | None, begin: int, frames: int) -> int:
    """The grid step nearest to where the words should begin."""
    exact = begin + (frames // 2 if at is None else at if at >= 0 else frames + at)
    return (exact + GRID // 2) // GRID * GRID


# --- chapters, notes and scenes reach to the next ---------------------------------------------------------------


def _with_spans(events: list[Event], end: int, title: str) -> tuple[Event, ...]:
    """The events with the lengths of chapters, notes and scenes, and a chapter at frame 0."""
    if not any(isinstance(e, Chapter) and e.start == 0 for e in events):
        events = [Chapter(NO_FRAMES, NO_FRAMES, title), *events]
    following: dict[type, int] = {Chapter: end, Scene: end, Caption: end}
    spanned: list[Event] = []
    for event in reversed(events):
        if isinstance(event, Chapter | Scene | Caption):
            until = following[type(event)]
            if isinstance(event, Caption):  # a note before a heading is shown in the chapter that it announces
                until = min([until, *(s.start for s in spanned if isinstance(s, Chapter) and s.start > event.start)])
            following[type(event)] = event.start
            event = replace(event, frames=Frames(until - event.start))
        spanned.append(event)
    return tuple(reversed(spanned))
