"""The smallest model that kokoro-onnx can load: a tone whose length depends on the phonemes and the speed.

audio = tile(wave, number of tokens / speed)
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.piper_model import _FLOAT, _INT64, _bytes, _int, _node, _tensor, _value

if TYPE_CHECKING:
    from pathlib import Path

FRAMES = 1536


def _kind(number: int) -> bytes:
    """The attribute of `Cast` for the type of its result."""
    return _bytes(1, "to") + _int(3, number) + _int(20, 2)


def model() -> bytes:
    """The whole file."""
    wave = [0.3 * math.sin(2 * math.pi * 14 * n / FRAMES) * math.sin(math.pi * n / FRAMES) for n in range(FRAMES)]
    graph = b"".join(
        [
            _node("Shape", ["tokens"], "shape"),
            _node("Gather", ["shape", "one"], "count"),
            _node("Cast", ["count"], "long", _kind(_FLOAT)),
            _node("Div", ["long", "speed"], "slowed"),
            _node("Cast", ["slowed"], "times", _kind(_INT64)),
            _node("Tile", ["wave", "times"], "audio"),
            _bytes(2, "tone"),
            _tensor("one", [1], _INT64, struct.pack("<q", 1)),
            _tensor("wave", [FRAMES], _FLOAT, struct.pack(f"<{FRAMES}f", *wave)),
            _value(11, "tokens", _INT64, ["batch", "phonemes"]),
            _value(11, "style", _FLOAT, [1, 256]),
            _value(11, "speed", _FLOAT, [1]),
            _value(12, "audio", _FLOAT, ["time"]),
        ]
    )
    return _int(1, 8) + _bytes(7, graph) + _bytes(8, _int(2, 13))


def write_kokoro(folder: Path) -> tuple[Path, Path]:
    """The model and its voices, ready to be loaded."""
    folder.joinpath("tiny-kokoro.onnx").write_bytes(model())
    style = np.zeros((510, 1, 256), np.float32)
    np.savez(folder / "tiny-styles.npz", af_heart=style, bf_emma=style, ff_siwis=style, jf_alpha=style)
    return folder / "tiny-kokoro.onnx", folder / "tiny-styles.npz"
