"""The place of a cue, found again in another session of the same script: of another length, or of the edited script."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.planning._plan import items_of, laid_out, mark_at
from unknot.timeline import BackgroundSpan, Chapter, Chime, Cue, Rest
from unknot.units import GRID, NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.planning._fit import Fit
    from unknot.planning._plan import Mark, PlanItem
    from unknot.timeline import Timeline


@dataclass(frozen=True, slots=True)
class CuePlace:
    """Names a cue so that other sessions of its script find it."""

    name: str
    """`Cue.occurrence`; for a cue that the program has added, the name of the last cue of the script before it."""
    after: int
    """How many cues after the one of that name: 0, or more for a cue that the program has added."""
    words: str
    """A digest of its words, for a script that was edited since."""
    share: float
    """The share of the session that is before it, from 0 to 1."""


def place_of(timeline: Timeline, cue: Cue) -> CuePlace:
    """The place of a cue of a timeline."""
    before = [one for one in timeline.cues if one.start <= cue.start]
    named = [index for index, one in enumerate(before) if one.occurrence]
    last = named[-1] if named else -1
    name = before[last].occurrence if named else ""
    return CuePlace(name, len(before) - 1 - last, _digest(cue.text), cue.start / max(1, timeline.frames))


def find_place(fit: Fit, place: CuePlace, *, edited: bool = False) -> int:
    """The index of the item of a session with which that place begins, or what comes next in the script.

    With `edited` the lines of the script are others: the cue with the same words that is nearest, else the same share
    of the session.
    """
    cues = [(index, item.event) for index, item in enumerate(items_of(fit.timeline)) if isinstance(item.event, Cue)]
    if edited:
        same = [(index, cue) for index, cue in cues if _digest(cue.text) == place.words]
        return _nearest(same or cues, place.share * fit.timeline.frames)
    if not place.name:
        return cues[min(place.after - 1, len(cues) - 1)][0]
    order = {cue.occurrence: number for number, cue in enumerate(fit.score.cues) if cue.occurrence}
    if place.name not in order:
        return _by_line(cues, place, fit.timeline)
    return _by_order(cues, order, place)


def find_chapter(timeline: Timeline, word: str) -> int:
    """The index of the item with which a chapter begins: its number from 1, its title or how only it begins.

    Capital letters do not matter.

    Raises:
        UsageError: There is no such chapter, or there are several. The next step names the nearest, and all.
    """
    found = [(i, mark) for i, item in enumerate(items_of(timeline)) for mark in item.marks if isinstance(mark, Chapter)]
    wanted = word.strip().casefold()
    if wanted.isdecimal() and 0 < int(wanted) <= len(found):
        return found[int(wanted) - 1][0]
    whole = [index for index, chapter in found if chapter.title.casefold() == wanted]
    begun = [index for index, chapter in found if wanted and chapter.title.casefold().startswith(wanted)]
    if whole or len(begun) == 1:
        return (whole or begun)[0]
    raise _no_chapter(word, [chapter.title for _, chapter in found], several=len(begun) > 1)


@dataclass(frozen=True, slots=True)
class ChapterPart:
    """A chapter of a session as a session of its own."""

    timeline: Timeline
    """From frame 0, as long as the chapter with those below it, to the step of the grid.

    Its title names the session and the chapter.
    """
    number: int
    """The number of the chapter in the session, from 1."""


def chapter_part(timeline: Timeline, word: str) -> ChapterPart:
    """The chapter that `find_chapter` finds, with the background that sounds there.

    Raises:
        UsageError: As from `find_chapter`.
    """
    items, first = items_of(timeline), find_chapter(timeline, word)
    begin = items[first]
    chapter = next(mark for mark in begin.marks if isinstance(mark, Chapter))
    ends = (n for n in range(first + 1, len(items)) if _begins(items[n], chapter.level))
    background = mark_at(items, first, BackgroundSpan)
    marks: list[Mark] = [mark for mark in begin.marks if not isinstance(mark, BackgroundSpan)]
    if isinstance(background, BackgroundSpan):
        marks = [replace(background, over=NO_FRAMES), *marks]
    end = next(ends, len(items))
    part = laid_out(timeline, _on_grid((replace(begin, marks=tuple(marks)), *items[first + 1 : end]), timeline.frames))
    number = 1 + sum(one.start < chapter.start for one in timeline.chapters)
    return ChapterPart(replace(part, title=f"{timeline.title}: {chapter.title}"), number)


def _on_grid(items: Sequence[PlanItem], end: Frames) -> tuple[PlanItem, ...]:
    """The items from the step of the grid before the first one to the step before the end of the last one.

    Less than a step of silence moves from the end of a chapter to the beginning of the next, so that cues stay on the
    grid. The last chapter ends with the session, at `end`.
    """
    first, last = items[0].event, items[-1].event
    over = 0 if last.start + last.frames == end else (last.start + last.frames) % GRID
    result = [*items[:-1], replace(items[-1], event=_longer(last, -over))]
    return (replace(result[0], event=_longer(result[0].event, first.start % GRID)), *result[1:])


def _longer(event: Cue | Rest | Chime, by: int) -> Cue | Rest | Chime:
    return replace(event, frames=Frames(event.frames + by)) if by else event


def _begins(item: PlanItem, level: int) -> bool:
    return any(isinstance(mark, Chapter) and mark.level <= level for mark in item.marks)


def _no_chapter(word: str, titles: Sequence[str], *, several: bool) -> UsageError:
    known = ", ".join(f"{number} {title}" for number, title in enumerate(titles, 1))
    close = get_close_matches(word, titles, n=1, cutoff=0.5)
    step = f"did you mean {close[0]}? The chapters are {known}" if close else f"the chapters are {known}"
    message = f"several chapters begin with {word!r}" if several else f"there is no chapter {word!r}"
    return UsageError(message, next_step=step)


def _by_order(cues: Sequence[tuple[int, Cue]], order: dict[str, int], place: CuePlace) -> int:
    """The cue of that name, or the next one of the script that is in the session; the last cue where there is none."""
    wanted = order[place.name]
    later = (n for n, (_, cue) in enumerate(cues) if order.get(cue.occurrence, -1) >= wanted)
    found = next(later, len(cues) - 1)
    index, cue = cues[found]
    if cue.occurrence != place.name or not place.after:
        return index
    added = cues[found + 1 : found + 1 + place.after]
    if len(added) == place.after and not any(one.occurrence for _, one in added):
        return added[-1][0]
    return index + 1  # the rest of which the added words were a part


def _by_line(cues: Sequence[tuple[int, Cue]], place: CuePlace, timeline: Timeline) -> int:
    """The next cue in the script, in the same turn and side if there is one."""
    file, at, turn = _parts(place.name)
    named = [(index, *_parts(cue.occurrence)) for index, cue in cues if cue.occurrence]
    later = [(index, of) for index, source, line, of in named if source == file and line > at]
    same = [index for index, of in later if of == turn] or [index for index, _ in later]
    return same[0] if same else _nearest(cues, place.share * timeline.frames)


def _parts(name: str) -> tuple[str, tuple[int, int, int], str]:
    """The file, the line with its column and the number of the sentence, and the turns and sides of a cue's name."""
    start, _, occurrence = name.rpartition("@")
    file, line, column = start.rsplit(":", 2)
    turn, _, sentence = occurrence.partition("#")[0].rpartition("/")
    return file, (int(line), int(column), int(sentence)), turn


def _nearest(cues: Sequence[tuple[int, Cue]], at: float) -> int:
    return min(cues, key=lambda pair: abs(pair[1].start - at))[0]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
