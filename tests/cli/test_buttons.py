"""Headset buttons give commands, and the desktop is told what plays."""

from __future__ import annotations

import contextlib
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests import needs
from unknot.cli._buttons import PATH, PLAYER, PROPERTIES, ROOT, Buttons, MprisState
from unknot.cli._keys import Keyboard
from unknot.player import Began, Command, Paused, Resumed
from unknot.timeline import Chapter
from unknot.units import NO_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("playing", "method", "command"),
    [
        (True, "PlayPause", Command.PAUSE),
        (True, "Pause", Command.PAUSE),
        (True, "Play", None),
        (False, "Play", Command.PAUSE),
        (False, "Pause", None),
        (True, "Next", Command.NEXT),
        (True, "Previous", Command.BACK),
        (True, "Stop", Command.CLOSE),
        (True, "Seek", None),
    ],
)
def test_buttons_are_commands(playing: bool, method: str, command: Command | None) -> None:
    """Each MPRIS method has its command; Play has none while the session plays, and Pause none while it is paused."""
    state = MprisState("Neck")
    state.playing = playing
    assert state.command(method) is command


def test_without_a_bus_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the address of a bus, and without a bus at the address, there are no commands and no errors."""
    for address in ("", "unix:path=/nowhere/at/all"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with Buttons("Neck") as buttons:
            buttons(Paused(NO_FRAMES))
            assert buttons.commands() == []


def test_the_keyboard_gives_commands_from_elsewhere() -> None:
    """Commands from elsewhere are given once."""
    commands = [[Command.NEXT], []]
    with Keyboard(others=lambda: commands.pop(0)) as keys:
        assert keys.commands() == (Command.NEXT,)
        assert keys.commands() == ()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus for the test."""
    needs.installed("dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    try:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        yield
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


@pytest.mark.usefixtures("bus")
def test_a_desktop_sees_the_session_and_its_buttons_work() -> None:
    """Over a real bus, the desktop reads what plays and its buttons give commands."""
    with Buttons("Neck") as buttons, desktop() as call:
        assert call(PROPERTIES, "Get", "ss", (PLAYER, "PlaybackStatus")) == ("s", "Playing")
        assert call(PROPERTIES, "GetAll", "s", (ROOT,))["Identity"] == ("s", "unknot")
        for method in ("Next", "PlayPause"):
            call(PLAYER, method)
        assert buttons.commands() == [Command.NEXT, Command.PAUSE]
        buttons(Began(Chapter(NO_FRAMES, NO_FRAMES, "Jaw"), NO_FRAMES))
        buttons(Paused(NO_FRAMES))
        values = call(PROPERTIES, "GetAll", "s", (PLAYER,))
        assert values["PlaybackStatus"] == ("s", "Paused")
        assert values["Metadata"][1]["xesam:title"] == ("s", "Jaw")
        buttons(Resumed(NO_FRAMES))
        assert call(PROPERTIES, "Get", "ss", (PLAYER, "PlaybackStatus")) == ("s", "Playing")


@contextlib.contextmanager
def desktop() -> Iterator[Any]:
    """Calls methods of the only session on the bus."""
    from jeepney import DBus, DBusAddress, new_method_call
    from jeepney.io.blocking import Proxy, open_dbus_connection

    with open_dbus_connection(bus="SESSION") as connection:
        name, until = "", time.monotonic() + 10
        while not name and time.monotonic() < until:
            names = Proxy(DBus(), connection).ListNames()[0]
            name = next((n for n in names if n.startswith(f"{ROOT}.unknot")), "")

        def call(interface: str, method: str, kinds: str | None = None, arguments: tuple[str, ...] = ()) -> Any:
            address = DBusAddress(PATH, bus_name=name, interface=interface)
            reply = connection.send_and_get_reply(new_method_call(address, method, kinds, arguments), timeout=10)
            return reply.body[0] if reply.body else None

        yield call
