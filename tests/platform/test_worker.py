"""A worker answers one question after another, and a child that fails is replaced."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from unknot.platform import Worker, WorkerFault, WorkerRefusal

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
    """A worker that answers with the text of the question."""
    worker = Worker([sys.executable, "-I", "-S", "-c", _ECHO], {"UNKNOT_TEST": "1"})
    yield worker
    worker.close()


def test_one_process_answers_many_questions(worker: Worker) -> None:
    """Each answer has its own body of any length."""
    answers = [worker.ask({"say": "a\nb", "times": times}, 20) for times in (0, 1, 400_000)]
    assert [answer.body for answer in answers] == [b"a\nb" * times for times in (0, 1, 400_000)]
    assert len({answer.head["pid"] for answer in answers}) == 1


def test_after_a_refusal_the_same_process_answers(worker: Worker) -> None:
    """A refusal is an answer, and the child runs on."""
    first = worker.ask({"say": "x"}, 20).head["pid"]
    with pytest.raises(WorkerRefusal, match="no"):
        worker.ask({"refuse": True}, 20)
    assert worker.ask({"say": "x"}, 20).head["pid"] == first


def test_after_a_death_another_process_answers(worker: Worker) -> None:
    """The error has the exit status and the last line on standard error."""
    first = worker.ask({"say": "x"}, 20).head["pid"]
    with pytest.raises(WorkerFault, match="ended with status 1: as asked"):
        worker.ask({"die": True}, 20)
    assert worker.ask({"say": "x"}, 20).head["pid"] != first


def test_a_closed_worker_stays_closed(worker: Worker) -> None:
    """A question after that is an error at once."""
    worker.ask({"say": "x"}, 20)
    worker.close()
    with pytest.raises(WorkerFault, match="was closed"):
        worker.ask({"say": "x"}, 20)


def test_with_once_each_question_gets_a_new_process() -> None:
    """This is for engines whose speech depends on what they spoke before."""
    worker = Worker([sys.executable, "-I", "-S", "-c", _ECHO], once=True)
    assert len({worker.ask({"say": "x"}, 20).head["pid"] for _ in range(3)}) == 3
    worker.close()


def test_a_program_that_does_not_exist_is_a_worker_fault() -> None:
    """A caller need not handle `OSError`."""
    with pytest.raises(WorkerFault, match="could not be started"):
        Worker(["/no/such/program"]).ask({}, 20)
