"""A job makes the right calls in the right order; the calls themselves run on Windows only."""

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
    """Records every call, and refuses the one named `refuses`."""

    refuses: str = ""
    made: list[tuple[object, ...]] = field(default_factory=list)

    def _record(self, *call: object) -> None:
        self.made.append(call)
        if call[0] == self.refuses:
            raise OSError(5, "Access is denied")

    def create(self) -> int:
        """A handle."""
        self._record("create")
        return JOB

    def limit(self, job: int, limits: ExtendedLimits) -> None:
        """Records the flags."""
        self._record("limit", job, limits.basic.flags)

    def assign(self, job: int, process: int) -> None:
        """Records both handles."""
        self._record("assign", job, process)

    def resume(self, process: int) -> None:
        """Records the handle."""
        self._record("resume", process)

    def close(self, handle: int) -> None:
        """Records the handle."""
        self._record("close", handle)


@dataclass
class Suspended:
    """The part of a child process that a job uses."""

    _handle: int = PROCESS


CHILD = cast("subprocess.Popen[bytes]", Suspended())


def test_a_child_runs_only_once_it_is_in_the_job() -> None:
    """A child is put into the job before it runs, so that it cannot start anything outside it."""
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


def test_a_job_that_cannot_be_limited_is_closed() -> None:
    """The handle is closed and the error is raised."""
    calls = ObservedCalls("limit")
    with pytest.raises(OSError, match="denied"):
        _windows_job.WindowsJob(calls)
    assert calls.made[-1] == ("close", JOB)


def test_a_child_that_cannot_be_put_into_the_job_never_runs() -> None:
    """The error is raised while the child is still suspended."""
    calls = ObservedCalls("assign")
    with pytest.raises(OSError, match="denied"):
        _windows_job.WindowsJob(calls).take(CHILD)
    assert ("resume", PROCESS) not in calls.made


def test_the_limits_have_the_size_that_windows_expects() -> None:
    """Size and place of the flags are those of JOBOBJECT_EXTENDED_LIMIT_INFORMATION in winnt.h."""
    pointer = ctypes.sizeof(ctypes.c_void_p)
    assert ctypes.sizeof(_windows_job.ExtendedLimits) == {8: 144, 4: 112}[pointer]
    assert _windows_job.ExtendedLimits.basic.offset + _windows_job.BasicLimits.flags.offset == 16
