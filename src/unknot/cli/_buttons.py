"""The buttons of headsets and keyboards on Linux, through MPRIS on the session bus (extra `mpris`).

MPRIS 2.2, specifications.freedesktop.org/mpris-spec. Without a bus or without the extra, nothing happens.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from unknot.player import Began, Command, Paused, Resumed
from unknot.timeline import Chapter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.player import PlayerEvent

PATH: Final = "/org/mpris/MediaPlayer2"
ROOT: Final = "org.mpris.MediaPlayer2"
PLAYER: Final = "org.mpris.MediaPlayer2.Player"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_POLL: Final = 0.2
"""Seconds to wait for a message before changes are sent."""
_JOIN_TIMEOUT: Final = 1.0
"""Seconds that the end waits at most for a bus that does not answer."""
_METHODS: Final = {"PlayPause": Command.PAUSE, "Next": Command.NEXT, "Previous": Command.BACK, "Stop": Command.CLOSE}


class MprisState:
    """The state of the session, for headsets and the desktop."""

    def __init__(self, title: str) -> None:
        self.playing = True
        self.title = title
        self.chapter = ""

    def command(self, method: str) -> Command | None:
        """The command of an MPRIS method in this state; None if it has no effect."""
        if method == ("Pause" if self.playing else "Play"):
            return Command.PAUSE
        return _METHODS.get(method)

    def properties(self, interface: str) -> dict[str, tuple[str, Any]]:
        """Every property of an interface, by name, with its D-Bus type and its value."""
        if interface == ROOT:
            values = {"Identity": ("s", "unknot"), "SupportedUriSchemes": ("as", []), "SupportedMimeTypes": ("as", [])}
            return values | dict.fromkeys(("CanQuit", "CanRaise", "HasTrackList"), ("b", False))
        return self._player() if interface == PLAYER else {}

    def _player(self) -> dict[str, tuple[str, Any]]:
        abilities = ("CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanControl")
        constants = ("Rate", "MinimumRate", "MaximumRate", "Volume")
        metadata = {
            "mpris:trackid": ("o", "/org/unknot/session"),
            "xesam:title": ("s", self.chapter or self.title),
            "xesam:album": ("s", self.title),
        }
        return {
            "PlaybackStatus": ("s", "Playing" if self.playing else "Paused"),
            "Metadata": ("a{sv}", metadata),
            "Position": ("x", 0),
            "CanSeek": ("b", False),
            **dict.fromkeys(abilities, ("b", True)),
            **dict.fromkeys(constants, ("d", 1.0)),
        }


class Buttons:
    """Gives the commands of buttons, and tells the desktop what plays. Used in a `with` block."""

    def __init__(self, title: str) -> None:
        self._state = MprisState(title)
        self._commands: deque[Command] = deque()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Buttons:
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            self._thread = threading.Thread(target=self._serve, name="unknot-buttons", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_JOIN_TIMEOUT)

    def __call__(self, event: PlayerEvent) -> None:
        """Updates the state that the desktop is told."""
        match event:
            case Paused() | Resumed():
                self._state.playing = isinstance(event, Resumed)
            case Began(event=Chapter(title=title)):
                self._state.chapter = title
            case _:
                return
        self._changed.set()

    def commands(self) -> Sequence[Command]:
        """All commands since the last call."""
        found = []
        while self._commands:
            found.append(self._commands.popleft())
        return found

    def _serve(self) -> None:
        bus = _connected()  # in this thread, so that no session waits for a slow bus
        if bus is None:
            return
        with bus:
            while not self._stopped.is_set():
                try:
                    self._exchange(bus)
                except (OSError, EOFError):
                    return

    def _exchange(self, bus: Any) -> None:
        from jeepney import MessageType

        with contextlib.suppress(TimeoutError):
            message = bus.receive(timeout=_POLL)
            if message.header.message_type is MessageType.method_call:
                bus.send(self._reply(message))
        if self._changed.is_set():
            self._changed.clear()
            bus.send(self._changes())

    def _reply(self, message: Any) -> Any:
        """The answer to one call. Keeps its command, if it has one."""
        from jeepney import HeaderFields, new_error, new_method_return

        fields = message.header.fields
        interface, member = fields.get(HeaderFields.interface), fields.get(HeaderFields.member)
        if interface == PROPERTIES and member == "GetAll":
            return new_method_return(message, "a{sv}", (self._state.properties(message.body[0]),))
        if interface == PROPERTIES and member == "Get":
            found = self._state.properties(message.body[0]).get(message.body[1])
            return new_method_return(message, "v", (found,)) if found else new_error(message, f"{PROPERTIES}.Unknown")
        if interface == PLAYER and isinstance(member, str):
            command = self._state.command(member)
            if command is not None:
                self._commands.append(command)
            return new_method_return(message)
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _changes(self) -> Any:
        from jeepney import DBusAddress, new_signal

        sender = DBusAddress(PATH, interface=PROPERTIES)
        return new_signal(sender, "PropertiesChanged", "sa{sv}as", (PLAYER, self._state.properties(PLAYER), []))


def _connected() -> Any:
    """The session bus, on which this process has its name; None if there is none."""
    try:
        from jeepney import DBus
        from jeepney.io.blocking import Proxy, open_dbus_connection
    except ImportError:
        return None
    try:
        bus = open_dbus_connection(bus="SESSION")
        Proxy(DBus(), bus).RequestName(f"{ROOT}.unknot.instance{os.getpid()}")
    except (OSError, KeyError, ValueError):
        return None
    return bus
