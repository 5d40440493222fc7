"""What the tests of speakers share: frames that can be told apart, and fakes of outputs and libraries."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Output, Speaker


def ramp(count: int, start: int = 0) -> Samples:
    """Frames with rising numbers, 1, 2, 3 … divided by 2**20: each can be recognised."""
    one = (np.arange(start + 1, start + count + 1) / 2**20).astype(np.float32)
    return np.stack((one, -one), axis=1)


class MemoryOutput:
    """Keeps what is written to it."""

    def __init__(self) -> None:
        self.blocks: list[Samples] = []
        self.finished = 0

    def write(self, block: Samples) -> None:
        """Keeps a copy of the block."""
        self.blocks.append(np.array(block))

    def finish(self) -> None:
        """Counts the calls."""
        self.finished += 1

    def abandon(self) -> None:
        """Removes all blocks."""
        self.blocks.clear()


class FakeSimpleaudio:
    """A simpleaudio whose sounds last as long as real ones, without a device."""

    class _simpleaudio:  # noqa: N801  (where the library has it)
        class SimpleaudioError(Exception):
            """Raised without a device."""

    def __init__(self) -> None:
        self.buffers: list[Any] = []

    def play_buffer(self, buffer: Any, channels: int, width: int, rate: int) -> FakeSimpleaudio._Sound:
        """A sound that plays until its length has passed."""
        assert (channels, width, rate) == (2, 2, 48_000)
        self.buffers.append(buffer)
        return self._Sound(time.monotonic() + len(buffer) / rate)

    class _Sound:
        def __init__(self, end: float) -> None:
            self._end = end

        def is_playing(self) -> bool:
            """Whether its length has not passed."""
            return time.monotonic() < self._end

        def stop(self) -> None:
            """Afterwards it does not play."""
            self._end = 0.0


class FakeSounddevice:
    """A PortAudio whose stream is a thread that asks for a block every 5 ms."""

    class PortAudioError(Exception):
        """Raised without a device."""

    def __init__(self) -> None:
        self.restarts = 0

    def _terminate(self) -> None:
        self.restarts += 1

    def _initialize(self) -> None:
        pass

    class OutputStream:
        """Asks its callback for samples."""

        def __init__(self, *, callback: Any, finished_callback: Any, blocksize: int, **_: Any) -> None:
            self._callback, self._finished, self._size = callback, finished_callback, blocksize
            self._stopping = threading.Event()
            self._thread = threading.Thread(target=self._run, daemon=True)

        def start(self) -> None:
            """Afterwards it asks."""
            self._thread.start()

        def abort(self) -> None:
            """Afterwards it does not ask."""
            self._stopping.set()
            self._thread.join()

        def close(self) -> None:
            """Does nothing."""

        def _run(self) -> None:
            out = np.zeros((self._size, 2), np.float32)
            while not self._stopping.wait(0.005):
                self._callback(out, len(out), None, None)
            self._finished()


def write_all(speaker: Speaker, block: Samples) -> None:
    """Afterwards the speaker has taken all of `block`."""
    while len(block):
        block = block[speaker.write(block) :]


def drain(speaker: Speaker) -> None:
    """Afterwards everything was played."""
    while not speaker.drain():
        pass


def no_record(path: Path) -> Output:
    """Fails: an output is made only when a speaker is opened."""
    raise AssertionError(path)
