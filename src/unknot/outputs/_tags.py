"""The chapters and the picture that a file says of itself, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from unknot.timeline import Timeline

_FEW = 15
"""More chapters than this are no help on a phone; then only the headings of the first level are."""


@dataclass(frozen=True, slots=True)
class ChapterMark:
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


def chapter_marks(timeline: Timeline | None) -> tuple[ChapterMark, ...]:
    """The chapters of a session."""
    if timeline is None:
        return ()
    chapters = timeline.chapters
    if len(chapters) > _FEW:
        chapters = tuple(c for c in chapters if c.level == 1) or chapters
    starts = [Frames(0), *(c.start for c in chapters[1:])]
    stops = [*starts[1:], timeline.frames]
    return (
        tuple(ChapterMark(a, b, c.title) for a, b, c in zip(starts, stops, chapters, strict=True)) if chapters else ()
    )


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
