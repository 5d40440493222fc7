"""A process that speaks in tones, and misbehaves at one word. Imports nothing but the standard library."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 16_000
SECONDS_A_LETTER = 0.06


def tone(text: str) -> bytes:
    """As long as its text is, in syllables of an eighth of a second, with a little quiet at both edges."""
    count = round(RATE * (0.2 + SECONDS_A_LETTER * len(text)))
    quiet = bytes(2 * round(0.3 * RATE))
    pitch = 2 * math.pi * (140 + sum(text.encode()) % 80) / RATE
    beat = 2 * math.pi * 4 / RATE
    steps = array("h", (round(9000 * math.sin(pitch * n) * (1.2 - math.cos(beat * n)) / 2.2) for n in range(count)))
    return quiet + steps.tobytes() + quiet


def give(out: int, body: bytes, rate: int = RATE, announced: int | None = None) -> None:
    """Write one answer."""
    head = json.dumps({"rate": rate, "bytes": len(body) if announced is None else announced})
    block = memoryview(head.encode() + b"\n" + body)
    while block:
        block = block[os.write(out, block) :]


def hang(good: bytes, out: int) -> None:
    """Never answer."""
    time.sleep(600)


def crash(good: bytes, out: int) -> None:
    """Die of a signal."""
    os.abort()


def end(good: bytes, out: int) -> None:
    """End politely, without an answer."""
    sys.exit(3)


def truncated(good: bytes, out: int) -> None:
    """End in the middle of the answer."""
    give(out, good[: len(good) // 2], announced=len(good))
    sys.exit(0)


def flood(good: bytes, out: int) -> None:
    """Complain for ever."""
    while True:
        os.write(2, b"error: out of sorts\n" * 1000)


def leave(*, own_session: bool) -> None:
    """Start a child that keeps the pipes open and never ends by itself."""
    sleep = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]
    sign(subprocess.Popen(sleep, start_new_session=own_session).pid)


def grandchild(good: bytes, out: int) -> None:
    """Die, and leave a child."""
    leave(own_session=False)
    os.abort()


def daemon(good: bytes, out: int) -> None:
    """Die, and leave a child that is in no group of ours any more."""
    leave(own_session=True)
    os.abort()


def hanging_daemon(good: bytes, out: int) -> None:
    """Leave a child in a session of its own, and never answer."""
    leave(own_session=True)
    time.sleep(600)


def daemon_beside(good: bytes, out: int) -> None:
    """Answer well, and leave a child in a session of its own all the same."""
    leave(own_session=True)
    give(out, good)


FAULTS: dict[str, Callable[[bytes, int], object]] = {
    "hang": hang,
    "crash": crash,
    "end": end,
    "truncated": truncated,
    "flood": flood,
    "grandchild": grandchild,
    "daemon": daemon,
    "hanging daemon": hanging_daemon,
    "daemon beside": daemon_beside,
    "nonsense": lambda good, out: os.write(out, b"<html>not an answer</html>\n"),
    "endless line": lambda good, out: os.write(out, b"x" * 200_000),
    "refusal": lambda good, out: os.write(out, b'{"error": "I would rather not"}\n'),
    "empty": lambda good, out: give(out, b""),
    "half the words": lambda good, out: give(out, good[: len(good) // 5]),
    "silence": lambda good, out: give(out, bytes(len(good))),
    "ten times too long": lambda good, out: give(out, good * 10),
    "rate zero": lambda good, out: give(out, good, rate=0),
    "a third of the rate": lambda good, out: give(out, good, rate=RATE // 3),
}


def sign(pid: int) -> None:
    """Write a process down for the test to look after."""
    (Path(sys.argv[1]) / str(pid)).touch()


def main() -> None:
    """`chaos_worker.py FOLDER FAULT WORD`."""
    _, _, fault, word = sys.argv
    sign(os.getpid())
    out = os.dup(1)
    for line in sys.stdin.buffer:
        text = json.loads(line)["text"]
        if word in text:
            FAULTS[fault](tone(text), out)
        else:
            give(out, tone(text))


if __name__ == "__main__":
    main()
