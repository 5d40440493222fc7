"""Text to sound with a model of Piper, for `_worker_loop.py`."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # `typing` is not needed here
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def load(model: str) -> Callable[[dict[str, Any]], tuple[dict[str, Any], bytes]]:
    """Answers with samples of 16 bits. The model has one thread: there are as many processes as cores.

    Without noise, because the noise of a model is never the same twice; and at the model's own level, because Piper
    would otherwise bring every sentence to full scale on its own.
    """
    from piper import PiperVoice, SynthesisConfig

    onnxruntime = importlib.import_module("onnxruntime")
    voice = PiperVoice.load(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    voice.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def answer(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        how = SynthesisConfig(
            length_scale=voice.config.length_scale * question["slower"],
            noise_scale=0.0,
            noise_w_scale=0.0,
            normalize_audio=False,
        )
        chunks = voice.synthesize(question["text"], how)
        return {"rate": voice.config.sample_rate}, b"".join(chunk.audio_int16_bytes for chunk in chunks)

    return answer
