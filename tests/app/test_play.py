"""`app.play`: who listens is told, who steers is asked, and how it ended is the result."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest

from tests.fakes.speakers import VirtualSpeaker
from unknot import app, wiring
from unknot.app._play_position import PlayedSession
from unknot.app._routines import load
from unknot.errors import UsageError
from unknot.player import Began, Ended, NoControls, Position
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from unknot.player import Controls, PlayerEvent

SCRIPT = "---\ntitle: Breath\nbackground: rain\n---\n\n# Settle\n\nSit down. [5s]\n\n# Return\n\nBreathe out. [5s]\n"


class Guest:
    """Somebody who listens and touches nothing."""

    def __init__(self) -> None:
        self.events: list[PlayerEvent] = []
        self.notices: list[str] = []
        self.titles: list[str] = []
        """Of the sessions that could be steered."""
        self.steers = False

    @contextlib.contextmanager
    def controls(self, title: str) -> Iterator[Controls]:
        """Nothing is pressed."""
        self.titles.append(title)
        self.steers = True
        yield NoControls()
        self.steers = False

    def listener(self) -> app.Listener:
        """As the verb takes it."""
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


def test_a_session_is_told_as_it_is_heard_and_its_end_is_the_result(script: Path) -> None:
    """The last event is what the verb gives back."""
    guest = Guest()
    ended = app.play(request(script), guest.listener())
    assert isinstance(ended, Ended)
    assert (ended.way, ended.at) == ("finished", frames(30))
    assert guest.events[-1] == ended
    assert any(isinstance(event, Began) for event in guest.events)


def test_a_session_is_steered_by_its_title_while_it_plays_and_not_after(script: Path) -> None:
    """Keys are taken back when it has ended."""
    guest = Guest()
    app.play(request(script), guest.listener())
    assert guest.titles == ["Breath"]
    assert not guest.steers


def test_words_of_caution_that_find_no_room_are_shown_once(script: Path) -> None:
    """They are for eyes then, after what the profile left out, which is said once as well."""
    feet, jaw = "# Feet\n\nRoll the ball. [9s, 1s..60s]\n\n", "# Jaw\n\nCircle your fingertips on the jaw. [9s]\n"
    script.write_text(f"---\ntitle: Two\n---\n\n{feet}{jaw}", "utf-8")
    app.profile_set("avoid", "jaw")
    guest = Guest()
    app.play(request(script, session=app.SessionRequest(length=frames(24))), guest.listener())
    assert [notice for notice in guest.notices if "profile leaves out" in notice] == guest.notices[:1]
    assert len(guest.notices) > 1
    assert len(set(guest.notices)) == len(guest.notices)


def test_a_recording_is_not_written_into_the_journal(script: Path) -> None:
    """It is nothing that somebody heard."""
    app.play(request(script), Guest().listener())
    assert app.journal_list() == ()


def test_a_session_that_is_heard_is_written_into_the_journal(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was told before it, and that it was heard to its end."""
    monkeypatch.setattr(wiring, "speaker", lambda _name: VirtualSpeaker(keep=False))
    session = app.SessionRequest(safety="none")
    ended = app.play(request(script, session=session, before="neck 6"), Guest().listener())
    (entry,) = app.journal_list()
    assert (entry.title, entry.done, entry.finished) == ("Breath", ended.at, True)
    assert [(tension.area, tension.before) for tension in entry.tensions] == [("neck", 6)]


def test_a_position_names_its_session_as_it_always_has(script: Path) -> None:
    """Files of earlier versions must be found again: routine, length, seed and a digest of the script."""
    named = PlayedSession(str(script), frames(30), 4).of(load(str(script))).name()
    known = json.loads(named)
    assert list(known) == ["routine", "length", "seed", "text"]
    assert (known["routine"], known["length"], known["seed"]) == (str(script.resolve()), 30 * 48_000, 4)
    assert len(known["text"]) == 16
    assert PlayedSession(**known).name() == named


def test_a_session_goes_on_with_its_own_length_and_seed(script: Path) -> None:
    """Whatever the request says of them."""
    named = PlayedSession(str(script), frames(30), 4).of(load(str(script))).name()
    ends = []
    for length, seed in ((30, 4), (60, 9)):
        wiring.position_store().save(Position(named, "Breath", 1, frames(12.0)))
        session = app.SessionRequest(length=frames(length), seed=seed, safety="none")
        ends.append(app.play(request(script, session=session, resume=True), Guest().listener()).at)
        assert wiring.position_store().load() is None
    assert ends[0] == ends[1] < frames(30)


def test_there_is_nothing_to_go_on_with_before_a_session_was_broken_off(script: Path) -> None:
    """And without a routine there is nothing to play."""
    with pytest.raises(UsageError, match="no session to go on with"):
        app.play(request(script, resume=True), Guest().listener())
    with pytest.raises(UsageError, match="play what"):
        app.play(app.PlayRequest(None), Guest().listener())
