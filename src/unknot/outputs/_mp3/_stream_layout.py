"""What is known of an MP3 stream before anything is encoded: constant bit rate, 48 kHz, no reservoir, no padding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.audio import Samples

BIT_RATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Thousands of bits a second that MPEG-1 layer III offers from 64 on: below, the Info frame has no room."""
ENCODER_DELAY = 576
"""Frames of silence that LAME puts in front of the sound."""
DECODER_DELAY = 529
"""Frames by which any decoder is late: a stream ends with at least that much after its sound."""


@dataclass(frozen=True, slots=True)
class StreamLayout:
    """The shape of a stream."""

    kilobits: int = 128
    """Thousands of bits a second, one of `BIT_RATES`."""
    channels: int = 2

    def __post_init__(self) -> None:
        if self.kilobits not in BIT_RATES or self.channels not in (1, 2):
            raise ValueError(f"no such MP3 stream: {self.kilobits} kbit/s, {self.channels} channels")

    @property
    def frame_bytes(self) -> int:
        """Bytes of every frame: 384 at 128 kbit/s."""
        return self.kilobits * 3

    @property
    def side_bytes(self) -> int:
        """Bytes of side information behind a frame's four bytes of header."""
        return 32 if self.channels == 2 else 17

    @property
    def arguments(self) -> tuple[str, ...]:
        """What makes ffmpeg encode this stream, bare; the destination comes behind."""
        codec = ("-c:a", "libmp3lame", "-b:a", f"{self.kilobits}k", "-reservoir", "0")
        return (*codec, "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3")

    def mixed(self, block: Samples) -> Samples:
        """`block`, shape (n, 2), with the stream's channels: as it is, or the mean of left and right, shape (n, 1)."""
        return block if self.channels == 2 else (block[:, :1] + block[:, 1:]) * np.float32(0.5)


def count(length: int) -> int:
    """How many MP3 frames hold `length` frames of sound: delay, sound, and at least the 576 frames LAME adds."""
    return -(-(ENCODER_DELAY + length + ENCODER_DELAY) // GRID)


def padding(length: int) -> int:
    """Frames of nothing behind the sound in the last MP3 frame or two."""
    return count(length) * GRID - ENCODER_DELAY - length
