"""Incremental export gives the bytes of one encoder, whatever is cached."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests import ffmpeg
from tests.fakes.caches import DamagedCache, ForgetfulCache, MemoryCache
from tests.fakes.patchwork import Patchwork
from tests.mixer.sessions import mix
from unknot.backgrounds import GENERATED, background
from unknot.errors import AudioFileError
from unknot.outputs import ExportCounts, Mp3File, StreamLayout, _id3, export
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Cache

LAYOUTS = [StreamLayout(64, 1), StreamLayout(64), StreamLayout(128), StreamLayout(192), StreamLayout(320)]


def stream(source: Patchwork, layout: StreamLayout) -> bytes:
    """The frames of one encoder for the whole session."""
    return ffmpeg.encode(layout.arguments, layout.mixed(source.render(0, source.frames)))


def exported(
    path: Path, source: Patchwork, cache: Cache, layout: StreamLayout | None = None
) -> tuple[bytes, ExportCounts]:
    """The frames of the exported file without the Info frame, and the counts of the export."""
    done = export(path, source, cache, layout)
    return path.read_bytes()[(layout or StreamLayout()).frame_bytes :], done


def session(dice: random.Random) -> str:
    """A random short session over rain, quiet rain, rain in one channel, drops, or silence with bells."""
    over = dice.choice(["r", "d", "q", "m", "."])
    words = []
    for _ in range(dice.randint(1, 4)):
        words.append(f"{over}{dice.randint(1, 90)}@{dice.randint(0, 9) * 40}")
        voice = dice.choice("vwxb" if over == "." else "vwx")
        words.append(f"{voice if over == '.' else f'{voice}/{over}'}{dice.randint(2, 60)}@{dice.randint(0, 9) * 40}")
    return " ".join([*words, f"{over}{dice.randint(1, 60)}"])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_the_frames_are_those_of_one_encoder(tmp_path: Path, layout: StreamLayout, seed: int) -> None:
    """Four random sessions that share a cache, each exported twice, have the frames of one encoder."""
    dice, cache = random.Random(f"{layout} {seed}"), MemoryCache()
    for _ in range(4):
        source = Patchwork(session(dice), tail=dice.choice([1152, dice.randint(1, 1152)]))
        expected = stream(source, layout)
        assert exported(tmp_path / "cold.mp3", source, cache, layout)[0] == expected, source.text
        again, done = exported(tmp_path / "warm.mp3", source, cache, layout)
        assert (again, done.encoded) == (expected, 0), source.text


@pytest.mark.parametrize("name", GENERATED)
def test_the_frames_are_those_of_one_encoder_over_every_background(tmp_path: Path, name: str) -> None:
    """Sessions of three lengths over each generated background have the frames of one encoder."""
    cache, chunks = MemoryCache(), MemoryCache()
    for gap in (120, 187, 251):
        line = f"170 A {gap} B {gap + 9} C {gap // 6} D {gap} 400"
        source = mix(line, {name: background(name, None, chunks)})
        expected = ffmpeg.encode(StreamLayout().arguments, source.render(0, source.frames))
        export(tmp_path / "a.mp3", source, cache)
        assert (tmp_path / "a.mp3").read_bytes()[StreamLayout().frame_bytes :] == expected, (name, gap)


def test_the_whole_file_is_that_of_a_serial_export(tmp_path: Path) -> None:
    """The whole file, with tag and Info frame, equals that of a serial export."""
    source = Patchwork("r90 v/r40 r90", tail=700)
    serial = Mp3File(tmp_path / "serial.mp3", head=_id3.id3_head(Tags(title="A")))
    serial.write(source.render(0, source.frames))
    serial.finish()
    export(tmp_path / "incremental.mp3", source, MemoryCache(), head=_id3.id3_head(Tags(title="A")))
    assert (tmp_path / "incremental.mp3").read_bytes() == (tmp_path / "serial.mp3").read_bytes()


@pytest.mark.parametrize("cache", [ForgetfulCache(), DamagedCache()])
def test_the_frames_are_right_with_a_bad_cache(tmp_path: Path, cache: Cache) -> None:
    """The frames are right when the cache is emptied all the time, or damaged."""
    source = Patchwork("r90 v/r40 r90 v/r40 r90")
    for _ in range(2):
        assert exported(tmp_path / "a.mp3", source, cache)[0] == stream(source, StreamLayout())


def test_frames_after_a_silence_depend_on_the_sound_before_it(tmp_path: Path) -> None:
    """Frames after a long silence depend on the sound before it, and are cached for each such sound."""
    cache = MemoryCache()
    for before in "vwxyz":
        source = Patchwork(f"{before}30 .300 b40")
        assert exported(tmp_path / "a.mp3", source, cache)[0] == stream(source, StreamLayout())


def test_a_longer_silence_needs_few_new_frames(tmp_path: Path) -> None:
    """A longer silence needs few new frames, and the frames after it are cached."""
    cache = MemoryCache()
    export(tmp_path / "a.mp3", Patchwork("v50 .300 w50 .200"), cache)
    frames, done = exported(tmp_path / "a.mp3", Patchwork("v50 .777 w50 .333"), cache)
    assert done.encoded < 60
    assert frames == stream(Patchwork("v50 .777 w50 .333"), StreamLayout())


def test_moving_a_cue_needs_new_frames_only_around_it(tmp_path: Path) -> None:
    """A moved cue needs new frames only where it meets the background."""
    cache = MemoryCache()
    export(tmp_path / "a.mp3", Patchwork("r100 v/r60@50 r200@110 w/r60@10 r150@70"), cache)
    moved = Patchwork("r130 v/r60@50 r160@110 w/r60@10 r190@70")
    frames, done = exported(tmp_path / "b.mp3", moved, cache)
    assert frames == stream(moved, StreamLayout())
    assert done.encoded < 200 < done.frames


def test_a_cached_session_is_not_rendered(tmp_path: Path) -> None:
    """A session whose frames are all cached is not rendered."""
    cache, text = MemoryCache(), "r300 v/r60@50 r300@110"
    export(tmp_path / "a.mp3", Patchwork(text), cache)
    source = Patchwork(text)
    export(tmp_path / "a.mp3", source, cache)
    assert source.rendered == 0


def test_any_lost_entry_is_encoded_again(tmp_path: Path) -> None:
    """The frames are right when any one entry of the cache is gone."""
    source, cache = Patchwork("r90 v/r40 r90 .200 b40"), MemoryCache()
    frames, _ = exported(tmp_path / "a.mp3", source, cache)
    for key in list(cache.entries):
        kept = cache.entries.pop(key)
        assert exported(tmp_path / "b.mp3", source, cache)[0] == frames, key
        cache.entries[key] = kept


def test_a_loop_is_encoded_once(tmp_path: Path) -> None:
    """A sound that repeats within a session is encoded once."""
    done = export(tmp_path / "a.mp3", Patchwork("r12000"), MemoryCache())
    assert done.encoded < 12000 / 2


def test_progress_ends_at_the_number_of_frames(tmp_path: Path) -> None:
    """Progress never goes back and ends at the number of frames."""
    found: list[tuple[int, int]] = []
    done = export(tmp_path / "a.mp3", Patchwork("r300"), MemoryCache(), tick=lambda n, of: found.append((n, of)))
    assert found == sorted(found)
    assert found[-1] == (done.frames, done.frames)


def test_frames_of_a_background_that_failed_are_not_cached(tmp_path: Path) -> None:
    """Frames of a background that failed are not cached, so that no later session has them."""
    source, cache = Patchwork("r90 v/r40 r90"), MemoryCache()
    source.faults = {"rain.flac": AudioFileError("the disk is gone")}
    export(tmp_path / "a.mp3", source, cache)
    assert not cache.entries
    source.faults = {}
    export(tmp_path / "a.mp3", source, cache)
    assert cache.entries
