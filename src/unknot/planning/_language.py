"""The program's own words, by language: numbers, times, breaths, announcements.

To add a language, add a row to `LANGUAGES`. A language without a row gets digits and English words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.reading import ENGLISH, GERMAN, primary
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language."""

    number: Callable[[int], str]
    """A count in words."""
    second: tuple[str, str]
    """One second, and `{}` seconds."""
    minute: tuple[str, str]
    hour: tuple[str, str]
    half_minutes: tuple[str, str]
    """One minute and a half, and `{}` minutes and a half."""
    joined: str
    """Between hours and minutes."""
    quiet: str
    """Announces a long pause of `{time}`."""
    work: str
    """Announces a long hold of `{time}`."""
    end: str
    """The name of what comes after the last chapter."""
    breath: Mapping[str, str] = field(default_factory=dict)
    """Phase → the words at its beginning."""
    announces: tuple[str, ...] = ()
    """Beginnings of words for a time or for quiet. A line with one of them has announced the silence after it."""


LANGUAGES: dict[str, Language] = {
    "en": Language(
        number=ENGLISH.count,
        second=("one second", "{} seconds"),
        minute=("a minute", "{} minutes"),
        hour=("an hour", "{} hours"),
        half_minutes=("a minute and a half", "{} and a half minutes"),
        joined="and",
        quiet="{time} of quiet now.",
        work="{time} to stay with this.",
        end="the end",
        breath={"in": "In.", "hold": "Hold.", "out": "Out."},
        announces=("minute", "second", "hour", "quiet", "silen", "stillness"),
    ),
    "de": Language(
        number=GERMAN.count,
        second=("eine Sekunde", "{} Sekunden"),
        minute=("eine Minute", "{} Minuten"),
        hour=("eine Stunde", "{} Stunden"),
        half_minutes=("anderthalb Minuten", "{}einhalb Minuten"),
        joined="und",
        quiet="{time} Stille jetzt.",
        work="{time} Zeit zum Verweilen.",
        end="der Schluss",
        breath={"in": "Ein.", "hold": "Halten.", "out": "Aus."},
        announces=("minute", "sekunde", "stunde", "stille", "ruhe", "schweig"),
    ),
}
"""By the primary part of a BCP 47 tag."""


def of(language: str) -> Language:
    """The words for a BCP 47 tag; English where there is no row."""
    return LANGUAGES.get(primary(language), LANGUAGES["en"])


def spoken_number(language: str, value: int) -> str:
    """A count in words; digits from 100 up and where the language has no row."""
    row = LANGUAGES.get(primary(language))
    return row.number(value) if row and 0 <= value < 100 else str(value)


def spoken_duration(language: str, frames: int) -> str:
    """A time in words: below 9.5 s to the second, below a minute and a half to ten seconds, else to the minute."""
    row, secs = of(language), frames / SAMPLE_RATE
    if secs < 9.5:
        return _some(language, row.second, max(1, round(secs)))
    if secs < 55:
        return _some(language, row.second, 10 * max(1, int(secs / 10 + 0.5)))
    if secs < 90:
        return row.minute[0]
    return _whole_minutes(language, int(secs / 60 + 0.5))


def _whole_minutes(language: str, count: int) -> str:
    """A count of minutes, at least one, in words: `an hour and five minutes`."""
    row = of(language)
    hours, minutes = divmod(count, 60)
    words = [_some(language, row.hour, hours)] if hours else []
    return f" {row.joined} ".join(words + ([_some(language, row.minute, minutes)] if minutes else []))


def announcement(language: str, frames: int, *, work: bool) -> str:
    """The announcement of a silence of `frames`, at least a minute: up to five minutes to the half minute."""
    row = of(language)
    halves = int(frames / SAMPLE_RATE / 30 + 0.5)
    if halves <= 10 and halves % 2:
        time = _some(language, row.half_minutes, halves // 2)
    else:
        time = _whole_minutes(language, max(1, int(frames / SAMPLE_RATE / 60 + 0.5)))
    line = (row.work if work else row.quiet).format(time=time)
    return line[:1].upper() + line[1:]


def breath(language: str, phase: str) -> str:
    """The words at the beginning of a phase of a breath."""
    return of(language).breath.get(phase, phase.capitalize() + ".")


def announces(language: str, text: str) -> bool:
    """Whether a line names a time or quiet."""
    return any(word in text.lower() for word in of(language).announces)


def _some(language: str, forms: tuple[str, str], count: int) -> str:
    return forms[0] if count == 1 else forms[1].format(spoken_number(language, count))
