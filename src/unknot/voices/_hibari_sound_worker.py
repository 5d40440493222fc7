"""Phonemes to sound with a model of hibari, for `_worker_loop.py`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # `typing` is not needed here
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_SEED = 0
"""Of the noise in the sound, so that the same text is the same sound every time."""
_ENOUGH = 1 << 20
"""Numbers for 11 s of sound."""


class SeededNoise:
    """The beginning of one sequence of normal numbers, each time: what a generator with the seed gives, made once."""

    def __init__(self) -> None:
        self._made: Any = None

    def standard_normal(self, shape: tuple[int, ...], dtype: Any) -> Any:
        """Called by hibari in place of `numpy.random.Generator.standard_normal`."""
        import numpy as np

        count = int(np.prod(shape))
        if self._made is None or self._made.size < count:
            self._made = np.random.default_rng(_SEED).standard_normal(max(count, _ENOUGH), dtype=dtype)
        return self._made[:count].reshape(shape).copy()


def load(voice: str, model: str) -> Callable[[dict[str, Any]], tuple[dict[str, Any], bytes]]:
    """Answers with samples of 16 bits, little endian. The model has one thread, because each core has a process."""
    sys.modules["scipy"] = None  # type: ignore[assignment]  # hibari would use it where it is, for other bytes
    import numpy as np
    from hibari import Hibari

    hibari, noise = Hibari(voice=voice, model=model, threads=1), SeededNoise()

    def answer(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        sound = hibari.from_ids(hibari.ids(question["phonemes"]), question["speed"], noise)
        return {"rate": hibari.sample_rate}, (np.clip(sound, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()

    return answer
