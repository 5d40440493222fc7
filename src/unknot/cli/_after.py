"""Asks how it feels after a session, and writes the answer into its journal entry."""

from __future__ import annotations

import re
import select
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from unknot import app
from unknot.cli._answers import report, report_error
from unknot.cli._printing import echo
from unknot.errors import UnknotError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT: Final = 120.0
"""Seconds for an answer. A person may be asleep."""
TRIES: Final = 3
"""How often a line that cannot be read is asked for again."""
QUESTION: Final = "How does it feel now? Tension from 0 to 10, then words: neck 3, jaw 4; softer. Enter skips: "
LATER: Final = 'write down how it feels: unknot journal add "neck 6>3; softer"'


def ask_after(began: datetime, ask: Callable[[], str | None] | None = None) -> None:
    """Afterwards the entry of the session that began at that time has what was answered, if there is such an entry.

    Args:
        began: When the session was started. Where the latest entry is older, nothing is asked.
        ask: Gives the answer, None when there was none in time. By default the terminal is asked; without a terminal,
            the person is told how to write it down later.
    """
    if not _is_written(began):
        return
    ask = ask or (_ask_terminal if _is_terminal() else lambda: None)
    answer: str | None = ""
    for _ in range(TRIES):
        last, answer = answer, ask()
        if answer is None:
            report(LATER)
        if not (answer or "").strip():
            answer = last
            break
        if _is_kept(app.JournalAddRequest(_as_after(answer or ""))):
            return
    if answer:
        _is_kept(app.JournalAddRequest(noticed=answer))


def _is_kept(request: app.JournalAddRequest) -> bool:
    """Whether the answer is in the journal, or cannot be put there at all. A wrong number can be corrected."""
    try:
        app.journal_add(request, report)
    except UsageError as fault:
        report_error(fault)
        return False
    except UnknotError as fault:
        report(fault.message)
    return True


def _as_after(line: str) -> str:
    """The line with each single number as a tension after the session: `neck 3` as `neck >3`."""
    tensions, mark, words = line.partition(";")
    return re.sub(r"(?<=\s)(\d+)(?=\s*(?:,|$))", r">\1", tensions.strip()) + mark + words


def _is_written(began: datetime) -> bool:
    """Whether the latest entry of the journal is that of the session."""
    try:
        entries = app.journal_list()
    except UnknotError:
        return False
    return bool(entries) and max(entry.started for entry in entries) >= began - timedelta(seconds=1)


def _is_terminal() -> bool:
    """Whether somebody can be asked, with a time limit."""
    return sys.platform != "win32" and sys.stdin.isatty() and sys.stdout.isatty()


def _ask_terminal() -> str | None:
    """The line that was typed; None if there was none in time."""
    echo(QUESTION, nl=False)
    if not select.select([sys.stdin], [], [], WAIT)[0]:
        echo()
        return None
    return sys.stdin.readline()
