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

LONGEST: Final = 600.0
"""Seconds of a sound whose text is not known."""
RAW_RATE: Final = 24_000
"""Samples a second where a server sends them without a head and without a rate, as OpenAI's does."""
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_UNKNOWN_LENGTH: Final = 1 << 30
"""Lengths from here on, and 0, are what programs write that do not know yet how much will follow."""
_STEPS: Final = {(_PCM, 16): "<i2", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8"}
_MOST_CHUNKS: Final = 1000
"""Chunks of a WAV before its sound."""
_LOUDEST: Final = 64.0
"""Times full scale. Higher samples are no sound, and their squares would be no numbers."""
_HEADS: Final = (b"RIFF", b"RF64", b"OggS", b"fLaC", b"ID3")
"""How files with a sound begin, beside those that begin with any byte."""


def seconds_at_most(text: str) -> float:
    """The longest sound that is taken for a text: several times what slow speech needs."""
    return 10.0 + 0.5 * len(text)


def decoded_sound(raw: bytes, longest: float = LONGEST) -> Sound:
    """The sound in the bytes of a file: WAV at its own rate, every other format by the carried ffmpeg.

    No more than `longest` seconds are decoded.

    Raises:
        VoiceError: It is not a whole sound file, or it is longer than that.
    """
    if not raw:
        raise VoiceError("it gave no sound at all")
    is_wave = raw[:4] in {b"RIFF", b"RF64"} and raw[8:12] == b"WAVE"
    return _limited(_wave(raw, longest) if is_wave else _any_kind(raw, longest), longest)


def decoded_raw(raw: bytes, rate: int, channels: int, longest: float) -> Sound:
    """The sound in samples of 16 bits without a head, little endian, or in a file if they are one.

    Raises:
        VoiceError: There are none, they are text, or they are longer than `longest` seconds.
    """
    if raw.startswith(_HEADS) or not raw or _is_text(raw):
        return decoded_sound(raw, longest)
    return _limited(Sound(_samples(raw, _PCM, 16, channels), _sane(rate)), longest)


def _limited(sound: Sound, longest: float) -> Sound:
    if sound.seconds >= longest:
        raise VoiceError(f"its sound lasts longer than {longest:.0f} s")
    loudest = max(float(sound.samples.max(initial=0.0)), -float(sound.samples.min(initial=0.0)))
    if loudest > _LOUDEST:
        raise VoiceError(f"its samples are up to {loudest:.3g} times full scale")
    return sound


def _any_kind(raw: bytes, longest: float) -> Sound:
    with tempfile.TemporaryDirectory(prefix="unknot-") as folder:
        path = Path(folder) / "spoken"
        path.write_bytes(raw)
        try:
            return ffmpeg.decode(path, channels=1, longest=longest)
        except AudioFileError as fault:
            raise VoiceError(f"what it gave is no sound file{_beginning(raw)}") from fault


def _beginning(raw: bytes) -> str:
    """The first words of a text that should have been sound: most often they say what went wrong."""
    return f": it begins with {' '.join(raw[:120].decode('utf-8', 'replace').split())!r}" if _is_text(raw) else ""


def _is_text(raw: bytes) -> bool:
    start = raw[:512].decode("utf-8", "replace")
    return sum(not (c.isprintable() or c in "\t\r\n") or c == "\ufffd" for c in start) * 20 < len(start)


def _wave(raw: bytes, longest: float) -> Sound:
    """The sound of a WAV, cut off after `longest` seconds. What is not plain samples is decoded by ffmpeg."""
    kind = bits = channels = rate = 0
    for name, start, announced in _chunks(raw):
        if name == b"fmt " and len(raw) >= start + 16:
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", raw, start)
            if kind == _EXTENSIBLE and announced >= 26 and len(raw) >= start + 26:
                (kind,) = struct.unpack_from("<H", raw, start + 24)
        elif name == b"data":
            there = len(raw) - start
            if there < announced < _UNKNOWN_LENGTH:
                raise VoiceError(f"its sound was cut off: {there} of {announced} bytes")
            stop = start + _sound_bytes(raw, start, announced)
            if (kind, bits) not in {*_STEPS, (_PCM, 8), (_PCM, 24)}:
                return _any_kind(raw[: start - 4] + b"\xff\xff\xff\xff" + raw[start:stop], longest)
            most = round(longest * _sane(rate)) * max(1, channels * bits // 8)
            return Sound(_samples(raw[start : min(stop, start + most)], kind, bits, channels), rate)
    raise VoiceError("what it gave is a WAV without sound")


def _sound_bytes(raw: bytes, start: int, announced: int) -> int:
    """How many bytes of sound there are: all, where none or too many are announced, or no chunk follows them."""
    behind = start + announced + announced % 2
    if announced == 0 or announced >= _UNKNOWN_LENGTH:
        return len(raw) - start
    name, length = raw[behind : behind + 4], int.from_bytes(raw[behind + 4 : behind + 8], "little")
    is_chunk = len(raw) - behind < 8 or (name.isascii() and name.decode("ascii").isprintable())
    return announced if is_chunk and behind + length <= len(raw) else len(raw) - start


def _chunks(raw: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, where its body starts, and how many bytes of it are announced."""
    at = 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(raw):
            return
        announced = int.from_bytes(raw[at + 4 : at + 8], "little")
        yield raw[at : at + 4], at + 8, announced
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
