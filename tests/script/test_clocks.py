"""Clock times at the beginning of lines are places, not pauses."""

import pytest

from tests.script.imports import body, imported, lost, spoken
from unknot.routine import Pause
from unknot.script import parse
from unknot.script._clocks import clock
from unknot.script._heard import HeardWords, hear
from unknot.script._subject import walk_inlines
from unknot.units import seconds


def starts(text: str) -> list[int]:
    """When each cue begins, in whole seconds, lengths estimated."""
    at, found = 0.0, []
    for event in hear(parse(imported(text).text, "t.md")):
        if isinstance(event, HeardWords):
            found.append(round(at))
        at += seconds(getattr(event, "frames", 0))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "[00:00] Settle in.\n[00:30] Relax your shoulders.\n[01:15] Let go of the jaw.\n[02:00] Open your eyes.\n",
        "0:00 Settle in.\n0:30 Relax your shoulders.\n(01:15)\nLet go of the jaw.\n2:00 - Open your eyes.\n",
        "00:00:00 Settle in.\n00:00:30 Relax your shoulders.\n00:01:15 Let go of the jaw.\n00:02:00 Open your eyes.\n",
        "**0:00** Settle in.\n\n**0:30** Relax your shoulders.\n\n**1:15** Let go of the jaw.\n\n"
        "**2:00** Open your eyes.\n",
        "- 0:00: Settle in.\n- 0:30: Relax your shoulders.\n- 1:15: Let go of the jaw.\n- 2:00: Open your eyes.\n",
    ],
)
def test_rising_times_are_places(text: str) -> None:
    """Each cue begins where it says, within a second."""
    assert lost(text) == []
    assert all(abs(a - b) <= 1 for a, b in zip(starts(text), [0, 30, 75, 120], strict=True))
    assert not any(character.isdigit() for character in spoken(imported(text)))


def test_a_place_keeps_what_stands_under_it() -> None:
    """Pauses inside it count, and a heading before the first one stays."""
    text = "# Calm\n\n0:00 Settle in. [10s]\nLet go.\n1:00 Rest.\n"
    pauses = [item for item in walk_inlines(parse(imported(text).text, "t.md").body) if isinstance(item, Pause)]
    lengths = [item.length.natural for item in pauses]
    assert body(text).startswith("# Calm\n\nSettle in. [10s]\nLet go. [")
    assert lengths[0] is not None
    assert 46 < seconds(lengths[1] or 0) < 50


def test_times_in_running_text_are_places_too() -> None:
    """Where they are written as clocks show them."""
    assert body("[00:00:02] In. [00:00:20] Out. [00:01:10] Rest.") == "[2s]\n\nIn. [17.5s]\n\nOut. [49.5s]\n\nRest.\n"
    assert body("Go. [0:30] On. [1:00] Now. [2:00]") == "Go. [30s]\nOn. [60s]\nNow. [2m]\n"


def test_times_with_an_end_give_the_silence_between() -> None:
    """As a timetable has them."""
    assert body("0:00 - 0:10 Settle in.\n0:40 - 0:50 Relax.\n") == "Settle in. [30s]\n\nRelax.\n"


def test_words_that_take_longer_than_their_time_are_told() -> None:
    """Rather than moved without a word."""
    told = lost("0:00 " + "Let your shoulders drop away from your ears. " * 5 + "\n0:05 Rest.\n1:00 Go.\n")
    assert len(told) == 1
    assert "longer than the time up to the next place" in told[0]


def test_times_that_do_not_rise_are_told_and_not_spoken() -> None:
    """Nobody can tell whether they are lengths."""
    text = "0:30 Squat\n0:10 Rest\n0:30 Plank\n"
    assert spoken(imported(text)) == "Squat. Rest. Plank."
    assert len(lost(text)) == 3


def test_a_pause_of_the_routine_language_stays_one() -> None:
    """Square brackets on lines of their own that do not begin at zero."""
    assert body("Let go.\n[0:30]\nRest.\n[1:00]\nGo.\n") == "Let go. [30s]\nRest. [60s]\nGo.\n"


@pytest.mark.parametrize(
    ("text", "at"),
    [("0:30", 30.0), ("[01:15.5]", 75.5), ("00:00:01,500", 1.5), ("1:02:03", 3723.0), ("90", None), ("1:75", None)],
)
def test_a_clock_time_is_read(text: str, at: float | None) -> None:
    """With hours or a fraction."""
    assert clock(text) == at
