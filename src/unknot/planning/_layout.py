"""Chosen blocks, counts and steps to a timeline: every event with its first frame, exact to the frame."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from unknot.planning import _language
from unknot.planning._measurement import MeasuredSlot
from unknot.planning._score import (
    BackgroundSlot,
    BeatSlot,
    ChapterSlot,
    ChimeSlot,
    CueSlot,
    HoldCue,
    Key,
    NoteSlot,
    OptionalPart,
    Part,
    RepeatPart,
    RestSlot,
    SidesPart,
    SlotSequence,
    UntilPart,
)
from unknot.routine import NOWHERE, Utterance
from unknot.timeline import BackgroundSpan, Chapter, Chime, Cue, Event, Note, Rest, Timeline
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from unknot.planning._measurement import MeasuredScore, MeasuredSequence
    from unknot.planning._score import Score

SpokenKeys: TypeAlias = tuple[int, HoldCue, Frames]
"""Words in a rest: when they begin, and how long they take."""

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
class FitDecisions:
    """What a fitting has decided."""

    values: dict[Key, int]
    """How many turns; 1 and 0 for optional blocks."""
    steps: list[int]
    """By glue of the sheet."""
    close: Frames


@dataclass(frozen=True, slots=True)
class SkippedCue:
    """Words inside a hold that did not fit."""

    start: Frames
    """When the hold begins."""
    frames: Frames
    """How long the hold is."""
    speak: CueSlot


@dataclass(frozen=True, slots=True)
class WrittenSlot:
    """One slot as it was written."""

    path: tuple[int, ...]
    """Where it stands in the score: part, turn or side or nothing, part, … and its place in the line; () is the
    lead and the close."""
    laid: MeasuredSlot
    start: Frames
    end: Frames
    first: int
    """The index of its first event."""


@dataclass(slots=True)
class TimelineWriter:
    """Where the writing is, and what has been written."""

    score: Score
    sheet: MeasuredScore
    chosen: FitDecisions
    at: int = 0
    begun: bool = False
    timed: bool = True
    """Whether the times that the script names are kept."""
    events: list[Event] = field(default_factory=list)
    scene: BackgroundSpan = field(default_factory=lambda: BackgroundSpan(NO_FRAMES, NO_FRAMES, ""))
    last: CueSlot | None = None
    unsaid: list[SkippedCue] = field(default_factory=list)
    """Words inside holds that found no room."""
    added: list[Cue] = field(default_factory=list)
    """Lines that the program adds: announcements of long silences."""
    starts: dict[str, Frames] = field(default_factory=dict)
    """When each cue begins, by `Speak.key`."""
    trace: list[WrittenSlot] = field(default_factory=list)
    """Every slot in the order of the session."""

    @property
    def timeline(self) -> Timeline:
        """What has been written, as a timeline."""
        header = self.score.routine.header
        events = _with_spans(self.events, self.at, header.title)
        return Timeline(Frames(self.at), header.title, header.language, events)


def laid_out(score: Score, sheet: MeasuredScore, chosen: FitDecisions) -> TimelineWriter:
    """Everything that was chosen, written one behind the other."""
    pen = TimelineWriter(score, sheet, chosen)
    pen.scene = BackgroundSpan(NO_FRAMES, NO_FRAMES, score.routine.header.background or "")
    pen.events.append(pen.scene)
    write_from(pen, ())
    return pen


def write_from(pen: TimelineWriter, path: tuple[int, ...]) -> None:
    """Write everything from a place of the score on, and the close."""
    _parts(pen, pen.score.body, (), path)
    _begin(pen)
    _quietly(pen, pen.chosen.close, CLOSE, "close")


def _begin(pen: TimelineWriter) -> None:
    """Afterwards the lead has been written. Chapters, notes and scenes that stand before it begin with it."""
    if not pen.begun:
        pen.begun = True
        _quietly(pen, LEAD, LEAD, "lead")


def _quietly(pen: TimelineWriter, frames: Frames, natural: Frames, reason: str) -> None:
    """Write the lead or the close."""
    first, start = len(pen.events), Frames(pen.at)
    _rest(pen, frames, natural, reason)
    quiet = MeasuredSlot(RestSlot(natural, natural, natural, reason), frames)
    pen.trace.append(WrittenSlot((), quiet, start, Frames(pen.at), first))


def _rest(pen: TimelineWriter, frames: int, natural: int, reason: str, slot: RestSlot | BeatSlot | None = None) -> None:
    if frames:
        place = slot.place if slot is not None else NOWHERE
        least, most = (slot.least, slot.most) if isinstance(slot, RestSlot) else (None, None)
        pen.events.append(Rest(Frames(pen.at), Frames(frames), Frames(natural), reason, place, least, most))
        pen.at += frames


def _parts(pen: TimelineWriter, parts: tuple[Part, ...], path: tuple[int, ...], begin: tuple[int, ...]) -> None:
    """Write parts, which stand at `path`, from the place `begin` inside them."""
    since = begin[0] if begin else 0
    for index in range(since, len(parts)):
        _part(pen, parts[index], (*path, index), begin[1:] if index == since else ())


def _part(pen: TimelineWriter, part: Part, path: tuple[int, ...], begin: tuple[int, ...]) -> None:
    match part:
        case SlotSequence():
            _line(pen, pen.sheet.lines[id(part)], path, begin[0] if begin else 0)
        case UntilPart():
            _begin(pen)
            _anchor(pen, part, path)
        case OptionalPart() if pen.chosen.values.get(part.key, 1):
            _parts(pen, part.body, path, begin)
        case RepeatPart():
            _bodies(pen, part.turns[: pen.chosen.values.get(part.key, part.natural)], path, begin)
        case SidesPart():
            _bodies(pen, part.sides, path, begin)
        case _:
            pass


def _bodies(
    pen: TimelineWriter, bodies: tuple[tuple[Part, ...], ...], path: tuple[int, ...], begin: tuple[int, ...]
) -> None:
    since = begin[0] if begin else 0
    for index in range(since, len(bodies)):
        _parts(pen, bodies[index], (*path, index), begin[1:] if index == since else ())


def _line(pen: TimelineWriter, line: MeasuredSequence, path: tuple[int, ...], since: int) -> None:
    for index in range(since, len(line.laid)):
        _write_slot(pen, line.laid[index], (*path, index))


def _write_slot(pen: TimelineWriter, laid: MeasuredSlot, path: tuple[int, ...]) -> None:
    """Write one slot."""
    if not isinstance(laid.slot, ChapterSlot | NoteSlot | BackgroundSlot):
        _begin(pen)
    start, first = Frames(pen.at), len(pen.events)
    _write(pen, laid)
    pen.trace.append(WrittenSlot(path, laid, start, Frames(pen.at), first))


def _write(pen: TimelineWriter, laid: MeasuredSlot) -> None:
    start, slot = Frames(pen.at), laid.slot
    if not pen.begun:
        start = NO_FRAMES
    match slot:
        case None | RestSlot() | BeatSlot():
            _quiet(pen, laid)
        case CueSlot():
            _cue(pen, slot, start, Frames(laid.frames))
        case ChimeSlot():
            pen.events.append(Chime(start, Frames(laid.frames), slot.name, slot.under, slot.place))
            pen.at += laid.frames
        case ChapterSlot():
            pen.events.append(Chapter(start, NO_FRAMES, slot.title, slot.level, slot.place))
        case NoteSlot():
            pen.events.append(Note(start, NO_FRAMES, slot.text, slot.place))
        case BackgroundSlot():
            _change(pen, slot, start)


def _quiet(pen: TimelineWriter, laid: MeasuredSlot) -> None:
    slot = laid.slot
    if isinstance(slot, RestSlot):
        steps = pen.chosen.steps[laid.glue] if laid.glue >= 0 else 0
        _silence(pen, slot, laid, laid.frames + steps * GRID)
    elif isinstance(slot, BeatSlot):
        _rest(pen, laid.frames, laid.frames, slot.reason, slot)
    else:
        _rest(pen, laid.frames, laid.frames, "even")


def _change(pen: TimelineWriter, slot: BackgroundSlot, start: Frames) -> None:
    name = pen.scene.name if slot.name is None else slot.name
    pen.scene = BackgroundSpan(start, NO_FRAMES, name, slot.change, slot.over if start else NO_FRAMES, slot.place)
    if not start:
        pen.events = [e for e in pen.events if not isinstance(e, BackgroundSpan)]
    pen.events.append(pen.scene)


def _cue(pen: TimelineWriter, slot: CueSlot, start: Frames, frames: Frames) -> None:
    pen.events.append(Cue(start, frames, slot.utterance, slot.text, slot.place))
    pen.starts[slot.key] = start
    pen.last = slot
    pen.at = start + frames


def _anchor(pen: TimelineWriter, anchor: UntilPart, path: tuple[int, ...]) -> None:
    frames = on_grid(anchor.time) - pen.at
    if frames > 0 and pen.timed:  # it is past only where a listener has made the session longer
        quiet = RestSlot(Frames(frames), Frames(frames), Frames(frames), "until", anchor.place)
        _write_slot(pen, MeasuredSlot(quiet, frames), path)


# --- words inside a rest ----------------------------------------------------------------------------------------


def _silence(pen: TimelineWriter, slot: RestSlot, laid: MeasuredSlot, frames: int) -> None:
    """Write a rest, cut around the words that fit into it."""
    room = _Room(Frames(pen.at), Frames(frames), slot, tuple(zip(slot.inside, laid.inside, strict=True)))
    found = _placed(pen, room)
    first = found[0][0] if found else room.end
    _write_room(pen, room, _announced(pen, room, first) + found)


@dataclass(frozen=True, slots=True)
class _Room:
    """A rest with a length, and the words that want to be said in it, with how long they take."""

    start: Frames
    frames: Frames
    slot: RestSlot
    inside: tuple[tuple[HoldCue, Frames], ...]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + self.frames


def _write_room(pen: TimelineWriter, room: _Room, said: list[SpokenKeys]) -> None:
    """Write a rest, cut around words."""
    slot = room.slot
    if not said:
        _rest(pen, room.frames, slot.natural, slot.reason, slot)
        return
    piece = BeatSlot(NO_FRAMES, slot.reason, slot.place)  # pieces keep their length: bounds are those of the whole
    for start, inside, length in said:
        _rest(pen, start - pen.at, start - pen.at, slot.reason, piece)
        _cue(pen, inside.speak, Frames(start), length)
    _rest(pen, room.end - pen.at, room.end - pen.at, slot.reason, piece)


def _placed(pen: TimelineWriter, room: _Room) -> list[SpokenKeys]:
    """The words inside a rest that fit, in order, with where they begin.

    Those told from the end come first, then those from the beginning, then the half. Each needs to stand inside the
    rest, a second away from those taken before it.
    """
    taken: list[SpokenKeys] = []
    for inside, clip in sorted(room.inside, key=lambda pair: _rank(pair[0])):
        start, length = _start(inside.at, room.start, room.frames), on_grid(clip)
        free = all(start >= s + n + APART or start + length + APART <= s for s, _, n in taken)
        if free and start >= room.start and start + length <= room.end:
            taken.append((start, inside, length))
        else:
            pen.unsaid.append(SkippedCue(room.start, room.frames, inside.speak))
    return sorted(taken, key=lambda one: one[0])


def _announced(pen: TimelineWriter, room: _Room, first: int) -> list[SpokenKeys]:
    """The line that announces a long silence, unless what was said last has announced it."""
    header = pen.score.routine.header
    if first - pen.at < LONG or (pen.last is not None and _language.announces(header.language, pen.last.text)):
        return []
    line = _language.announcement(header.language, room.frames, work=room.slot.reason in ("hold", "move"))
    asked = Utterance(line, header.language, header.voice, header.say)
    if pen.last is not None:
        asked = replace(pen.last.utterance, text=line)
    start, length = _start(ANNOUNCED_AFTER, room.start, room.frames), on_grid(pen.sheet.clip(asked))
    pen.added.append(Cue(Frames(start), length, asked, line, room.slot.place))
    return [(start, HoldCue(ANNOUNCED_AFTER, CueSlot(asked, line, room.slot.place)), length)]


def _rank(inside: HoldCue) -> int:
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
    following: dict[type, int] = {Chapter: end, BackgroundSpan: end, Note: end}
    spanned: list[Event] = []
    for event in reversed(events):
        if isinstance(event, Chapter | BackgroundSpan | Note):
            until = following[type(event)]
            if isinstance(event, Note):  # a note before a heading is shown in the chapter that it announces
                until = min([until, *(s.start for s in spanned if isinstance(s, Chapter) and s.start > event.start)])
            following[type(event)] = event.start
            event = replace(event, frames=Frames(until - event.start))
        spanned.append(event)
    return tuple(reversed(spanned))
