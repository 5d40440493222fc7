"""The loudspeaker through miniaudio, which carries its own way to every system's sound, and its paced null device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unknot.audio import CHANNELS
from unknot.errors import DeviceError
from unknot.speakers._callback_speaker import PERIOD, PERIODS
from unknot.speakers._quiet_stderr import quiet
from unknot.units import MILLISECOND, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Generator

    from unknot.speakers._callback_speaker import Device
    from unknot.speakers._ring_buffer import RingBuffer

NOT_HERE = "try --player null to hear nothing in real time, or --player record:session.wav for a file"


class MiniaudioConnector:
    """Opens miniaudio's default device, or its null device, which takes sound at the speed of a real one."""

    def __init__(self, *, null: bool = False) -> None:
        self.name = "null" if null else "miniaudio"
        self._null = null

    def connect(self, feed: RingBuffer) -> Device:
        """A running device.

        Raises:
            DeviceError: There is none, it is in use, or miniaudio is not installed.
        """
        miniaudio = _library()
        try:
            with quiet():
                device = _device(miniaudio, [miniaudio.Backend.NULL] if self._null else [])
            return _Running(device, feed, self._null)
        except miniaudio.MiniaudioError as fault:
            raise DeviceError(f"no sound device can be opened: {fault.args[0]}", next_step=NOT_HERE) from fault


class _Running:
    """A started device."""

    def __init__(self, device: Any, feed: RingBuffer, null: bool) -> None:
        self._device = device
        self._closing = False
        if device.backend == "Null" and not null:  # it falls back to it in silence where no system library is found
            device.close()
            raise DeviceError("no sound device was found", next_step=NOT_HERE)
        self._feed = feed
        device.stop_callback = self._stopped
        source = _pull(feed)
        next(source)
        device.start(source)

    def close(self) -> None:
        """Afterwards the device is let go."""
        self._closing = True
        self._device.close()

    def _stopped(self) -> None:
        if not self._closing:
            self._feed.fail("the sound device is gone")


def _pull(feed: RingBuffer) -> Generator[bytes, int, None]:
    """Answers the device's calls. What goes wrong is told to the player: here it would become silence."""
    wanted = yield b""
    while True:
        try:
            block = np.ascontiguousarray(feed.take(wanted)).tobytes()
        except (ValueError, IndexError, MemoryError, TypeError) as fault:
            feed.fail(f"the sound could not be handed over: {fault}")
            block = bytes(wanted * CHANNELS * 4)
        wanted = yield block


def _library() -> Any:
    try:
        import miniaudio  # here, because it costs 100 ms
    except ImportError as fault:
        step = "pip install 'unknot[sounddevice]' and try --player sounddevice"
        raise DeviceError("miniaudio is not installed for this machine", next_step=step) from fault
    return miniaudio


def _device(miniaudio: Any, backends: list[Any]) -> Any:
    return miniaudio.PlaybackDevice(
        miniaudio.SampleFormat.FLOAT32,
        CHANNELS,
        SAMPLE_RATE,
        PERIOD // MILLISECOND,
        callback_periods=PERIODS,
        backends=backends,
        app_name="unknot",
    )
