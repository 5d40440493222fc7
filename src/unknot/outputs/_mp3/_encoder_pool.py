"""Encoders at work side by side: stretches of sound in, their MP3 frames out, each as one long encode would give it."""

from __future__ import annotations

import queue
import tempfile
import threading
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from unknot.errors import UnknotError, WriteError
from unknot.outputs import _sound_check
from unknot.outputs._ffmpeg_encoder import FfmpegEncoder
from unknot.outputs._mp3._stream_layout import DECODER_DELAY, ENCODER_DELAY
from unknot.platform import cores

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.outputs._mp3._stream_layout import StreamLayout

_LONGEST = 4096
"""Frames that one encoder takes before another follows it, so that results come while work goes on."""
_WAITING = 2
"""Stretches that may wait in line; whoever brings more has to wait too."""


@dataclass(slots=True)
class EncodeJob:
    """Sound to be encoded, with enough before it for the encoder to be in the state that belongs there."""

    done: Callable[[bytes], None]
    """Is given the frames that were wanted, in the thread of the encoder."""
    fresh: bool = False
    """Whether it has to be the first that its encoder hears."""
    run_in: int = 0
    """Frames at its beginning that are not wanted."""
    count: int = 0
    """Frames that are wanted, behind those."""
    blocks: list[Samples] = field(default_factory=list)
    """Whole grid steps in the stream's channels: run-in, what is wanted, and one step of run-out."""

    @property
    def steps(self) -> int:
        """Grid steps of all of it."""
        return self.run_in + self.count + 1


class EncoderPool:
    """As many encoders as there are cores. Closing it waits for all results.

    Raises (from `add` and `close`):
        WriteError: An encoder failed.
    """

    def __init__(self, shape: StreamLayout) -> None:
        self._shape = shape
        self._line: queue.Queue[EncodeJob | None] = queue.Queue(_WAITING)
        self._fault: BaseException | None = None
        self._threads = [threading.Thread(target=self._work, args=(core,), daemon=True) for core in range(cores())]
        self._started = 0

    def add(self, stretch: EncodeJob) -> None:
        """Afterwards the stretch is in line. Its `done` is called before `close` returns."""
        if self._started < len(self._threads):
            self._threads[self._started].start()
            self._started += 1
        self._check()
        self._line.put(stretch)

    def close(self) -> None:
        """Afterwards every stretch is done and no encoder is left."""
        self._end()
        self._check()

    def abandon(self) -> None:
        """Afterwards no encoder is left."""
        self._fault = self._fault or WriteError("the export was abandoned")
        self._end()

    def _end(self) -> None:
        for _ in range(self._started):
            self._line.put(None)
        for thread in self._threads[: self._started]:
            thread.join()
        self._started = 0

    def _check(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _work(self, core: int) -> None:
        """One encoder after the other, until the line ends. After a fault the line is only emptied."""
        bench: _PooledEncoder | None = None
        while True:
            stretch = self._line.get()
            try:
                if bench is not None and (stretch is None or stretch.fresh or bench.steps > _LONGEST):
                    ended, bench = bench, None
                    ended.finish()
                if stretch is not None and not self._fault:
                    bench = bench or _PooledEncoder(self._shape, core)
                    bench.take(stretch)
            except BaseException as fault:  # noqa: BLE001  (raised again in the thread that waits)
                self._fault = self._fault or fault
                bench = None
            if stretch is None:
                return


class _PooledEncoder:
    """One encoder and the stretches that it was given."""

    def __init__(self, shape: StreamLayout, core: int) -> None:
        self._shape, self._core = shape, core
        self._result: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed in stop)
        self._encoder = FfmpegEncoder([*shape.arguments, "pipe:1"], self._result, channels=shape.channels, core=core)
        self._taken: list[EncodeJob] = []
        self._passed = _sound_check.PowerEnvelope()
        self.steps = 0
        """Grid steps taken."""

    def take(self, stretch: EncodeJob) -> None:
        """Feed all of it."""
        try:
            for block in stretch.blocks:
                self._encoder.feed(block)
                self._passed.add(block)
        except UnknotError:
            self.stop()
            raise
        stretch.blocks.clear()
        self._taken.append(stretch)
        self.steps += stretch.steps

    def finish(self) -> None:
        """Hand over what came of each stretch, once it is known to sound as it should."""
        size = self._shape.frame_bytes
        try:
            self._encoder.finish()
            _sound_check.stream(
                self._result, self._passed, self._shape.channels, ENCODER_DELAY + DECODER_DELAY, self._core
            )
            self._result.seek(0)
            for stretch in self._taken:
                frames = self._result.read(stretch.steps * size)
                if len(frames) != stretch.steps * size:
                    raise WriteError(f"the encoder gave {len(frames)} bytes for {stretch.steps} frames")
                stretch.done(frames[stretch.run_in * size : (stretch.run_in + stretch.count) * size])
        finally:
            self.stop()

    def stop(self) -> None:
        """Afterwards nothing of it is left. May be called twice."""
        self._encoder.stop()
        self._result.close()
