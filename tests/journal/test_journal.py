"""The journal as a file."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journal.sessions import at, session
from unknot.errors import UsageError, WriteError
from unknot.journal import DAYS_KEPT, Journal, JournalEntry, Tension
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
    with Journal(tmp_path / "data" / "journal.sqlite") as opened:
        yield opened


def test_what_was_added_is_read_back_as_it_was(journal: Journal) -> None:
    """Every field is kept, the time zone included."""
    added = session("23 neck 6>3, jaw 4; left is looser")
    key = journal.add(added)
    assert journal.sessions() == (replace(added, key=key),)
    assert journal.sessions()[0].started.isoformat() == "2026-11-23T19:00:00+01:00"


def test_the_length_that_was_heard_is_updated_while_a_session_plays(journal: Journal) -> None:
    """After a crash the entry has what was heard until the last update."""
    key = journal.add(replace(session("23"), done=Frames(0), finished=False))
    journal.update(key, Frames(48_000))
    assert (journal.sessions()[0].done, journal.sessions()[0].finished) == (48_000, False)
    journal.update(key, Frames(96_000), finished=True)
    assert (journal.sessions()[0].done, journal.sessions()[0].finished) == (96_000, True)


def test_later_notes_add_to_earlier_ones(journal: Journal) -> None:
    """Neither the earlier numbers nor the earlier words are lost."""
    key = journal.add(session("23 neck 6; stiff"))
    journal.annotate(key, [Tension("neck", None, 3), Tension("jaw", 4, 4)], "easier now")
    entry = journal.sessions()[0]
    assert entry.tensions == (Tension("neck", 6, 3), Tension("jaw", 4, 4))
    assert entry.noticed == "stiff\neasier now"


def test_sessions_are_read_the_earliest_first(journal: Journal) -> None:
    """The order in which they were added does not matter."""
    for day in (25, 23, 24):
        journal.add(session(f"{day}"))
    assert [entry.started.day for entry in journal.sessions()] == [23, 24, 25]
    assert journal.count() == 3
    assert (journal.latest() or session("1")).started.day == 25


def test_an_entry_is_removed_with_its_tensions(journal: Journal) -> None:
    """Nothing is left of it in either table."""
    key = journal.add(session("23 neck 6>3"))
    journal.remove(key)
    assert journal.sessions() == ()
    assert journal.latest() is None
    with closing(sqlite3.connect(journal.path)) as base:
        assert base.execute("SELECT count(*) FROM tension").fetchone() == (0,)


def test_an_entry_that_does_not_exist_is_an_error(journal: Journal) -> None:
    """This holds for each way to change an entry."""
    with pytest.raises(UsageError, match="no entry 7"):
        journal.update(7, Frames(1))
    with pytest.raises(UsageError, match="no entry 7"):
        journal.annotate(7, noticed="x")
    with pytest.raises(UsageError, match="no entry 7"):
        journal.remove(7)


def test_a_change_that_fails_leaves_nothing_behind(journal: Journal) -> None:
    """A session whose tension cannot be written is not added."""
    broken = replace(session("23"), tensions=(Tension("neck", 3), Tension(None, 3)))  # type: ignore[arg-type]
    with pytest.raises(WriteError, match="journal"):
        journal.add(broken)
    assert journal.count() == 0


def test_a_time_without_a_zone_is_refused(journal: Journal) -> None:
    """It would mean another time in another time zone."""
    with pytest.raises(UsageError, match="time zone"):
        journal.add(replace(session("23"), started=at(23).replace(tzinfo=None)))


def test_the_journal_is_for_its_owner_only(journal: Journal) -> None:
    """Other users of the computer cannot read the file."""
    assert journal.path.stat().st_mode & 0o077 == 0


def test_every_change_is_on_the_disk_before_the_call_returns(journal: Journal) -> None:
    """SQLite has the two settings that this needs."""
    assert journal._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._database.execute("PRAGMA synchronous").fetchone() == (2,)


def test_two_processes_may_write_at_once(journal: Journal) -> None:
    """Each process sees both entries."""
    with Journal(journal.path) as other:
        other.add(session("23"))
        journal.add(session("24"))
        assert journal.count() == other.count() == 2


def test_a_journal_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """The error has a next step, and the file is not changed."""
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
    """An empty file is version 0."""
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as base:
        for step in MIGRATIONS[:reached]:
            base.executescript(step)
        base.execute(f"PRAGMA user_version = {reached}")
        base.commit()
    with Journal(path) as opened:
        opened.add(session("23 neck 6>3"))
        assert opened.count() == 1


def test_a_file_that_is_no_journal_is_refused_and_not_changed(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"other text " * 100)
    with pytest.raises(WriteError, match=r"journal\.sqlite"):
        Journal(path)
    assert path.read_bytes() == b"other text " * 100


def test_an_entry_that_was_confirmed_is_there_after_a_kill(tmp_path: Path) -> None:
    """When a writer is killed, every entry whose number it has printed is there, and the file is not damaged."""
    path = tmp_path / "journal.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)}) as child:
        assert child.stdout is not None
        printed = [int(child.stdout.readline()) for _ in range(20)]
        child.kill()
        printed += [int(line) for line in child.stdout if line.endswith("\n")]
    with Journal(path) as opened:
        keys = [entry.key for entry in opened.sessions()]
        assert set(printed) <= set(keys)
        assert len(keys) - len(printed) <= 1
        assert all(entry.tensions == (Tension("neck", 6, 3),) for entry in opened.sessions())
        assert opened._database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_forgotten_entry_is_deleted_after_its_days(tmp_path: Path) -> None:
    """An entry is kept for its days after it was forgotten, and is gone when the journal is opened later."""
    now = datetime.now(UTC)
    with Journal(tmp_path / "journal.db") as book:
        old, new = (book.add(JournalEntry(now, "evening")) for _ in range(2))
        book.forget(old, now - timedelta(days=DAYS_KEPT, minutes=1))
        book.forget(new, now - timedelta(days=DAYS_KEPT, minutes=-1))
        assert book.count() == 0
    with Journal(tmp_path / "journal.db") as book:
        assert [entry.key for entry, _ in book.forgotten()] == [new]
        book.restore(new)
        assert [entry.key for entry in book.sessions()] == [new]
        with pytest.raises(UsageError):
            book.restore(old)
        with pytest.raises(UsageError):
            book.forget(old, now)


def test_changes_in_one_transaction_are_made_together_or_not_at_all(journal: Journal) -> None:
    """When the block raises, neither the new entry nor its tensions are there."""
    with contextlib.suppress(UsageError), journal.transaction():
        journal.annotate(journal.add(session("23")) + 1, noticed="there is no such entry")
    assert journal.count() == 0
    with journal.transaction():
        journal.annotate(journal.add(session("23")), noticed="softer")
    assert [entry.noticed for entry in journal.sessions()] == ["softer"]
