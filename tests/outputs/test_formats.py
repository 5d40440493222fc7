"""How a file of each format is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.caches import MemoryCache
from tests.fakes.patchwork import Patchwork
from tests.outputs.sessions import HOSTILE, timeline, tone, write, write_samples
from unknot import outputs
from unknot.errors import UsageError
from unknot.outputs import SUFFIXES, _tag_check, draw_cover
from unknot.platform import ffmpeg
from unknot.ports import Tags

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("frames", [20, 1151, 48_000, 100_001])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_decodes_to_exactly_the_frames_that_were_written(tmp_path: Path, suffix: str, frames: int) -> None:
    """A file decodes to exactly the frames that were written, without the delay and padding of its encoder."""
    write_samples(tmp_path / f"a{suffix}", tone(frames))
    assert ffmpeg.decode(tmp_path / f"a{suffix}").frames == frames


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_sound_is_not_shifted(tmp_path: Path, suffix: str) -> None:
    """The decoded sound is not a frame earlier or later than what was written."""
    samples = tone(60_000)
    write_samples(tmp_path / f"a{suffix}", samples)
    difference = ffmpeg.decode(tmp_path / f"a{suffix}").samples - samples
    assert np.sqrt(np.mean(difference[3000:-3000] ** 2)) < 0.006


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_lossless_files_hold_the_samples_rounded_once(tmp_path: Path, suffix: str) -> None:
    """A lossless file has each sample rounded once to 16 bits, and clipped."""
    samples = tone(5000) * 12
    write_samples(tmp_path / f"a{suffix}", samples)
    expected = np.clip(np.rint(samples * 32768), -32768, 32767) / 32768
    assert np.array_equal(ffmpeg.decode(tmp_path / f"a{suffix}").samples, expected.astype(np.float32))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_samples_are_the_same_bytes_in_any_blocks(tmp_path: Path, suffix: str) -> None:
    """The same samples are the same bytes, whatever the name of the file and the size of the blocks."""
    samples = tone(30_000)
    write_samples(tmp_path / f"a{suffix}", samples, block=777)
    write_samples(tmp_path / f"b{suffix}", samples, block=30_000)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_the_same_tags_are_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    """The same tags are the same bytes at any time."""
    tags = Tags("T", "A", "B", "2031-04-05", "de", draw_cover("T"), 1.0, 0.9)
    first, second = (write(tmp_path / f"{n}{suffix}", tags, timeline("One", "Two")).read_bytes() for n in "ab")
    assert first == second


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    """An unknown suffix is refused before any work, and the error lists the known ones."""
    with pytest.raises(UsageError) as caught:
        outputs.open_output(tmp_path / "a.xyz")
    assert ".mp3" in caught.value.next_step


def test_an_incremental_export_has_tags(tmp_path: Path) -> None:
    """The tags of an incremental export are read back, and no other file is left."""
    source = Patchwork("r90 v/r40 r90")
    outputs.export_incremental(tmp_path / "a.mp3", source, MemoryCache(), timeline(*HOSTILE), Tags("Neck"))
    assert _tag_check.read_tags(tmp_path / "a.mp3")[1][3][1] == HOSTILE[3]
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]
