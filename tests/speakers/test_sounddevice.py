"""The devices of sounddevice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.speakers.tools import FakeSounddevice, ramp
from unknot.errors import DeviceError
from unknot.speakers._callback_speaker import CallbackSpeaker
from unknot.speakers._ring_buffer import RingBuffer
from unknot.speakers._sounddevice import SounddeviceConnector


def test_the_list_of_devices_is_read_again_each_time_a_device_is_opened() -> None:
    """A headset that was plugged in meanwhile is found."""
    library = FakeSounddevice()
    speaker = CallbackSpeaker(SounddeviceConnector(library))
    speaker.open()
    speaker.open()
    speaker.close()
    assert library.restarts == 2


def test_without_a_device_there_is_an_error_with_a_next_step() -> None:
    """It has the reason that PortAudio gives."""
    library: Any = FakeSounddevice()

    def refuse(**_: Any) -> None:
        raise library.PortAudioError("Error querying device -1")

    library.OutputStream = refuse
    with pytest.raises(DeviceError, match="querying device -1") as caught:
        SounddeviceConnector(library).connect(RingBuffer())
    assert "--player null" in caught.value.next_step


def test_a_stream_that_ends_by_itself_is_an_error_at_the_next_put() -> None:
    """Closing the device is none."""
    buffer = RingBuffer()
    device: Any = SounddeviceConnector(FakeSounddevice()).connect(buffer)
    device._finished()
    with pytest.raises(DeviceError, match="gone"):
        buffer.put(ramp(1))
    buffer.start()
    device.close()
    buffer.put(ramp(1))
