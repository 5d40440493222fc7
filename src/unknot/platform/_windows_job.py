"""Windows' way to hold a child and all that it starts: a job object, which ends with its last handle.

Everything here that is arithmetic or order can be tried on any system; only `Kernel` speaks to Windows.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

KILL_ON_JOB_CLOSE: Final = 0x2000
"""JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE in winnt.h."""
SUSPENDED: Final = 0x4
"""CREATE_SUSPENDED in winbase.h: the child runs nothing before it is in the job, so it starts nothing outside it."""
EXTENDED: Final = 9
"""JobObjectExtendedLimitInformation in winnt.h."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class WindowsCalls(Protocol):
    """What a job needs of the system. Every call raises OSError where the system says no."""

    def create(self) -> int:
        """The handle of a new job."""

    def limit(self, job: int, limits: ExtendedLimits) -> None:
        """Set the job's limits."""

    def assign(self, job: int, process: int) -> None:
        """Put a process into the job."""

    def resume(self, process: int) -> None:
        """Let a suspended process run."""

    def close(self, handle: int) -> None:
        """Give the handle back."""


class WindowsJob:
    """A job that ends, with everything in it, when it is closed, and when this process ends in whatever way."""

    suspended = True
    environment: Mapping[str, str] = {}

    def __init__(self, calls: WindowsCalls | None = None) -> None:
        """Raises OSError where the system refuses."""
        self._calls = calls or _kernel()
        self._handle = self._calls.create()
        limits = ExtendedLimits()
        limits.basic.flags = KILL_ON_JOB_CLOSE
        try:
            self._calls.limit(self._handle, limits)
        except OSError:
            self.end()
            raise

    def take(self, child: subprocess.Popen[bytes]) -> None:
        """Afterwards the suspended child is in the job, and runs.

        Raises:
            OSError: The system refused.
        """
        process = int(child._handle)  # type: ignore[attr-defined]
        self._calls.assign(self._handle, process)
        self._calls.resume(process)

    def end(self) -> None:
        """Afterwards nothing in the job lives. May be called twice."""
        handle, self._handle = self._handle, 0
        if handle:
            self._calls.close(handle)


if sys.platform == "win32":
    from ctypes import wintypes

    class Kernel:
        """kernel32, and of ntdll the call that resumes a process by its handle, which kernel32 lacks."""

        def __init__(self) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.SetInformationJobObject.argtypes = (
                wintypes.HANDLE,
                ctypes.c_int,
                ctypes.c_void_p,
                wintypes.DWORD,
            )
            self._kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
            self._kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
            self._resume = ctypes.WinDLL("ntdll").NtResumeProcess
            self._resume.argtypes = (wintypes.HANDLE,)
            self._resume.restype = ctypes.c_long

        def create(self) -> int:
            """The handle of a new job."""
            return int(_sure(self._kernel.CreateJobObjectW(None, None)))

        def limit(self, job: int, limits: ExtendedLimits) -> None:
            """Set the job's limits."""
            _sure(self._kernel.SetInformationJobObject(job, EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)))

        def assign(self, job: int, process: int) -> None:
            """Put a process into the job."""
            _sure(self._kernel.AssignProcessToJobObject(job, process))

        def resume(self, process: int) -> None:
            """Let a suspended process run."""
            if self._resume(process) < 0:
                raise OSError("a new process could not be resumed")

        def close(self, handle: int) -> None:
            """Give the handle back."""
            _sure(self._kernel.CloseHandle(handle))

    def _sure(answer: int | None) -> int:
        """What a call gave, where it did not fail."""
        if not answer:
            raise ctypes.WinError(ctypes.get_last_error())
        return answer

    def _kernel() -> WindowsCalls:
        return Kernel()

else:

    def _kernel() -> WindowsCalls:
        raise OSError("only Windows has jobs")
