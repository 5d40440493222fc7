"""The process in which hibari speaks. Run by its path; imports nothing of the program; the model is loaded once."""

from __future__ import annotations

import gc
import json
import os
import sys
import threading

TYPE_CHECKING = False  # `typing` is not needed here
if TYPE_CHECKING:
    from typing import Any

_SEED = 0
"""Of the noise in the sound, so that the same text is the same sound every time."""
_OWN_SPEED = 1.0
"""Of the model, for a sentence of one word. A word on its own is not understood when it is stretched: of 38 lines of
one word a recogniser knows 30 at the usual speed, 35 at this one, and all of them with a comma at the end [measured].
"""
_IDLE = 3.0
"""Seconds without a question after which this process ends: it holds 200 MB, and starts again in half a second."""


class SeededNoise:
    """The beginning of one sequence of normal numbers, each time: what a generator with the seed gives, made once."""

    def __init__(self) -> None:
        self._made: Any = None

    def standard_normal(self, shape: tuple[int, ...], dtype: Any) -> Any:
        """Called by hibari in place of `numpy.random.Generator.standard_normal`."""
        import numpy as np

        count = int(np.prod(shape))
        if self._made is None or self._made.size < count:
            self._made = np.random.default_rng(_SEED).standard_normal(count, dtype=dtype)
        return self._made[:count].reshape(shape).copy()


class Watch:
    """Ends this process when a time is over, whatever it does then."""

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None

    def end_after(self, seconds: float) -> None:
        """Afterwards the process ends in that many seconds, unless this is called again before."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, os._exit, (0,))
        self._timer.daemon = True
        self._timer.start()


class Speech:
    """A voice, loaded on one thread: there are as many processes as cores."""

    def __init__(self, voice: str, model: str) -> None:
        sys.modules["scipy"] = None  # type: ignore[assignment]  # hibari would use it where it is, for other bytes
        gc.disable()  # it would look at every word of the lexicon again and again
        from hibari import Hibari

        self._hibari = Hibari(voice=voice, model=model, threads=1)
        self._noise = SeededNoise()

    def speak(self, text: str, speed: float) -> tuple[int, bytes]:
        """Samples a second, and samples of 16 bits, little endian."""
        import numpy as np

        parts = [self._spoken(phonemes, speed) for phonemes in self._hibari.phonemize(text)]
        heard = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return self._hibari.sample_rate, (np.clip(heard, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()

    def _spoken(self, phonemes: str, speed: float) -> Any:
        return self._hibari.from_ids(self._hibari.ids(phonemes), speed, self._noise)


def on_its_own(word: str) -> str:
    """A sentence of one word with the ending at which it is understood best."""
    return word.removesuffix(".") + "," if word.endswith(".") else word


def answer(speech: Speech, question: dict[str, Any]) -> bytes:
    """The whole answer to one question."""
    text, speed = question["text"], question["speed"]
    if len(text.split()) == 1:
        text, speed = on_its_own(text), max(speed, _OWN_SPEED)
    rate, heard = speech.speak(text, speed)
    return json.dumps({"rate": rate, "bytes": len(heard)}).encode() + b"\n" + heard


def main() -> None:
    """`_hibari_worker.py VOICE MODEL`.

    Takes standard output for the answers, so that nothing a library prints gets between them.
    """
    out = os.dup(1)
    os.dup2(2, 1)
    watch = Watch()
    speech = None
    for line in sys.stdin.buffer:
        question = json.loads(line)
        watch.end_after(question["deadline"] + 1.0)
        speech = speech or Speech(*sys.argv[1:])
        view = memoryview(answer(speech, question))
        while view:
            view = view[os.write(out, view) :]
        watch.end_after(_IDLE)


if __name__ == "__main__":
    main()
