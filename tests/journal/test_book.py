"""The journal on the disk."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.journal.sessions import at, session
from unknot.errors import UsageError, WriteError
from unknot.journal import Journal, Tension
from unknot.journal._journal import MIGRATIONS
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from tests.journal.sessions import session
from unknot.journal import Journal
with Journal(Path(sys.argv[1])) as journal:
    while True:
        print(journal.add(session("23 neck 6>3; as before")), flush=True)
"""


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """An empty journal."""
    with Journal(tmp_path / "data" / "journal.sqlite") as book:
        yield book


def test_what_was_added_is_read_back_as_it_was(journal: Journal) -> None:
    """Every field, the time zone among them."""
    told = session("23 neck 6>3, jaw 4; left is looser")
    key = journal.add(told)
    assert journal.sessions() == (replace(told, key=key),)
    assert journal.sessions()[0].started.isoformat() == "2026-11-23T19:00:00+01:00"


def test_a_session_is_entered_when_it_begins_and_grows_while_it_plays(journal: Journal) -> None:
    """A crash in the middle leaves what was heard until then."""
    key = journal.add(replace(session("23"), done=Frames(0), finished=False))
    journal.heard(key, Frames(48_000))
    assert (journal.sessions()[0].done, journal.sessions()[0].finished) == (48_000, False)
    journal.heard(key, Frames(96_000), finished=True)
    assert (journal.sessions()[0].done, journal.sessions()[0].finished) == (96_000, True)


def test_what_is_told_later_adds_to_what_was_told_before(journal: Journal) -> None:
    """Neither the numbers before nor the first words are lost."""
    key = journal.add(session("23 neck 6; stiff"))
    journal.tell(key, [Tension("neck", None, 3), Tension("jaw", 4, 4)], "easier now")
    entry = journal.sessions()[0]
    assert entry.tensions == (Tension("neck", 6, 3), Tension("jaw", 4, 4))
    assert entry.noticed == "stiff\neasier now"


def test_sessions_are_read_the_earliest_first(journal: Journal) -> None:
    """Whenever they were written down."""
    for day in (25, 23, 24):
        journal.add(session(f"{day}"))
    assert [entry.started.day for entry in journal.sessions()] == [23, 24, 25]
    assert journal.count() == 3
    assert (journal.latest() or session("1")).started.day == 25


def test_an_entry_can_be_forgotten_with_its_tensions(journal: Journal) -> None:
    """Nothing of it is left in either table."""
    key = journal.add(session("23 neck 6>3"))
    journal.forget(key)
    assert journal.sessions() == ()
    assert journal.latest() is None
    with closing(sqlite3.connect(journal.path)) as base:
        assert base.execute("SELECT count(*) FROM tension").fetchone() == (0,)


def test_an_entry_that_is_not_there_is_told(journal: Journal) -> None:
    """For each way to change one."""
    with pytest.raises(UsageError, match="no entry 7"):
        journal.heard(7, Frames(1))
    with pytest.raises(UsageError, match="no entry 7"):
        journal.tell(7, noticed="x")
    with pytest.raises(UsageError, match="no entry 7"):
        journal.forget(7)


def test_a_change_that_fails_leaves_nothing_behind(journal: Journal) -> None:
    """A session whose tension cannot be written is not half there."""
    broken = replace(session("23"), tensions=(Tension("neck", 3), Tension(None, 3)))  # type: ignore[arg-type]
    with pytest.raises(WriteError, match="journal"):
        journal.add(broken)
    assert journal.count() == 0


def test_a_time_without_a_zone_is_refused(journal: Journal) -> None:
    """It would mean another moment after a journey."""
    with pytest.raises(UsageError, match="time zone"):
        journal.add(replace(session("23"), started=at(23).replace(tzinfo=None)))


def test_the_journal_is_for_its_owner_only(journal: Journal) -> None:
    """How a body feels is nobody else's business."""
    assert journal.path.stat().st_mode & 0o077 == 0


def test_the_journal_is_written_ahead_and_to_the_disk(journal: Journal) -> None:
    """The two settings that the promise stands on."""
    assert journal._base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._base.execute("PRAGMA synchronous").fetchone() == (2,)


def test_two_processes_may_write_at_once(journal: Journal) -> None:
    """Both entries are there for both."""
    with Journal(journal.path) as other:
        other.add(session("23"))
        journal.add(session("24"))
        assert journal.count() == other.count() == 2


def test_a_journal_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """It is refused with what to do, and not a byte of it changes."""
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        base.commit()
    with pytest.raises(UsageError, match="later version"):
        Journal(path)
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)


@pytest.mark.parametrize("reached", range(len(MIGRATIONS)))
def test_a_journal_of_any_earlier_version_is_brought_up_to_date(tmp_path: Path, reached: int) -> None:
    """The empty file is version 0."""
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as base:
        for step in MIGRATIONS[:reached]:
            base.executescript(step)
        base.execute(f"PRAGMA user_version = {reached}")
        base.commit()
    with Journal(path) as book:
        book.add(session("23 neck 6>3"))
        assert book.count() == 1


def test_a_file_that_is_no_journal_is_told_and_kept(tmp_path: Path) -> None:
    """Whatever it was, it may have been dear to somebody."""
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"dear diary " * 100)
    with pytest.raises(WriteError, match=r"journal\.sqlite"):
        Journal(path)
    assert path.read_bytes() == b"dear diary " * 100


def test_an_entry_that_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    """A writer is killed in the middle of its work; every key it had told is there, and the file is sound."""
    path = tmp_path / "journal.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)}) as child:
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(20)]
        child.kill()
        told += [int(line) for line in child.stdout if line.endswith("\n")]
    with Journal(path) as book:
        keys = [entry.key for entry in book.sessions()]
        assert set(told) <= set(keys)
        assert len(keys) - len(told) <= 1
        assert all(entry.tensions == (Tension("neck", 6, 3),) for entry in book.sessions())
        assert book._base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
