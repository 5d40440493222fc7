"""Pauses as other people write them: one table of words for `import`, `fmt` and the checker."""

import pytest

from unknot.script._pauses import (
    bare_pause,
    begins_as_pause,
    break_tag,
    foreign_aside,
    foreign_pause,
    is_dots,
    read_length,
    read_markup,
)
from unknot.units import frames


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("pause", "[4s]"),
        ("Short pause.", "[2s]"),
        ("LONG PAUSE", "[10s]"),
        ("a brief silence", "[2s]"),
        ("Pause briefly", "[2s]"),
        ("take a long, deep pause here", "[10s]"),
        ("a moment of silence", "[4s]"),
        ("Pause for 3 breaths", "[18s]"),
        ("pause for a few breath cycles", "[18s]"),
        ("pause for half a minute", "[30s]"),
        ("pause for one and a half minutes", "[90s]"),
        ("pause ½ minute", "[30s]"),
        ("a minute of silence", "[60s]"),
        ("pause ten seconds", "[10s]"),
        ("forty-five second pause", "[45s]"),
        ("pause, 30 seconds", "[30s]"),
        ("Pause - 10 seconds", "[10s]"),
        ("pause: 0:30", "[30s]"),
        ("pause 1:02:03", "[62m3s]"),
        ("pause 1 min 30 sec", "[90s]"),
        ("pause 1 min 30", "[90s]"),
        ("pause 2.5s", "[2.5s]"),
        ("pause 2,5 s", "[2.5s]"),
        ("pause 500ms", "[0.5s]"),
        ("pause=5000", "[5s]"),
        ("PAUSE:5", "[5s]"),
        ("pause 5-10 seconds", "[5s..10s]"),
        ("pause for 5 to 10 seconds", "[5s..10s]"),
        ("pause\xa010\xa0seconds", "[10s]"),
        ("10 seconds of silence", "[10s]"),
    ],
)
def test_a_pause_in_english_words_is_a_tag(written: str, tag: str) -> None:
    """With a number, in words, with a size, or with nothing."""
    assert foreign_pause(written) == tag
    assert foreign_aside(written) == tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("10 Sekunden Pause", "[10s]"),
        ("kurze Pause", "[2s]"),
        ("eine halbe Minute Stille", "[30s]"),
        ("fünf Sekunden Pause", "[5s]"),
        ("Pause für drei Atemzüge", "[18s]"),
        ("pause de dix secondes", "[10s]"),
        ("longue pause", "[10s]"),
        ("pausa de 10 segundos", "[10s]"),
        ("un minuto de silencio", "[60s]"),
        ("pausa lunga", "[10s]"),
        ("silêncio por 5 segundos", "[5s]"),
        ("korte pauze", "[2s]"),
        ("paus 10 sekunder", "[10s]"),
        ("10 sekunders pause", "[10s]"),
        ("tauko 10 sekuntia", "[10s]"),
        ("przerwa 10 sekund", "[10s]"),
        ("duraklama 10 saniye", "[10s]"),
        ("пауза 10 секунд", "[10s]"),
        ("короткая пауза", "[2s]"),
        ("παύση", "[4s]"),
        ("10秒休止", "[10s]"),
        ("一分钟停顿", "[60s]"),
        ("3초 멈춤", "[3s]"),
    ],
)
def test_a_pause_in_another_language_is_a_tag(written: str, tag: str | None) -> None:
    """The words stand in one table, accents or not."""
    assert foreign_aside(written) == tag


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soft music",
        "a while",
        "wait for it",
        "about it",
        "ten",
        "10",
        "side",
        "pause button",
        "4s..",
        "1..2m",
        "5s, 2s..9s",
    ],
)
def test_other_words_are_no_pause(written: str) -> None:
    """Nor is a range as a routine writes it."""
    assert foreign_pause(written) is None


@pytest.mark.parametrize("written", ["10 seconds", "about 30 seconds", "3 breaths", "2 min"])
def test_a_time_is_a_pause_in_square_brackets_only(written: str) -> None:
    """In round ones it may be said to the listener."""
    assert foreign_pause(written) is not None
    assert foreign_aside(written) is None


def test_a_line_without_brackets_is_a_pause_only_where_it_says_so() -> None:
    """“Silence.” may be meant for the listener."""
    assert bare_pause("Pause 10 seconds") == "[10s]"
    assert bare_pause("--- long pause ---") == "[10s]"
    assert bare_pause("Silence 10 seconds") == "[10s]"
    assert bare_pause("Silence.") is None
    assert bare_pause("Ten seconds.") is None


def test_the_first_word_and_dots_are_known() -> None:
    """For brackets that say more than a pause, and for lines of dots."""
    assert begins_as_pause("pause and notice")
    assert not begins_as_pause("paused")
    assert [text for text in ("...", ". . .", "…", "· · ·", ".", "..a", "") if is_dots(text)] == [
        "...",
        ". . .",
        "…",
        "· · ·",
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("30", 30),
        ("60s", 60),
        ("1:30", 90),
        ("2,5", 2.5),
        (".5s", 0.5),
        ("2 seconds", 2),
        ("+2s", 2),
        ("1m30s", 90),
        ("0", 0),
    ],
)
def test_a_cell_is_read_as_a_time(written: str, seconds: float) -> None:
    """A number alone is seconds."""
    assert read_length(written) == frames(seconds)


@pytest.mark.parametrize("written", ["", "soon", "-5", "5-10", "100000", "pause 5", "1e9"])
def test_a_cell_that_is_no_time_is_told_from_one(written: str) -> None:
    """A day is the longest."""
    assert read_length(written) is None


@pytest.mark.parametrize(
    ("tag", "pause"),
    [
        ('<break time="3s" />', "[3s]"),
        ("<break time='1500ms'/>", "[1.5s]"),
        ("<break time=2s>", "[2s]"),
        ('<break time="500"/>', "[0.5s]"),
        ('<break time="2 seconds"/>', "[2s]"),
        ('<break strength="strong"/>', "[1.5s]"),
        ('<break strength="none"/>', "[0s]"),
        ("<break/>", "[0.75s]"),
        ("<pause=1s>", "[1s]"),
        ("<pause>", "[4s]"),
        ("<silence 500ms>", "[0.5s]"),
        ('<silence msec="50"/>', "[0.05s]"),
        ("<<long pause>>", "[10s]"),
        ('<break time="soon"/>', None),
        ('<break strength="odd"/>', None),
        ("</break>", None),
        ("<b>", None),
    ],
)
def test_a_break_in_angle_brackets_is_read(tag: str, pause: str | None) -> None:
    """As engines write it in plain text, too."""
    assert read_markup(tag)[1] == pause


def test_a_length_says_more_than_a_strength() -> None:
    """Where a break has both."""
    assert break_tag({"time": "2s", "strength": "weak"}) == "[2s]"
