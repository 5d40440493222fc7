"""The smallest model that Piper can load: one tone, so long for each phoneme, written down as ONNX by hand.

    audio = sin(expand(ramp, [1, 1, FRAMES × number of phonemes]))

The graph repeats the table of one phoneme's samples for every phoneme.
"""

from __future__ import annotations

import json
import math
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RATE = 16_000
FRAMES = 1024
_FLOAT, _INT64 = 1, 7


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _bytes(field: int, body: bytes | str) -> bytes:
    raw = body.encode() if isinstance(body, str) else body
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _int(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _node(kind: str, takes: Iterable[str], gives: str, *attributes: bytes) -> bytes:
    parts = [_bytes(1, name) for name in takes] + [_bytes(2, gives), _bytes(4, kind)]
    return _bytes(1, b"".join(parts) + b"".join(_bytes(5, a) for a in attributes))


def _tensor(name: str, shape: list[int], kind: int, raw: bytes) -> bytes:
    dims = b"".join(_int(1, size) for size in shape)
    return _bytes(5, dims + _int(2, kind) + _bytes(8, name) + _bytes(9, raw))


def _value(field: int, name: str, kind: int, shape: list[str | int]) -> bytes:
    dims = b"".join(_bytes(1, _int(1, s) if isinstance(s, int) else _bytes(2, s)) for s in shape)
    return _bytes(field, _bytes(1, name) + _bytes(2, _bytes(1, _int(1, kind) + _bytes(2, dims))))


def model() -> bytes:
    """The whole file."""
    wave = [0.3 * math.sin(2 * math.pi * 9 * n / FRAMES) * math.sin(math.pi * n / FRAMES) for n in range(FRAMES)]
    graph = b"".join(
        [
            _node("Shape", ["input"], "shape"),
            _node("Gather", ["shape", "one"], "count"),
            _node("Concat", ["ones", "count"], "times", _bytes(1, "axis") + _int(3, 0) + _int(20, 2)),
            _node("Tile", ["wave", "times"], "output"),
            _bytes(2, "tone"),
            _tensor("one", [1], _INT64, struct.pack("<q", 1)),
            _tensor("ones", [2], _INT64, struct.pack("<2q", 1, 1)),
            _tensor("wave", [1, 1, FRAMES], _FLOAT, struct.pack(f"<{FRAMES}f", *wave)),
            _value(11, "input", _INT64, ["batch", "phonemes"]),
            _value(11, "input_lengths", _INT64, ["batch"]),
            _value(11, "scales", _FLOAT, [3]),
            _value(12, "output", _FLOAT, ["batch", "channel", "time"]),
        ]
    )
    return _int(1, 8) + _bytes(7, graph) + _bytes(8, _int(2, 13))


def write_model(path: Path) -> Path:
    """`path` and its settings, ready to be loaded."""
    path.write_bytes(model())
    letters = "abcdefghijklmnopqrstuvwxyz ,.'"
    ids = {"_": [0], "^": [1], "$": [2]} | {c: [n] for n, c in enumerate(letters, 3)}
    settings = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "phoneme_type": "text",
        "num_symbols": 64,
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_id_map": ids,
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(settings), encoding="utf-8")
    return path
