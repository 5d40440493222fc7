"""`voices try`: the same words in one voice after the other, to choose one by ear."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot import wiring
from unknot.app._person import read_person
from unknot.app._session import line
from unknot.app._voices import listed_voices, speaking_voices
from unknot.errors import PartlyDone, VoiceError
from unknot.ports import no_notice
from unknot.routine import Utterance, VoiceChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from unknot.config import Settings
    from unknot.mixer import Mix
    from unknot.ports import Notice, Speaker

_EVERY_LANGUAGE: Final = VoiceChoice("espeak")
"""The voice that knows every language."""
_QUICKEST: Final = ("espeak", "natural", "piper", "kokoro")
"""Engines by how soon they speak. The quickest is heard first, so that the first sound comes soon."""
_BLOCK: Final = 1 << 14
"""Frames that are rendered at once."""


@dataclass(frozen=True, slots=True)
class VoiceTryRequest:
    """Which voices are to say what."""

    text: str = ""
    """What each says after its own name; empty is a standard sentence of the language."""
    language: str = ""
    """BCP 47; empty is that of the first voice."""
    voices: tuple[VoiceChoice, ...] = ()
    """Those to hear, in this order; empty is every ready one of the language."""
    player: str | None = None
    """The loudspeaker; None is the machine's own."""
    cache: Path | None = None
    """The folder of the cache; None is the usual one."""


@dataclass(frozen=True, slots=True)
class TriedVoice:
    """A voice that begins to speak now, or that could not speak."""

    name: str
    fault: VoiceError | None = None
    """Why it could not speak."""


OnTried: TypeAlias = "Callable[[TriedVoice], None]"
"""Told of each voice, in the order in which they are heard."""


def voice_try(request: VoiceTryRequest, on_tried: OnTried, notice: Notice = no_notice) -> None:
    """Afterwards each voice has said its name and the same words, at the same level.

    The later voices are spoken while the earlier ones are heard.

    Raises:
        UsageError: There is no such loudspeaker.
        VoiceError: None of the voices could speak.
        PartlyDone: Some of them could not.
        DeviceError: The loudspeaker could not be opened.
        WriteError: The loudspeaker writes a file, and could not.
    """
    settings = read_person().settings
    language = request.language or _language(request.voices, settings)
    choices = request.voices or _ready(language, settings)
    text = request.text or wiring.passage(language)[0]
    lines = [Utterance(f"{_label(choice).capitalize()}. {text}", language, choice) for choice in choices]
    speaker = wiring.speaker(request.player)
    with wiring.services(Path(), settings, request.cache, None, notice) as services, ThreadPoolExecutor(1) as pool:
        pending = [pool.submit(line, utterance, services) for utterance in lines]
        try:
            faults = _play_all(choices, pending, speaker, on_tried)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            services.narrator.close()  # so that the line that is being spoken ends now
            raise
    _raise_for(faults, len(choices))


def _label(choice: VoiceChoice) -> str:
    """What a person calls the voice: its name, without the folders of a file, or its engine."""
    return Path(choice.name).stem if choice.name else choice.engine or ""


def _language(voices: Sequence[VoiceChoice], settings: Settings) -> str:
    """The language of the first of the voices that is listed; English where none is."""
    known = {one.voice.name: one.voice.languages[0] for one in listed_voices(settings)}
    return next((known[voice.engine] for voice in voices if voice.engine in known), "en")


def _ready(language: str, settings: Settings) -> tuple[VoiceChoice, ...]:
    """Every voice that can speak the language now, the quickest first."""
    ready = [one.voice for one in speaking_voices(language, settings) if one.state == "ready"]
    ready.sort(key=lambda voice: _QUICKEST.index(voice.engine) if voice.engine in _QUICKEST else len(_QUICKEST))
    return (_EVERY_LANGUAGE, *(VoiceChoice(voice.name) for voice in ready))


def _play_all(
    choices: Sequence[VoiceChoice], pending: Sequence[Future[Mix]], speaker: Speaker, on_tried: OnTried
) -> list[VoiceError]:
    """The errors of the voices that could not speak. The others were heard.

    Raises:
        VoiceError: The only voice could not speak.
    """
    faults = []
    speaker.open()
    try:
        for choice, spoken in zip(choices, pending, strict=True):
            try:
                mix = spoken.result()
            except VoiceError as fault:
                if len(choices) == 1:
                    raise
                faults.append(fault)
                on_tried(TriedVoice(_label(choice), fault))
                continue
            on_tried(TriedVoice(_label(choice)))
            _play(mix, speaker)
    finally:
        speaker.close()
    return faults


def _play(mix: Mix, speaker: Speaker) -> None:
    """Afterwards all of it was heard."""
    frames = mix.timeline.frames
    for start in range(0, frames, _BLOCK):
        block = mix.render(start, min(_BLOCK, frames - start))
        written = 0
        while written < len(block):
            written += speaker.write(block[written:])
    while not speaker.drain():
        pass


def _raise_for(faults: Sequence[VoiceError], asked: int) -> None:
    if faults and len(faults) == asked:
        raise VoiceError(f"none of the {asked} voices could speak", next_step=faults[0].next_step)
    if faults:
        raise PartlyDone(f"{len(faults)} of {asked} voices could not speak", next_step=faults[0].next_step)
