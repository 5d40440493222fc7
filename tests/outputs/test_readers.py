"""Other programs read every format as expected. A test is skipped where its program is not installed."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.needs import installed
from tests.outputs.sessions import HOSTILE, SESSION, timeline, write
from unknot import outputs
from unknot.outputs import draw_cover
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = SESSION / 48_000
TITLES = ["One", "Two; three", "Vier", "💆"]
STARTS = [n * SECONDS / len(TITLES) for n in range(1, len(TITLES))]
"""The beginnings of the chapters after the first, in seconds."""
PAGE = """<pre id=out></pre><audio id=a preload=auto></audio><script>
const a = document.getElementById("a"), found = {{}};
function report() {{ document.getElementById("out").textContent = JSON.stringify(found); }}
a.onloadedmetadata = () => {{ found.duration = a.duration; report(); a.currentTime = {place}; }};
a.onseeked = () => {{ found.at = a.currentTime; report(); }};
a.onerror = () => {{ found.error = a.error.message; report(); }};
a.src = "data:{kind};base64,{data}";
</script>"""
KINDS = {".mp3": "audio/mpeg", ".m4b": "audio/mp4", ".opus": "audio/ogg", ".flac": "audio/flac", ".wav": "audio/wav"}


def needs(program: str) -> str:
    """The path of the program, or a skip; on CI a failure."""
    installed(program)
    return shutil.which(program) or program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session in every format, with all tags."""
    place = tmp_path_factory.mktemp("formats")
    for suffix in outputs.SUFFIXES:
        write(place / f"a{suffix}", Tags("Neck", "A", "B", "2031", "en", draw_cover("Neck")), timeline(*TITLES))
    return place


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_ffprobe_agrees_on_length_and_title(folder: Path, suffix: str) -> None:
    """Ffprobe finds the title, and the length to 30 ms."""
    command = [needs("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    found = json.loads(subprocess.run([*command, str(folder / f"a{suffix}")], capture_output=True, check=True).stdout)
    late = float(found["format"].get("start_time", 0)) if suffix == ".mp3" else 0.0  # it counts the decoder's delay
    assert abs(float(found["format"]["duration"]) - late - SECONDS) < 0.03
    tags = {k.lower(): v for part in (found["format"], *found["streams"]) for k, v in part.get("tags", {}).items()}
    assert tags["title"] == "Neck"


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".m4a", ".opus"])
@pytest.mark.parametrize("titles", [TITLES, HOSTILE[1:]], ids=["plain", "hostile"])
def test_ffprobe_finds_the_chapters(tmp_path: Path, suffix: str, titles: list[str]) -> None:
    """Ffprobe finds the chapters, with their times and titles."""
    path = write(tmp_path / f"a{suffix}", Tags("Neck"), timeline(*titles))
    command = [needs("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [chapter["tags"]["title"] for chapter in found] == titles
    for n, chapter in enumerate(found):
        assert abs(float(chapter["start_time"]) - n * SECONDS / len(titles)) < 0.03


def test_mpg123_plays_exactly_the_session(folder: Path) -> None:
    """mpg123 plays exactly the frames of the session."""
    command = [needs("mpg123"), "-q", "-e", "s16", "-s", str(folder / "a.mp3")]
    assert len(subprocess.run(command, capture_output=True, check=True).stdout) == SESSION * 4


def mpv(path: Path, out: Path, *options: str) -> int:
    """How many frames mpv plays into a file, as fast as it can."""
    command = [needs("mpv"), "--no-config", "--vid=no", "--ao=pcm", f"--ao-pcm-file={out}", "--ao-pcm-waveheader=no"]
    command += ["--audio-format=s16", "--audio-samplerate=48000", "--audio-channels=stereo", "--untimed"]
    subprocess.run([*command, "--really-quiet", *options, path], check=True, timeout=60)
    return out.stat().st_size // 4


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_mpv_plays_each_format_to_its_end(folder: Path, tmp_path: Path, suffix: str) -> None:
    """Mpv plays the whole length, to 30 ms."""
    assert abs(mpv(folder / f"a{suffix}", tmp_path / "out") - SESSION) < 0.03 * 48_000


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".m4a", ".opus"])
def test_mpv_plays_from_a_chapter_on(folder: Path, tmp_path: Path, suffix: str) -> None:
    """Mpv plays half of the session from the third chapter on, to 60 ms, because it seeks to whole packets."""
    assert abs(mpv(folder / f"a{suffix}", tmp_path / "out", "--start=#3") - SESSION / 2) < 0.06 * 48_000


def test_mpg123_plays_from_a_chapter_on(folder: Path) -> None:
    """mpg123 plays from the MP3 frame of the third chapter on, at most two frames early."""
    command = [needs("mpg123"), "-q", "-e", "s16", "-s", "-k", str(SESSION // 2 // 1152), str(folder / "a.mp3")]
    played = len(subprocess.run(command, capture_output=True, check=True).stdout) // 4
    assert 0 <= played - SESSION / 2 < 2 * 1152


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("place", STARTS)
def test_chromium_reads_the_length_and_seeks(folder: Path, tmp_path: Path, suffix: str, place: float) -> None:
    """Chromium finds the length and seeks to the beginning of each chapter, to 30 ms."""
    command = [needs("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    command += ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    page = tmp_path / "page.html"
    data = base64.b64encode((folder / f"a{suffix}").read_bytes()).decode("ascii")
    page.write_text(PAGE.format(kind=KINDS[suffix], data=data, place=place), encoding="ascii")
    command += [f"--user-data-dir={tmp_path / 'user'}", "--dump-dom", "--timeout=4000", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, timeout=60, check=True, text=True).stdout
    found = json.loads(shown.partition('<pre id="out">')[2].partition("</pre>")[0] or "{}")
    assert abs(found["duration"] - SECONDS) < 0.03, found
    assert abs(found["at"] - place) < 0.03, found
