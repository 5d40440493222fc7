"""The devices of sounddevice and the system's PortAudio, for machines without a miniaudio wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unknot.audio import CHANNELS
from unknot.errors import DeviceError
from unknot.speakers._callback_speaker import PERIOD, PERIODS
from unknot.speakers._quiet_stderr import quiet
from unknot.units import SAMPLE_RATE, seconds

if TYPE_CHECKING:
    from unknot.speakers._callback_speaker import Device
    from unknot.speakers._ring_buffer import RingBuffer


class SounddeviceConnector:
    """Opens PortAudio's default output."""

    name = "sounddevice"

    def __init__(self, library: Any = None) -> None:
        self._library = library

    def connect(self, buffer: RingBuffer) -> Device:
        """An open device that takes from `buffer`.

        Raises:
            DeviceError: There is no PortAudio, no device, or it is in use.
        """
        library = self._library or _import()
        try:
            with quiet():
                self._restart(library)
                return _Stream(library, buffer)
        except library.PortAudioError as fault:
            step = "check the plug, or try --player null"
            raise DeviceError(f"no sound device can be opened: {fault.args[0]}", next_step=step) from fault

    def _restart(self, library: Any) -> None:
        """Afterwards PortAudio's list of devices is up to date: it is made at its start (python-sounddevice#125)."""
        library._terminate()
        library._initialize()


class _Stream:
    def __init__(self, library: Any, buffer: RingBuffer) -> None:
        self._buffer = buffer
        self._closing = False
        self._stream = library.OutputStream(
            samplerate=SAMPLE_RATE,
            channels=CHANNELS,
            dtype="float32",
            blocksize=PERIOD,
            latency=float(seconds(PERIOD * PERIODS)),
            callback=self._fill,
            finished_callback=self._finished,
        )
        self._stream.start()

    def close(self) -> None:
        """Afterwards the stream is closed."""
        self._closing = True
        self._stream.abort()
        self._stream.close()

    def _fill(self, out: Any, count: int, _time: Any, _status: Any) -> None:
        out[:] = self._buffer.take(count)

    def _finished(self) -> None:
        if not self._closing:
            self._buffer.fail("the sound device is gone")


def _import() -> Any:
    try:
        import sounddevice
    except ImportError as fault:
        step = "pip install 'unknot[sounddevice]'"
        raise DeviceError("the Python package sounddevice is not installed", next_step=step) from fault
    except OSError as fault:  # the package is there, the system's library is not
        step = "install PortAudio: apt install libportaudio2, brew install portaudio"
        raise DeviceError("sounddevice finds no PortAudio library on this machine", next_step=step) from fault
    return sounddevice
