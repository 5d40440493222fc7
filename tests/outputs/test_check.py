"""A file that is not what was meant is found out before it gets its name."""

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

MEANT = "r100 v/r60 r100 w/r60 r100"
#        rain cue   rain cue   rain


def envelope(text: str, block: int = 7777) -> _sound_check.PowerEnvelope:
    """How loud it is."""
    found, sound = _sound_check.PowerEnvelope(), Patchwork(text).render(0, Patchwork(text).frames)
    for start in range(0, len(sound), block):
        found.add(sound[start : start + block])
    return found


@pytest.mark.parametrize("shape", ["libmp3lame 64k", "libmp3lame 128k", "aac 96k", "libopus 48k"])
def test_what_an_encoder_makes_of_it_passes(tmp_path: Path, shape: str) -> None:
    """However few bits it has."""
    codec, rate = shape.split()
    source = Patchwork(MEANT)
    raw = ffmpeg.encode(["-c:a", codec, "-b:a", rate, "-f", "matroska"], source.render(0, source.frames))
    (tmp_path / "a.mka").write_bytes(raw)
    found = _sound_check.decoded_envelope(tmp_path / "a.mka").powers()
    meant = envelope(MEANT).powers()
    _sound_check.compare(meant, found[: len(meant)])


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ("r100 r60 r100 w/r60 r100", "0:02 sound is missing"),
        ("r100 v/r60 r20 v/r60 r20 w/r60 r100", "0:04 sound was not meant to be"),
        ("r100 v/r60 .100 w/r60 r100", "0:04 sound is missing"),
        ("r100 v/r60 r100 w/r60 v100", "0:08 sound was not meant to be"),
    ],
)
def test_a_missing_cue_and_a_loud_rest_are_found(found: str, says: str) -> None:
    """Under a background, with the moment from which on."""
    with pytest.raises(WriteError, match=says):
        _sound_check.compare(envelope(MEANT).powers(), envelope(found).powers())


def test_a_file_cut_short_is_found(tmp_path: Path) -> None:
    """Though it says that it is whole, and its encoder said nothing."""
    source = Patchwork(MEANT)
    sound = source.render(0, source.frames)
    (tmp_path / "a.flac").write_bytes(ffmpeg.encode(["-f", "flac"], sound[: len(sound) // 2]))
    with pytest.raises(WriteError, match="decodes to"):
        _sound_check.sound(tmp_path / "a.flac", envelope(MEANT))


def test_blocks_of_any_size_have_one_envelope() -> None:
    """It is of the sound, not of how it came."""
    assert np.allclose(envelope(MEANT, 7777).powers(), envelope(MEANT, 1152).powers())


def test_a_peak_between_the_samples_is_found() -> None:
    """A tone at a quarter of the rate, sampled beside its crests: 3 dB more than any sample."""
    tone = np.sin(np.arange(4800) * np.pi / 2 + np.pi / 4).astype(np.float32)[:, None] * np.float32(1.2)
    assert _sound_check.true_peak(tone) == pytest.approx(1.2, abs=0.03)
    assert _sound_check.true_peak(tone * np.float32(0.1)) < 0.12
    assert _sound_check.true_peak(tone[:0]) == 0.0


def test_what_would_crackle_is_refused() -> None:
    """Over full scale, however little."""
    found = _sound_check.PowerEnvelope()
    _sound_check.unclipped(found)
    found.peak = 1.01
    with pytest.raises(WriteError, match="dBTP"):
        _sound_check.unclipped(found)
