"""A file whose sound is not that of the session is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests import ffmpeg
from tests.fakes.patchwork import Patchwork
from unknot.errors import WriteError
from unknot.outputs import _sound_check

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = "r100 v/r60 r100 w/r60 r100"
#        rain cue   rain cue   rain


def envelope(text: str, block: int = 7777) -> _sound_check.PowerEnvelope:
    """The power envelope of a session of patches, added in blocks."""
    found, sound = _sound_check.PowerEnvelope(), Patchwork(text).render(0, Patchwork(text).frames)
    for start in range(0, len(sound), block):
        found.add(sound[start : start + block])
    return found


@pytest.mark.parametrize("shape", ["libmp3lame 64k", "libmp3lame 128k", "aac 96k", "libopus 48k"])
def test_encoded_sound_passes(tmp_path: Path, shape: str) -> None:
    """The decoded sound of every encoder passes, at low bit rates too."""
    codec, rate = shape.split()
    source = Patchwork(EXPECTED)
    raw = ffmpeg.encode(["-c:a", codec, "-b:a", rate, "-f", "matroska"], source.render(0, source.frames))
    (tmp_path / "a.mka").write_bytes(raw)
    found = _sound_check.decoded_envelope(tmp_path / "a.mka").powers()
    expected = envelope(EXPECTED).powers()
    _sound_check.compare(expected, found[: len(expected)])


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ("r100 r60 r100 w/r60 r100", "0:02 sound is missing"),
        ("r100 v/r60 r20 v/r60 r20 w/r60 r100", "0:04 there is sound that should not be there"),
        ("r100 v/r60 .100 w/r60 r100", "0:04 sound is missing"),
        ("r100 v/r60 r100 w/r60 v100", "0:08 there is sound that should not be there"),
    ],
)
def test_a_missing_cue_and_a_loud_rest_are_found(found: str, says: str) -> None:
    """A missing cue and a rest with words are errors that give the time, under a background too."""
    with pytest.raises(WriteError, match=says):
        _sound_check.compare(envelope(EXPECTED).powers(), envelope(found).powers())


def test_a_file_cut_short_is_found(tmp_path: Path) -> None:
    """A file that is cut short is an error, although its header is complete."""
    source = Patchwork(EXPECTED)
    sound = source.render(0, source.frames)
    (tmp_path / "a.flac").write_bytes(ffmpeg.encode(["-f", "flac"], sound[: len(sound) // 2]))
    with pytest.raises(WriteError, match="decodes to"):
        _sound_check.check_file(tmp_path / "a.flac", envelope(EXPECTED))


def test_blocks_of_any_size_have_one_envelope() -> None:
    """The envelope does not depend on the size of the blocks."""
    assert np.allclose(envelope(EXPECTED, 7777).powers(), envelope(EXPECTED, 1152).powers())


def test_a_peak_between_the_samples_is_found() -> None:
    """The true peak of a tone at a quarter of the rate is 3 dB over its samples."""
    tone = np.sin(np.arange(4800) * np.pi / 2 + np.pi / 4).astype(np.float32)[:, None] * np.float32(1.2)
    assert _sound_check.true_peak(tone) == pytest.approx(1.2, abs=0.03)
    assert _sound_check.true_peak(tone * np.float32(0.1)) < 0.12
    assert _sound_check.true_peak(tone[:0]) == 0.0


def test_sound_over_full_scale_is_refused() -> None:
    """Decoded sound over full scale is refused."""
    found = _sound_check.PowerEnvelope()
    _sound_check.check_peak(found)
    found.peak = 1.01
    with pytest.raises(WriteError, match="dBTP"):
        _sound_check.check_peak(found)
