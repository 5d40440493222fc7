"""A child process that answers one question at a time.

A question is one line of JSON on the child's standard input. An answer is one line of JSON on its standard output,
whose `bytes` says how many raw bytes follow. A child that ends, gives another kind of answer or none within the
deadline is ended, with everything that it started. The next question starts another child.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from unknot.platform import _supervised
from unknot.platform._children import PipeReader, take_pipe

if sys.platform == "linux":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_HEAD = 1 << 16
_LONGEST_BODY = 1 << 28
"""Over an hour of speech; a larger number of bytes counts as a wrong answer."""
_TAIL = 2000
"""Bytes of the child's standard error that are kept."""
_PIPE_SIZE = 1 << 20
"""Bytes that a pipe can hold: twelve seconds of speech at 44.1 kHz."""
_INTERVAL = 0.2
"""Seconds between two checks that the child still runs."""


class WorkerFault(Exception):
    """The child gave no answer. It was ended, with everything that it started."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason = reason


class WorkerRefusal(WorkerFault):
    """The child answered with an error. It still runs."""


@dataclass(frozen=True, slots=True)
class WorkerAnswer:
    """What a child answered."""

    head: Mapping[str, Any]
    """The JSON line."""
    body: bytes | bytearray
    """The raw bytes after it."""


class Worker:
    """Starts a child at the first question, or before. Only one thread may ask at a time; any may start or close it."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, *, once: bool = False
    ) -> None:
        """`environment` is added to that of this process; with `once`, each child gets only one question."""
        self._command = tuple(command)
        self._once = once
        self._environment = dict(environment or {})
        self._running: _RunningChild | None = None
        self._closed = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Afterwards a child runs, so that it can load what it needs before the first question.

        Raises:
            WorkerFault: It could not be started.
        """
        self._running_child()

    def ask(self, question: Mapping[str, Any], deadline: float) -> WorkerAnswer:
        """The child's answer.

        Raises:
            WorkerRefusal: The child answered with an error.
            WorkerFault: It ended, gave no answer within `deadline` seconds, or a wrong kind of answer.
        """
        running = self._running_child()
        try:
            answer = running.ask({**question, "deadline": deadline}, deadline)
        except WorkerFault as fault:
            self._drop(running)
            raise WorkerFault(fault.reason, running.last_line()) from fault
        if self._once:
            self._drop(running)
        if "error" in answer.head:
            raise WorkerRefusal(str(answer.head["error"]))
        return answer

    def close(self) -> None:
        """Afterwards no child runs, and no question starts another. May be called twice."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.end()
                self._running = None

    def _running_child(self) -> _RunningChild:
        with self._lock:
            if self._closed:
                raise WorkerFault("was closed")
            if self._running is None or not self._running.alive:
                if self._running is not None:
                    self._running.end()
                self._running = _RunningChild(self._command, self._environment)
            return self._running

    def _drop(self, running: _RunningChild) -> None:
        with self._lock:
            running.end()
            if self._running is running:
                self._running = None


class _RunningChild:
    """A running child, and the two threads that read its output."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        try:
            self._supervised = _supervised.start_supervised(command, environment)
        except OSError as fault:
            raise WorkerFault(f"could not be started: {fault.strerror or fault}") from fault
        self._child = self._supervised.child
        self._answers: queue.SimpleQueue[WorkerAnswer | WorkerFault] = queue.SimpleQueue()
        self._errors = PipeReader(take_pipe(self._child, "stderr"), _TAIL)
        pipe = take_pipe(self._child, "stdout")
        _enlarge(pipe)
        threading.Thread(target=self._read_answers, args=(pipe,), daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def ask(self, question: Mapping[str, Any], deadline: float) -> WorkerAnswer:
        try:
            if self._child.stdin is not None:
                self._child.stdin.write(json.dumps(question).encode() + b"\n")
            answer = self._answer(time.monotonic() + deadline)
        except queue.Empty as fault:
            raise WorkerFault(f"did not answer within {deadline:g} s") from fault
        except (OSError, ValueError) as fault:
            raise WorkerFault(self._how_it_ended("closed its pipe")) from fault
        if isinstance(answer, WorkerFault):
            raise WorkerFault(self._how_it_ended(answer.reason))
        return answer

    def end(self) -> None:
        self._supervised.stop()
        # A thread may still wait for an answer, when a grandchild keeps the pipe open.
        self._answers.put(WorkerFault("was stopped"))

    def last_line(self) -> str:
        return self._errors.last_line()

    def _answer(self, until: float) -> WorkerAnswer | WorkerFault:
        """The next answer. The end of the child is noticed even when a grandchild keeps its pipe open.

        Raises:
            queue.Empty: There was none until then.
        """
        while (left := until - time.monotonic()) > _INTERVAL:
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_INTERVAL)
            if not self.alive:
                return WorkerFault("ended without an answer")
        return self._answers.get(timeout=max(0.0, left))

    def _how_it_ended(self, otherwise: str) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(_INTERVAL)  # a pipe closes shortly before its process ends
        status = self._child.returncode
        if not status:
            return otherwise
        return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"

    def _read_answers(self, pipe: IO[bytes]) -> None:
        reader = _AnswerReader(pipe)
        with pipe:
            try:
                while True:
                    self._answers.put(reader.answer())
            except WorkerFault as fault:
                self._answers.put(fault)
            except OSError:
                self._answers.put(WorkerFault("ended without an answer"))


def _enlarge(pipe: IO[bytes]) -> None:
    """Afterwards a whole answer fits into the pipe, on Linux, so that the child can work while it is read."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)


class _AnswerReader:
    """Reads answers from an unbuffered pipe."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._buffer = bytearray()

    def answer(self) -> WorkerAnswer:
        head = self._head()
        count = head.get("bytes", 0)
        if not isinstance(count, int) or not 0 <= count <= _LONGEST_BODY:
            raise WorkerFault("answered nonsense")
        return WorkerAnswer(head, self._body(count))

    def _head(self) -> dict[str, Any]:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _LONGEST_HEAD:
                raise WorkerFault("answered nonsense")
            self._read_more()
        try:
            head = json.loads(self._take(end + 1))
        except ValueError as fault:
            raise WorkerFault("answered nonsense") from fault
        if not isinstance(head, dict):
            raise WorkerFault("answered nonsense")
        return head

    def _body(self, count: int) -> bytearray:
        body = bytearray(count)
        at = min(count, len(self._buffer))
        body[:at] = self._take(at)
        view = memoryview(body)
        while at < count:
            got = self._pipe.readinto(view[at:])  # type: ignore[attr-defined]
            if not got:
                raise WorkerFault("ended in the middle of its answer")
            at += got
        return body

    def _read_more(self) -> None:
        block = self._pipe.read(1 << 16)
        if not block:
            raise WorkerFault("ended without an answer")
        self._buffer += block

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken
