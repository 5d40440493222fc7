"""However much is remembered and however many encoders work on it, the file is that of one encoder."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests import ffmpeg
from tests.fakes.caches import DamagedCache, ForgetfulCache, MemoryCache
from tests.fakes.patchwork import Patchwork
from tests.mixer.sessions import mix
from unknot.backgrounds import GENERATED, background
from unknot.outputs import ExportCounts, Mp3File, StreamLayout, _id3, export
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Cache

SHAPES = [StreamLayout(64, 1), StreamLayout(64), StreamLayout(128), StreamLayout(192), StreamLayout(320)]


def stream(source: Patchwork, shape: StreamLayout) -> bytes:
    """The frames that one encoder gives."""
    return ffmpeg.encode(shape.arguments, shape.mixed(source.render(0, source.frames)))


def exported(
    path: Path, source: Patchwork, store: Cache, shape: StreamLayout | None = None
) -> tuple[bytes, ExportCounts]:
    """The frames of the exported file, without the one in front, and what they took."""
    done = export(path, source, store, shape)
    return path.read_bytes()[(shape or StreamLayout()).frame_bytes :], done


def session(dice: random.Random) -> str:
    """A short session: over rain, far rain, rain in one channel, single drops, or silence with bells."""
    over = dice.choice(["r", "d", "q", "m", "."])
    words = []
    for _ in range(dice.randint(1, 4)):
        words.append(f"{over}{dice.randint(1, 90)}@{dice.randint(0, 9) * 40}")
        voice = dice.choice("vwxb" if over == "." else "vwx")
        words.append(f"{voice if over == '.' else f'{voice}/{over}'}{dice.randint(2, 60)}@{dice.randint(0, 9) * 40}")
    return " ".join([*words, f"{over}{dice.randint(1, 60)}"])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_is_put_together_is_what_one_encoder_gives(tmp_path: Path, shape: StreamLayout, seed: int) -> None:
    """Four sessions that share a store, each half warm, then warm: 200 exports in all."""
    dice, store = random.Random(f"{shape} {seed}"), MemoryCache()
    for _ in range(4):
        source = Patchwork(session(dice), tail=dice.choice([1152, dice.randint(1, 1152)]))
        expected = stream(source, shape)
        assert exported(tmp_path / "cold.mp3", source, store, shape)[0] == expected, source.text
        again, done = exported(tmp_path / "warm.mp3", source, store, shape)
        assert (again, done.encoded) == (expected, 0), source.text


@pytest.mark.parametrize("name", GENERATED)
def test_it_is_so_over_every_background_that_ships(tmp_path: Path, name: str) -> None:
    """A session at three lengths that share a store: drops, waves, crickets and bowls move the encoder's threshold."""
    store, chunks = MemoryCache(), MemoryCache()
    for gap in (120, 187, 251):
        line = f"170 A {gap} B {gap + 9} C {gap // 6} D {gap} 400"
        source = mix(line, {name: background(name, None, chunks)})
        expected = ffmpeg.encode(StreamLayout().arguments, source.render(0, source.frames))
        export(tmp_path / "a.mp3", source, store)
        assert (tmp_path / "a.mp3").read_bytes()[StreamLayout().frame_bytes :] == expected, (name, gap)


def test_the_whole_file_is_that_of_the_serial_way(tmp_path: Path) -> None:
    """The frame in front as well."""
    source = Patchwork("r90 v/r40 r90", tail=700)
    serial = Mp3File(tmp_path / "serial.mp3", head=_id3.id3_head(Tags(title="A")))
    serial.write(source.render(0, source.frames))
    serial.finish()
    export(tmp_path / "remembered.mp3", source, MemoryCache(), head=_id3.id3_head(Tags(title="A")))
    assert (tmp_path / "remembered.mp3").read_bytes() == (tmp_path / "serial.mp3").read_bytes()


@pytest.mark.parametrize("store", [ForgetfulCache(), DamagedCache()])
def test_a_store_that_keeps_nothing_costs_time_only(tmp_path: Path, store: Cache) -> None:
    """The cache may be deleted at any moment, that of the export included."""
    source = Patchwork("r90 v/r40 r90 v/r40 r90")
    for _ in range(2):
        assert exported(tmp_path / "a.mp3", source, store)[0] == stream(source, StreamLayout())


def test_what_was_said_before_the_silence_is_told_apart(tmp_path: Path) -> None:
    """The encoder remembers through any silence where its search ended last."""
    store = MemoryCache()
    for before in "vwxyz":
        source = Patchwork(f"{before}30 .300 b40")
        assert exported(tmp_path / "a.mp3", source, store)[0] == stream(source, StreamLayout())


def test_a_longer_silence_is_nothing_new(tmp_path: Path) -> None:
    """Nor is what follows it."""
    store = MemoryCache()
    export(tmp_path / "a.mp3", Patchwork("v50 .300 w50 .200"), store)
    frames, done = exported(tmp_path / "a.mp3", Patchwork("v50 .777 w50 .333"), store)
    assert done.encoded < 60
    assert frames == stream(Patchwork("v50 .777 w50 .333"), StreamLayout())


def test_moving_a_cue_costs_the_seams_only(tmp_path: Path) -> None:
    """A cue that brings its own rain along is the same wherever it stands."""
    store = MemoryCache()
    export(tmp_path / "a.mp3", Patchwork("r100 v/r60@50 r200@110 w/r60@10 r150@70"), store)
    moved = Patchwork("r130 v/r60@50 r160@110 w/r60@10 r190@70")
    frames, done = exported(tmp_path / "b.mp3", moved, store)
    assert frames == stream(moved, StreamLayout())
    assert done.encoded < 200 < done.frames


def test_what_is_known_is_not_rendered(tmp_path: Path) -> None:
    """Not one step of it."""
    store, text = MemoryCache(), "r300 v/r60@50 r300@110"
    export(tmp_path / "a.mp3", Patchwork(text), store)
    source = Patchwork(text)
    export(tmp_path / "a.mp3", source, store)
    assert source.rendered == 0


def test_what_was_dropped_since_is_encoded_again(tmp_path: Path) -> None:
    """Any entry may be gone, that which tells what the others are as well."""
    source, store = Patchwork("r90 v/r40 r90 .200 b40"), MemoryCache()
    frames, _ = exported(tmp_path / "a.mp3", source, store)
    for key in list(store.entries):
        kept = store.entries.pop(key)
        assert exported(tmp_path / "b.mp3", source, store)[0] == frames, key
        store.entries[key] = kept


def test_a_loop_is_encoded_once(tmp_path: Path) -> None:
    """Whatever repeats within a session as well: here 400 steps, many times."""
    done = export(tmp_path / "a.mp3", Patchwork("r12000"), MemoryCache())
    assert done.encoded < 12000 / 2


def test_progress_ends_at_all_of_it(tmp_path: Path) -> None:
    """And never goes back."""
    told: list[tuple[int, int]] = []
    done = export(tmp_path / "a.mp3", Patchwork("r300"), MemoryCache(), tick=lambda n, of: told.append((n, of)))
    assert told == sorted(told)
    assert told[-1] == (done.frames, done.frames)
