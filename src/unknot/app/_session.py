"""Prepares a session: fits a routine to a length and has every cue spoken."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.app._routines import services_for, suited, with_caution
from unknot.errors import VoiceError
from unknot.mixer import Levels, Mix
from unknot.ports import no_tick
from unknot.routine import NOWHERE, Routine, without_end_bell
from unknot.timeline import BackgroundSpan, Chime, Cue, Rest, Timeline
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unknot.app._person import Person
    from unknot.app._requests import SessionRequest
    from unknot.app._routines import LoadedRoutine
    from unknot.errors import UnknotError
    from unknot.planning import Fit, Score
    from unknot.ports import ProgressCallback, Services
    from unknot.routine import Utterance


@dataclass(frozen=True)
class PreparedSession:
    """A routine that is fitted to a length, with all cues spoken. Its samples are the same for every output."""

    routine: Routine
    """With the voice and the background of the session."""
    fit: Fit
    levels: Levels
    services: Services = field(repr=False)

    @property
    def timeline(self) -> Timeline:
        """The events of the session."""
        return self.fit.timeline

    @functools.cached_property
    def mix(self) -> Mix:
        """Its sound. Backgrounds and chimes are read at the first access, clips whenever they are heard.

        Raises:
            AudioFileError: A background or a chime cannot be read.
            VoiceError: A clip is no longer in the cache and cannot be made again as it was. Rendering raises it too.
        """
        events = self.timeline.events
        backgrounds = {event.name for event in events if isinstance(event, BackgroundSpan) and event.name}
        chimes = {event.name for event in events if isinstance(event, Chime)}
        return Mix(
            self.timeline,
            self.services.narrator.clips([cue.utterance for cue in self.timeline.cues], lambda _done, _of: None),
            {name: self.services.chime(name) for name in sorted(chimes)},
            {name: self.services.background(name) for name in sorted(backgrounds)},
            self.levels,
        )


@contextlib.contextmanager
def prepared(
    loaded: LoadedRoutine,
    request: SessionRequest,
    person: Person,
    progress: ProgressCallback,
    notice: Callable[[str], None],
) -> Iterator[PreparedSession]:
    """The session for the request, for use inside the block. After the block, no voice is running.

    Raises:
        ScriptError: The checker finds errors in the script.
        UsageError: Nothing would be left of the routine, because the profile leaves it out.
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken.
    """
    routine = suited(loaded, person, notice, as_written=request.as_written)
    routine = with_caution(routine, request.safety, "none", person)
    with services_for(loaded, request.voice, person, notice) as services:
        yield prepare(routine, request, person, services, progress)


def prepare(
    routine: Routine, request: SessionRequest, person: Person, services: Services, progress: ProgressCallback = no_tick
) -> PreparedSession:
    """The session of the routine, fitted with the measured lengths of its cues.

    Raises:
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken; the message names its line.
    """
    routine, lengths = chosen(routine, request, person), _MeasuredLengths(services, progress)
    fitted = _fitted(routine, request, lengths)
    lengths.speech([cue.utterance for cue in fitted.timeline.cues])
    services.narrator.close()  # an hour of encoding needs no voice; one starts again should a clip be lost
    return PreparedSession(routine, fitted, levels(request, person), services)


def chosen(routine: Routine, request: SessionRequest, person: Person) -> Routine:
    """The routine with the voice, the background and the end bell of the session.

    The request comes first, then the script, then, for the background, the settings of the person. Empty fields of the
    voice are filled in from the settings when it speaks.
    """
    header = routine.header
    voice = request.voice.choice.over(header.voice)
    names = (request.background, header.background, person.settings.background)
    background = next(name for name in names if name is not None)
    body = routine.body if request.end_bell else without_end_bell(routine.body)
    return Routine(dataclasses.replace(header, voice=voice, background=background), body)


def length_of(routine: Routine, request: SessionRequest) -> Frames | None:
    """The length of the request, or else that of the script; None is the natural length."""
    return request.length if request.length is not None else routine.header.length


def levels(request: SessionRequest, person: Person) -> Levels:
    """The levels of voice and background from the request and the person's settings."""
    settings = person.settings
    change = settings.background_level if request.background_level is None else request.background_level
    return Levels(settings.loudness, Levels().background + change, request.clear_voice)


def line(utterance: Utterance, services: Services) -> Mix:
    """The sound of one utterance, with a quarter of a second of silence before and after it.

    Raises:
        VoiceError: It could not be spoken.
    """
    clips = services.narrator.clips([utterance], lambda _done, _of: None)
    length = on_grid(services.narrator.lengths([utterance], lambda _done, _of: None)[utterance])
    edge = on_grid(SAMPLE_RATE // 4)
    cue = Cue(edge, length, utterance, utterance.text)
    rests = Rest(NO_FRAMES, edge, edge, "lead"), Rest(Frames(edge + length), edge, edge, "close")
    timeline = Timeline(Frames(length + 2 * edge), utterance.text, utterance.language, (rests[0], cue, rests[1]))
    return Mix(timeline, clips, {}, {}, Levels())


def concerns(mix: Mix) -> tuple[str, ...]:
    """Problems of a rendered session, as texts for the listener; empty when there are none."""
    found = failed(mix.faults)
    if not mix.trimmed():
        return found
    return (*found, "the pauses are so quiet that players with “trim silence” would cut them; raise --background-level")


def failed(faults: Mapping[str, UnknotError]) -> tuple[str, ...]:
    """A text for the listener about each background that failed, from the faults by name."""
    return tuple(f"the background {name} failed and faded away: {fault.message}" for name, fault in faults.items())


def _fitted(routine: Routine, request: SessionRequest, lengths: _MeasuredLengths) -> Fit:
    from unknot.planning import fit, unfold  # here, because the first sound of `play` needs none of it

    length = length_of(routine, request)
    score = unfold(routine, length=length, seed=request.seed)
    try:
        return fit(score, lengths, length, nearest=request.nearest)
    except VoiceError as fault:
        raise _with_place(fault, score) from fault


def _with_place(fault: VoiceError, score: Score) -> VoiceError:
    """The same fault, with the place of the cue in the script in front of its message."""
    place = next((s.place for s in score.cues if s.utterance == fault.utterance), NOWHERE)
    message = fault.message if place == NOWHERE else f"{place}: {fault.message}"
    return VoiceError(message, utterance=fault.utterance, next_step=fault.next_step)


@dataclass(slots=True)
class _MeasuredLengths:
    """The measured lengths for the fit. Each utterance is spoken once."""

    services: Services
    progress: ProgressCallback
    known: dict[Utterance, Frames] = field(default_factory=dict)

    def speech(self, utterances: Sequence[Utterance]) -> Mapping[Utterance, Frames]:
        missing = [u for u in dict.fromkeys(utterances) if u not in self.known]
        if missing:
            self.known |= self.services.narrator.lengths(missing, lambda done, of: self.progress("speaking", done, of))
        return {u: self.known[u] for u in utterances}

    def sound(self, name: str) -> Frames:
        return Frames(len(self.services.chime(name)))
