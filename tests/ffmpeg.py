"""Sounds through the ffmpeg that comes with the program: encoded for a test, or measured by its own filter."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import numpy as np

from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.audio import Samples

_INTEGRATED = re.compile(rb"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_SILENT = -70.0
"""LUFS: the absolute gate of BS.1770, which ffmpeg gives for silence."""


def encode(arguments: Sequence[str], samples: Samples) -> bytes:
    """`samples`, shape (n, 1 or 2) at 48 kHz, through one encoder, as the bytes of its file."""
    return _run(samples, "-v", "error", *arguments, "pipe:1").stdout


def loudness(samples: Samples) -> float:
    """The integrated loudness in LUFS, gated (BS.1770-4), of shape (n, 1 or 2) at 48 kHz; −inf for silence.

    A mono signal is measured as one channel, as BS.1770 does.
    """
    value = float(_INTEGRATED.findall(_run(samples, "-af", "ebur128", "-f", "null", "-").stderr)[-1])
    return value if value > _SILENT else float("-inf")


def _run(samples: Samples, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    given = ["-f", "f32le", "-ar", "48000", "-ac", str(samples.shape[1]), "-i", "pipe:0"]
    command = [ffmpeg.program(), "-hide_banner", "-nostdin", "-nostats", *given, *arguments]
    return subprocess.run(command, input=np.ascontiguousarray(samples).tobytes(), capture_output=True, check=True)
