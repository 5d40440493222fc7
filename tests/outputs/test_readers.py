"""The programs that people listen with agree with us on every format. Each is skipped where it is not installed."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.needs import installed
from tests.outputs.test_tags import HOSTILE, SESSION, timeline, write
from unknot import outputs
from unknot.outputs import draw_cover
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = SESSION / 48_000
TITLES = ["One", "Two; three", "Vier", "💆"]
STARTS = [n * SECONDS / len(TITLES) for n in range(1, len(TITLES))]
"""Where the chapters behind the first begin."""
PAGE = """<pre id=out></pre><audio id=a preload=auto></audio><script>
const a = document.getElementById("a"), told = {{}};
function tell() {{ document.getElementById("out").textContent = JSON.stringify(told); }}
a.onloadedmetadata = () => {{ told.duration = a.duration; tell(); a.currentTime = {place}; }};
a.onseeked = () => {{ told.at = a.currentTime; tell(); }};
a.onerror = () => {{ told.error = a.error.message; tell(); }};
a.src = "data:{kind};base64,{data}";
</script>"""
KINDS = {".mp3": "audio/mpeg", ".m4b": "audio/mp4", ".opus": "audio/ogg", ".flac": "audio/flac", ".wav": "audio/wav"}


def needs(program: str) -> str:
    """The program's path, or a skip; on CI a failure."""
    installed(program)
    return shutil.which(program) or program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session in every format, with all that a file can have inside."""
    place = tmp_path_factory.mktemp("formats")
    for suffix in outputs.SUFFIXES:
        write(place / f"a{suffix}", Tags("Neck", "A", "B", "2031", "en", draw_cover("Neck")), timeline(*TITLES))
    return place


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_ffprobe_agrees_on_length_and_title(folder: Path, suffix: str) -> None:
    """To 30 ms."""
    command = [needs("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    told = json.loads(subprocess.run([*command, str(folder / f"a{suffix}")], capture_output=True, check=True).stdout)
    late = float(told["format"].get("start_time", 0)) if suffix == ".mp3" else 0.0  # it counts the decoder's delay
    assert abs(float(told["format"]["duration"]) - late - SECONDS) < 0.03
    tags = {k.lower(): v for part in (told["format"], *told["streams"]) for k, v in part.get("tags", {}).items()}
    assert tags["title"] == "Neck"


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".m4a", ".opus"])
@pytest.mark.parametrize("titles", [TITLES, HOSTILE[1:]], ids=["plain", "hostile"])
def test_ffprobe_finds_the_chapters(tmp_path: Path, suffix: str, titles: list[str]) -> None:
    """Where they are and what they are called."""
    path = write(tmp_path / f"a{suffix}", Tags("Neck"), timeline(*titles))
    command = [needs("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [chapter["tags"]["title"] for chapter in told] == titles
    for n, chapter in enumerate(told):
        assert abs(float(chapter["start_time"]) - n * SECONDS / len(titles)) < 0.03


def test_mpg123_plays_exactly_the_session(folder: Path) -> None:
    """It reads delay and padding from the frame in front."""
    command = [needs("mpg123"), "-q", "-e", "s16", "-s", str(folder / "a.mp3")]
    assert len(subprocess.run(command, capture_output=True, check=True).stdout) == SESSION * 4


def mpv(path: Path, out: Path, *options: str) -> int:
    """How many frames mpv plays, without a window, into a file, as fast as it can."""
    command = [needs("mpv"), "--no-config", "--vid=no", "--ao=pcm", f"--ao-pcm-file={out}", "--ao-pcm-waveheader=no"]
    command += ["--audio-format=s16", "--audio-samplerate=48000", "--audio-channels=stereo", "--untimed"]
    subprocess.run([*command, "--really-quiet", *options, path], check=True, timeout=60)
    return out.stat().st_size // 4


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_mpv_plays_each_format_to_its_end(folder: Path, tmp_path: Path, suffix: str) -> None:
    """To 30 ms."""
    assert abs(mpv(folder / f"a{suffix}", tmp_path / "out") - SESSION) < 0.03 * 48_000


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".m4a", ".opus"])
def test_mpv_plays_from_a_chapter_on(folder: Path, tmp_path: Path, suffix: str) -> None:
    """From the third: half of the session is left, to 60 ms, since it seeks in a file to whole packets."""
    assert abs(mpv(folder / f"a{suffix}", tmp_path / "out", "--start=#3") - SESSION / 2) < 0.06 * 48_000


def test_mpg123_plays_from_a_chapter_on(folder: Path) -> None:
    """By the number of the MP3 frame in which the third begins: two frames early at most."""
    command = [needs("mpg123"), "-q", "-e", "s16", "-s", "-k", str(SESSION // 2 // 1152), str(folder / "a.mp3")]
    played = len(subprocess.run(command, capture_output=True, check=True).stdout) // 4
    assert 0 <= played - SESSION / 2 < 2 * 1152


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("place", STARTS)
def test_chromium_reads_the_length_and_seeks(folder: Path, tmp_path: Path, suffix: str, place: float) -> None:
    """To 30 ms, to the beginning of each chapter, as a page's own player would."""
    command = [needs("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    command += ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    page = tmp_path / "page.html"
    data = base64.b64encode((folder / f"a{suffix}").read_bytes()).decode("ascii")
    page.write_text(PAGE.format(kind=KINDS[suffix], data=data, place=place), encoding="ascii")
    command += [f"--user-data-dir={tmp_path / 'user'}", "--dump-dom", "--timeout=4000", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, timeout=60, check=True, text=True).stdout
    told = json.loads(shown.partition('<pre id="out">')[2].partition("</pre>")[0] or "{}")
    assert abs(told["duration"] - SECONDS) < 0.03, told
    assert abs(told["at"] - place) < 0.03, told
