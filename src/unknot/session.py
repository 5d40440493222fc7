"""The verbs of a session: plan it, prepare it, send it somewhere. They see ports, never an engine or a device."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from unknot.errors import VoiceError
from unknot.mixer import Levels, Mix
from unknot.routine import NOWHERE, VoiceChoice
from unknot.timeline import Chime, Cue, Rest, Scene, Timeline
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.errors import UnknotError
    from unknot.fitting import Fit, Score
    from unknot.ports import Background, Narrator, Output, Store, Tick
    from unknot.routine import Routine, Utterance

BLOCK = Frames(5 * SAMPLE_RATE)
"""Frames that are rendered at a time on the way to a file."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of one session, beside its script."""

    length: Frames | None = None
    """Exactly this long; None is the length that the script was written for, or its natural one."""
    nearest: bool = False
    """Take the nearest length in reach instead of refusing."""
    seed: int = 0
    """Which of the script's choices are spoken."""
    voice: VoiceChoice = VoiceChoice()
    """Goes before the script's voice."""
    background: str | None = None
    """Goes before the script's background; "" is none."""
    levels: Levels = field(default_factory=Levels)


@dataclass(frozen=True, slots=True)
class World:
    """Everything of the world that a session needs."""

    narrator: Narrator
    store: Store
    """Where what costs time to make is kept."""
    background: Callable[[str], Background]
    """The background of a name, generated or beside the script."""
    chime: Callable[[str], Samples]
    """The sound of a name, shape (frames, 2)."""
    usual_background: str = ""
    """Where neither the order nor the script names one."""


class Sounding(Protocol):
    """Anything of a known length that can be rendered: a session, or one line."""

    @property
    def timeline(self) -> Timeline:
        """What happens when."""

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (count, 2). Pure."""


@dataclass(frozen=True, slots=True)
class Session:
    """A routine fitted to a length and ready to sound. `render` gives the same samples to every destination."""

    routine: Routine
    fit: Fit
    mix: Mix

    @property
    def timeline(self) -> Timeline:
        """What happens when."""
        return self.fit.timeline

    @property
    def frames(self) -> Frames:
        """Its length."""
        return self.timeline.frames

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (count, 2)."""
        return self.mix.render(start, count)


def quietly(stage: str, done: int, of: int) -> None:
    """Tell nobody how far the work is."""


def chosen(routine: Routine, order: Order, world: World) -> Routine:
    """The routine with the voice and the background that the order, the script or the settings name, in that order."""
    header = routine.header
    voice = order.voice.over(header.voice)
    named = (order.background, header.background, world.usual_background)
    background = next(name for name in named if name is not None)
    return dataclasses.replace(routine, header=dataclasses.replace(header, voice=voice, background=background))


def target(routine: Routine, order: Order) -> Frames | None:
    """The length to fit to: the order's, else the one that the script was written for; None is its natural length."""
    return order.length if order.length is not None else routine.header.length


def spoken(routine: Routine, order: Order) -> tuple[Utterance, ...]:
    """Everything that a session of this order may say, each line once, in order of first use."""
    from unknot.fitting import unfold

    return unfold(routine, asked=target(routine, order), seed=order.seed).utterances


def plan(routine: Routine, order: Order, world: World, tick: Tick = quietly) -> Fit:
    """The timeline of the routine at the order's length, from the measured lengths of its cues.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken.
    """
    return _fitted(chosen(routine, order, world), order, _Lengths(world, tick))


def prepare(routine: Routine, order: Order, world: World, tick: Tick = quietly) -> Session:
    """A session in which every cue is spoken, every rest is fitted and every sound is at hand.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background or a sound cannot be read.
    """
    routine = chosen(routine, order, world)
    lengths = _Lengths(world, tick)
    fitted = _fitted(routine, order, lengths)
    clips = lengths.clips([cue.utterance for cue in fitted.timeline.cues])
    return Session(routine, fitted, _mix(fitted.timeline, clips, order, world))


def line(utterance: Utterance, world: World, levels: Levels | None = None) -> Mix:
    """One utterance on its own, with a breath of silence before and behind it.

    Raises:
        VoiceError: It could not be spoken.
    """
    clips = world.narrator.clips([utterance], lambda _done, _of: None)
    length = on_grid(len(clips[utterance]))
    edge = on_grid(SAMPLE_RATE // 4)
    cue = Cue(edge, length, utterance, utterance.text)
    rests = Rest(NO_FRAMES, edge, edge, "lead"), Rest(Frames(edge + length), edge, edge, "close")
    timeline = Timeline(Frames(length + 2 * edge), utterance.text, utterance.language, (rests[0], cue, rests[1]))
    return Mix(timeline, clips, {}, {}, levels or Levels())


def concerns(mix: Mix) -> tuple[str, ...]:
    """What a listener should know of a session that was rendered, in words; nothing when all is well."""
    found = failed(mix.faults)
    if not mix.trimmed():
        return found
    return (*found, "the pauses are so quiet that players with “trim silence” would cut them; raise --background-level")


def failed(faults: Mapping[str, UnknotError]) -> tuple[str, ...]:
    """What a listener should know of backgrounds that failed, by name, in words."""
    return tuple(f"the background {name} failed and faded away: {fault.message}" for name, fault in faults.items())


def blocks(session: Sounding, size: int = BLOCK) -> Iterator[Samples]:
    """The whole session in order, in pieces of shape (at most `size`, 2)."""
    frames = session.timeline.frames
    for start in range(0, frames, size):
        yield session.render(start, min(size, frames - start))


def export(session: Sounding, output: Output, tick: Tick = quietly) -> None:
    """Afterwards the whole session stands at the output. When anything fails, nothing of it does.

    Raises:
        WriteError: The output could not be written.
    """
    done = 0
    try:
        for block in blocks(session):
            output.write(block)
            done += len(block)
            tick("writing", done, session.timeline.frames)
        output.finish()
    except BaseException:
        output.abandon()
        raise


def _fitted(routine: Routine, order: Order, lengths: _Lengths) -> Fit:
    from unknot.fitting import fit, unfold  # here, because the first sound of `play` needs none of it

    asked = target(routine, order)
    score = unfold(routine, asked=asked, seed=order.seed)
    try:
        return fit(score, lengths, asked, nearest=order.nearest)
    except VoiceError as fault:
        raise _with_place(fault, score) from fault


def _with_place(fault: VoiceError, score: Score) -> VoiceError:
    """The same fault, with the line of the script whose words could not be spoken."""
    place = next((s.place for s in score.speaks if s.utterance == fault.utterance), NOWHERE)
    message = fault.message if place == NOWHERE else f"{place}: {fault.message}"
    return VoiceError(message, utterance=fault.utterance, next_step=fault.next_step)


def _mix(timeline: Timeline, clips: Mapping[Utterance, Samples], order: Order, world: World) -> Mix:
    scenes = {e.name for e in timeline.events if isinstance(e, Scene) and e.name}
    chimes = {e.name for e in timeline.events if isinstance(e, Chime)}
    return Mix(
        timeline,
        clips,
        {name: world.chime(name) for name in sorted(chimes)},
        {name: world.background(name) for name in sorted(scenes)},
        order.levels,
    )


@dataclass(slots=True)
class _Lengths:
    """The measured lengths that the fitting asks for. Every clip is spoken once and kept for the mix."""

    world: World
    tick: Tick
    known: dict[Utterance, Samples] = field(default_factory=dict)

    def clips(self, utterances: Sequence[Utterance]) -> dict[Utterance, Samples]:
        missing = [u for u in dict.fromkeys(utterances) if u not in self.known]
        if missing:
            self.known |= self.world.narrator.clips(missing, lambda done, of: self.tick("speaking", done, of))
        return {u: self.known[u] for u in utterances}

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        return {u: Frames(len(clip)) for u, clip in self.clips(utterances).items()}

    def sound(self, name: str) -> Frames:
        return Frames(len(self.world.chime(name)))
