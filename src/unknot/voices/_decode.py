"""Sound files that engines write, as sounds at their own rate."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import Sound
from unknot.errors import AudioFileError, VoiceError
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.audio import Samples

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_UNKNOWN_LENGTH: Final = {0, 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF - 36, 0x7FFFFFFF - 36}
"""Lengths that programs write which do not know yet how much will follow: eSpeak NG, flite, ffmpeg, servers."""
_STEPS: Final = {(_PCM, 16): "<i2", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8"}


def decoded_sound(raw: bytes) -> Sound:
    """The sound in the bytes of a file: WAV at its own rate, every other format by the carried ffmpeg.

    Raises:
        VoiceError: It is not a whole sound file.
    """
    if not raw:
        raise VoiceError("it gave no sound at all")
    if raw[:4] == b"RIFF" and raw[8:12] == b"WAVE":
        return _wave(raw)
    with tempfile.TemporaryDirectory(prefix="unknot-") as folder:
        path = Path(folder) / "spoken"
        path.write_bytes(raw)
        try:
            return ffmpeg.decode(path, channels=1)
        except AudioFileError as fault:
            raise VoiceError(f"what it gave is no sound file: {_beginning(raw)}") from fault


def _beginning(raw: bytes) -> str:
    """The first words of something that should have been sound: most often they say what went wrong."""
    text = " ".join(raw[:120].decode("utf-8", "replace").split())
    return f"it begins with {text!r}"


def _wave(raw: bytes) -> Sound:
    kind = bits = channels = rate = 0
    for name, body, announced in _chunks(raw):
        if name == b"fmt " and len(body) >= 16:
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
            if kind == _EXTENSIBLE and len(body) >= 26:
                (kind,) = struct.unpack_from("<H", body, 24)
        elif name == b"data":
            if len(body) < announced and announced not in _UNKNOWN_LENGTH:
                raise VoiceError(f"its sound was cut off: {len(body)} of {announced} bytes")
            return Sound(_samples(body, kind, bits, channels), _sane(rate))
    raise VoiceError("what it gave is a WAV without sound")


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Name, what there is of it, and how many bytes were announced. A length of 0 means up to the end in the last."""
    at = 12
    while at + 8 <= len(raw):
        name, announced = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        whole = name == b"data" and announced in _UNKNOWN_LENGTH
        body = raw[at + 8 :] if whole else raw[at + 8 : at + 8 + announced]
        yield name, body, announced
        at += 8 + announced + announced % 2


def _samples(body: bytes, kind: int, bits: int, channels: int) -> Samples:
    if not 1 <= channels <= 8:
        raise VoiceError(f"what it gave has {channels} channels")
    if (kind, bits) == (_PCM, 24):
        whole = np.frombuffer(body[: len(body) // 3 * 3], np.uint8).reshape(-1, 3)
        wide = np.zeros((len(whole), 4), np.uint8)
        wide[:, 1:] = whole
        return _framed(wide.view("<i4").astype(np.float32)[:, 0] / np.float32(2**31), channels)
    if (kind, bits) == (_PCM, 8):
        return _framed((np.frombuffer(body, np.uint8).astype(np.float32) - 128) / np.float32(128), channels)
    if (kind, bits) not in _STEPS:
        raise VoiceError(f"what it gave is a WAV of a kind that is not known ({kind}, {bits} bits)")
    step = np.dtype(_STEPS[kind, bits])
    steps = np.frombuffer(body[: len(body) // step.itemsize * step.itemsize], step)
    full = np.float32(2.0 ** (bits - 1) if kind == _PCM else 1.0)
    return _framed(steps.astype(np.float32) / full, channels)


def _framed(flat: Samples, channels: int) -> Samples:
    return flat[: len(flat) // channels * channels].reshape(-1, channels)


def _sane(rate: int) -> int:
    if not 4000 <= rate <= 384_000:
        raise VoiceError(f"what it gave says that a second has {rate} samples")
    return rate
