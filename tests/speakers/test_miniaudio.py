"""The devices of miniaudio."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.speakers.tools import ramp
from unknot.errors import DeviceError
from unknot.speakers import _miniaudio
from unknot.speakers._ring_buffer import RingBuffer


class NullDevice:
    """A device of miniaudio with its null backend."""

    backend = "Null"
    closed = False

    def close(self) -> None:
        """Notes it."""
        self.closed = True


def test_the_null_backend_is_refused_unless_it_was_asked_for() -> None:
    """A session that nobody can hear is an error, and the device is closed."""
    device = NullDevice()
    with pytest.raises(DeviceError, match="no sound device was found"):
        _miniaudio._OpenDevice(device, RingBuffer(), null=False)
    assert device.closed


def test_an_error_while_samples_are_made_goes_to_the_player() -> None:
    """The device gets silence for that call."""
    buffer: Any = RingBuffer()
    source = _miniaudio._pull(buffer)
    next(source)
    buffer.put(ramp(4))
    assert np.array_equal(np.frombuffer(source.send(4), np.float32).reshape(-1, 2), ramp(4))
    buffer._ring = None
    assert source.send(4) == bytes(4 * 2 * 4)
    with pytest.raises(DeviceError, match="could not be handed over"):
        buffer.drain(0)
