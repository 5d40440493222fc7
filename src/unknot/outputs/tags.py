"""What a file says of itself, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from unknot.timeline import Timeline

_FEW = 15
"""More chapters than this are no help on a phone; then only the headings of the first level are."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Words for the phone's screen. Empty ones are not written."""

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


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter as players know it: they follow one another without a gap, the first from the very beginning."""

    start: Frames
    stop: Frames
    title: str

    @property
    def start_ms(self) -> int:
        """In milliseconds, to the nearest."""
        return milliseconds(self.start)

    @property
    def stop_ms(self) -> int:
        """In milliseconds, to the nearest."""
        return milliseconds(self.stop)


def marks(timeline: Timeline | None) -> tuple[Mark, ...]:
    """The chapters of a session."""
    if timeline is None:
        return ()
    chapters = timeline.chapters
    if len(chapters) > _FEW:
        chapters = tuple(c for c in chapters if c.level == 1) or chapters
    starts = [Frames(0), *(c.start for c in chapters[1:])]
    stops = [*starts[1:], timeline.frames]
    return tuple(Mark(a, b, c.title) for a, b, c in zip(starts, stops, chapters, strict=True)) if chapters else ()


def milliseconds(frame: int) -> int:
    """When a frame is heard, in milliseconds from the beginning, to the nearest."""
    return round(frame * 1000 / SAMPLE_RATE)


def timestamp(frame: int, point: str = ".") -> str:
    """When a frame is heard, as `01:02:03.456` with that decimal point."""
    whole, thousandths = divmod(milliseconds(frame), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{thousandths:03d}"


def picture_kind(cover: bytes) -> str:
    """The media type of a picture, by its first bytes."""
    return "image/png" if cover.startswith(b"\x89PNG") else "image/jpeg"
