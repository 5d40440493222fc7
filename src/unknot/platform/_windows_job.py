"""A Windows job object: a child and everything that it starts, which end when the job's last handle is closed.

Only `Kernel` calls Windows. Everything else here is tested on any system.
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
"""CREATE_SUSPENDED in winbase.h: the child starts nothing before it is in the job."""
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
    """The calls that a job makes. Each raises OSError when the system refuses."""

    def create(self) -> int:
        """The handle of a new job."""

    def limit(self, job: int, limits: ExtendedLimits) -> None:
        """Afterwards the job has these limits."""

    def assign(self, job: int, process: int) -> None:
        """Afterwards the process with this handle is in the job."""

    def resume(self, process: int) -> None:
        """Afterwards the suspended process runs."""

    def close(self, handle: int) -> None:
        """Afterwards the handle is closed."""


class WindowsJob:
    """A process tree (`ProcessTree`) that ends when it is closed, and when this process ends in any way."""

    suspended = True
    environment: Mapping[str, str] = {}

    def __init__(self, calls: WindowsCalls | None = None) -> None:
        """A new job.

        Raises:
            OSError: The system refused.
        """
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
        """Afterwards no process in the job runs. May be called twice."""
        handle, self._handle = self._handle, 0
        if handle:
            self._calls.close(handle)


if sys.platform == "win32":
    from ctypes import wintypes

    class Kernel:
        """The calls to kernel32, and one to ntdll: kernel32 cannot resume a process by its handle."""

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
            return int(_checked(self._kernel.CreateJobObjectW(None, None)))

        def limit(self, job: int, limits: ExtendedLimits) -> None:
            """Afterwards the job has these limits."""
            _checked(self._kernel.SetInformationJobObject(job, EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)))

        def assign(self, job: int, process: int) -> None:
            """Afterwards the process with this handle is in the job."""
            _checked(self._kernel.AssignProcessToJobObject(job, process))

        def resume(self, process: int) -> None:
            """Afterwards the suspended process runs."""
            if self._resume(process) < 0:
                raise OSError("a new process could not be resumed")

        def close(self, handle: int) -> None:
            """Afterwards the handle is closed."""
            _checked(self._kernel.CloseHandle(handle))

    def _checked(result: int | None) -> int:
        """The result of a call that did not fail.

        Raises:
            OSError: It failed.
        """
        if not result:
            raise ctypes.WinError(ctypes.get_last_error())
        return result

    def _kernel() -> WindowsCalls:
        return Kernel()

else:

    def _kernel() -> WindowsCalls:
        raise OSError("only Windows has jobs")
