"""The programs that people listen with agree with us on every format. Each is skipped where it is not installed."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.outputs.test_tags import HOSTILE, SESSION, timeline, write
from unknot import outputs
from unknot.outputs import Tags, cover

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = SESSION / 48_000
TITLES = ["One", "Two; three", "Vier", "💆"]
PAGE = """<pre id=out></pre><audio id=a preload=auto></audio><script>
const a = document.getElementById("a"), told = {{}};
function tell() {{ document.getElementById("out").textContent = JSON.stringify(told); }}
a.onloadedmetadata = () => {{ told.duration = a.duration; tell(); a.currentTime = 5.0; }};
a.onseeked = () => {{ told.at = a.currentTime; tell(); }};
a.onerror = () => {{ told.error = a.error.message; tell(); }};
a.src = "data:{kind};base64,{data}";
</script>"""
KINDS = {".mp3": "audio/mpeg", ".m4b": "audio/mp4", ".opus": "audio/ogg", ".flac": "audio/flac", ".wav": "audio/wav"}


def needs(program: str, package: str) -> str:
    """The program's path, or a skip."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed (apt package {package})")
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session in every format, with all that a file can have inside."""
    place = tmp_path_factory.mktemp("formats")
    for suffix in outputs.SUFFIXES:
        write(place / f"a{suffix}", Tags("Neck", "A", "B", "2031", "en", cover("Neck")), timeline(*TITLES))
    return place


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_ffprobe_agrees_on_length_and_title(folder: Path, suffix: str) -> None:
    """To 30 ms."""
    command = [needs("ffprobe", "ffmpeg"), "-v", "error", "-show_format", "-show_streams", "-of", "json"]
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
    command = [needs("ffprobe", "ffmpeg"), "-v", "error", "-show_chapters", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [chapter["tags"]["title"] for chapter in told] == titles
    for n, chapter in enumerate(told):
        assert abs(float(chapter["start_time"]) - n * SECONDS / len(titles)) < 0.03


def test_mpg123_plays_exactly_the_session(folder: Path) -> None:
    """It reads delay and padding from the frame in front."""
    command = [needs("mpg123", "mpg123"), "-q", "-e", "s16", "-s", str(folder / "a.mp3")]
    assert len(subprocess.run(command, capture_output=True, check=True).stdout) == SESSION * 4


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_mpv_plays_each_format_to_its_end(folder: Path, suffix: str) -> None:
    """Without a window, into a file, as fast as it can."""
    out = folder / f"mpv{suffix}.wav"
    options = [
        "--no-config",
        "--vid=no",
        "--ao=pcm",
        f"--ao-pcm-file={out}",
        "--ao-pcm-waveheader=no",
        "--really-quiet",
    ]
    options += ["--audio-format=s16", "--audio-samplerate=48000", "--audio-channels=stereo", "--untimed"]
    subprocess.run([needs("mpv", "mpv"), *options, folder / f"a{suffix}"], check=True, timeout=60)
    assert abs(out.stat().st_size / 4 - SESSION) < 0.03 * 48_000


@pytest.mark.parametrize("suffix", KINDS)
def test_chromium_reads_the_length_and_seeks(folder: Path, tmp_path: Path, suffix: str) -> None:
    """To 30 ms, as a page's own player would."""
    command = [needs("chromium", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
    command += ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    page = tmp_path / "page.html"
    data = base64.b64encode((folder / f"a{suffix}").read_bytes()).decode("ascii")
    page.write_text(PAGE.format(kind=KINDS[suffix], data=data), encoding="ascii")
    command += [f"--user-data-dir={tmp_path / 'user'}", "--dump-dom", "--timeout=4000", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, timeout=60, check=True, text=True).stdout
    told = json.loads(shown.partition('<pre id="out">')[2].partition("</pre>")[0] or "{}")
    assert abs(told["duration"] - SECONDS) < 0.03, told
    assert abs(told["at"] - 5.0) < 0.03, told
