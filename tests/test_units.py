"""Units are converted exactly, and back."""

import pytest

from unknot import units


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("4", 4), ("4s", 4), ("1.5s", 1.5), ("90s", 90), ("2m", 120), ("1m30s", 90), ("1:30", 90), ("1h", 3600)],
)
def test_a_duration_is_read_in_every_way_a_script_may_write_it(text: str, seconds: float) -> None:
    """Each form of a duration in docs/language.md is read."""
    assert units.parse_duration(text) == units.frames(seconds)


@pytest.mark.parametrize("text", ["", "s", "4 s", "-4", "1:75", "m", "four", "4ms", "1e3", "٤s"])
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    """A text that is not a duration is an error, never 0."""
    with pytest.raises(ValueError, match=r"duration|clock"):
        units.parse_duration(text)


def test_hours_with_a_bare_number_behind_them_are_not_a_duration() -> None:
    """`1h30` could be 30 seconds or 30 minutes; in a script it needs its unit."""
    with pytest.raises(ValueError, match="not a duration"):
        units.parse_duration("1h30")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *[(text, 600) for text in ("10m", "10min", "10 min", "10 mins.", "10 minutes", "10-minute", "ten minutes")],
        *[(text, 600) for text in ("10M", "10:00", "PT10M", "10 Minuten", "600 s", " 10  minutes ", "0:10:00")],
        *[
            (text, 5400)
            for text in ("1h30", "1h 30", "1h30m", "1 hr 30 mins", "1:30:00", "90 minutes", "1.5h", "1,5 h")
        ],
        *[(text, 5400) for text in ("an hour and a half", "one and a half hours", "1½ hours", "1 1/2 hours")],
        *[(text, 5400) for text in ("anderthalb Stunden", "1 hour and 30 minutes", "1 hour, 30 min", "pt1h30m")],
        *[(text, 1800) for text in ("half an hour", "½ h", "eine halbe Stunde", "a half hour", "0.5 hours")],
        *[(text, 900) for text in ("a quarter of an hour", "quarter hour", "eine Viertelstunde", "fünfzehn Minuten")],
        *[(text, 90) for text in ("90 s", "90sec", "90 seconds", "1 min 30", "1m30", "1 minute 30 seconds", "1:30")],
        *[("three quarters of an hour", 2700), ("twenty-five minutes", 1500), ("an hour", 3600), ("500 ms", 0.5)],
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, seconds: float) -> None:
    """What can only be meant in one way is accepted."""
    assert units.parse_length(text) == units.frames(seconds)


@pytest.mark.parametrize("text", ["10", "10.5", "7,5"])
def test_a_length_without_a_unit_is_asked_about(text: str) -> None:
    """Some people mean minutes and others seconds."""
    with pytest.raises(ValueError, match=f"{text} minutes. write {text}m"):
        units.parse_length(text)


WRONG = [
    "",
    "s",
    "pt",
    "min",
    "10 x",
    "-5m",
    "- 5 minutes",
    "1h30x",
    "5 min min",
    "10 h 5 h",
    "5s3m",
    "1:75",
    "1 2 min",
]


@pytest.mark.parametrize("text", [*WRONG, "٤ min", "1e3", "and 10", "10 10", "99999999h", "soon", "\x1b", "1/2"])
def test_what_is_not_a_length_is_refused(text: str) -> None:
    """A text that is not a length is an error, never 0."""
    with pytest.raises(ValueError, match=r"length|clock|duration"):
        units.parse_length(text)


@pytest.mark.parametrize("thousandths", [0, 1, 999, 1000, 1500, 60_000, 90_500, 3_600_000])
def test_a_printed_duration_is_read_back_equal(thousandths: int) -> None:
    """Whole milliseconds are unchanged when they are printed and read again."""
    count = thousandths * units.MILLISECOND
    assert units.parse_duration(units.format_duration(count)) == count


def test_the_grid_is_one_mp3_frame() -> None:
    """1152 samples are 24 ms at 48 kHz."""
    assert units.seconds(units.GRID) == 0.024
    assert [units.on_grid(n) for n in (0, 1, 1152, 1153)] == [0, 1152, 1152, 2304]
    assert [units.nearest_on_grid(n) for n in (0, 575, 576, 1727, 1728)] == [0, 0, 1152, 1152, 2304]


@pytest.mark.parametrize(
    ("text", "size"), [("500", 500), ("500M", 500 * 2**20), ("2 GiB", 2**31), ("1.5g", 3 * 2**29), ("10kB", 10240)]
)
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    """K, M, G and T are powers of 1024."""
    assert units.parse_size(text) == size


@pytest.mark.parametrize("text", ["", "much", "-5M", "5X", "5 M M"])
def test_a_text_that_is_no_size_is_refused(text: str) -> None:
    """The message shows how a size is written."""
    with pytest.raises(ValueError, match="500 MB"):
        units.parse_size(text)
