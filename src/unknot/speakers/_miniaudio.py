"""The devices of miniaudio, which brings its own backends for every system, and its null device."""

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

_NO_DEVICE = "try --player null to hear nothing in real time, or --player record:session.wav for a file"


class MiniaudioConnector:
    """Opens miniaudio's default device, or its null device, which takes samples at the speed of a real one."""

    def __init__(self, *, null: bool = False) -> None:
        self.name = "null" if null else "miniaudio"
        self._null = null

    def connect(self, buffer: RingBuffer) -> Device:
        """An open device that takes from `buffer`.

        Raises:
            DeviceError: There is none, it is in use, or miniaudio is not installed.
        """
        miniaudio = _library()
        try:
            with quiet():
                device = _device(miniaudio, [miniaudio.Backend.NULL] if self._null else [])
            return _OpenDevice(device, buffer, self._null)
        except miniaudio.MiniaudioError as fault:
            raise DeviceError(f"no sound device can be opened: {fault.args[0]}", next_step=_NO_DEVICE) from fault


class _OpenDevice:
    """An open device of miniaudio (`Device`)."""

    def __init__(self, device: Any, buffer: RingBuffer, null: bool) -> None:
        self._device = device
        self._closing = False
        if device.backend == "Null" and not null:  # miniaudio falls back to it where it finds no backend
            device.close()
            raise DeviceError("no sound device was found", next_step=_NO_DEVICE)
        self._buffer = buffer
        device.stop_callback = self._stopped
        source = _pull(buffer)
        next(source)
        device.start(source)

    def close(self) -> None:
        """Afterwards the device is closed."""
        self._closing = True
        self._device.close()

    def _stopped(self) -> None:
        if not self._closing:
            self._buffer.fail("the sound device is gone")


def _pull(buffer: RingBuffer) -> Generator[bytes, int, None]:
    """The samples for each call of the device. An error goes to the player; here it would only cause silence."""
    count = yield b""
    while True:
        try:
            block = np.ascontiguousarray(buffer.take(count)).tobytes()
        except (ValueError, IndexError, MemoryError, TypeError) as fault:
            buffer.fail(f"the sound could not be handed over: {fault}")
            block = bytes(count * CHANNELS * 4)
        count = yield block


def _library() -> Any:
    try:
        import miniaudio  # here, because it takes 100 ms
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
