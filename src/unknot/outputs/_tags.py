"""What the tags of every format need: chapters, times, dates and file names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from unknot.timeline import Timeline

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_LONGEST_NAME = 120
"""Bytes in UTF-8: with a suffix and a number, far under the 255 of any file system."""
_MOST = 15
"""Chapters that are useful on a phone. Of more, only those of the first level are used."""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter in a file. Chapters follow each other without a gap, the first one from frame 0."""

    start: Frames
    """Its first frame."""
    stop: Frames
    """The frame after its last one."""
    title: str

    @property
    def start_ms(self) -> int:
        """`start` in milliseconds, to the nearest."""
        return milliseconds(self.start)

    @property
    def stop_ms(self) -> int:
        """`stop` in milliseconds, to the nearest."""
        return milliseconds(self.stop)


def chapter_marks(timeline: Timeline | None) -> tuple[ChapterMark, ...]:
    """The chapters of a session."""
    if timeline is None or not timeline.chapters:
        return ()
    chapters = timeline.chapters
    if len(chapters) > _MOST:
        chapters = tuple(c for c in chapters if c.level == 1) or chapters
    starts = [Frames(0), *(c.start for c in chapters[1:])]
    stops = [*starts[1:], timeline.frames]
    return tuple(ChapterMark(a, b, c.title) for a, b, c in zip(starts, stops, chapters, strict=True))


def milliseconds(frame: int) -> int:
    """The time of a frame in milliseconds, to the nearest."""
    return round(frame * 1000 / SAMPLE_RATE)


def timestamp(frame: int, point: str = ".") -> str:
    """The time of a frame as `01:02:03.456`, with `point` as the decimal point."""
    whole, thousandths = divmod(milliseconds(frame), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{thousandths:03d}"


def checked_date(text: str) -> str:
    """The date, in a form that every tag holds: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty is no date.

    Raises:
        UsageError: It has another form, or there is no such day.
    """
    try:
        if text:
            date.fromisoformat(text + "-01-01"[len(text) - 4 :] if _DATE.fullmatch(text) else "")
    except ValueError as fault:
        raise UsageError(f"there is no date {text!r}", next_step="write it like 2026, 2026-11 or 2026-11-23") from fault
    return text


def safe_name(title: str) -> str:
    """A file name for `title`, without suffix, that Linux, macOS, Windows and phones accept. Never empty."""
    composed = unicodedata.normalize("NFC", title)
    kept = "".join("-" if c in _FORBIDDEN else " " if _invisible(c) else c for c in composed)
    name = " ".join(kept.split()).strip(". -")
    name = name.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip(". -")
    if name.split(".")[0].lower().strip() in _RESERVED:
        name = f"{name}-session"
    return name or "session"


def _invisible(c: str) -> bool:
    """Whether it is a control, a direction mark, a separator or half of a surrogate pair."""
    return unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
