"""A child process that answers questions one at a time, and is never trusted.

A question is one line of JSON on the child's standard input. An answer is one line of JSON on its standard output,
whose `bytes` says how many raw bytes follow. Anything else, an end, or no end within the deadline costs the child its
life, and all that it started with it; the next question starts another one.
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
"""Over an hour of speech; a child that announces more than this is lying."""
_TAIL = 2000
"""How much of what the child said on standard error is remembered."""
_WIDE = 1 << 20
"""Bytes that wait in a pipe: twelve seconds of speech at 44.1 kHz."""
_MOMENT = 0.2
"""Seconds that a dying child may take to be seen dead."""


class WorkerFault(Exception):
    """The child gave no answer. It is gone, and all that it started with it."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(f"{why}: {said}" if said else why)
        self.why = why


class WorkerRefusal(WorkerFault):
    """The child answered that it cannot. It lives on."""


@dataclass(frozen=True, slots=True)
class WorkerAnswer:
    """What a child answered."""

    head: Mapping[str, Any]
    """The JSON line."""
    body: bytes | bytearray
    """The raw bytes behind it."""


class Worker:
    """One child at a time, started with the first question. Asked by one thread at a time; closed by any."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, *, once: bool = False
    ) -> None:
        """`environment` is added to this process's own; with `once`, each child gets one question only."""
        self._command = tuple(command)
        self._once = once
        self._environment = dict(environment or {})
        self._living: _RunningChild | None = None
        self._closed = False
        self._lock = threading.Lock()

    def ask(self, question: Mapping[str, Any], deadline: float) -> WorkerAnswer:
        """The child's answer.

        Raises:
            Refusal: The child says why it cannot.
            WorkerFault: It ended, hung for `deadline` seconds, or answered nonsense.
        """
        living = self._start()
        try:
            answer = living.converse({**question, "deadline": deadline}, deadline)
        except WorkerFault as fault:
            self._drop(living)
            raise WorkerFault(fault.why, living.last_words()) from fault
        if self._once:
            self._drop(living)
        if "error" in answer.head:
            raise WorkerRefusal(str(answer.head["error"]))
        return answer

    def close(self) -> None:
        """Afterwards there is no child, and no question will start another. May be called twice."""
        with self._lock:
            self._closed = True
            if self._living is not None:
                self._living.end()
                self._living = None

    def _start(self) -> _RunningChild:
        with self._lock:
            if self._closed:
                raise WorkerFault("was closed")
            if self._living is None or not self._living.alive:
                if self._living is not None:
                    self._living.end()
                self._living = _RunningChild(self._command, self._environment)
            return self._living

    def _drop(self, living: _RunningChild) -> None:
        with self._lock:
            living.end()
            if self._living is living:
                self._living = None


class _RunningChild:
    """A running child, and the two threads that read what it says."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        try:
            self._stranger = _supervised.start_supervised(command, environment)
        except OSError as fault:
            raise WorkerFault(f"could not be started: {fault.strerror or fault}") from fault
        self._child = self._stranger.child
        self._answers: queue.SimpleQueue[WorkerAnswer | WorkerFault] = queue.SimpleQueue()
        self._said = PipeReader(take_pipe(self._child, "stderr"), _TAIL)
        pipe = take_pipe(self._child, "stdout")
        _widen(pipe)
        threading.Thread(target=self._read_answers, args=(pipe,), daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def converse(self, question: Mapping[str, Any], deadline: float) -> WorkerAnswer:
        try:
            if self._child.stdin is not None:
                self._child.stdin.write(json.dumps(question).encode() + b"\n")
            answer = self._answer(time.monotonic() + deadline)
        except queue.Empty as fault:
            raise WorkerFault(f"did not answer within {deadline:g} s") from fault
        except (OSError, ValueError) as fault:
            raise WorkerFault(self._how_it_ended("closed its pipe")) from fault
        if isinstance(answer, WorkerFault):
            raise WorkerFault(self._how_it_ended(answer.why))
        return answer

    def end(self) -> None:
        self._stranger.stop()
        self._answers.put(WorkerFault("was stopped"))  # for whoever still waits, even if a stray holds the pipe

    def last_words(self) -> str:
        return self._said.last_line()

    def _answer(self, until: float) -> WorkerAnswer | WorkerFault:
        """The next answer. A child that died is seen even where a grandchild holds its pipe open.

        Raises:
            Empty: There was none by then.
        """
        while (left := until - time.monotonic()) > _MOMENT:
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_MOMENT)
            if not self.alive:
                return WorkerFault("ended without an answer")
        return self._answers.get(timeout=max(0.0, left))

    def _how_it_ended(self, otherwise: str) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(_MOMENT)  # a pipe closes a moment before its process ends
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


def _widen(pipe: IO[bytes]) -> None:
    """Where the system can, a whole answer fits into the pipe, and the child goes on while it is read."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _WIDE)


class _AnswerReader:
    """Answers out of the blocks that a raw pipe gives."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._held = bytearray()

    def answer(self) -> WorkerAnswer:
        head = self._head()
        count = head.get("bytes", 0)
        if not isinstance(count, int) or not 0 <= count <= _LONGEST_BODY:
            raise WorkerFault("answered nonsense")
        return WorkerAnswer(head, self._body(count))

    def _head(self) -> dict[str, Any]:
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LONGEST_HEAD:
                raise WorkerFault("answered nonsense")
            self._more("ended without an answer")
        try:
            head = json.loads(self._take(end + 1))
        except ValueError as fault:
            raise WorkerFault("answered nonsense") from fault
        if not isinstance(head, dict):
            raise WorkerFault("answered nonsense")
        return head

    def _body(self, count: int) -> bytearray:
        body = bytearray(count)
        at = min(count, len(self._held))
        body[:at] = self._take(at)
        view = memoryview(body)
        while at < count:
            got = self._pipe.readinto(view[at:])  # type: ignore[attr-defined]
            if not got:
                raise WorkerFault("ended in the middle of its answer")
            at += got
        return body

    def _more(self, if_ended: str) -> None:
        block = self._pipe.read(1 << 16)
        if not block:
            raise WorkerFault(if_ended)
        self._held += block

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken
