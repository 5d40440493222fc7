"""A session: a routine fitted to a length, every cue spoken, ready to sound."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.app._caution import with_caution
from unknot.app._routines import services_for, suited
from unknot.errors import VoiceError
from unknot.mixer import Levels, Mix
from unknot.ports import no_tick
from unknot.routine import NOWHERE
from unknot.timeline import BackgroundSpan, Chime, Cue, Rest, Timeline
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unknot.app._person import Person
    from unknot.app._requests import SessionRequest
    from unknot.app._routines import Loaded
    from unknot.audio import Samples
    from unknot.errors import UnknotError
    from unknot.planning import Fit, Score
    from unknot.ports import ProgressCallback, Services
    from unknot.routine import Routine, Utterance


@dataclass(frozen=True)
class PreparedSession:
    """A routine fitted to a length, every cue spoken. Its samples are the same for every destination."""

    routine: Routine
    """With the voice and the background that were chosen."""
    fit: Fit
    levels: Levels
    services: Services = field(repr=False)
    clips: Mapping[Utterance, Samples] = field(repr=False)
    """The sound of every cue, shape (frames, 1)."""

    @property
    def timeline(self) -> Timeline:
        """What happens when."""
        return self.fit.timeline

    @functools.cached_property
    def mix(self) -> Mix:
        """Its sound. Backgrounds and chimes are read when it is first asked for.

        Raises:
            AudioFileError: One of them cannot be read.
        """
        events = self.timeline.events
        backgrounds = {event.name for event in events if isinstance(event, BackgroundSpan) and event.name}
        chimes = {event.name for event in events if isinstance(event, Chime)}
        return Mix(
            self.timeline,
            self.clips,
            {name: self.services.chime(name) for name in sorted(chimes)},
            {name: self.services.background(name) for name in sorted(backgrounds)},
            self.levels,
        )


@contextlib.contextmanager
def prepared(
    loaded: Loaded,
    request: SessionRequest,
    person: Person,
    tick: ProgressCallback,
    notice: Callable[[str], None],
) -> Iterator[PreparedSession]:
    """The session that was asked for, to be used inside the block. Afterwards no voice is left running.

    Raises:
        ScriptError: The checker finds errors in the script.
        UsageError: Nothing would be left of the routine, because the profile leaves it out.
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken.
    """
    routine = suited(loaded, person, notice, as_written=request.as_written)
    routine = with_caution(routine, request.safety or "none", person)
    with services_for(loaded, request.voice, person, notice) as services:
        yield prepare(routine, request, person, services, tick)


def prepare(
    routine: Routine, request: SessionRequest, person: Person, services: Services, tick: ProgressCallback = no_tick
) -> PreparedSession:
    """The routine as a session of the length that was asked for, from the measured lengths of its cues.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken; the message names its line.
    """
    routine, lengths = chosen(routine, request, person), _MeasuredLengths(services, tick)
    fitted = _fitted(routine, request, lengths)
    clips = lengths.clips([cue.utterance for cue in fitted.timeline.cues])
    return PreparedSession(routine, fitted, levels(request, person), services, clips)


def chosen(routine: Routine, request: SessionRequest, person: Person) -> Routine:
    """The routine with the voice and the background that the request, the script or the person names, in that order.

    What the voice leaves open, the settings decide when it speaks.
    """
    header = routine.header
    voice = request.voice.choice.over(header.voice)
    named = (request.background, header.background, person.settings.background)
    background = next(name for name in named if name is not None)
    return dataclasses.replace(routine, header=dataclasses.replace(header, voice=voice, background=background))


def length_of(routine: Routine, request: SessionRequest) -> Frames | None:
    """The length to fit to: the one asked for, else the one the script was written for; None is its natural length."""
    return request.length if request.length is not None else routine.header.length


def levels(request: SessionRequest, person: Person) -> Levels:
    """How loud voice and background are, as the request and the person's settings say."""
    settings = person.settings
    above = settings.background_level if request.background_level is None else request.background_level
    return Levels(settings.loudness, Levels().background + above, request.clear_voice)


def spoken(routine: Routine, request: SessionRequest) -> tuple[Utterance, ...]:
    """Everything that such a session may say, each line once, in order of first use."""
    from unknot.planning import unfold

    return unfold(routine, length=length_of(routine, request), seed=request.seed).utterances


def line(utterance: Utterance, services: Services) -> Mix:
    """One utterance on its own, with a quarter of a second of silence before and behind it.

    Raises:
        VoiceError: It could not be spoken.
    """
    clips = services.narrator.clips([utterance], lambda _done, _of: None)
    length = on_grid(len(clips[utterance]))
    edge = on_grid(SAMPLE_RATE // 4)
    cue = Cue(edge, length, utterance, utterance.text)
    rests = Rest(NO_FRAMES, edge, edge, "lead"), Rest(Frames(edge + length), edge, edge, "close")
    timeline = Timeline(Frames(length + 2 * edge), utterance.text, utterance.language, (rests[0], cue, rests[1]))
    return Mix(timeline, clips, {}, {}, Levels())


def concerns(mix: Mix) -> tuple[str, ...]:
    """What a listener should know of a session that was rendered, in words; nothing when all is well."""
    found = failed(mix.faults)
    if not mix.trimmed():
        return found
    return (*found, "the pauses are so quiet that players with “trim silence” would cut them; raise --background-level")


def failed(faults: Mapping[str, UnknotError]) -> tuple[str, ...]:
    """What a listener should know of backgrounds that failed, by name, in words."""
    return tuple(f"the background {name} failed and faded away: {fault.message}" for name, fault in faults.items())


def _fitted(routine: Routine, request: SessionRequest, lengths: _MeasuredLengths) -> Fit:
    from unknot.planning import fit, unfold  # here, because the first sound of `play` needs none of it

    asked = length_of(routine, request)
    score = unfold(routine, length=asked, seed=request.seed)
    try:
        return fit(score, lengths, asked, nearest=request.nearest)
    except VoiceError as fault:
        raise _with_place(fault, score) from fault


def _with_place(fault: VoiceError, score: Score) -> VoiceError:
    """The same fault, with the line of the script whose words could not be spoken."""
    place = next((s.place for s in score.cues if s.utterance == fault.utterance), NOWHERE)
    message = fault.message if place == NOWHERE else f"{place}: {fault.message}"
    return VoiceError(message, utterance=fault.utterance, next_step=fault.next_step)


@dataclass(slots=True)
class _MeasuredLengths:
    """The measured lengths that the fitting asks for. Every clip is spoken once and kept for the mix."""

    services: Services
    tick: ProgressCallback
    known: dict[Utterance, Samples] = field(default_factory=dict)

    def clips(self, utterances: Sequence[Utterance]) -> dict[Utterance, Samples]:
        missing = [u for u in dict.fromkeys(utterances) if u not in self.known]
        if missing:
            self.known |= self.services.narrator.clips(missing, lambda done, of: self.tick("speaking", done, of))
        return {u: self.known[u] for u in utterances}

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        return {u: Frames(len(clip)) for u, clip in self.clips(utterances).items()}

    def sound(self, name: str) -> Frames:
        return Frames(len(self.services.chime(name)))
