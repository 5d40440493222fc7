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
