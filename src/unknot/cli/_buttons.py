"""The buttons of headsets and keyboards on Linux, through MPRIS on the session bus (extra `mpris`).

MPRIS 2.2, specifications.freedesktop.org/mpris-spec. Where there is no bus or the extra is not installed, nothing
happens.
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
_LOOK: Final = 0.2
"""Seconds between two looks at what is to be told."""
_LEAVE: Final = 1.0
"""Seconds that the end waits at most for a bus that does not answer."""
_METHODS: Final = {"PlayPause": Command.PAUSE, "Next": Command.NEXT, "Previous": Command.BACK, "Stop": Command.CLOSE}


class State:
    """What a headset or a desktop may know of the session."""

    def __init__(self, title: str) -> None:
        self.playing = True
        self.title = title
        self.chapter = ""

    def command(self, method: str) -> Command | None:
        """What a method of MPRIS asks for now; None for nothing."""
        if method == ("Pause" if self.playing else "Play"):
            return Command.PAUSE
        return _METHODS.get(method)

    def properties(self, interface: str) -> dict[str, tuple[str, Any]]:
        """Every property of an interface, by name, with its D-Bus type."""
        if interface == ROOT:
            known = {"Identity": ("s", "unknot"), "SupportedUriSchemes": ("as", []), "SupportedMimeTypes": ("as", [])}
            return known | dict.fromkeys(("CanQuit", "CanRaise", "HasTrackList"), ("b", False))
        return self._player() if interface == PLAYER else {}

    def _player(self) -> dict[str, tuple[str, Any]]:
        can = ("CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanControl")
        one = ("Rate", "MinimumRate", "MaximumRate", "Volume")
        about = {
            "mpris:trackid": ("o", "/org/unknot/session"),
            "xesam:title": ("s", self.chapter or self.title),
            "xesam:album": ("s", self.title),
        }
        return {
            "PlaybackStatus": ("s", "Playing" if self.playing else "Paused"),
            "Metadata": ("a{sv}", about),
            "Position": ("x", 0),
            "CanSeek": ("b", False),
            **dict.fromkeys(can, ("b", True)),
            **dict.fromkeys(one, ("d", 1.0)),
        }


class Buttons:
    """Brings what buttons ask for, and tells the desktop what plays. Used in a `with` block."""

    def __init__(self, title: str) -> None:
        self._state = State(title)
        self._asked: deque[Command] = deque()
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
            self._thread.join(_LEAVE)

    def __call__(self, happening: PlayerEvent) -> None:
        """Keeps what is told up to date."""
        match happening:
            case Paused() | Resumed():
                self._state.playing = isinstance(happening, Resumed)
            case Began(event=Chapter(title=title)):
                self._state.chapter = title
            case _:
                return
        self._changed.set()

    def commands(self) -> Sequence[Command]:
        """What was asked for since the last call."""
        found = []
        while self._asked:
            found.append(self._asked.popleft())
        return found

    def _serve(self) -> None:
        bus = _connected()  # here, so that a bus that is slow to answer keeps no session waiting
        if bus is None:
            return
        with bus:
            while not self._stopped.is_set():
                try:
                    self._look(bus)
                except (OSError, EOFError):
                    return

    def _look(self, bus: Any) -> None:
        from jeepney import MessageType

        with contextlib.suppress(TimeoutError):
            message = bus.receive(timeout=_LOOK)
            if message.header.message_type is MessageType.method_call:
                bus.send(self._reply(message))
        if self._changed.is_set():
            self._changed.clear()
            bus.send(self._news())

    def _reply(self, message: Any) -> Any:
        """The answer to one call, taking what it asks for."""
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
                self._asked.append(command)
            return new_method_return(message)
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _news(self) -> Any:
        from jeepney import DBusAddress, new_signal

        sender = DBusAddress(PATH, interface=PROPERTIES)
        return new_signal(sender, "PropertiesChanged", "sa{sv}as", (PLAYER, self._state.properties(PLAYER), []))


def _connected() -> Any:
    """The session bus with our name on it, or None."""
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
