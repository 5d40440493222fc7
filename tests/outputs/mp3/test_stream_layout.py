"""The layout of a stream."""

from __future__ import annotations

import numpy as np
import pytest

from unknot.outputs import StreamLayout
from unknot.outputs._mp3 import _stream_layout


@pytest.mark.parametrize("frames", [1, 575, 576, 577, 1152, 28_800_000])
def test_delay_sound_and_padding_fill_whole_frames(frames: int) -> None:
    """Delay, sound and padding fill whole MP3 frames, and the padding is at least the delay of a decoder."""
    assert _stream_layout.ENCODER_DELAY + frames + _stream_layout.padding(frames) == _stream_layout.count(frames) * 1152
    assert _stream_layout.padding(frames) >= _stream_layout.DECODER_DELAY


def test_a_layout_that_mp3_does_not_have_is_refused() -> None:
    """A bit rate and a number of channels that MP3 does not have are refused."""
    for kilobits, channels in ((100, 2), (32, 2), (128, 3)):
        with pytest.raises(ValueError, match=f"{kilobits} kbit/s, {channels} channels"):
            StreamLayout(kilobits, channels)


def test_a_mono_stream_has_the_mean_of_both_sides() -> None:
    """Stereo samples are unchanged in a stereo stream, and averaged in a mono stream."""
    block = np.array([[0.5, 0.25]], np.float32)
    assert StreamLayout(128, 2).mixed(block) is block
    assert StreamLayout(128, 1).mixed(block).tolist() == [[0.375]]
