"""The timeline written from the decisions of a fit: every event with its first frame, exact to the frame."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from unknot.errors import VoiceError
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
from unknot.timeline import BackgroundSpan, Chapter, Chime, Cue, Event, Note, Rest, Timeline, until_next
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames, nearest_on_grid, on_grid

if TYPE_CHECKING:
    from unknot.planning._measurement import MeasuredScore
    from unknot.planning._score import Score

PlacedCue: TypeAlias = tuple[int, HoldCue, Frames]
"""A cue in a rest: its first frame, the cue, its length."""

LEAD = Frames(3 * SAMPLE_RATE)
"""Background before the first words: a whole number of grid steps."""
CLOSE = Frames(10 * SAMPLE_RATE)
"""Background after the last words, with the fade-out."""
APART = Frames(SAMPLE_RATE)
"""The shortest silence between two cues inside a hold."""
LONG = Frames(60 * SAMPLE_RATE)
"""A silence of this length or more is announced."""
ANNOUNCED_AFTER = Frames(3 * SAMPLE_RATE // 2)
"""From the beginning of the silence to its announcement."""


@dataclass(frozen=True, slots=True)
class FitDecisions:
    """What a fit has decided."""

    values: dict[Key, int]
    """How many turns; 1 and 0 for optional blocks."""
    steps: list[int]
    """Grid steps by which each glue of the measured score changes."""
    close: Frames


@dataclass(frozen=True, slots=True)
class SkippedCue:
    """A cue inside a hold that did not fit into it."""

    start: Frames
    """When the hold begins."""
    frames: Frames
    """How long the hold is."""
    cue: CueSlot


@dataclass(frozen=True, slots=True)
class WrittenSlot:
    """One slot as it was written."""

    path: tuple[int, ...]
    """Its place in the score: part, turn or side or nothing, part, … and its index in the sequence; () is the lead-in
    or the close."""
    measured: MeasuredSlot
    start: Frames
    end: Frames
    first: int
    """The index of its first event."""


@dataclass(frozen=True, slots=True)
class _RestSpace:
    """A rest with its fitted length, and the cues to be placed in it."""

    start: Frames
    frames: Frames
    slot: RestSlot
    cues: tuple[tuple[HoldCue, Frames], ...]
    """Each with its length."""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + self.frames


@dataclass(slots=True)
class TimelineWriter:
    """Writes the events of a session one after the other. Its fields are what has been written so far."""

    score: Score
    measured: MeasuredScore
    decisions: FitDecisions
    at: int = 0
    """The frame at which the next event begins."""
    begun: bool = False
    """Whether the lead-in has been written."""
    early: int = 0
    """Frames from the time of an `until` to the next step of the grid. A chime there begins at the time itself."""
    keeps_times: bool = True
    """Whether the times that the script names are kept."""
    events: list[Event] = field(default_factory=list)
    background: BackgroundSpan = field(default_factory=lambda: BackgroundSpan(NO_FRAMES, NO_FRAMES, ""))
    """The last background."""
    last_cue: CueSlot | None = None
    skipped: list[SkippedCue] = field(default_factory=list)
    added: list[Cue] = field(default_factory=list)
    """Cues that the program adds: announcements of long silences."""
    starts: dict[str, Frames] = field(default_factory=dict)
    """When each cue begins, by `CueSlot.key`."""
    written: list[WrittenSlot] = field(default_factory=list)
    """Every slot in the order of the session."""

    @property
    def timeline(self) -> Timeline:
        """What has been written. Its first chapter has the title of the session unless a heading begins at frame 0."""
        header, events = self.score.routine.header, self.events
        if not any(isinstance(event, Chapter) and event.start == 0 for event in events):
            events = [Chapter(NO_FRAMES, NO_FRAMES, header.title), *events]
        return Timeline(Frames(self.at), header.title, header.language, until_next(events, self.at))

    # --- parts ---

    def write_parts(self, parts: tuple[Part, ...], path: tuple[int, ...], begin: tuple[int, ...]) -> None:
        """Write the parts at `path`, from the place `begin` inside them."""
        since = begin[0] if begin else 0
        for index in range(since, len(parts)):
            self._part(parts[index], (*path, index), begin[1:] if index == since else ())

    def _part(self, part: Part, path: tuple[int, ...], begin: tuple[int, ...]) -> None:
        match part:
            case SlotSequence():
                slots = self.measured.sequences[id(part)].slots
                for index in range(begin[0] if begin else 0, len(slots)):
                    self._slot(slots[index], (*path, index))
            case UntilPart():
                self.begin()
                self._until(part, path)
            case OptionalPart() if self.decisions.values.get(part.key, 1):
                self.write_parts(part.body, path, begin)
            case RepeatPart():
                self._bodies(part.turns[: self.decisions.values.get(part.key, part.natural)], path, begin)
            case SidesPart():
                self._bodies(part.sides, path, begin)
            case _:
                pass

    def _bodies(self, bodies: tuple[tuple[Part, ...], ...], path: tuple[int, ...], begin: tuple[int, ...]) -> None:
        since = begin[0] if begin else 0
        for index in range(since, len(bodies)):
            self.write_parts(bodies[index], (*path, index), begin[1:] if index == since else ())

    def _until(self, until: UntilPart, path: tuple[int, ...]) -> None:
        frames = on_grid(until.time) - self.at
        if frames > 0 and self.keeps_times:  # the time can be past where the listener has made the session longer
            early = min(frames, on_grid(until.time) - until.time)
            rest = RestSlot(Frames(frames), Frames(frames), Frames(frames), "until", until.place)
            self._slot(MeasuredSlot(rest, frames - early), path)
            self.early = early

    # --- slots ---

    def begin(self) -> None:
        """Afterwards the lead-in has been written. Chapters, notes and backgrounds before it begin at frame 0."""
        if not self.begun:
            self.begun = True
            self.edge(LEAD, LEAD, "lead")

    def edge(self, frames: Frames, natural: Frames, reason: str) -> None:
        """Write the lead-in or the close."""
        self._to_grid()
        first, start = len(self.events), Frames(self.at)
        self._rest(frames, natural, reason)
        slot = MeasuredSlot(RestSlot(natural, natural, natural, reason), frames)
        self.written.append(WrittenSlot((), slot, start, Frames(self.at), first))

    def _slot(self, measured: MeasuredSlot, path: tuple[int, ...]) -> None:
        if not isinstance(measured.slot, ChapterSlot | NoteSlot | BackgroundSlot):
            self.begin()
        if not isinstance(measured.slot, ChimeSlot):
            self._to_grid()
        start, first = Frames(self.at), len(self.events)
        self._events(measured)
        self._to_grid()
        self.written.append(WrittenSlot(path, measured, start, Frames(self.at), first))

    def _to_grid(self) -> None:
        """Afterwards the session is on the grid again, if an `until` ended before its step."""
        if self.early:
            early, self.early = Frames(self.early), 0
            self._rest(early, early, "even")

    def _events(self, measured: MeasuredSlot) -> None:
        slot, start = measured.slot, Frames(self.at) if self.begun else NO_FRAMES
        match slot:
            case RestSlot():
                steps = self.decisions.steps[measured.glue] if measured.glue >= 0 else 0
                self._rest_with_cues(slot, measured, measured.frames + steps * GRID)
            case BeatSlot():
                self._rest(measured.frames, measured.frames, slot.reason, slot)
            case None:
                self._rest(measured.frames, measured.frames, "even")
            case CueSlot():
                self._cue(slot, start, Frames(measured.frames))
            case ChimeSlot():
                self.events.append(Chime(start, Frames(measured.frames), slot.name, slot.under, slot.place))
                self.at += measured.frames
            case ChapterSlot():
                self.events.append(Chapter(start, NO_FRAMES, slot.title, slot.level, slot.place))
            case NoteSlot():
                self.events.append(Note(start, NO_FRAMES, slot.text, slot.place))
            case BackgroundSlot():
                self._background(slot, start)

    def _rest(self, frames: int, natural: int, reason: str, slot: RestSlot | BeatSlot | None = None) -> None:
        if frames:
            place = slot.place if slot is not None else NOWHERE
            least, most = (slot.least, slot.most) if isinstance(slot, RestSlot) else (None, None)
            self.events.append(Rest(Frames(self.at), Frames(frames), Frames(natural), reason, place, least, most))
            self.at += frames

    def _cue(self, slot: CueSlot, start: Frames, frames: Frames) -> None:
        self.events.append(Cue(start, frames, slot.utterance, slot.text, slot.place, slot.occurrence))
        self.starts[slot.key] = start
        self.last_cue = slot
        self.at = start + frames

    def _background(self, slot: BackgroundSlot, start: Frames) -> None:
        name = self.background.name if slot.name is None else slot.name
        over = slot.over if start else NO_FRAMES
        self.background = BackgroundSpan(start, NO_FRAMES, name, slot.change, over, slot.place)
        if not start:
            self.events = [e for e in self.events if not isinstance(e, BackgroundSpan)]
        self.events.append(self.background)

    # --- cues inside a rest ---

    def _rest_with_cues(self, slot: RestSlot, measured: MeasuredSlot, frames: int) -> None:
        """Write a rest, cut around the cues that fit into it."""
        cues = tuple(zip(slot.cues, measured.cue_frames, strict=True))
        space = _RestSpace(Frames(self.at), Frames(frames), slot, cues)
        placed = self._placed(space)
        placed = self._announcement(space, placed[0][0] if placed else space.end) + placed
        if not placed:
            self._rest(frames, slot.natural, slot.reason, slot)
            return
        piece = BeatSlot(NO_FRAMES, slot.reason, slot.place)  # a piece keeps its length: only the whole rest has bounds
        for start, cue, length in placed:
            self._rest(start - self.at, start - self.at, slot.reason, piece)
            self._cue(cue.cue, Frames(start), length)
        self._rest(space.end - self.at, space.end - self.at, slot.reason, piece)

    def _placed(self, space: _RestSpace) -> list[PlacedCue]:
        """The cues that fit into a rest, in order.

        Cues with a time from the end of the rest are placed first, then those from its beginning, then the one at its
        half. A cue fits if it is inside the rest and a second away from those placed before.
        """
        placed: list[PlacedCue] = []
        for cue, clip in sorted(space.cues, key=lambda pair: _rank(pair[0])):
            start, length = _start(cue.at, space), on_grid(clip)
            free = all(start >= s + n + APART or start + length + APART <= s for s, _, n in placed)
            if free and start >= space.start and start + length <= space.end:
                placed.append((start, cue, length))
            else:
                self.skipped.append(SkippedCue(space.start, space.frames, cue.cue))
        return sorted(placed, key=lambda one: one[0])

    def _announcement(self, space: _RestSpace, until: int) -> list[PlacedCue]:
        """The announcement of a silence that lasts until frame `until`.

        Empty where the silence is not long, where the last cue has announced it, where no voice can say it, and in a
        session that has no words.
        """
        header, last = self.score.routine.header, self.last_cue
        if (
            until - self.at < LONG
            or not self.score.cues
            or (last is not None and _language.announces(header.language, last.text))
        ):
            return []
        line = _language.announcement(header.language, space.frames, work=space.slot.reason in ("hold", "move"))
        utterance = Utterance(line, header.language, header.voice, header.say)
        if last is not None:
            utterance = replace(last.utterance, text=line)
        try:
            start, length = _start(ANNOUNCED_AFTER, space), on_grid(self.measured.clip(utterance))
        except VoiceError:  # a recorded voice has not this line: the silence is kept, without its announcement
            self.skipped.append(SkippedCue(space.start, space.frames, CueSlot(utterance, line, space.slot.place)))
            return []
        self.added.append(Cue(Frames(start), length, utterance, line, space.slot.place))
        return [(start, HoldCue(ANNOUNCED_AFTER, CueSlot(utterance, line, space.slot.place)), length)]


def write_timeline(score: Score, measured: MeasuredScore, decisions: FitDecisions) -> TimelineWriter:
    """A writer that has written the whole session."""
    background = BackgroundSpan(NO_FRAMES, NO_FRAMES, score.routine.header.background or "")
    writer = TimelineWriter(score, measured, decisions, events=[background], background=background)
    write_from(writer, ())
    return writer


def write_from(writer: TimelineWriter, path: tuple[int, ...]) -> None:
    """Write everything from a place of the score on, and the close."""
    writer.write_parts(writer.score.body, (), path)
    writer.begin()
    writer.edge(writer.decisions.close, CLOSE, "close")


def _rank(cue: HoldCue) -> int:
    return 2 if cue.at is None else 0 if cue.at < 0 else 1


def _start(at: Frames | None, space: _RestSpace) -> int:
    """The grid step nearest to where a cue in a rest should begin."""
    offset = space.frames // 2 if at is None else at if at >= 0 else space.frames + at
    return nearest_on_grid(space.start + offset)
