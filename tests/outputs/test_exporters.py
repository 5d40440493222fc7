"""One port for every format: what is asked of an exporter is the same, whatever the suffix."""

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
    """The session's sound."""
    return Mix(SESSION, NoiseClips(-18), {}, {"noise": KnownNoise()}, Levels())


def no_sound() -> Mix:
    """What is called where no sound was to be made.

    Raises:
        AudioFileError: Always.
    """
    raise AudioFileError("the sound was asked for")


def wanted(path: Path, cache: Cache | None = None, tags: Tags | None = None) -> FileRequest:
    """The session as a file at `path`."""
    return FileRequest(path=path, timeline=SESSION, mix=mix, cache=cache or ForgetfulCache(), tags=tags)


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_every_format_with_sound_is_written_tagged_and_told_of(tmp_path: Path, suffix: str) -> None:
    """The file has the session's length, and the last tick says that all of it is written."""
    path = tmp_path / f"a{suffix}"
    ticks: list[tuple[str, int, int]] = []
    exporter: Exporter = outputs.exporter(path)
    exporter.export(wanted(path, tags=Tags("Neck")), lambda *tick: ticks.append(tick))
    assert exporter.sounds
    slack = {".m4b": 1024, ".m4a": 1024, ".opus": 960}.get(suffix, 0)
    assert abs(ffmpeg.decode(path).frames - SESSION.frames) <= slack
    stage, done, of = ticks[-1]
    assert (stage, done) == ("writing", of)


def test_an_mp3_is_made_of_the_frames_that_the_store_has_and_is_the_same_file(tmp_path: Path) -> None:
    """The second export takes every frame out of the cache, and equals what one encoder writes."""
    one, two, serial = (tmp_path / name for name in ("one.mp3", "two.mp3", "serial.mp3"))
    cache = MemoryCache()
    outputs.exporter(one).export(wanted(one, cache), no_tick)
    found = cache.found
    outputs.exporter(two).export(wanted(two, cache), no_tick)
    assert cache.found > found
    output, sound = outputs.open_output(serial), mix()
    output.write(sound.render(0, sound.frames))
    output.finish()
    assert one.read_bytes() == two.read_bytes() == serial.read_bytes()


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    """As cameras and old systems write it."""
    assert outputs.exporter(tmp_path / "a.MP3") is outputs.exporter(tmp_path / "a.mp3")


def test_a_cover_is_drawn_where_the_tags_have_none(tmp_path: Path) -> None:
    """A file without tags has no cover either."""
    for name, tags in (("drawn", Tags("Neck")), ("own", Tags("Neck", cover=outputs.draw_cover("Jaw"))), ("bare", None)):
        outputs.exporter(tmp_path / f"{name}.mp3").export(wanted(tmp_path / f"{name}.mp3", tags=tags), no_tick)
    found = [ID3(tmp_path / f"{name}.mp3").getall("APIC")[0].data for name in ("drawn", "own")]
    assert found == [outputs.draw_cover("Neck"), outputs.draw_cover("Jaw")]
    assert not (tmp_path / "bare.mp3").read_bytes().startswith(b"ID3")


def test_captions_and_stems_stand_beside_a_file_with_sound(tmp_path: Path) -> None:
    """In files of its name."""
    request = FileRequest(
        path=tmp_path / "a.flac", timeline=SESSION, mix=mix, cache=ForgetfulCache(), captions=True, stems=True
    )
    outputs.exporter(request.path).export(request, no_tick)
    beside = {"a.lrc", "a.vtt", "a.srt", "a.json", "a-voice.flac", "a-background.flac"}
    assert {path.name for path in tmp_path.iterdir()} == beside | {"a.flac"}
    stems = [ffmpeg.decode(tmp_path / f"a-{part}.flac").samples for part in ("voice", "background")]
    assert np.abs(stems[0] + stems[1] - ffmpeg.decode(request.path).samples).max() < 1e-3


def test_ssml_asks_for_no_sound(tmp_path: Path) -> None:
    """So no background is read, and nothing is encoded."""
    path = tmp_path / "a.ssml"
    request = FileRequest(path=path, timeline=SESSION, mix=no_sound, cache=ForgetfulCache(), captions=True)
    exporter = outputs.exporter(path)
    exporter.export(request, no_tick)
    assert not exporter.sounds
    assert "<break" in path.read_text("utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["a.ssml"]


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_picture_is_drawn_by_an_exporter_of_its_own(tmp_path: Path, suffix: str) -> None:
    """Pictures are no format of `export`."""
    path = tmp_path / f"a{suffix}"
    outputs.picture_exporter(path).export(wanted(path), no_tick)
    assert path.read_bytes()[:4] in (b"<svg", b"\x89PNG")
    with pytest.raises(UsageError, match="cannot write"):
        outputs.exporter(path)


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_a_background_that_cannot_be_read_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    """The sound is made before the file is begun."""
    path = tmp_path / f"a{suffix}"
    request = FileRequest(path=path, timeline=SESSION, mix=no_sound, cache=ForgetfulCache())
    with pytest.raises(AudioFileError):
        outputs.exporter(path).export(request, no_tick)
    assert not list(tmp_path.iterdir())


def test_a_suffix_that_nobody_knows_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    """A file without an ending as well."""
    for name in ("a.xyz", "a"):
        with pytest.raises(UsageError) as refused:
            outputs.exporter(tmp_path / name)
        assert all(suffix in refused.value.next_step for suffix in (*outputs.SUFFIXES, ".ssml"))
