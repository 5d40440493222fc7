"""The screen shows the events of a session as lines or as JSON."""

from __future__ import annotations

import io
import json

import pytest

from unknot.cli._screen import JsonLines, OneLine, PlainLines, open_screen
from unknot.player import (
    Answered,
    Began,
    Command,
    Concern,
    Ended,
    LevelsChanged,
    Paused,
    PlayerEvent,
    Progress,
    Recovered,
    Replanned,
    Resumed,
    Said,
    Trouble,
)
from unknot.routine import Utterance
from unknot.timeline import Chapter, Cue, Note, Rest
from unknot.units import NO_FRAMES, Decibels, Frames, frames

JAW = Began(Chapter(NO_FRAMES, frames(60), "Jaw"), NO_FRAMES)
CUE = Began(Cue(frames(3), frames(2), Utterance("Let go."), "Let go."), frames(3))
NOTE = Began(Note(frames(3), frames(9), "Keep the lights low."), frames(3))
REST = Began(Rest(frames(5), frames(9), frames(9), "hold"), frames(5))
LEFT = Progress(frames(4), frames(492))
GONE = Trouble("the sound device is gone", "plug it in again", 4.0)
EVERYTHING: list[PlayerEvent] = [
    JAW,
    NOTE,
    LEFT,
    CUE,
    REST,
    Answered(Command.MORE, done=True),
    Answered(Command.BACK, done=False),
    LevelsChanged(Decibels(-2.0), Decibels(4.0)),
    Paused(frames(9)),
    Resumed(frames(9)),
    Replanned(frames(500), NO_FRAMES),
    Replanned(frames(500), frames(90)),
    Replanned(frames(500), Frames(-frames(90))),
    Said("Jaw. Eight minutes left."),
    GONE,
    Recovered(frames(9)),
    Ended(frames(600), 2, "closed"),
]


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


class Closed(Terminal):
    """A terminal whose window was closed."""

    def write(self, _text: str) -> int:
        """Fails, as it does after the window was closed."""
        raise OSError(5, "Input/output error")


def test_plain_lines_are_one_an_event_and_move_no_cursor() -> None:
    """The plain screen has one line for each event that has a text, and no countdown."""
    out = io.StringIO()
    screen = PlainLines(out)
    for event in EVERYTHING:
        screen(event)
    assert out.getvalue().splitlines() == [
        "Chapter: Jaw",
        "Keep the lights low.",
        "Let go.",
        "Not here: previous chapter",
        "Voice -2 dB, background +4 dB",
        "Paused",
        "Resumed",
        "Ends 1:30 later",
        "Ends 1:30 earlier",
        "Jaw. Eight minutes left.",
        "No sound: the sound device is gone; trying again in 4 s",
        "Sound is back",
        "Closed at 10:00",
    ]


def test_underruns_are_shown_to_who_looks_for_faults() -> None:
    """With `--debug` the last line has the number of underruns."""
    out = io.StringIO()
    PlainLines(out, debug=True)(EVERYTHING[-1])
    assert out.getvalue() == "Closed at 10:00, underruns: 2\n"


def test_the_one_line_tells_chapter_cue_and_time_left_and_notes_stand_above_it() -> None:
    """The one line has the time left, the chapter and the cue, and a note is written above it."""
    out = Terminal()
    screen = OneLine(out, colour=False)
    for event in (JAW, NOTE, CUE, LEFT):
        screen(event)
    assert out.getvalue().split("\r\x1b[K")[-1] == "8:12 left · Jaw · Let go."
    assert "Keep the lights low.\n" in out.getvalue()
    assert out.getvalue().count("\n") == 1


def test_the_one_line_tells_of_pauses_and_trouble() -> None:
    """A pause and a lost device are shown in the one line until they end."""
    out = Terminal()
    screen = OneLine(out, colour=False)
    for event in (LEFT, Paused(NO_FRAMES), Resumed(NO_FRAMES), GONE, Recovered(NO_FRAMES)):
        screen(event)
    shown = out.getvalue().split("\r\x1b[K")[1:]
    assert shown == [
        "8:12 left",
        "8:12 left · paused",
        "8:12 left",
        "8:12 left · No sound: the sound device is gone; trying again in 4 s",
        "8:12 left",
    ]


def test_a_message_is_shown_in_the_line_for_a_moment() -> None:
    """A message is shown in the place of the cue for four seconds."""
    out = Terminal()
    screen = OneLine(out, colour=False)
    for event in (CUE, EVERYTHING[7], LEFT, LEFT, LEFT, LEFT):
        screen(event)
    shown = out.getvalue().split("\r\x1b[K")[1:]
    assert shown[1] == "Voice -2 dB, background +4 dB"
    assert [line.split(" · ")[1] for line in shown[2:]] == ["Voice -2 dB, background +4 dB"] * 3 + ["Let go."]


def test_the_one_line_never_grows_beyond_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is cut to the width of the terminal, where wide characters take two columns."""
    monkeypatch.setenv("COLUMNS", "30")
    out = Terminal()
    OneLine(out, colour=False)(Began(Chapter(NO_FRAMES, NO_FRAMES, "肩" * 40), NO_FRAMES))
    shown = out.getvalue().split("\r\x1b[K")[-1]
    assert shown == "肩" * 14 + "…"


def test_a_script_cannot_move_the_cursor() -> None:
    """Control characters of a script are shown as spaces."""
    out = io.StringIO()
    PlainLines(out)(Began(Chapter(NO_FRAMES, NO_FRAMES, "a\x1b[2Jb\nc\x07"), NO_FRAMES))
    assert out.getvalue() == "Chapter: a [2Jb c \n"


def test_json_is_one_object_a_line() -> None:
    """Each event is one JSON object with all of its fields."""
    out = io.StringIO()
    screen = JsonLines(out)
    for event in EVERYTHING:
        screen(event)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(told) == len(EVERYTHING)
    assert told[3] == {
        "event": "began",
        "kind": "cue",
        "start": 144_000,
        "frames": 96_000,
        "text": "Let go.",
        "line": 1,
        "at": 144_000,
    }
    assert told[6] == {"event": "answered", "command": "back", "done": False}
    assert told[-1] == {"event": "ended", "at": 28_800_000, "underruns": 2, "way": "closed"}


@pytest.mark.parametrize(
    ("environment", "asked", "kind"),
    [
        ({}, {}, OneLine),
        ({}, {"plain": True}, PlainLines),
        ({"ACCESSIBLE": "1"}, {}, PlainLines),
        ({"ACCESSIBLE": "0"}, {}, OneLine),
        ({"TERM": "dumb"}, {}, PlainLines),
        ({"ACCESSIBLE": "1"}, {"as_json": True}, JsonLines),
    ],
)
def test_the_screen_is_chosen_by_the_person_and_the_terminal(
    environment: dict[str, str], asked: dict[str, bool], kind: type
) -> None:
    """JSON comes before plain lines, and plain lines before the one line."""
    assert isinstance(open_screen(Terminal(), environment, **asked), kind)


def test_without_a_terminal_there_are_plain_lines() -> None:
    """A pipe or a file gets plain lines."""
    assert isinstance(open_screen(io.StringIO(), {}), PlainLines)


def test_every_screen_tells_at_the_end_what_the_listener_should_know() -> None:
    """A concern is shown by every screen, on a line of its own."""
    for screen, out in ((kind(stream), stream) for kind in (OneLine, PlainLines, JsonLines) for stream in [Terminal()]):
        screen(Concern("the background sea.wav failed"))
        assert "the background sea.wav failed" in out.getvalue()
        assert out.getvalue().replace("\x1b[K", "").replace("\r", "").splitlines()[0]


def test_no_color_means_no_colour() -> None:
    """Any value of `NO_COLOR` but an empty one turns colour off."""
    for environment, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)):
        out = Terminal()
        open_screen(out, environment)(LEFT)
        assert ("\x1b[2m" in out.getvalue()) == coloured


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    """A closed stream raises no error."""
    for screen in (OneLine(Closed()), PlainLines(Closed()), JsonLines(Closed())):
        for event in EVERYTHING:
            screen(event)
        screen.close()
