"""From a script to a file, through every floor of the house, with real parts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest

from unknot import cli
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples

SCRIPT = """---
title: One quiet minute
voice: {engine: natural}
background: rain
---

# Settle

Sit back, and let your eyes close. [4s]
Let your hands rest in your lap, palms up. [6s fixed]

> Keep the lights low.

# Jaw

Let your teeth part... and circle your fingertips in front of your ears. [hold 20s..60s]
Let your hands drop. Which side feels lighter? [8s]
"""


Plan: TypeAlias = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script in it and an empty cache beside it."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "minute.md").write_text(SCRIPT, "utf-8")
    return folder


def unknot(home: Path, *words: str) -> int:
    """Run one command inside `home`; its exit status."""
    return cli.run([str(home / w) if w.startswith("minute") else w for w in words])


@pytest.fixture(scope="module")
def mp3(home: Path) -> Path:
    """The script at 75 seconds, as an MP3."""
    path = home / "minute.mp3"
    status = unknot(home, "export", "minute.md", "-l", "75s", "-o", str(path), "--cache", str(home / "cache"))
    assert status == 0
    return path


@pytest.fixture
def timeline(home: Path, capsys: pytest.CaptureFixture[str]) -> Plan:
    """The plan of the same session, as a program reads it."""
    assert unknot(home, "plan", "minute.md", "-l", "75s", "--json", "--cache", str(home / "cache")) == 0
    plan: Plan = json.loads(capsys.readouterr().out)
    return plan


def level(samples: Samples, start: int, end: int) -> float:
    """RMS in dBFS of a stretch of frames."""
    return float(10 * np.log10(np.mean(np.square(samples[start:end], dtype=np.float64)) + 1e-12))


def test_the_file_is_as_long_as_it_was_asked_for(mp3: Path) -> None:
    """75 seconds are 3 600 000 frames, also after the encoder's delay and padding are taken off."""
    assert len(ffmpeg.decode(mp3).samples) == 75 * 48_000


def test_speech_is_where_the_plan_has_a_cue_and_nowhere_else(mp3: Path, timeline: Plan) -> None:
    """The voice stands at −18 LUFS and the background at least 8 dB under it."""
    heard = ffmpeg.decode(mp3).samples
    for event in timeline["events"]:
        start, end = event["start"], event["start"] + event["frames"]
        if event["kind"] == "cue":
            assert level(heard, start, end) > -25
        if event["kind"] == "rest" and event["frames"] > 4800:
            assert level(heard, start + 2400, end - 2400) < -25


def test_the_background_ducks_under_the_voice_and_comes_back(home: Path, timeline: Plan) -> None:
    """In the middle of a long pause the rain is louder than just before the words that end it."""
    path = home / "minute.wav"
    assert unknot(home, "export", "minute.md", "-l", "75s", "-o", str(path), "--cache", str(home / "cache")) == 0
    heard = ffmpeg.decode(path).samples
    hold = next(e for e in timeline["events"] if e["kind"] == "rest" and e["frames"] > 15 * 48_000)
    middle, end = hold["start"] + hold["frames"] // 2, hold["start"] + hold["frames"]
    assert level(heard, middle, middle + 24_000) > level(heard, end - 1500, end) + 4


def test_the_loudspeaker_gets_the_same_samples_as_the_file(home: Path) -> None:
    """One render, many destinations: play and export agree to the bit."""
    cache = ("--cache", str(home / "cache"))
    assert unknot(home, "export", "minute.md", "-l", "70s", "-o", str(home / "a.wav"), *cache) == 0
    assert (
        unknot(
            home, "play", "minute.md", "-l", "70s", "--safety", "none", "--player", f"record:{home / 'b.wav'}", *cache
        )
        == 0
    )
    a, b = (ffmpeg.decode(home / name).samples for name in ("a.wav", "b.wav"))
    assert np.array_equal(a, b)


def test_the_same_words_give_the_same_bytes(home: Path, mp3: Path) -> None:
    """The same script, length, voice and seed, with a cold cache."""
    again = home / "again.mp3"
    assert unknot(home, "export", "minute.md", "-l", "75s", "-o", str(again), "--cache", str(home / "other")) == 0
    assert again.read_bytes() == mp3.read_bytes()


def test_a_file_is_replaced_only_with_force(home: Path, mp3: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is lost by a second export."""
    before = mp3.read_bytes()
    assert unknot(home, "export", "minute.md", "-o", str(mp3)) == 2
    assert mp3.read_bytes() == before
    assert "--force" in capsys.readouterr().err


def test_a_length_out_of_reach_is_refused_with_both_ends(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3, the shortest and the longest named, and no file."""
    path = home / "never.mp3"
    assert unknot(home, "export", "minute.md", "-l", "10s", "-o", str(path), "--cache", str(home / "cache")) == 3
    assert len(set(re.findall(r"\d+:\d\d", capsys.readouterr().err))) >= 3
    assert not path.exists()


def test_a_tag_that_nobody_knows_is_an_error_with_its_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tag is never read aloud: file, line, column, caret and the nearest known word."""
    script = home / "typo.md"
    script.write_text("---\ntitle: Typo\n---\n\nSit down. [puase 4s]\n", "utf-8")
    assert cli.run(["check", str(script)]) == 3
    said = capsys.readouterr().err
    assert f"{script}:5:1" in said
    assert "^" in said
    assert "did you mean" in said
