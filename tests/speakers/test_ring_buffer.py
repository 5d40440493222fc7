"""The samples between the player and the device."""

from __future__ import annotations

import numpy as np
import pytest

from tests.speakers.tools import ramp
from unknot.errors import DeviceError
from unknot.speakers._ring_buffer import NOISE_PEAK, STARTED, RingBuffer
from unknot.units import Frames


def test_a_callback_gets_the_frames_in_order_for_all_sizes() -> None:
    """Frames keep their order across the end of the ring."""
    buffer, got, written = RingBuffer(depth=Frames(1000)), [], 0
    for size in (7, 300, 1, 999, 250, 640) * 5:
        while written < size:
            written += buffer.put(ramp(size)[written:])
            got.append(buffer.take(buffer.pending))
        written = 0
    expected = np.concatenate([ramp(size) for size in (7, 300, 1, 999, 250, 640) * 5])
    assert np.array_equal(np.concatenate(got), expected)


def test_an_open_device_is_never_silent() -> None:
    """Without samples, or with zeros only, the device gets noise that cannot be heard."""
    buffer = RingBuffer()
    buffer.put(np.zeros((100, 2), np.float32))
    for count in (100, 480):
        out = buffer.take(count)
        assert out.shape == (count, 2)
        assert 0 < np.abs(out).max() <= NOISE_PEAK


def test_what_is_taken_back_leaves_a_device_enough_for_its_next_call() -> None:
    """The sound has no gap when a key is pressed."""
    buffer = RingBuffer()
    buffer.put(ramp(10_000))
    buffer.take(1200)
    assert buffer.take_back() == 10_000 - 1200 - 1440
    buffer.take(1200)
    buffer.put(ramp(1200))
    buffer.take(1200)
    assert buffer.underruns == 0


def test_an_empty_buffer_while_playing_is_one_underrun() -> None:
    """An empty buffer before the first samples is none."""
    buffer = RingBuffer()
    buffer.take(100)
    assert buffer.underruns == 0
    buffer.put(ramp(100))
    buffer.take(160)
    buffer.take(100)
    assert buffer.underruns == 1
    buffer.put(ramp(100))
    buffer.take(160)
    assert buffer.underruns == 2


@pytest.mark.parametrize(("taken", "limit"), [(STARTED + 1200, 0.5), (4800, 6.2)])
def test_a_device_that_takes_nothing_is_an_error(taken: int, limit: float) -> None:
    """The error comes within half a second; a device that has only filled its own buffers has six seconds."""
    now = [0.0]
    buffer = RingBuffer(depth=Frames(100), clock=lambda: now[0])
    buffer.start()
    buffer.take(taken)
    buffer.put(ramp(100))

    def wait_for_it() -> None:
        while now[0] < limit:
            now[0] += 0.01
            buffer.put(ramp(1))

    with pytest.raises(DeviceError, match="stopped taking"):
        wait_for_it()
    assert now[0] > limit - 0.3


def test_a_jump_of_the_clock_is_no_error_of_the_device() -> None:
    """A process that was stopped for an hour plays on."""
    now = [0.0]
    buffer = RingBuffer(clock=lambda: now[0])
    buffer.start()
    now[0] = 3600.0
    buffer.put(ramp(1))


def test_a_failed_device_is_an_error_at_the_next_put() -> None:
    """The error has a next step."""
    buffer = RingBuffer()
    buffer.fail("the sound device is gone")
    with pytest.raises(DeviceError, match="gone") as caught:
        buffer.put(ramp(1))
    assert caught.value.next_step
