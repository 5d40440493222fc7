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
from unknot.errors import INTERRUPTED, TERMINATED, UnknotError

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
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The result is its exit status."""
    from unknot.cli._commands import program

    try:
        return int(program.main(arguments, prog_name="unknot", standalone_mode=False) or 0)
    except UnknotError as fault:
        report_error(fault)
        return fault.exit_status
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)
