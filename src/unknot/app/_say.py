"""`say`: one spoken line, to hear a voice or to try a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._files import refuse_to_replace
from unknot.app._person import read_person, sources_named
from unknot.app._requests import VoiceRequest
from unknot.errors import UsageError
from unknot.ports import FileRequest, no_notice, no_tick
from unknot.routine import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.mixer import Mix
    from unknot.ports import Cache, Notice


@dataclass(frozen=True, slots=True)
class SayRequest:
    """Which text to speak, and where it is played."""

    text: str
    language: str = "en"
    """BCP 47 tag."""
    voice: VoiceRequest = field(default_factory=VoiceRequest)
    output: Path | None = None
    """A file instead of the loudspeaker."""
    force: bool = False
    """Replace an existing file."""
    player: str | None = None
    """The loudspeaker; None is the default device."""


def say(request: SayRequest, notice: Notice = no_notice) -> None:
    """The line is played, or written to its file.

    Raises:
        UsageError: There is no such loudspeaker or format, or the file exists already.
        VoiceError: The text could not be spoken.
        DeviceError: The loudspeaker could not be opened.
        WriteError: The file could not be written.
    """
    from unknot.app._session import line

    deliver = _to_file(request.output, force=request.force) if request.output else _to_loudspeaker(request.player)
    voice, person = request.voice, read_person()
    with (
        sources_named(person),
        wiring.services(Path(), person.settings, voice.cache, voice.fallback, notice) as services,
    ):
        deliver(line(Utterance(request.text, request.language, voice.choice), services), services.cache)


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
