"""What the program needs of the world, as small protocols: voices, backgrounds, a cache, outputs, a loudspeaker.

The values that the protocols take and give are here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from unknot.audio import (
        Background,  # a port as well, but the mixer needs it, and may not import this module
        Samples,
        Sound,
    )
    from unknot.mixer import Mix
    from unknot.routine import Utterance
    from unknot.timeline import Timeline
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class EngineState:
    """The state of a voice engine, for `unknot voices`."""

    engine: str
    """Its name."""
    ready: bool
    """Whether it can speak now."""
    detail: str
    """Its version if it is ready; otherwise what it needs, or why it failed."""
    names: tuple[str, ...] = ()
    """Its voices, by the names that a script may use."""


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
    """One engine with one voice, rate and pitch. It may hang, crash or give wrong sound. Callers check it."""

    @property
    def identity(self) -> str:
        """Everything but the text that changes the sound: engine and version, model, voice, rate, pitch."""

    def speak(self, text: str, language: str) -> Sound:
        """The sound of one sentence, at the engine's own sample rate, mono, with the silence at its edges.

        Raises:
            VoiceError: The engine did not give a sound in time.
        """

    def close(self) -> None:
        """Afterwards the engine has no process left. May be called twice."""


@runtime_checkable
class Cache(Protocol):
    """A cache of bytes by key. It may be emptied at any time. Safe for many processes at once."""

    def get(self, key: str) -> bytes | None:
        """The whole value that was put under `key`, checked, or None. A damaged entry is deleted and gives None."""

    def put(self, key: str, value: bytes) -> None:
        """Afterwards `get(key)` gives `value`, unless the entry was deleted meanwhile. Never a part of it."""


class Narrator(Protocol):
    """Speaks utterances as finished clips: calibrated, trimmed, at 48 kHz."""

    def lengths(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Frames]:
        """The frames of the clip of each utterance. Calls `progress(done, of)` after each that had to be made.

        Raises:
            VoiceError: A voice failed. The message names the text.
        """

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """The clip of each utterance, shape (frames, 1). Each is read when it is asked for, and none is held.

        Clips whose lengths were asked for before may be read in any thread, while others are made.

        Raises:
            VoiceError: A voice failed. The message names the text. The mapping raises it too, when a clip is no longer
                in the cache and cannot be made again as it was.
        """

    def close(self) -> None:
        """Afterwards no voice has a process left."""


class Renderable(Protocol):
    """The sound of a timeline, or of one part of it, such as `Mix` and `Stem` of the mixer."""

    @property
    def timeline(self) -> Timeline:
        """The events, with their first frames and lengths."""

    def render(self, start: int, count: int) -> Samples:
        """The frames from `start`, shape (n, 2), where n is `count`, or less at the end. Pure."""


class Output(Protocol):
    """Takes the samples of one session."""

    def write(self, block: Samples) -> None:
        """Takes the next frames, shape (n, 2).

        Raises:
            WriteError: They could not be taken.
            DeviceError: The sound device is gone.
        """

    def finish(self) -> None:
        """Afterwards the whole result is in its place, checked.

        Raises:
            WriteError: It could not be finished; what was there before is still there.
        """

    def abandon(self) -> None:
        """Deletes this output. What was there before is still there. May be called twice."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a session needs of the world."""

    narrator: Narrator
    cache: Cache
    """Keeps what takes time to make."""
    background: Callable[[str], Background]
    """The background of a name: generated, or in the folder of the script. Raises AudioFileError."""
    chime: Callable[[str], Samples]
    """The samples of a chime by name, shape (frames, 2). Raises AudioFileError."""


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a file. Empty ones are not written."""

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`. It never comes from the clock, so that the same session gives the
    same bytes."""
    language: str = ""
    """BCP 47."""
    cover: bytes = b""
    """A PNG or a JPEG."""
    gain: float | None = None
    """Decibels that bring the file to −18 LUFS, for players that use ReplayGain."""
    peak: float | None = None
    """Its highest magnitude, where 1 is full scale; set together with `gain`."""
    genre: str = ""
    comment: str = ""
    """What it is, in a sentence."""
    narrator: str = ""
    """Who speaks. It is in the tag of the composer as well, where players of audiobooks look for it."""
    series: str = ""
    """The series that it belongs to."""
    series_part: str = ""
    """Its place in the series."""
    track: int = 0
    """Its number in the album, from 1; 0 is none."""

    def words(self) -> dict[str, str]:
        """The tags that are words, by their names in Vorbis comments; without those that are empty."""
        found = {"title": self.title, "artist": self.artist, "albumartist": self.artist, "album": self.album}
        found |= {"date": self.date, "language": self.language, "genre": self.genre, "comment": self.comment}
        found |= {"composer": self.narrator, "narrator": self.narrator, "series": self.series}
        found |= {"series-part": self.series_part, "tracknumber": str(self.track or "")}
        return {name: text for name, text in found.items() if text}

    def replay_gain(self) -> dict[str, str]:
        """The gain and the peak as players read them, by names in lower case; without those that are None."""
        found = {}
        if self.gain is not None:
            found["replaygain_track_gain"] = f"{self.gain:+.2f} dB"
        if self.peak is not None:
            found["replaygain_track_peak"] = f"{self.peak:.6f}"
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest:
    """A file that is to be written of a session."""

    path: Path
    """Its path. A file that is there now is replaced."""
    timeline: Timeline
    mix: Callable[[], Mix]
    """Gives its sound. Only formats with sound call it, before anything is written. Raises AudioFileError."""
    cache: Cache
    """Where encoded sound is kept for the next file."""
    tags: Tags | None = None
    """Without a cover, one is drawn from the title. None: the file has no tags."""
    bit_rate: int = 128
    """Thousands of bits a second, for MP3, M4B and Opus."""
    captions: bool = False
    """Also write the words with their times as .lrc, .vtt and .srt, and the timeline as .json."""
    stems: bool = False
    """Also write voice and background as one FLAC file each."""


class Exporter(Protocol):
    """Writes files of one format."""

    @property
    def sounds(self) -> bool:
        """Whether the file has sound. Without sound, no captions and stems are written."""

    def export(self, request: FileRequest, progress: ProgressCallback, /) -> None:
        """Afterwards the whole file is at its path, checked, and the captions and stems that were asked for next to it.

        Raises:
            AudioFileError: A background cannot be read.
            WriteError: It could not be written; what was there before is still there.
        """


@runtime_checkable
class Speaker(Protocol):
    """A loudspeaker, or a replacement for one: it plays what is written to it, in order, and counts the frames.

    The count of played frames is the clock of the player. A speaker that has raised DeviceError takes nothing more
    until it is closed and opened again.
    """

    @property
    def name(self) -> str:
        """Its name for people, and how it is connected."""

    @property
    def paced(self) -> bool:
        """Whether a second of sound takes a second to play. A recording is not paced."""

    @property
    def played(self) -> Frames:
        """Frames that the device has taken since this object was made. Never decreases."""

    @property
    def pending(self) -> Frames:
        """Frames that were written and that the device has not taken yet."""

    @property
    def latency(self) -> Frames:
        """How long it takes at most until a frame that the device has taken is heard."""

    @property
    def underruns(self) -> int:
        """How often the device needed more frames than were written."""

    def open(self) -> None:
        """Afterwards it plays what is written.

        While it is open, the device gets noise that is too soft to be heard instead of silence.

        Raises:
            DeviceError: There is no such device, or it is in use.
        """

    def write(self, block: Samples) -> Frames:
        """How many of the first frames of `block`, shape (n, 2), it took; 0 after a short wait without room.

        Raises:
            DeviceError: The device is gone, or has stopped taking sound. Nothing was taken.
            WriteError: It writes a file, and cannot.
        """

    def take_back(self) -> Frames:
        """Takes back the pending frames, so that they are not played. How many.

        A few milliseconds stay pending, so that the device always has sound.
        """

    def drain(self) -> bool:
        """Whether everything that was written has been heard. Waits shortly for it.

        Raises:
            DeviceError: The device is gone.
        """

    def close(self) -> None:
        """Closes the device at once, without playing what is pending. May be called twice."""


class ProgressCallback(Protocol):
    """Is called with the progress of long work."""

    def __call__(self, stage: str, done: int, of: int, /) -> None:
        """`done` of `of` steps of `stage` are finished."""


def no_tick(_stage: str, _done: int, _of: int) -> None:
    """A `ProgressCallback` that does nothing."""


Notice: TypeAlias = "Callable[[str], None]"
"""Is called with a text that a person should read, about something that does not stop the work."""


def no_notice(_text: str) -> None:
    """A `Notice` that does nothing."""
