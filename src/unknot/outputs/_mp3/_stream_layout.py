"""The layout of an MP3 stream, known before it is encoded: constant bit rate, 48 kHz, no reservoir, no padding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unknot.units import GRID

if TYPE_CHECKING:
    from unknot.audio import Samples

BIT_RATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Thousands of bits a second of MPEG-1 layer III, from 64 on: lower ones have no space for the Info frame."""
ENCODER_DELAY = 576
"""Frames of silence that LAME adds before the sound."""
DECODER_DELAY = 529
"""Frames of delay of every decoder: a stream has at least that many after its sound."""


@dataclass(frozen=True, slots=True)
class StreamLayout:
    """Bit rate and channels of a stream."""

    kilobits: int = 128
    """Thousands of bits a second, one of `BIT_RATES`."""
    channels: int = 2
    """1 or 2."""

    def __post_init__(self) -> None:
        if self.kilobits not in BIT_RATES or self.channels not in (1, 2):
            raise ValueError(f"no such MP3 stream: {self.kilobits} kbit/s, {self.channels} channels")

    @property
    def frame_bytes(self) -> int:
        """Bytes of every frame: 384 at 128 kbit/s."""
        return self.kilobits * 3

    @property
    def side_bytes(self) -> int:
        """Bytes of side information after the four bytes of header of a frame."""
        return 32 if self.channels == 2 else 17

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of ffmpeg for this stream, without headers and tags and without the destination."""
        codec = ("-c:a", "libmp3lame", "-b:a", f"{self.kilobits}k", "-reservoir", "0")
        return (*codec, "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3")

    def mixed(self, block: Samples) -> Samples:
        """`block`, shape (n, 2), in the channels of the stream: unchanged, or the mean of both sides, shape (n, 1)."""
        return block if self.channels == 2 else (block[:, :1] + block[:, 1:]) * np.float32(0.5)


def count(length: int) -> int:
    """The number of MP3 frames for `length` frames of sound: delay, sound, and at least 576 frames that LAME adds."""
    return -(-(ENCODER_DELAY + length + ENCODER_DELAY) // GRID)


def padding(length: int) -> int:
    """Frames of silence after the sound, in the last one or two MP3 frames."""
    return count(length) * GRID - ENCODER_DELAY - length
