"""An entry in one line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from unknot.errors import UsageError
from unknot.journal import Tension, read_line


@pytest.mark.parametrize(
    ("line", "tensions", "noticed"),
    [
        ("neck 6>3", [Tension("neck", 6, 3)], ""),
        ("neck 6 -> 3, jaw 4", [Tension("neck", 6, 3), Tension("jaw", 4)], ""),
        ("upper back 10 to 0", [Tension("upper back", 10, 0)], ""),
        ("neck >3", [Tension("neck", None, 3)], ""),
        ("neck 6→3; left, then right", [Tension("neck", 6, 3)], "left, then right"),
        ("slept well", [], "slept well"),
        ("neck 6>3, slept well; warm", [Tension("neck", 6, 3)], "slept well; warm"),
        ("neck six", [], "neck six"),
        ("", [], ""),
        (" , ;", [], ""),
    ],
)
def test_a_line_is_read_and_nothing_of_it_is_lost(line: str, tensions: list[Tension], noticed: str) -> None:
    """Everything that is not a tension counts as words."""
    parsed = read_line(line)
    assert (list(parsed.tensions), parsed.noticed) == (tensions, noticed)


@pytest.mark.parametrize("line", ["neck 11>3", "neck 3>99", "neck >11"])
def test_a_tension_past_ten_is_refused(line: str) -> None:
    """It does not count as words, because the person meant a number."""
    with pytest.raises(UsageError, match="0 to 10"):
        read_line(line)


def test_an_area_is_named_as_the_body_data_names_it() -> None:
    """The function `area` gives the name."""
    assert read_line("Neck 6>3", str.lower).tensions == (Tension("neck", 6, 3),)


@given(st.text(alphabet="neckjaw 0123456789>-,;→ü", max_size=60))
def test_no_word_of_any_line_is_lost(line: str) -> None:
    """Each word is in the name of an area or in the words, each number in a tension or in the words."""
    try:
        parsed = read_line(line)
    except UsageError:
        return
    kept = " ".join([parsed.noticed, *(f"{t.area} {t.before} {t.after}" for t in parsed.tensions)])
    assert set(re.findall(r"[^\W\d]{2,}", line)) <= set(re.findall(r"[^\W\d]{2,}", kept)) | {"to"}
    assert {int(n) for n in re.findall(r"\d+", line)} <= {int(n) for n in re.findall(r"\d+", kept)}
