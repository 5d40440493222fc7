"""The program's own words, in the language of the routine."""

from __future__ import annotations

import pytest

from unknot.planning import _language
from unknot.units import SAMPLE_RATE


@pytest.mark.parametrize(
    ("language", "number", "spoken"),
    [("en", 0, "zero"), ("en", 13, "thirteen"), ("en-GB", 42, "forty-two"), ("en", 99, "ninety-nine"),
     ("de", 1, "eins"), ("de-AT", 21, "einundzwanzig"), ("de", 70, "siebzig"), ("en", 100, "100"), ("fr", 7, "7")],
)  # fmt: skip
def test_a_number_is_spoken_in_words(language: str, number: int, spoken: str) -> None:
    """A number below 100 is spoken in words where the program has the language, else in digits."""
    assert _language.spoken_number(language, number) == spoken


@pytest.mark.parametrize(
    ("language", "secs", "spoken"),
    [("en", 1, "one second"), ("en", 8, "eight seconds"), ("en", 44, "forty seconds"), ("en", 58, "a minute"),
     ("en", 89, "a minute"), ("en", 90, "two minutes"), ("en", 660, "eleven minutes"), ("en", 3600, "an hour"),
     ("en", 5400, "an hour and thirty minutes"), ("de", 60, "eine Minute"), ("de", 300, "fünf Minuten"),
     ("en", 8100, "two hours and fifteen minutes"), ("en", 43140, "eleven hours and fifty-nine minutes"),
     ("de", 43140, "elf Stunden und neunundfünfzig Minuten"), ("de", 3660, "eine Stunde und eine Minute")],
)  # fmt: skip
def test_a_time_is_spoken_in_rounded_words(language: str, secs: float, spoken: str) -> None:
    """A time is spoken to the minute, and below a minute and a half to ten seconds."""
    assert _language.spoken_duration(language, round(secs * SAMPLE_RATE)) == spoken


@pytest.mark.parametrize(
    ("language", "secs", "spoken"),
    [("en", 60, "A minute of quiet now."), ("en", 150, "Two and a half minutes of quiet now."),
     ("en", 420, "Seven minutes of quiet now."), ("de", 90, "Anderthalb Minuten Stille jetzt."),
     ("de", 150, "Zweieinhalb Minuten Stille jetzt."), ("fr", 60, "A minute of quiet now."),
     ("en", 719 * 60, "Eleven hours and fifty-nine minutes of quiet now."), ("en", 43200, "Twelve hours of quiet now."),
     ("en", 3661, "An hour and a minute of quiet now."), ("en", 3570, "An hour of quiet now."),
     ("de", 719 * 60, "Elf Stunden und neunundfünfzig Minuten Stille jetzt."),
     ("de", 3661, "Eine Stunde und eine Minute Stille jetzt."), ("de", 7200, "Zwei Stunden Stille jetzt."),
     ("en", 99 * 60, "An hour and thirty-nine minutes of quiet now.")],
)  # fmt: skip
def test_a_silence_is_announced_to_the_half_minute(language: str, secs: int, spoken: str) -> None:
    """An announcement gives the time to the half minute up to five minutes, then to the minute."""
    assert _language.announcement(language, secs * SAMPLE_RATE, work=False) == spoken


def test_a_long_hold_is_announced_in_hours() -> None:
    """In both languages, as `{remaining}` tells a time."""
    spoken = [_language.announcement(language, 134 * 60 * SAMPLE_RATE, work=True) for language in ("en", "de")]
    assert spoken == [
        "Two hours and fourteen minutes to stay with this.",
        "Zwei Stunden und vierzehn Minuten Zeit zum Verweilen.",
    ]
