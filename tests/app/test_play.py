"""`app.play`: a live session with its events, its controls and its end."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.fakes.speakers import VirtualSpeaker
from unknot import app, config, wiring
from unknot.app._journal import open_journal
from unknot.app._play_position import PlayedSession
from unknot.app._routines import caution_by_journal, load
from unknot.errors import UsageError
from unknot.journal import JournalEntry
from unknot.planning import CuePlace
from unknot.player import Began, Ended, NoControls, Position
from unknot.timeline import Cue
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from unknot.player import Controls, PlayerEvent

SCRIPT = "---\ntitle: Breath\nbackground: rain\n---\n\n# Settle\n\nSit down. [5s]\n\n# Return\n\nBreathe out. [5s]\n"
PLACE = CuePlace("breath.md:12:1@/0#1", 0, hashlib.blake2b(b"Breathe out.", digest_size=8).hexdigest(), 0.6)
"""The second cue."""


class ListenerLog:
    """A listener that records everything and gives no commands."""

    def __init__(self) -> None:
        self.events: list[PlayerEvent] = []
        self.notices: list[str] = []
        self.titles: list[str] = []
        """The titles of the sessions that asked for controls."""
        self.active = False

    @contextlib.contextmanager
    def controls(self, title: str) -> Iterator[Controls]:
        """Controls without commands."""
        self.titles.append(title)
        self.active = True
        yield NoControls()
        self.active = False

    def listener(self) -> app.Listener:
        """The callbacks for `app.play`."""
        return app.Listener(self.events.append, self.controls, self.notices.append)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The path of the script."""
    path = tmp_path / "breath.md"
    path.write_text(SCRIPT, "utf-8")
    return path


def request(script: Path, **more: object) -> app.PlayRequest:
    """The script on a recording, without words of caution."""
    words = {"session": app.SessionRequest(length=frames(30), safety="none"), "player": f"record:{script.parent}/a.wav"}
    return app.PlayRequest(str(script), **(words | more))  # type: ignore[arg-type]


def test_a_session_gives_events_and_its_end_is_the_result(script: Path) -> None:
    """The result of the verb is the last event of the session."""
    log = ListenerLog()
    ended = app.play(request(script), log.listener())
    assert isinstance(ended, Ended)
    assert (ended.way, ended.at) == ("finished", frames(30))
    assert log.events[-1] == ended
    assert any(isinstance(event, Began) for event in log.events)


def test_controls_are_used_only_while_the_session_plays(script: Path) -> None:
    """The controls of a session are opened with its title and closed at its end."""
    log = ListenerLog()
    app.play(request(script), log.listener())
    assert log.titles == ["Breath"]
    assert not log.active


def test_words_of_caution_without_room_are_shown_once(script: Path) -> None:
    """Words of caution that do not fit are shown once, after one notice of what the profile leaves out."""
    feet, jaw = "# Feet\n\nRoll the ball. [9s, 1s..60s]\n\n", "# Jaw\n\nCircle your fingertips on the jaw. [9s]\n"
    script.write_text(f"---\ntitle: Two\nareas: [feet, jaw]\n---\n\n{feet}{jaw}", "utf-8")
    app.profile_set("avoid", "jaw")
    log = ListenerLog()
    app.play(request(script, session=app.SessionRequest(length=frames(24))), log.listener())
    assert [notice for notice in log.notices if "leaves out" in notice] == log.notices[:1]
    assert len(log.notices) > 1
    assert len(set(log.notices)) == len(log.notices)


def test_a_recording_is_not_written_into_the_journal(script: Path) -> None:
    """A recording makes no journal entry."""
    app.play(request(script), ListenerLog().listener())
    assert app.journal_list() == ()


def test_a_session_that_is_heard_is_written_into_the_journal(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that was heard has a journal entry with its tension before and that it is finished."""
    monkeypatch.setattr(wiring, "speaker", lambda _name: VirtualSpeaker(keep=False))
    session = app.SessionRequest(safety="none")
    ended = app.play(request(script, session=session, before="neck 6"), ListenerLog().listener())
    (entry,) = app.journal_list()
    assert (entry.title, entry.done, entry.finished) == ("Breath", ended.at, True)
    assert [(tension.area, tension.before) for tension in entry.tensions] == [("neck", 6)]


def test_a_session_is_resumed_with_its_own_length_and_seed(script: Path) -> None:
    """A resumed session keeps its length and seed when no length is asked for; else it gets that length."""
    named = PlayedSession(str(script), frames(30), 4).of(load(str(script))).name()
    ends = []
    for length, seed in ((frames(30), 4), (None, 9), (frames(50), 4)):
        wiring.position_store().save(Position(named, "Breath", PLACE, frames(12.0)))
        session = app.SessionRequest(length=length, seed=seed, safety="none")
        ends.append(app.play(request(script, session=session, resume=True), ListenerLog().listener()).at)
        assert wiring.position_store().load() is None
    assert ends[0] == ends[1] < frames(30)
    assert ends[1] < ends[2] < frames(50)


def test_without_a_routine_or_a_saved_position_nothing_is_played(script: Path) -> None:
    """Resuming without a saved position and playing without a routine are usage errors."""
    with pytest.raises(UsageError, match="no session to go on with"):
        app.play(request(script, resume=True), ListenerLog().listener())
    with pytest.raises(UsageError, match="play what"):
        app.play(app.PlayRequest(None), ListenerLog().listener())


class FullDisk(ListenerLog):
    """A listener on whose machine the journal cannot be written once the session plays."""

    @contextlib.contextmanager
    def controls(self, title: str) -> Iterator[Controls]:
        """From here on, the journal is locked by another process."""
        with contextlib.closing(sqlite3.connect(config.data_folder() / "journal.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield NoControls()


def test_a_session_plays_on_when_the_journal_cannot_be_written(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that is locked after playing began gives one notice, and the session is heard to its end."""
    monkeypatch.setattr(wiring, "speaker", lambda _name: VirtualSpeaker(keep=False))
    log = FullDisk()
    ended = app.play(request(script), log.listener())
    assert ended.way == "finished"
    assert [notice for notice in log.notices if "journal" in notice] == [n for n in log.notices if "goes on" in n]
    assert len(log.notices) == 1


def test_the_first_session_is_the_first_that_was_heard(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After bells, or an attempt that was broken off, the words of caution are those of the first session."""
    monkeypatch.setattr(wiring, "speaker", lambda _name: VirtualSpeaker(keep=False))
    with open_journal() as book:
        now = datetime.now().astimezone()
        book.add(JournalEntry(now, "bell-10m", planned=frames(600), done=frames(600)))
        entry = JournalEntry(now, "breath", areas=("neck",), planned=frames(600), done=frames(60))
        key = book.add(entry)
        assert caution_by_journal() == "first"
        book.update(key, frames(300))
        assert caution_by_journal() == "later"


def test_a_session_begins_with_a_chapter(script: Path) -> None:
    """Only the words from that chapter on are heard; an unknown chapter is refused."""
    log = ListenerLog()
    app.play(request(script, chapter="return"), log.listener())
    heard = [e.event.text for e in log.events if isinstance(e, Began) and isinstance(e.event, Cue)]
    assert heard == ["Breathe out."]
    with pytest.raises(UsageError, match="no chapter"):
        app.play(request(script, chapter="Feet"), ListenerLog().listener())
