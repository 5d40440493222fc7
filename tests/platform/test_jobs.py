"""Windows is asked for a job in the right order and in the right words; the calls themselves run there only."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from unknot.platform import _windows_job

if TYPE_CHECKING:
    import subprocess

    from unknot.platform._windows_job import ExtendedLimits

JOB, PROCESS = 40, 41


@dataclass
class ObservedCalls:
    """Says yes, but to the call named `refuses`, and writes everything down."""

    refuses: str = ""
    made: list[tuple[object, ...]] = field(default_factory=list)

    def _note(self, *call: object) -> None:
        self.made.append(call)
        if call[0] == self.refuses:
            raise OSError(5, "Access is denied")

    def create(self) -> int:
        """A number."""
        self._note("create")
        return JOB

    def limit(self, job: int, limits: ExtendedLimits) -> None:
        """What the flags are."""
        self._note("limit", job, limits.basic.flags)

    def assign(self, job: int, process: int) -> None:
        """Who is put where."""
        self._note("assign", job, process)

    def resume(self, process: int) -> None:
        """Who runs."""
        self._note("resume", process)

    def close(self, handle: int) -> None:
        """What is given back."""
        self._note("close", handle)


@dataclass
class Suspended:
    """As much of a child as a job looks at."""

    _handle: int = PROCESS


CHILD = cast("subprocess.Popen[bytes]", Suspended())


def test_a_child_runs_only_once_it_is_in_the_job() -> None:
    """Or it could start something outside it."""
    calls = ObservedCalls()
    job = _windows_job.WindowsJob(calls)
    job.take(CHILD)
    job.end()
    job.end()
    assert calls.made == [
        ("create",),
        ("limit", JOB, 0x2000),
        ("assign", JOB, PROCESS),
        ("resume", PROCESS),
        ("close", JOB),
    ]


def test_a_job_that_cannot_be_limited_is_given_back() -> None:
    """And nothing is started."""
    calls = ObservedCalls("limit")
    with pytest.raises(OSError, match="denied"):
        _windows_job.WindowsJob(calls)
    assert calls.made[-1] == ("close", JOB)


def test_a_child_that_cannot_be_held_never_runs() -> None:
    """Whoever starts it ends it."""
    calls = ObservedCalls("assign")
    with pytest.raises(OSError, match="denied"):
        _windows_job.WindowsJob(calls).take(CHILD)
    assert ("resume", PROCESS) not in calls.made


def test_the_limits_are_as_long_as_windows_expects() -> None:
    """`sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION)` in winnt.h, and the place of its flags."""
    pointer = ctypes.sizeof(ctypes.c_void_p)
    assert ctypes.sizeof(_windows_job.ExtendedLimits) == {8: 144, 4: 112}[pointer]
    assert _windows_job.ExtendedLimits.basic.offset + _windows_job.BasicLimits.flags.offset == 16
