"""The exporters, one for each suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from mutagen.id3 import ID3

from tests.fakes.background import KnownNoise
from tests.fakes.caches import ForgetfulCache, MemoryCache
from tests.mixer.sessions import NoiseClips, timeline
from unknot import outputs
from unknot.errors import AudioFileError, UsageError
from unknot.mixer import Levels, Mix
from unknot.platform import ffmpeg
from unknot.ports import Cache, Exporter, FileRequest, Tags, no_tick

if TYPE_CHECKING:
    from pathlib import Path

SESSION = timeline("125 A 60 B 125")
"""About nine seconds: two cues over a background."""


def mix() -> Mix:
    """The sound of the session."""
    return Mix(SESSION, NoiseClips(-18), {}, {"noise": KnownNoise()}, Levels())


def no_sound() -> Mix:
    """A mix that must not be made.

    Raises:
        AudioFileError: Always.
    """
    raise AudioFileError("the sound was asked for")


def request_for(path: Path, cache: Cache | None = None, tags: Tags | None = None) -> FileRequest:
    """A request for the session as a file at `path`."""
    return FileRequest(path=path, timeline=SESSION, mix=mix, cache=cache or ForgetfulCache(), tags=tags)


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_every_format_with_sound_is_written_and_reported(tmp_path: Path, suffix: str) -> None:
    """A file of every format has the length of the session, and the last tick reports the end."""
    path = tmp_path / f"a{suffix}"
    ticks: list[tuple[str, int, int]] = []
    exporter: Exporter = outputs.exporter(path)
    exporter.export(request_for(path, tags=Tags("Neck")), lambda *tick: ticks.append(tick))
    assert exporter.sounds
    slack = {".m4b": 1024, ".m4a": 1024, ".opus": 960}.get(suffix, 0)
    assert abs(ffmpeg.decode(path).frames - SESSION.frames) <= slack
    stage, done, of = ticks[-1]
    assert (stage, done) == ("writing", of)


def test_an_mp3_of_cached_frames_is_the_same_file(tmp_path: Path) -> None:
    """The second export of an MP3 uses cached frames and equals the file of one encoder."""
    one, two, serial = (tmp_path / name for name in ("one.mp3", "two.mp3", "serial.mp3"))
    cache = MemoryCache()
    outputs.exporter(one).export(request_for(one, cache), no_tick)
    found = cache.found
    outputs.exporter(two).export(request_for(two, cache), no_tick)
    assert cache.found > found
    output, sound = outputs.open_output(serial), mix()
    output.write(sound.render(0, sound.frames))
    output.finish()
    assert one.read_bytes() == two.read_bytes() == serial.read_bytes()


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    """A suffix in capitals has the same exporter."""
    assert outputs.exporter(tmp_path / "a.MP3") is outputs.exporter(tmp_path / "a.mp3")


def test_a_cover_is_drawn_where_the_tags_have_none(tmp_path: Path) -> None:
    """A cover is drawn if the tags have none; a file without tags has no cover."""
    for name, tags in (("drawn", Tags("Neck")), ("own", Tags("Neck", cover=outputs.draw_cover("Jaw"))), ("bare", None)):
        outputs.exporter(tmp_path / f"{name}.mp3").export(request_for(tmp_path / f"{name}.mp3", tags=tags), no_tick)
    found = [ID3(tmp_path / f"{name}.mp3").getall("APIC")[0].data for name in ("drawn", "own")]
    assert found == [outputs.draw_cover("Neck"), outputs.draw_cover("Jaw")]
    assert not (tmp_path / "bare.mp3").read_bytes().startswith(b"ID3")


def test_captions_and_stems_are_beside_a_file_with_sound(tmp_path: Path) -> None:
    """Subtitles and stems are files with the name of the session."""
    request = FileRequest(
        path=tmp_path / "a.flac", timeline=SESSION, mix=mix, cache=ForgetfulCache(), captions=True, stems=True
    )
    outputs.exporter(request.path).export(request, no_tick)
    beside = {"a.lrc", "a.vtt", "a.srt", "a.json", "a-voice.flac", "a-background.flac"}
    assert {path.name for path in tmp_path.iterdir()} == beside | {"a.flac"}
    stems = [ffmpeg.decode(tmp_path / f"a-{part}.flac").samples for part in ("voice", "background")]
    assert np.abs(stems[0] + stems[1] - ffmpeg.decode(request.path).samples).max() < 1e-3


def test_ssml_needs_no_sound(tmp_path: Path) -> None:
    """SSML is written without making the sound, and without other files."""
    path = tmp_path / "a.ssml"
    request = FileRequest(path=path, timeline=SESSION, mix=no_sound, cache=ForgetfulCache(), captions=True)
    exporter = outputs.exporter(path)
    exporter.export(request, no_tick)
    assert not exporter.sounds
    assert "<break" in path.read_text("utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["a.ssml"]


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_picture_is_drawn_by_an_exporter_of_its_own(tmp_path: Path, suffix: str) -> None:
    """Pictures have exporters of their own and are no format of `export`."""
    path = tmp_path / f"a{suffix}"
    outputs.picture_exporter(path).export(request_for(path), no_tick)
    assert path.read_bytes()[:4] in (b"<svg", b"\x89PNG")
    with pytest.raises(UsageError, match="cannot write"):
        outputs.exporter(path)


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_a_background_that_cannot_be_read_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    """A background that cannot be read leaves no file."""
    path = tmp_path / f"a{suffix}"
    request = FileRequest(path=path, timeline=SESSION, mix=no_sound, cache=ForgetfulCache())
    with pytest.raises(AudioFileError):
        outputs.exporter(path).export(request, no_tick)
    assert not list(tmp_path.iterdir())


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    """An unknown suffix, or none, is refused, and the error lists the known ones."""
    for name in ("a.xyz", "a"):
        with pytest.raises(UsageError) as refused:
            outputs.exporter(tmp_path / name)
        assert all(suffix in refused.value.next_step for suffix in (*outputs.SUFFIXES, ".ssml"))
