"""Speakers by name."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.ports import Output, Speaker

PLAYERS: Final = ("miniaudio", "sounddevice", "simpleaudio", "null", "record:FILE")
"""The values of `--player`."""


def open_speaker(name: str | None, record: Callable[[Path], Output]) -> Speaker:
    """The speaker of that name, not yet opened; None chooses the best one for this machine.

    `record` makes the output that `record:FILE` writes to.

    Raises:
        UsageError: There is no speaker of that name.
        DeviceError: It cannot be used with this Python or on this machine.
    """
    if name is None:
        name = "miniaudio" if importlib.util.find_spec("miniaudio") else "sounddevice"
    kind, _, rest = name.partition(":")
    if kind == "record" and rest:
        return _record(Path(rest), record)
    if makers := _MAKERS.get(name):
        return makers()
    raise UsageError(f"there is no player {name!r}", next_step=f"one of {', '.join(PLAYERS)}")


def _record(path: Path, record: Callable[[Path], Output]) -> Speaker:
    from unknot.speakers._recorder import RecordSpeaker

    return RecordSpeaker(f"record:{path}", lambda: record(path))


def _miniaudio(*, null: bool = False) -> Speaker:
    from unknot.speakers._callback_speaker import CallbackSpeaker
    from unknot.speakers._miniaudio import MiniaudioConnector

    return CallbackSpeaker(MiniaudioConnector(null=null))


def _sounddevice() -> Speaker:
    from unknot.speakers._callback_speaker import CallbackSpeaker
    from unknot.speakers._sounddevice import SounddeviceConnector

    return CallbackSpeaker(SounddeviceConnector())


def _simpleaudio() -> Speaker:
    from unknot.speakers._simpleaudio import SimpleaudioSpeaker

    return SimpleaudioSpeaker()


_MAKERS: dict[str, Callable[[], Speaker]] = {
    "miniaudio": _miniaudio,
    "null": lambda: _miniaudio(null=True),
    "sounddevice": _sounddevice,
    "simpleaudio": _simpleaudio,
}
