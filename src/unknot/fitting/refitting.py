"""A session that is being played, fitted again from where the listener is.

What has been played stays as it was, to the frame. A change takes place in the rest that is playing or at the next
grid step; then the rest of the session is fitted so that it ends when it should, or keeps its pauses. To end on time
first the pauses ahead are changed, then counts and blocks that have not begun; sides that have been begun keep the
other side's pauses as long as they can. What cannot end on time ends as near to it as it can, and the close is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from unknot.errors import ScriptError, UsageError
from unknot.fitting.fit import Draft, Fit, nearest_of
from unknot.fitting.layout import CLOSE, Chosen, Layout, Room, Step, announced, fitting, write, write_from, write_room
from unknot.fitting.lines import Laid
from unknot.fitting.remainder import Freedom, Remainder, line_at, missing, remainder
from unknot.fitting.score import Fill, Inside, Silence, Sound, Speak, Title
from unknot.fitting.solving import Solution, solver
from unknot.routine import NOWHERE
from unknot.timeline import Cue, Rest, Scene
from unknot.units import GRID, NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

BREATHER = Frames(SAMPLE_RATE // 2)
"""At least this long between words that are playing and their repetition."""
Path: TypeAlias = tuple[int, ...]
END: Path = (1 << 30,)
"""Behind everything that the score says."""
CROSSFADE = Frames(4 * SAMPLE_RATE)
"""To the background of a chapter that was skipped to."""


@dataclass(frozen=True, slots=True)
class EndRest:
    """End the rest that is playing now. While words play nothing changes."""


@dataclass(frozen=True, slots=True)
class More:
    """So much more time in the rest that is playing, or in the one that follows the words; less where negative."""

    frames: Frames


@dataclass(frozen=True, slots=True)
class Again:
    """Say the last cue again, and go on from there."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Go to a chapter, forward or back."""

    chapter: int
    """Its index in `timeline.chapters`."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Playing stood still for so long; what ends on time has that much less left."""

    frames: Frames


Change: TypeAlias = EndRest | More | Again | Skip | Paused


def refit(fit: Fit, played_until: Frames, change: Change | None = None, end: Frames | None = None) -> Fit:
    """The session from `played_until` on with a change, as `end` asks; before that it is what it was.

    Args:
        fit: The session as it is playing, from `fit` or an earlier `refit`.
        played_until: Frames of its timeline that have been played, or are on their way to the loudspeaker.
        change: What the listener asked for.
        end: The frame of the timeline at which the session should end. None keeps the pauses, and lets the end move.

    `late` of the result says by how much it ends after `end`; before it where negative.
    """
    if isinstance(change, Paused):
        end = None if end is None else Frames(end - change.frames)
        change = None
    pen, path = _changed(fit, played_until, change)
    pen.chosen, pen.timed = _decided(fit, path, pen.at, end)
    write_from(pen, path)
    return _as_fit(fit, pen, end)


def _as_fit(fit: Fit, pen: Layout, end: Frames | None) -> Fit:
    timeline, chosen = pen.timeline, pen.chosen
    old = fit.draft
    solution = Solution(chosen.values, old.solution.cost, chosen.steps, chosen.close, timeline.frames)
    report = replace(fit.report, frames=timeline.frames, asked=end)
    draft = Draft(old.score, old.sheet, old.solver, solution, pen)
    return Fit(fit.score, timeline, report, draft, Frames(0 if end is None else timeline.frames - end))


# --- what the listener changes ----------------------------------------------------------------------------------


def _changed(fit: Fit, now: Frames, change: Change | None) -> tuple[Layout, Path]:
    """The session as far as it is decided, and where in the score it goes on."""
    old = fit.draft.layout
    playing = _playing(old.trace, now)
    if playing == len(old.trace) - 1 and not isinstance(change, Again | Skip):
        return _on(old, playing)
    match change:
        case EndRest() if _is_quiet(old.trace[playing]):
            return _stretched(old, playing, now, -old.trace[playing].end)
        case More():
            return _more(old, playing, now, change.frames)
        case Again():
            return _again(old, playing, now)
        case Skip():
            path, scene = _chapter(fit, change.chapter)
            return _from(_stopped(old, playing, now), fit, path, scene)
        case _:
            return _on(old, _next_head(old.trace, playing))


def _on(old: Layout, index: int) -> tuple[Layout, Path]:
    """Go on as planned up to a step, and from there on."""
    if index >= len(old.trace) - 1:
        return _until(old, len(old.trace) - 1), END
    return _until(old, index), old.trace[index].path


def _stretched(old: Layout, index: int, now: Frames, more: int, extra: Cue | None = None) -> tuple[Layout, Path]:
    """Give the rest at `index` so much more time, no less than what has been played; then go on."""
    pen, step = _until(old, index), old.trace[index]
    spoken = _copy_played(pen, old, index, now)
    earliest = max(now, pen.at)
    if extra is not None:
        earliest = Frames(on_grid(earliest) + extra.frames + BREATHER)
    end = max(step.end + round(more / GRID) * GRID, _same_phase(earliest, step.end))
    slot = _as_silence(step)
    words = () if more < 0 and end <= earliest + GRID else _unsaid(slot, step.laid, spoken)
    room = Room(step.start, Frames(end - step.start), slot, words)
    said = fitting(pen, room, earliest)
    if extra is not None:
        start = on_grid(max(now, pen.at))
        said = [(start, Inside(None, Speak(extra.utterance, extra.text, extra.place)), extra.frames), *said]
    elif not spoken:
        line = announced(pen, room, said[0][0] if said else room.end)
        said = [one for one in line if one[0] >= earliest and one[0] + one[2] <= room.end] + said
    write_room(pen, room, said)
    laid = Laid(replace(slot, inside=()), end - step.start)
    pen.trace.append(Step(step.path, laid, step.start, Frames(pen.at), step.first))
    following = _next_head(old.trace, index)
    for later in old.trace[index + 1 : following]:
        write(pen, later.laid, later.path)
    return pen, END if following >= len(old.trace) - 1 else old.trace[following].path


def _more(old: Layout, playing: int, now: Frames, more: int) -> tuple[Layout, Path]:
    following = _next_head(old.trace, playing)
    for index in range(playing, following):
        if _is_quiet(old.trace[index]):
            return _stretched(old, index, now, more)
    pen, path = _on(old, following)
    _pause(pen, round(max(0, more) / GRID) * GRID)
    return pen, path


def _again(old: Layout, playing: int, now: Frames) -> tuple[Layout, Path]:
    found = [index for index, event in enumerate(old.events) if isinstance(event, Cue) and event.start <= now]
    if not found:
        return _on(old, _next_head(old.trace, playing))
    cue = old.events[found[-1]]
    step = max(index for index, step in enumerate(old.trace) if step.first <= found[-1])
    if isinstance(old.trace[step].laid.slot, Speak) and old.trace[step].path:
        return _stopped(old, playing, now), old.trace[step].path
    if step == playing and isinstance(cue, Cue):
        return _stretched(old, step, now, 0, cue)
    return _on(old, _next_head(old.trace, playing))


def _stopped(old: Layout, playing: int, now: Frames) -> Layout:
    """The session up to now, with words that are playing said to their end; then a grid step."""
    step = old.trace[playing]
    if _is_quiet(step) or step.path == ():
        pen = _until(old, playing)
        _copy_played(pen, old, playing, now)
        _pause(pen, on_grid(max(now, pen.at)) - pen.at, _as_silence(step))
        return pen
    pen = _until(old, playing + 1)
    _pause(pen, on_grid(pen.at + BREATHER) - pen.at)
    return pen


def _from(pen: Layout, fit: Fit, path: Path, scene: Scene | None) -> tuple[Layout, Path]:
    """Go on from a chapter, on its background, with the next cue on the grid."""
    if scene is not None and (scene.name, scene.change) != (pen.scene.name, pen.scene.change):
        pen.scene = replace(scene, start=Frames(pen.at), frames=NO_FRAMES, over=CROSSFADE)
        pen.events.append(pen.scene)
    _pause(pen, missing(line_at(fit.draft.score.body, path, fit.draft.sheet)))
    return pen, path


def _chapter(fit: Fit, number: int) -> tuple[Path, Scene | None]:
    """Where a chapter of the timeline begins in the score, and on what background."""
    old = fit.draft.layout
    titles = [step for step in old.trace if isinstance(step.laid.slot, Title)]
    index = number - (len(fit.timeline.chapters) - len(titles))
    if not 0 <= number < len(fit.timeline.chapters):
        raise UsageError(f"there is no chapter {number + 1}", next_step="name one of the session's chapters")
    step = titles[index] if index >= 0 else next(step for step in old.trace if step.path)
    scenes = [event for event in old.events[: step.first + 1] if isinstance(event, Scene)]
    return step.path, scenes[-1] if scenes else None


# --- pieces of what was written ---------------------------------------------------------------------------------


def _playing(trace: Sequence[Step], now: Frames) -> int:
    found = [index for index, step in enumerate(trace) if step.start <= now < step.end]
    return found[0] if found else len(trace) - 1


def _next_head(trace: Sequence[Step], index: int) -> int:
    """The next step that stands on the grid whatever is changed before it; the close at last."""
    for later in range(index + 1, len(trace) - 1):
        slot, path = trace[later].laid.slot, trace[later].path
        if path and (
            path[-1] == 0 or isinstance(slot, Speak) or (isinstance(slot, Silence) and slot.reason == "until")
        ):
            return later
    return len(trace) - 1


def _until(old: Layout, index: int) -> Layout:
    """The session as it was written up to a step."""
    step = old.trace[index] if index < len(old.trace) else None
    events = old.events[: step.first] if step is not None else list(old.events)
    pen = Layout(old.score, old.sheet, old.chosen, step.start if step is not None else old.at)
    pen.events, pen.trace, pen.begun, pen.timed = list(events), old.trace[:index], True, old.timed
    pen.starts = dict(old.starts)
    pen.scene = next(event for event in reversed(events) if isinstance(event, Scene))
    pen.added = [cue for cue in old.added if cue.start < pen.at]
    pen.unsaid = [words for words in old.unsaid if words.start < pen.at]
    for event in reversed(events):
        if isinstance(event, Cue):
            pen.last = Speak(event.utterance, event.text, event.place)
            break
    return pen


def _copy_played(pen: Layout, old: Layout, index: int, now: Frames) -> list[Cue]:
    """Write what of a step has been played; words that are playing to their end. What was said."""
    after = old.trace[index + 1].first if index + 1 < len(old.trace) else len(old.events)
    said: list[Cue] = []
    for event in old.events[old.trace[index].first : after]:
        if event.start > now or (event.start == now and isinstance(event, Cue)):
            break
        if isinstance(event, Rest) and event.start + event.frames > now:
            break
        pen.events.append(event)
        pen.at = event.start + event.frames
        if isinstance(event, Cue):
            said.append(event)
            pen.last = Speak(event.utterance, event.text, event.place)
    return said


def _pause(pen: Layout, frames: int, like: Silence | None = None) -> None:
    """Write a rest that the script does not have, or what was played of one that it has."""
    if frames:
        first, start, length = len(pen.events), Frames(pen.at), Frames(frames)
        slot = Silence(length, length, length, like.reason if like else "pause", like.place if like else NOWHERE)
        pen.events.append(Rest(start, length, length, slot.reason, slot.place))
        pen.at += frames
        pen.trace.append(Step((), Laid(slot, frames), start, Frames(pen.at), first))


def _is_quiet(step: Step) -> bool:
    return step.end > step.start and not isinstance(step.laid.slot, Speak | Sound)


def _as_silence(step: Step) -> Silence:
    slot, natural = step.laid.slot, Frames(step.laid.frames)
    if isinstance(slot, Silence):
        return slot
    reason = slot.reason if isinstance(slot, Fill) else "even"
    return Silence(natural, natural, natural, reason, slot.place if isinstance(slot, Fill) else NOWHERE)


def _unsaid(slot: Silence, laid: Laid, spoken: Sequence[Cue]) -> tuple[tuple[Inside, Frames], ...]:
    """The words inside a hold that have not been said, with their lengths."""
    said = {cue.utterance for cue in spoken}
    pairs = zip(slot.inside, laid.inside, strict=True)
    return tuple((inside, clip) for inside, clip in pairs if inside.speak.utterance not in said)


def _same_phase(least: int, like: int) -> int:
    """The first frame from `least` on that stands to the grid as `like` does."""
    return least + (like - least) % GRID


# --- fitting what is left ---------------------------------------------------------------------------------------


def _decided(fit: Fit, path: Path, at: int, end: Frames | None) -> tuple[Chosen, bool]:
    """The choices and steps with which what is left ends at `end`, or as near to it as can be."""
    draft, old = fit.draft, fit.draft.solution
    if end is None:
        return old.chosen, draft.layout.timed
    if path == END:
        return replace(old.chosen, close=Frames(max(CLOSE, end - at))), draft.layout.timed
    for may in (Freedom(), Freedom(choosing=True), Freedom(choosing=True, free=True)):
        left = remainder(draft.score.body, path, draft.sheet, old, may)
        try:
            return _merged(old, left, solver(left.parts, left.sheet, at // GRID).solve(end)), True
        except (LookupError, ScriptError):
            continue
    left = remainder(draft.score.body, path, draft.sheet, old, Freedom(choosing=True, free=True, timed=False))
    solving = solver(left.parts, left.sheet, at // GRID)
    return _merged(old, left, solving.solve(nearest_of(end, solving.reach()))), False


def _merged(old: Solution, left: Remainder, new: Solution) -> Chosen:
    values = old.values | {key: value + left.begun.get(key, 0) for key, value in new.values.items()}
    steps = [a if index in left.kept else b for index, (a, b) in enumerate(zip(old.steps, new.steps, strict=True))]
    return Chosen(values, steps, new.close)
