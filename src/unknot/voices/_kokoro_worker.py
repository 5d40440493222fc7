"""The worker process in which Kokoro speaks. It is run by its path and loads the model once."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any


def load(model: str, styles: str) -> Any:
    """The model, on one thread, because several workers speak at once."""
    from kokoro_onnx import Kokoro

    onnxruntime = importlib.import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return Kokoro.from_session(session, styles)


def answer(kokoro: Any, question: dict[str, Any]) -> bytes:
    """The answer to one question: a line of JSON, then samples of 16 bits. Silence at the edges is kept."""
    samples, rate = kokoro.create(
        question["text"], question["voice"], speed=question["speed"], lang=question["as"], trim=False
    )
    heard: bytes = (samples.clip(-1.0, 1.0) * 32767).round().astype("<i2").tobytes()
    return json.dumps({"rate": rate, "bytes": len(heard)}).encode() + b"\n" + heard


def main() -> None:
    """Take standard output for the answers, so that nothing a library prints gets between them."""
    out = os.dup(1)
    os.dup2(2, 1)
    kokoro = None
    for line in sys.stdin.buffer:
        question = json.loads(line)
        _limit(question["deadline"])
        kokoro = kokoro or load(sys.argv[1], sys.argv[2])
        view = memoryview(answer(kokoro, question))
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
