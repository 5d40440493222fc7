"""Text to sound with Kokoro, for `_worker_loop.py`."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # `typing` is not needed here
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def load(model: str, styles: str) -> Callable[[dict[str, Any]], tuple[dict[str, Any], bytes]]:
    """Answers with samples of 16 bits. The model has one thread, because several processes speak at once."""
    from kokoro_onnx import Kokoro

    onnxruntime = importlib.import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    kokoro = Kokoro.from_session(session, styles)

    def answer(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Silence at the edges is kept."""
        samples, rate = kokoro.create(
            question["text"], question["voice"], speed=question["speed"], lang=question["as"], trim=False
        )
        return {"rate": rate}, (samples.clip(-1.0, 1.0) * 32767).round().astype("<i2").tobytes()

    return answer
