"""The command line: parses the words, calls one verb, and prints the answer.

Only this package prints, and only this package ends the process.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from unknot.cli._answers import report_bug, report_error
from unknot.cli._printing import echo
from unknot.cli._streams import lasting_streams, open_missing_streams, output_fault
from unknot.cli._system_errors import system_error
from unknot.errors import INTERRUPTED, TERMINATED, UnknotError, UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process with its exit status: 0, or that of the error (docs/commands.md lists them).

    A bug in unknot is reported in one line with exit status 1. `UNKNOT_DEBUG=1` shows its traceback instead.
    """
    signal.signal(signal.SIGTERM, _terminate)
    if not os.environ.get("UNKNOT_DEBUG"):
        sys.excepthook = report_bug
    open_missing_streams()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The result is its exit status.

    The command does its work even where nobody reads what it prints. When its answer could not be written (a full
    disk), the status is that of `WriteError`; when the reader has left (`| head`), nothing is wrong.
    """
    try:
        with lasting_streams():
            return _printed(_run(arguments))
    except KeyboardInterrupt:  # Ctrl-C once more, while the first one was answered
        return INTERRUPTED


def _printed(status: int) -> int:
    """The status of a command that ended with `status`, after all that it printed was written."""
    fault = output_fault()
    if status or fault is None:
        return status
    return _reported(
        WriteError(
            f"the command has done its work, but its answer could not be printed: {fault.strerror}",
            next_step="send standard output to a place with room",
        )
    )


def _run(arguments: Sequence[str] | None) -> int:
    from unknot.cli._commands import program

    try:
        return int(program.main(arguments, prog_name="unknot", standalone_mode=False) or 0)
    except UnknotError as fault:
        return _reported(fault)
    except click.ClickException as fault:
        return _refused(fault)
    except (click.Abort, KeyboardInterrupt) as fault:
        return _unanswered() if isinstance(fault.__context__, EOFError) else _interrupted()
    except SystemExit as ended:
        return int(ended.code or 0)
    except (OSError, MemoryError, RuntimeError, ImportError) as fault:
        known = system_error(fault)
        if known is None or os.environ.get("UNKNOT_DEBUG"):
            raise
        return _reported(known)


def _reported(fault: UnknotError) -> int:
    report_error(fault)
    return fault.exit_status


def _refused(fault: click.ClickException) -> int:
    """The words of the command line are wrong, or there are none."""
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        fault.show()
        return fault.exit_code
    command = fault.ctx.command_path if isinstance(fault, click.UsageError) and fault.ctx else "unknot"
    return _reported(UsageError(fault.format_message(), next_step=f"{command} --help"))


def _interrupted() -> int:
    echo("interrupted", err=True)
    return INTERRUPTED


def _unanswered() -> int:
    return _reported(
        UsageError(
            "a question has to be answered, and standard input has no answer",
            next_step="run it in a terminal; --help names the option that answers it",
        )
    )


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)
