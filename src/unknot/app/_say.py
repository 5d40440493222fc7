"""`say`: one spoken line, to hear a voice or to try a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot import script, wiring
from unknot.app._files import refuse_to_replace
from unknot.app._person import read_person, sources_named
from unknot.app._requests import SessionRequest, VoiceRequest
from unknot.app._routines import load
from unknot.app._session import prepare
from unknot.errors import ScriptError, UsageError, VoiceError
from unknot.library import body_rules
from unknot.ports import FileRequest, no_notice, no_tick
from unknot.routine import Header
from unknot.timeline import Chime, Cue, Rest
from unknot.units import NO_FRAMES, SAMPLE_RATE, Frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.errors import Finding
    from unknot.mixer import Mix
    from unknot.ports import Cache, Notice
    from unknot.routine import Routine
    from unknot.timeline import Event, Timeline

_NAME: Final = "text"
"""The name of the text in messages."""
_HEADER: Final = "---\ntitle: A line\n---\n"
"""What a script has before its text. Messages do not count its lines."""
_REFUSED: Final = ("foreign-pause", "nothing-to-say")
"""Rules whose warnings are errors here, because nobody reads a list of warnings before a line is spoken."""


@dataclass(frozen=True, slots=True)
class SayRequest:
    """Which text to speak, and where it is played."""

    text: str
    """Written as in a script: `Sit back. [4s] Close your eyes.`"""
    language: str | None = None
    """BCP 47 tag; None is the language of `routine`, or else English."""
    routine: str | None = None
    """The routine whose pronunciations, language and voice are used: a name in the library, or a file."""
    voice: VoiceRequest = field(default_factory=VoiceRequest)
    output: Path | None = None
    """A file instead of the loudspeaker."""
    force: bool = False
    """Replace an existing file."""
    player: str | None = None
    """The loudspeaker; None is the default device."""


def say(request: SayRequest, notice: Notice = no_notice) -> None:
    """The words are played, or written to their file, with the pauses that are written in them.

    Raises:
        UsageError: There is no such loudspeaker, format or routine, the file exists already, or there are no words.
        ScriptError: The text has markup that a script could not have. The findings count its lines from 1.
        VoiceError: The text could not be spoken.
        DeviceError: The loudspeaker could not be opened.
        WriteError: The file could not be written.
    """
    deliver = _to_file(request.output, force=request.force) if request.output else _to_loudspeaker(request.player)
    routine, voice, person = _routine(request), request.voice, read_person()
    session = SessionRequest(voice=voice, background="")
    with (
        sources_named(person),
        wiring.services(Path(), person.settings, voice.cache, voice.fallback, notice) as services,
    ):
        try:
            prepared = prepare(routine, session, person, services)
        except VoiceError as fault:
            message = re.sub(rf"^{_NAME}:\d+:\d+: ", "", fault.message)
            raise VoiceError(message, utterance=fault.utterance, next_step=fault.next_step) from fault
        fit = replace(prepared.fit, timeline=_with_short_edges(prepared.timeline))
        deliver(replace(prepared, fit=fit).mix, services.cache)


def _routine(request: SayRequest) -> Routine:
    """A routine of the text alone, with the header of the routine of the request."""
    try:
        routine = script.parse(_HEADER + request.text, _NAME)
        found = script.check(routine, _HEADER + request.text, body=body_rules(request.language or "en"))
    except ScriptError as fault:
        found = fault.findings
    errors = [_below_header(finding) for finding in found if finding.severity == "error" or finding.rule in _REFUSED]
    if any(finding.rule == "nothing-to-say" for finding in errors):
        raise UsageError("there are no words to say", next_step="give some: unknot say 'Close your eyes.'")
    if errors:
        raise ScriptError("this text cannot be said as it is", findings=errors, next_step="mend the lines above")
    header = load(request.routine).routine.header if request.routine else Header(request.text)
    language = request.language or header.language
    return replace(routine, header=replace(header, title=request.text, language=language, length=None))


def _below_header(finding: Finding) -> Finding:
    place = finding.place
    return replace(finding, place=replace(place, line=max(1, place.line - _HEADER.count("\n"))))


def _with_short_edges(timeline: Timeline) -> Timeline:
    """The timeline with a quarter of a second before the first words and after the last ones."""
    edge = on_grid(SAMPLE_RATE // 4)
    heard = [event for event in timeline.events if isinstance(event, Chime | Cue | Rest) and not _is_edge(event)]
    start, end = heard[0].start, heard[-1].start + heard[-1].frames
    moved = [replace(event, start=Frames(event.start - start + edge)) for event in heard]
    lead, close = Rest(NO_FRAMES, edge, edge, "lead"), Rest(Frames(end - start + edge), edge, edge, "close")
    return replace(timeline, frames=Frames(close.start + edge), events=(lead, *moved, close))


def _is_edge(event: Event) -> bool:
    return isinstance(event, Rest) and event.reason in ("lead", "close")


def _to_file(path: Path, *, force: bool) -> Callable[[Mix, Cache], None]:
    refuse_to_replace(path, force=force)
    exporter = wiring.exporter(path)
    if not exporter.sounds:
        raise UsageError(f"a file {path.suffix} has no sound", next_step="use one that has, such as .wav")

    def deliver(mix: Mix, cache: Cache) -> None:
        exporter.export(FileRequest(path=path, timeline=mix.timeline, mix=lambda: mix, cache=cache), no_tick)

    return deliver


def _to_loudspeaker(name: str | None) -> Callable[[Mix, Cache], None]:
    from unknot.player import play

    speaker = wiring.speaker(name)
    return lambda mix, _cache: play(mix, speaker, lambda _event: None)
