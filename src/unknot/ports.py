"""What a session asks of the outside: voices, backgrounds, a store, outputs; small protocols with their contracts.

Beside the protocols stand the values that they take and give.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from unknot.audio import (
        Background,  # a port as well: the mixer below knows it too
        Samples,
        Sound,
    )
    from unknot.mixer import Mix
    from unknot.routine import Utterance
    from unknot.timeline import Timeline
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class EngineState:
    """What `unknot voices` tells of an engine."""

    engine: str
    ready: bool
    detail: str
    """Its version when ready; what it needs, or why it failed, when not."""
    names: tuple[str, ...] = ()
    """The voices that it has, by the names a script may use."""


CommercialUse: TypeAlias = Literal["yes", "credit", "unclear", "no"]
"""Whether sessions with a voice may be part of paid work. `voices/data/catalogue.toml` explains each value."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """One file of a voice."""

    name: str
    """Its name in the folder of the voice and on a mirror."""
    url: str
    """The address at which it is published."""
    size: int
    """Bytes."""
    digest: str
    """The algorithm and the hexadecimal digest of its content, as in `sha256:5f70…`."""


@dataclass(frozen=True, slots=True)
class CatalogueVoice:
    """One voice of the catalogue."""

    name: str
    """Its plain name, for `--voice` and for scripts."""
    engine: str
    """The engine that speaks with it."""
    languages: tuple[str, ...]
    """BCP 47."""
    quality: str
    """`natural`, or Piper's levels: `high`, `medium` (22 kHz), `low`, `lowest` (16 kHz)."""
    licence: str
    """The name of the licence of its recordings, or of the model where that has one of its own."""
    commercial: CommercialUse
    page: str
    """The address of a page about it and its licence."""
    files: tuple[VoiceFile, ...]
    """The model is the first. Empty where the voice is part of its engine."""
    about: str = ""
    """What else a person may want to know before it is downloaded."""
    credit: str = ""
    """Who has to be named."""
    note: str = ""
    """Why its commercial use is unclear."""

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def allows(self) -> str:
        """What its licence allows, in one line."""
        allowed = _ALLOWS[self.commercial] + (f": {self.note}" if self.note else "")
        return f"{allowed}; name {self.credit}" if self.credit else allowed

    def speaks(self, language: str) -> bool:
        """Whether it speaks `language` (BCP 47). `de` and `de-AT` match each other, `de-DE` and `de-AT` do not."""
        return any(_related(own.lower(), language.lower()) for own in self.languages)


_ALLOWS: Final[Mapping[CommercialUse, str]] = {
    "yes": "every use, commercial use as well",
    "credit": "every use, commercial use as well",
    "unclear": "private use; whether commercial use is allowed is unclear",
    "no": "non-commercial use only",
}


@dataclass(frozen=True, slots=True)
class InstalledVoice:
    """One voice that is installed."""

    voice: CatalogueVoice
    """Its entry of the catalogue when it was installed."""
    folder: Path
    """Where its files are."""

    @property
    def model(self) -> Path:
        """The file that its engine loads."""
        return self.folder / self.voice.files[0].name


def speaking(language: str, voices: Sequence[CatalogueVoice]) -> tuple[CatalogueVoice, ...]:
    """The voices that speak `language` (BCP 47); if none does, those of other regions with the same language."""
    primary = language.partition("-")[0]
    exact = tuple(voice for voice in voices if voice.speaks(language))
    return exact or tuple(voice for voice in voices if voice.speaks(primary))


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


@runtime_checkable
class Voice(Protocol):
    """One engine with one voice, rate and pitch. It may hang, crash or lie; whoever calls checks what comes back."""

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound: engine and version, model, voice, rate, pitch."""

    def speak(self, text: str, language: str) -> Sound:
        """The sound of one sentence, at the engine's own rate, mono, edge silence and all.

        Raises:
            VoiceError: The engine did not give a sound in time.
        """

    def close(self) -> None:
        """Afterwards the engine has no process left. May be called twice."""


@runtime_checkable
class Cache(Protocol):
    """A cache of bytes by key that can be emptied at any moment. Safe for many processes at once."""

    def get(self, key: str) -> bytes | None:
        """What was put under `key`, whole and checked, or None. A damaged entry is None and is gone."""

    def put(self, key: str, value: bytes) -> None:
        """Afterwards `get(key)` gives `value`, unless the entry has been dropped. Never half an entry."""


class Narrator(Protocol):
    """Everything that can speak an utterance as a finished clip: calibrated, trimmed, at 48 kHz."""

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """One clip, shape (frames, 1), for each utterance; `progress(done, of)` after each that had to be made.

        Raises:
            VoiceError: A voice failed. The message names the text.
        """

    def close(self) -> None:
        """Afterwards no voice has a process left."""


class Renderable(Protocol):
    """The sound of a timeline, or one part of it: the mixer's `Mix` and `Stem` are such."""

    @property
    def timeline(self) -> Timeline:
        """What happens when."""

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (n, 2), where n is `count` or what is left. Pure."""


class Output(Protocol):
    """A destination for one session's samples."""

    def write(self, block: Samples) -> None:
        """Take the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be taken.
            DeviceError: The sound device is gone.
        """

    def finish(self) -> None:
        """Afterwards the whole result stands in its place, checked.

        Raises:
            WriteError: It could not be finished; what was there before is still there.
        """

    def abandon(self) -> None:
        """Afterwards nothing of this output is left, and what was there before is still there. May be called twice."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything outside the program's own arithmetic that a session needs."""

    narrator: Narrator
    store: Cache
    """Where what costs time to make is kept."""
    background: Callable[[str], Background]
    """The background of a name, generated or beside the script. Raises AudioFileError."""
    chime: Callable[[str], Samples]
    """The samples of a chime by name, shape (frames, 2). Raises AudioFileError."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says of itself, for the phone's screen. Empty words are not written."""

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    """As given: a year or an ISO date. Nothing is taken from the clock, so that the same session is the same bytes."""
    language: str = ""
    """BCP 47."""
    cover: bytes = b""
    """A PNG or a JPEG."""
    gain: float | None = None
    """Decibels that take the file to −18 LUFS, for players that follow ReplayGain."""
    peak: float | None = None
    """Its highest magnitude, 1 is full scale; beside `gain`."""

    def replay_gain(self) -> dict[str, str]:
        """The gain and the peak as players read them, by their names in lower case; those that are known."""
        found = {}
        if self.gain is not None:
            found["replaygain_track_gain"] = f"{self.gain:+.2f} dB"
        if self.peak is not None:
            found["replaygain_track_peak"] = f"{self.peak:.6f}"
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest:
    """A file that is to be made of a session."""

    path: Path
    """Where it will stand. What stands there now is replaced."""
    timeline: Timeline
    mix: Callable[[], Mix]
    """Its sound. Called only by formats that need it, before anything is written. Raises AudioFileError."""
    store: Cache
    """Where encoded sound is kept for the next file."""
    tags: Tags | None = None
    """Without a cover, one is drawn from the title. None: the file says nothing of itself."""
    bit_rate: int = 128
    """Thousands of bits a second, for MP3, M4B and Opus."""
    captions: bool = False
    """Words with times beside it: .lrc, .vtt, .srt and the timeline as .json."""
    stems: bool = False
    """Voice and background beside it, each on its own, as FLAC."""


class Exporter(Protocol):
    """Makes files of one format."""

    @property
    def sounds(self) -> bool:
        """Whether the file holds sound. Where it does not, captions and stems are not made."""

    def export(self, wanted: FileRequest, tick: ProgressCallback, /) -> None:
        """Afterwards the file stands whole at its path, checked, and what was asked for beside it.

        Raises:
            AudioFileError: A background cannot be read.
            WriteError: It could not be written; what was there before is still there.
        """


@runtime_checkable
class Speaker(Protocol):
    """A loudspeaker, or what stands in for one: it plays what is written to it, in order, and counts it.

    The count of what it has played is the only clock that a player reads. A speaker that has raised DeviceError
    takes nothing more until it is closed and opened again.
    """

    @property
    def name(self) -> str:
        """What a person calls it, and how it is reached."""

    @property
    def paced(self) -> bool:
        """Whether a second of sound takes a second. A recording is not paced."""

    @property
    def played(self) -> Frames:
        """Frames of what was written that the device has taken, since this object was made. Never goes back."""

    @property
    def pending(self) -> Frames:
        """Frames that were written and that the device has not taken."""

    @property
    def latency(self) -> Frames:
        """How long a frame that the device has taken may still be on its way to the ear."""

    @property
    def underruns(self) -> int:
        """How often the device asked for more than was there."""

    def open(self) -> None:
        """Afterwards it plays what is written. Never silent while it is open: without sound it whispers, inaudibly.

        Raises:
            DeviceError: There is no such device, or it is in use.
        """

    def write(self, block: Samples) -> Frames:
        """How many frames from the front of `block`, shape (n, 2), were taken; 0 after a short wait without room.

        Raises:
            DeviceError: The device is gone, or has stopped taking sound. Nothing was taken.
            WriteError: It writes a file, and cannot.
        """

    def take_back(self) -> Frames:
        """How many of the pending frames, from the end, will not be played after all.

        A few milliseconds may stay pending, so that the device does not run dry.
        """

    def drain(self) -> bool:
        """Whether everything that was written has been heard; waits a short while for it.

        Raises:
            DeviceError: The device is gone.
        """

    def close(self) -> None:
        """Afterwards the device is let go at once; what is pending is not played. May be called twice."""


class ProgressCallback(Protocol):
    """Told how far a long piece of work is."""

    def __call__(self, stage: str, done: int, of: int, /) -> None:
        """`done` of `of` steps of `stage` are finished."""


def no_tick(_stage: str, _done: int, _of: int) -> None:
    """A `ProgressCallback` that tells nobody."""


Notice: TypeAlias = "Callable[[str], None]"
"""Told in words what a person should know and what does not stop the work."""


def no_notice(_text: str) -> None:
    """A `Notice` that tells nobody."""
