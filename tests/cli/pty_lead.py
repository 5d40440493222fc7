"""Leads a terminal session like a shell with one job: tells when it stops and goes on, and ends as it ends."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import termios


def main() -> int:
    """The job's exit status."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        print(f"pid {os.getpid()}", flush=True)  # noqa: T201
        os.execv(sys.argv[1], sys.argv[1:])
    return _follow(job)


def _follow(job: int) -> int:
    while True:
        _, status = os.waitpid(job, os.WUNTRACED | os.WCONTINUED)
        if os.WIFSTOPPED(status):
            print("stopped", flush=True)  # noqa: T201
        elif os.WIFCONTINUED(status):
            print("went on", flush=True)  # noqa: T201
        else:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
