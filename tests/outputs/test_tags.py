"""What the tags of every format need."""

from __future__ import annotations

import pytest

from unknot.errors import UsageError
from unknot.outputs import safe_name
from unknot.outputs._tags import chapter_marks, checked_date, timestamp
from unknot.timeline import Chapter, Timeline
from unknot.units import Frames


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Neck and shoulders", "Neck and shoulders"),
        ('a/b\\c:d*e?"f<g>h|i', "a-b-c-d-e--f-g-h-i"),
        ("  ..hidden.. ", "hidden"),
        ("CON", "CON-session"),
        ("com1.mp3", "com1.mp3-session"),
        ("new\nline\x00", "new line"),
        ("\u202eevil", "evil"),
        ("\ud800", "session"),
        ("...", "session"),
        ("", "session"),
        ("é" * 200, "é" * 60),
    ],
)
def test_a_file_name_suits_every_system(title: str, name: str) -> None:
    """A file name for any title is valid on Windows, phones and every other system."""
    assert safe_name(title) == name


def test_chapters_follow_each_other_and_long_lists_are_shortened() -> None:
    """Chapters begin at 0 and cover the session; of more than 15, only those of the first level are used."""
    chapters = [Chapter(Frames(n * 100 + 50), Frames(100), str(n), 1 + n % 2) for n in range(16)]
    marks = chapter_marks(Timeline(Frames(2000), "A", "en", tuple(chapters)))
    assert [mark.title for mark in marks] == [str(n) for n in range(0, 16, 2)]
    assert [mark.start for mark in marks][:2] == [0, 250]
    assert [mark.stop for mark in marks][-2:] == [1450, 2000]
    assert chapter_marks(Timeline(Frames(2000), "A", "en", ())) == ()


def test_times_are_rounded_to_milliseconds() -> None:
    """A time has hours, minutes, seconds and milliseconds."""
    assert timestamp(48_000 * 3725 + 24, ",") == "01:02:05,000"
    assert timestamp(48_000 * 3725 + 25) == "01:02:05.001"


@pytest.mark.parametrize("date", ["", "2026", "2026-11", "2026-11-23", "2024-02-29"])
def test_a_date_is_a_year_a_month_or_a_day(date: str) -> None:
    """A year, a month and a day are dates, and so is none."""
    assert checked_date(date) == date


@pytest.mark.parametrize(
    "date",
    ["2026-13-45", "2026-00", "2025-02-29", "26", "20261123", "2026-W48", "2026-11-23T10:00", "11/23/2026", "x",
     "2026-1-2", "2026-11-", " 2026", "٢٠٢٦", "0000"],
)  # fmt: skip
def test_any_other_date_is_refused(date: str) -> None:
    """A day that does not exist and any other form are refused with the forms that there are."""
    with pytest.raises(UsageError, match="there is no date") as caught:
        checked_date(date)
    assert "2026-11-23" in caught.value.next_step
