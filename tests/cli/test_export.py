"""`unknot export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mutagen.mp3 import MP3

from unknot import cli
from unknot.cli import _export
from unknot.outputs._mp3 import _stream_layout
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "---\ntitle: Breath\nbackground: rain\n---\n\nSit down. [5s, 1s..60s]\n\nBreathe out. [5s, 1s..60s]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two scripts."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text(SCRIPT, "utf-8")
    return folder


def export(home: Path, *words: str) -> int:
    """The exit status of `unknot export` with a cache in `home`."""
    return cli.run(["export", *words, "--cache", str(home / "cache")])


def test_routines_and_lengths_multiply(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two routines at two lengths are four files, and a table that names them."""
    scripts = [str(home / "one.md"), str(home / "two.md")]
    assert export(home, *scripts, "-l", "30s,40s", "-o", str(home), "--format", "flac") == 0
    names = sorted(path.name for path in home.glob("*.flac"))
    assert names == ["one-30s.flac", "one-40s.flac", "two-30s.flac", "two-40s.flac"]
    said = capsys.readouterr().out
    assert all(name in said for name in names)


def test_what_cannot_be_made_does_not_keep_the_others_from_being_made(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When one of several sessions fails, the status is 8 and the missing file is named."""
    assert export(home, str(home / "one.md"), "-l", "31s,3h", "-o", str(home), "--format", "wav") == 8
    assert (home / "one-31s.wav").exists()
    assert "one-180m.wav" in capsys.readouterr().err


def test_nothing_is_begun_when_one_file_is_there_already(home: Path) -> None:
    """An existing file stops the export before any work."""
    (home / "one-33s.wav").write_bytes(b"mine")
    assert export(home, str(home / "one.md"), "-l", "32s,33s", "-o", str(home), "--format", "wav") == 2
    assert not (home / "one-32s.wav").exists()
    assert (home / "one-33s.wav").read_bytes() == b"mine"


def test_two_sessions_do_not_share_a_file(home: Path) -> None:
    """Several sessions cannot be written to one file."""
    assert export(home, str(home / "one.md"), "-l", "30s,40s", "-o", str(home / "x.mp3")) == 2


def test_a_file_for_the_phone_has_all_that_a_phone_shows(home: Path) -> None:
    """An exported file has its tags, its captions and its stems."""
    path = home / "phone.mp3"
    assert (
        export(home, str(home / "one.md"), "-l", "30s", "-o", str(path), "--artist", "A", "--captions", "--stems") == 0
    )
    assert str(MP3(path)["TPE1"]) == "A"
    assert MP3(path).tags.getall("APIC")
    beside = {"phone.lrc", "phone.vtt", "phone.srt", "phone.json", "phone-voice.flac", "phone-background.flac"}
    assert beside <= {one.name for one in home.iterdir()}


def test_the_bit_rates_on_offer_are_those_there_are() -> None:
    """The bit rates of the option are those of the encoder."""
    assert _export.BIT_RATES == _stream_layout.BIT_RATES


@pytest.mark.parametrize("suffix", ["m4b", "opus", "flac", "wav"])
def test_every_format_is_exactly_as_long_as_asked_for(home: Path, suffix: str) -> None:
    """Decoded files have exactly the length of the session; AAC and Opus end on their own frames."""
    path = home / f"length.{suffix}"
    assert export(home, str(home / "one.md"), "-l", "30s", "-o", str(path)) == 0
    slack = {"m4b": 1024, "opus": 960}.get(suffix, 0)
    assert abs(len(ffmpeg.decode(path).samples) - 30 * 48_000) <= slack


def test_a_format_that_nobody_knows_is_refused_before_any_work(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown format is refused before any cue is spoken."""
    assert export(home, str(home / "one.md"), "-o", str(home / "x.xyz"), "--voice", "none-such") == 2
    assert ".m4b" in capsys.readouterr().err
