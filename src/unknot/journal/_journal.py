"""The journal as one SQLite file in the user's data folder, with a write-ahead log.

Every change is one transaction, which is on the disk before the call returns (`synchronous=FULL`). A session is added
when it begins and updated while it plays, so a crash loses only what was heard since the last update.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import UsageError, WriteError
from unknot.journal._entries import JournalEntry, Tension
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

MIGRATIONS = (
    """
    CREATE TABLE session (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        started INTEGER NOT NULL,
        zone INTEGER NOT NULL,
        routine TEXT NOT NULL,
        title TEXT NOT NULL,
        areas TEXT NOT NULL,
        planned INTEGER NOT NULL CHECK (planned >= 0),
        done INTEGER NOT NULL CHECK (done >= 0),
        finished INTEGER NOT NULL CHECK (finished IN (0, 1)),
        noticed TEXT NOT NULL
    ) STRICT;
    CREATE INDEX session_started ON session (started);
    CREATE TABLE tension (
        session INTEGER NOT NULL REFERENCES session (key) ON DELETE CASCADE,
        area TEXT NOT NULL,
        before INTEGER CHECK (before BETWEEN 0 AND 10),
        after INTEGER CHECK (after BETWEEN 0 AND 10),
        PRIMARY KEY (session, area)
    ) STRICT;
    """,
    """
    CREATE TABLE forgotten (
        session INTEGER PRIMARY KEY REFERENCES session (key) ON DELETE CASCADE,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE VIEW kept AS SELECT * FROM session WHERE key NOT IN (SELECT session FROM forgotten);
    """,
)
"""The steps from an empty file to the present tables. A released step is never changed; a new one is added instead."""
DAYS_KEPT: Final = 30
"""Days for which a forgotten entry can be restored; after them it is deleted."""
_TIMEOUT = 10.0
"""Seconds that a call waits while another process writes."""
_MOMENT = 100
"""Milliseconds that a call waits after `wait_briefly`."""


class Journal:
    """The sessions of one person. Several processes may use the file at once; one object is for one thread."""

    def __init__(self, path: Path) -> None:
        """Afterwards there is a file at `path` with the present tables, which only its owner can read.

        Raises:
            WriteError: It cannot be opened or made.
            UsageError: It was written by a later version of the program.
        """
        self.path = path
        with _as_write_error(path):
            _create(path)
            self._database = sqlite3.connect(path, timeout=_TIMEOUT, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def wait_briefly(self) -> None:
        """Afterwards a call waits only a moment while another process writes, as a caller needs that plays sound."""
        self._database.execute(f"PRAGMA busy_timeout = {_MOMENT}")

    def close(self) -> None:
        """Afterwards the file is closed. May be called twice."""
        self._database.close()

    def add(self, session: JournalEntry) -> int:
        """The number of the new entry."""
        with self.transaction() as database:
            return _insert(database, session)

    def add_new(self, sessions: Iterable[JournalEntry]) -> int:
        """Afterwards all of the sessions are in the journal. How many were not; two at one time are one session.

        A forgotten one is restored. All of them are added in one transaction.
        """
        with self.transaction() as database:
            kept = set(database.execute("SELECT started, routine FROM kept").fetchall())
            count = 0
            for session in sessions:
                name = _row(session)[0], session.routine
                if name not in kept:
                    kept.add(name)
                    count += 1
                    if not _restored(database, *name):
                        _insert(database, session)
        return count

    def update(self, key: int, done: Frames, *, finished: bool = False) -> None:
        """Afterwards the entry has this length as heard."""
        with self.transaction() as database:
            changed = database.execute("UPDATE session SET done = ?, finished = ? WHERE key = ?", (done, finished, key))
            self._check_found(key, changed.rowcount)

    def annotate(self, key: int, tensions: Iterable[Tension] = (), noticed: str = "") -> None:
        """Afterwards the entry has these tensions, and these words after the ones that it had."""
        with self.transaction() as database:
            changed = database.execute(
                "UPDATE session SET noticed = trim(noticed || char(10) || ?, char(10)) WHERE key = ?",
                (noticed.strip(), key),
            )
            self._check_found(key, changed.rowcount)
            _write_tensions(database, key, tensions)

    def replace(self, session: JournalEntry) -> None:
        """Afterwards the entry of that number has exactly these values and tensions."""
        with self.transaction() as database:
            changed = database.execute(
                "UPDATE session SET started = ?, zone = ?, routine = ?, title = ?, areas = ?, planned = ?, done = ?,"
                " finished = ?, noticed = ? WHERE key = ?",
                (*_row(session), session.key),
            )
            self._check_found(session.key, changed.rowcount)
            database.execute("DELETE FROM tension WHERE session = ?", (session.key,))
            _write_tensions(database, session.key, session.tensions)

    def forget(self, key: int, at: datetime) -> None:
        """Afterwards the entry is in no list. It can be restored for `DAYS_KEPT` days after `at`."""
        with self.transaction() as database:
            added = database.execute(
                "INSERT INTO forgotten (session, at) SELECT key, ? FROM kept WHERE key = ?",
                (int(at.timestamp()), key),
            )
            self._check_found(key, added.rowcount)

    def restore(self, key: int) -> None:
        """Afterwards the forgotten entry is in the journal again."""
        with self.transaction() as database:
            removed = database.execute("DELETE FROM forgotten WHERE session = ?", (key,)).rowcount
            if not removed:
                raise UsageError(
                    f"no entry {key} was forgotten", next_step="`unknot journal list --forgotten` shows what was"
                )

    def forgotten(self) -> tuple[tuple[JournalEntry, datetime], ...]:
        """Every forgotten entry with the time after which it is deleted, the one that was forgotten last is last."""
        with _as_write_error(self.path):
            rows = self._database.execute(
                "SELECT session.*, at FROM session JOIN forgotten ON session = key ORDER BY at, key"
            ).fetchall()
            return tuple((self._session(row[:-1]), _end_of(row[-1])) for row in rows)

    def remove(self, key: int) -> None:
        """Afterwards there is no such entry, not even a forgotten one."""
        with self.transaction() as database:
            self._check_found(key, database.execute("DELETE FROM session WHERE key = ?", (key,)).rowcount)

    def sessions(self) -> tuple[JournalEntry, ...]:
        """Every session that is not forgotten, the earliest first."""
        with _as_write_error(self.path):
            rows = self._database.execute("SELECT * FROM kept ORDER BY started, key").fetchall()
            return tuple(self._session(row) for row in rows)

    def latest(self) -> JournalEntry | None:
        """The session that began last, or None in an empty journal."""
        with _as_write_error(self.path):
            row = self._database.execute("SELECT * FROM kept ORDER BY started DESC, key DESC LIMIT 1").fetchone()
            return self._session(row) if row else None

    def count(self) -> int:
        """How many sessions there are that are not forgotten."""
        with _as_write_error(self.path):
            return int(self._database.execute("SELECT count(*) FROM kept").fetchone()[0])

    def _session(self, row: tuple[Any, ...]) -> JournalEntry:
        key, started, zone, routine, title, areas, planned, done, finished, noticed = row
        tensions = self._database.execute(
            "SELECT area, before, after FROM tension WHERE session = ? ORDER BY rowid", (key,)
        ).fetchall()
        return JournalEntry(
            started=datetime.fromtimestamp(started, timezone(timedelta(minutes=zone))),
            routine=routine,
            title=title,
            areas=tuple(json.loads(areas)),
            planned=Frames(planned),
            done=Frames(done),
            finished=bool(finished),
            tensions=tuple(Tension(*values) for values in tensions),
            noticed=noticed,
            key=key,
        )

    def _prepare(self) -> None:
        with _as_write_error(self.path):
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA foreign_keys = ON")
        with self.transaction() as database:
            version = int(database.execute("PRAGMA user_version").fetchone()[0])
            if version > len(MIGRATIONS):
                raise UsageError(
                    f"{self.path} was written by a later version of unknot", next_step="bring unknot up to date"
                )
            for step in MIGRATIONS[version:]:
                for statement in filter(None, map(str.strip, step.split(";"))):
                    database.execute(statement)
            database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            first_kept = int((datetime.now(UTC) - timedelta(days=DAYS_KEPT)).timestamp())
            database.execute(
                "DELETE FROM session WHERE key IN (SELECT session FROM forgotten WHERE at < ?)", (first_kept,)
            )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Around several changes: all are made or, when the block raises, none is. Blocks may be nested."""
        if self._is_changing():
            yield self._database
            return
        with _as_write_error(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._is_changing():  # a full disk can have ended it
                    self._database.execute("ROLLBACK")
                raise

    def _is_changing(self) -> bool:
        """Whether a transaction has begun."""
        return self._database.in_transaction

    def _check_found(self, key: int, rows: int) -> None:
        if not rows:
            raise UsageError(f"the journal has no entry {key}", next_step="`unknot journal list` shows the entries")


@contextlib.contextmanager
def _as_write_error(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as fault:
        raise WriteError(
            f"cannot use the journal {path}: {fault}",
            next_step="make room or free the file; to begin a new journal, move this one aside",
        ) from fault


def _end_of(at: int) -> datetime:
    """The time until which an entry that was forgotten at `at` (seconds since the epoch) can be restored."""
    return datetime.fromtimestamp(at, UTC) + timedelta(days=DAYS_KEPT)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _row(session: JournalEntry) -> tuple[object, ...]:
    if session.started.tzinfo is None:
        raise UsageError(f"{session.started} has no time zone", next_step="give a time with its offset from UTC")
    offset = session.started.utcoffset() or timedelta()
    return (
        int(session.started.astimezone(UTC).timestamp()),
        round(offset.total_seconds() / 60),
        session.routine,
        session.title,
        json.dumps(session.areas),
        session.planned,
        session.done,
        session.finished,
        session.noticed.strip(),
    )


def _restored(database: sqlite3.Connection, started: object, routine: str) -> bool:
    """Whether that session was a forgotten one. Afterwards it is not."""
    forgotten = "SELECT key FROM session WHERE started = ? AND routine = ?"
    return database.execute(f"DELETE FROM forgotten WHERE session IN ({forgotten})", (started, routine)).rowcount > 0  # noqa: S608 - no value is in the text


def _insert(database: sqlite3.Connection, session: JournalEntry) -> int:
    """The number of the new entry."""
    cursor = database.execute(
        "INSERT INTO session (started, zone, routine, title, areas, planned, done, finished, noticed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _row(session),
    )
    key = int(cursor.lastrowid or 0)
    _write_tensions(database, key, session.tensions)
    return key


def _write_tensions(database: sqlite3.Connection, key: int, tensions: Iterable[Tension]) -> None:
    """Afterwards the entry has these tensions. A number that is missing here is not removed."""
    database.executemany(
        "INSERT INTO tension (session, area, before, after) VALUES (?, ?, ?, ?) ON CONFLICT (session, area) DO UPDATE"
        " SET before = coalesce(excluded.before, before), after = coalesce(excluded.after, after)",
        [(key, tension.area, tension.before, tension.after) for tension in tensions],
    )
