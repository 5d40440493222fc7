"""The process in which a Piper model speaks. Run by its path; the model is loaded once."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

NATURAL = 150
"""Words a minute that are taken for a model's own speed, for it knows only multiples of it."""


def load(model: str) -> Any:
    """The model, on one thread: there are as many processes as cores."""
    from piper import PiperVoice

    onnxruntime = importlib.import_module("onnxruntime")
    voice = PiperVoice.load(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    voice.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return voice


def speak(voice: Any, question: dict[str, Any]) -> tuple[int, bytes]:
    """Samples a second, and samples of 16 bits.

    Without noise, because the noise of a model is never the same twice; and at the model's own level, because Piper
    would otherwise bring every sentence to full scale on its own.
    """
    from piper import SynthesisConfig

    scale = voice.config.length_scale * NATURAL / question["rate"]
    how = SynthesisConfig(length_scale=scale, noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False)
    chunks = list(voice.synthesize(question["text"], how))
    return voice.config.sample_rate, b"".join(chunk.audio_int16_bytes for chunk in chunks)


def answer(voice: Any, question: dict[str, Any]) -> bytes:
    """The whole answer to one question."""
    rate, heard = speak(voice, question)
    return json.dumps({"rate": rate, "bytes": len(heard)}).encode() + b"\n" + heard


def main() -> None:
    """Take standard output for the answers, so that nothing a library prints gets between them."""
    out = os.dup(1)
    os.dup2(2, 1)
    voice = None
    for line in sys.stdin.buffer:
        question = json.loads(line)
        _limit(question["deadline"])
        voice = voice or load(sys.argv[1])
        view = memoryview(answer(voice, question))
        while view:
            view = view[os.write(out, view) :]
        _limit(-1.0)


def _limit(seconds: float) -> None:
    """The system ends this process by then, even if whoever asked is gone."""
    if hasattr(os, "fork"):
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds + 1.0)


if __name__ == "__main__":
    main()
