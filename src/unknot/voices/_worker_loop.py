"""The process in which a model speaks: `_worker_loop.py WORKER ARGUMENT…`. Imports nothing of the program.

WORKER is a Python file. Its function `load`, called with the arguments, gives the function that answers a question: the
JSON of the question becomes the JSON and the bytes of the answer. The model is loaded when the process starts, so that
this takes no time of the first question.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import runpy
import sys

TYPE_CHECKING = False  # `typing` is not needed here
if TYPE_CHECKING:
    from typing import IO

_LOADING = 60.0
"""Seconds that it may take to load the model."""
_IDLE = 3.0
"""Seconds without a question after which the process ends, since a model takes much memory. The next question starts it
again."""
_GRACE = 1.0
"""Seconds after the deadline of a question. The program ends the process at the deadline, if it still runs."""


def main() -> None:
    """Answers every question on standard input.

    Takes standard output for the answers, so that nothing that a library prints gets between them.
    """
    out = os.dup(1)
    os.dup2(2, 1)
    gc.disable()  # while the model is loaded: it would look at every word of a lexicon again and again
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123  (importing pathlib takes time)
        _end_after(_LOADING, nowhere)
        answer = runpy.run_path(sys.argv[1])["load"](*sys.argv[2:])
        gc.freeze()
        gc.enable()
        _end_after(_IDLE, nowhere)
        for line in sys.stdin.buffer:
            question = json.loads(line)
            _end_after(question["deadline"] + _GRACE, nowhere)
            head, body = answer(question)
            view = memoryview(json.dumps({**head, "bytes": len(body)}).encode() + b"\n" + body)
            while view:
                view = view[os.write(out, view) :]
            _end_after(_IDLE, nowhere)


def _end_after(seconds: float, nowhere: IO[str]) -> None:
    """The process ends after that time, whatever it does then, unless this is called again before."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)


if __name__ == "__main__":
    main()
