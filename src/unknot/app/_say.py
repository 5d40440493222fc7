"""`say`: one line, to hear a voice or to try a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._files import refuse_to_replace
from unknot.app._person import read_person
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
    """What is to be said, and where it is to be heard."""

    text: str
    language: str = "en"
    """BCP 47."""
    voice: VoiceRequest = field(default_factory=VoiceRequest)
    output: Path | None = None
    """A file instead of the loudspeaker."""
    force: bool = False
    """Replace a file that is there already."""
    player: str | None = None
    """The loudspeaker; None is the machine's own."""


def say(request: SayRequest, notice: Notice = no_notice) -> None:
    """Afterwards the line was heard, or stands in its file.

    Raises:
        UsageError: There is no such loudspeaker or format, or the file is there already.
        VoiceError: It could not be spoken.
        DeviceError: The loudspeaker could not be opened.
        WriteError: The file could not be written.
    """
    from unknot.app._session import line

    deliver = _to_file(request.output, force=request.force) if request.output else _to_loudspeaker(request.player)
    voice, settings = request.voice, read_person().settings
    with wiring.services(Path(), settings, voice.cache, voice.fallback, notice) as services:
        deliver(line(Utterance(request.text, request.language, voice.choice), services), services.cache)


def _to_file(path: Path, *, force: bool) -> Callable[[Mix, Cache], None]:
    refuse_to_replace(path, force=force)
    exporter = wiring.exporter(path)
    if not exporter.sounds:
        raise UsageError(f"a file {path.suffix} has no sound", next_step="use one that has, such as .wav")

    def deliver(mix: Mix, store: Cache) -> None:
        """Without tags: the file says nothing of itself."""
        exporter.export(FileRequest(path=path, timeline=mix.timeline, mix=lambda: mix, cache=store), no_tick)

    return deliver


def _to_loudspeaker(name: str | None) -> Callable[[Mix, Cache], None]:
    from unknot.player import play

    speaker = wiring.speaker(name)
    return lambda mix, _store: play(mix, speaker, lambda _happening: None)
