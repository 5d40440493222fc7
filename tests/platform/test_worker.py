"""A worker answers one question after the other, and is replaced when it fails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from unknot.platform import Worker, WorkerFault, WorkerRefusal, _supervised

if TYPE_CHECKING:
    from collections.abc import Iterator

_ECHO = """
import json, os, sys
for line in sys.stdin.buffer:
    asked = json.loads(line)
    if asked.get("die"):
        sys.exit("as asked")
    if asked.get("refuse"):
        print(json.dumps({"error": "no"}), flush=True)
        continue
    body = asked["say"].encode() * asked.get("times", 1)
    sys.stdout.buffer.write(json.dumps({"pid": os.getpid(), "bytes": len(body)}).encode() + b"\\n" + body)
    sys.stdout.flush()
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    """One that echoes."""
    worker = Worker([sys.executable, "-I", "-S", "-c", _ECHO], {"UNKNOT_TEST": "1"})
    yield worker
    worker.close()


def test_one_process_answers_many_questions(worker: Worker) -> None:
    """Each with its own body, however long."""
    answers = [worker.ask({"say": "a\nb", "times": times}, 20) for times in (0, 1, 400_000)]
    assert [answer.body for answer in answers] == [b"a\nb" * times for times in (0, 1, 400_000)]
    assert len({answer.head["pid"] for answer in answers}) == 1


def test_a_refusal_costs_nothing(worker: Worker) -> None:
    """The same process answers the next question."""
    first = worker.ask({"say": "x"}, 20).head["pid"]
    with pytest.raises(WorkerRefusal, match="no"):
        worker.ask({"refuse": True}, 20)
    assert worker.ask({"say": "x"}, 20).head["pid"] == first


def test_after_a_death_another_process_answers(worker: Worker) -> None:
    """And the dead one's last words are told."""
    first = worker.ask({"say": "x"}, 20).head["pid"]
    with pytest.raises(WorkerFault, match="ended with status 1: as asked"):
        worker.ask({"die": True}, 20)
    assert worker.ask({"say": "x"}, 20).head["pid"] != first


def test_a_closed_worker_stays_closed(worker: Worker) -> None:
    """Whoever still asks is told at once."""
    worker.ask({"say": "x"}, 20)
    worker.close()
    with pytest.raises(WorkerFault, match="was closed"):
        worker.ask({"say": "x"}, 20)


def test_once_is_a_fresh_process_for_each_question() -> None:
    """For engines that remember what they have said."""
    worker = Worker([sys.executable, "-I", "-S", "-c", _ECHO], once=True)
    assert len({worker.ask({"say": "x"}, 20).head["pid"] for _ in range(3)}) == 3
    worker.close()


def test_a_program_that_is_not_there_is_told() -> None:
    """Not raised as a bare OSError."""
    with pytest.raises(WorkerFault, match="could not be started"):
        Worker(["/no/such/program"]).ask({}, 20)


def test_a_run_gives_everything_back() -> None:
    """Status, output and the last words, more than a pipe holds in either direction."""
    code = "import sys; b = sys.stdin.buffer.read(); sys.stdout.buffer.write(b * 2); sys.exit('so long')"
    ended = _supervised.start_supervised([sys.executable, "-I", "-S", "-c", code]).result(b"x" * 300_000, 20)
    assert (ended.status, len(ended.out), ended.said) == (1, 600_000, "so long")


def test_a_run_that_hangs_is_ended() -> None:
    """With its last words."""
    code = "import sys, time; sys.stderr.write('waiting\\n'); sys.stderr.flush(); time.sleep(600)"
    with pytest.raises(TimeoutError, match="waiting"):
        _supervised.start_supervised([sys.executable, "-I", "-S", "-c", code]).result(b"", 0.7)
