"""The cover of a session that has none: an evening sky over water, its colours from the title; and PNG files."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 1400
"""Width and height in pixels."""
_HORIZON = 0.62
"""Where the water begins, as a share of the height."""


def draw_cover(title: str) -> bytes:
    """A square PNG of `SIDE` pixels, under 500 KB, always the same for the same title."""
    seed = hashlib.blake2b(title.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    hue, drift, height, size = (byte / 255 for byte in seed)
    rows = _evening(_colour(hue, 0.45, 0.30), _colour(hue + 0.08 + 0.1 * drift, 0.45, 0.88))
    picture = np.repeat(_pixels(rows), SIDE, axis=1)
    _draw_sun(picture, rows, (0.3 + 0.4 * drift, 0.30 + 0.2 * height), 0.07 + 0.04 * size)
    return png(picture)


def _evening(sky: NDArray[np.float32], glow: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sky and water, one column of pixels, shape (SIDE, 1, 3), 0 to 1."""
    y = (np.arange(SIDE, dtype=np.float32) / SIDE)[:, None, None]
    light = np.clip(np.where(y < _HORIZON, y / _HORIZON, (1 - y) / (1 - _HORIZON)), 0, 1) ** 1.6
    ripples = np.where(y > _HORIZON, 0.86 - 0.06 * np.sin(y * 90), 1.0)
    return np.asarray((sky + (glow - sky) * light) * ripples, np.float32)


def _draw_sun(
    picture: NDArray[np.uint8], rows: NDArray[np.float32], centre: tuple[float, float], radius: float
) -> None:
    """Afterwards the sun is in the picture, with a soft edge. `centre` and `radius` are shares of a side."""
    left, top = (int((c - 1.05 * radius) * SIDE) for c in centre)
    right, bottom = (int((c + 1.05 * radius) * SIDE) for c in centre)
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32) / SIDE
    distance = np.hypot(x - centre[0], y - centre[1]) / radius
    disc = np.clip((1.0 - distance) * 60, 0, 1)[:, :, None] * np.float32(0.8)
    behind = rows[top:bottom]
    picture[top:bottom, left:right] = _pixels(behind + (np.float32(0.97) - behind) * disc)


def _pixels(colours: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(np.clip(colours, 0, 1) * 255).astype(np.uint8)


def _colour(hue: float, saturation: float, value: float) -> NDArray[np.float32]:
    turns = (np.array([5.0, 3.0, 1.0]) + hue * 6) % 6
    share = np.clip(np.minimum(turns, 4 - turns), 0, 1)
    return np.asarray(value * (1 - saturation * share), np.float32)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """An RGB picture, shape (height, width, 3), as a PNG file. Rows are stored as differences from the one above."""
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, -1)
    above = np.concatenate([np.zeros_like(rows[:1]), rows[:-1]])
    filtered = np.concatenate([np.full((height, 1), 2, np.uint8), rows - above], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(filtered.tobytes(), 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
