"""Subtitles: the words of the cues, with the silences between them."""

import pytest

from tests.script.imports import body, lost

CUES = "Settle in. [30s]\n\nRelax your shoulders.\n"


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:00,000 --> 00:00:04,000\nSettle in.\n\n2\n00:00:34,000 --> 00:00:38,500\nRelax your\nshoulders.\n",
        "WEBVTT\n\n1\n00:00.000 --> 00:04.000 align:start\n<i>Settle in.</i>\n\n00:34.000 --> 00:38.500\n"
        "Relax your shoulders.\n",
        "0:00:00.000,0:00:04.000\nSettle in.\n\n0:00:34.000,0:00:38.000\nRelax your shoulders.\n",
        "1\n00:00:00,000 --> 00:00:04,000\nSettle in.\n2\n00:00:34,000 --> 00:00:38,500\nRelax your shoulders.",
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="4s">Settle<br/>in.</p>'
        '<p begin="00:00:34.000" dur="4s">Relax your shoulders.</p></div></body></tt>',
        "[00:00.00]Settle in.\n[00:04.00]\n[00:34.00]<00:34.00>Relax <00:35.00>your shoulders.\n",
    ],
)
def test_cues_keep_their_silences(text: str) -> None:
    """Numbers, times and marks are left out."""
    assert body(text) == CUES
    assert lost(text) == []


def test_the_first_cue_comes_when_it_says() -> None:
    """And what is no cue is told."""
    text = "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:04.000\n<v Guide>Settle in.</v>\n"
    assert body(text) == "[1s]\n\nSettle in.\n"
    assert lost(text) == ["3:1 `NOTE made by hand` cannot be carried over", "6:1 `<v Guide>` cannot be carried over"]


def test_cues_that_follow_at_once_are_one_sentence() -> None:
    """A tenth of a second between them is no pause."""
    text = "1\n00:00:00,000 --> 00:00:02,000\nLet your\n\n2\n00:00:02,100 --> 00:00:04,000\nshoulders drop.\n"
    assert body(text) == "Let your shoulders drop.\n"


def test_a_rolling_caption_is_spoken_once() -> None:
    """Each line is shown twice in such files."""
    text = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nlet your\n\n00:00:02.000 --> 00:00:02.010\nlet your\n \n\n"
        "00:00:02.010 --> 00:00:04.000\nlet your\nshoulders<00:00:02.500><c> drop</c>\n"
    )
    assert body(text) == "let your shoulders drop\n"


def test_lyrics_repeat_and_name_their_title() -> None:
    """Two times before one line are two cues."""
    text = "[ti:Calm]\n[by:me]\n[00:00.00][00:30.00]Rest.\n[00:10.00]Go.\n"
    assert body(text).split() == ["Rest.", "[9.4s]", "Go.", "[19.5s]", "Rest."]
    assert lost(text) == ["2:1 `[by:me]` cannot be carried over"]


def test_substation_subtitles_are_read() -> None:
    """Their other lines are told."""
    text = (
        "[Script Info]\n\n[Events]\nDialogue: 0,0:00:00.00,0:00:04.00,Default,,0,0,0,,{\\i1}Settle in.{\\i0}\\NNow\n"
        "Dialogue: 0,0:00:34.00,0:00:38.00,Default,,0,0,0,,Relax, now.\n"
    )
    assert body(text) == "Settle in. Now [30s]\n\nRelax, now.\n"
    assert lost(text) == ["1:1 `[Script Info]` cannot be carried over", "3:1 `[Events]` cannot be carried over"]
