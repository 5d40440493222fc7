"""Encoders that work in parallel. Their frames are those that one encoder for the whole session would give."""

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
"""Frames after which an encoder is replaced, so that results come before the end of the work. It is not replaced where
less than half as many frames are left for each encoder: a short last encoder would start and end while others wait."""
_WAITING = 2
"""Jobs that may wait in the queue; `add` blocks while it is full."""


@dataclass(slots=True)
class EncodeJob:
    """Sound to be encoded, with enough sound before it to bring the encoder into the right state."""

    done: Callable[[bytes], None]
    """Called with the encoded frames, in the thread of the encoder."""
    fresh: bool = False
    """Whether it must be the first job of its encoder."""
    run_in: int = 0
    """Frames at its beginning that are discarded."""
    count: int = 0
    """Frames after those, which are kept."""
    left: int = 0
    """How many grid steps all later jobs are expected to have."""
    blocks: list[Samples] = field(default_factory=list)
    """Whole grid steps in the channels of the stream: run-in, the frames to keep, and one step of run-out."""

    @property
    def steps(self) -> int:
        """Grid steps of all blocks."""
        return self.run_in + self.count + 1


class EncoderPool:
    """One encoder for each processor core. `close` waits for all results.

    Raises (from `add` and `close`):
        WriteError: An encoder failed.
    """

    def __init__(self, layout: StreamLayout) -> None:
        self._layout = layout
        self._queue: queue.Queue[EncodeJob | None] = queue.Queue(_WAITING)
        self._fault: BaseException | None = None
        self._threads = [threading.Thread(target=self._work, args=(core,), daemon=True) for core in range(cores())]
        self._started = 0

    def add(self, job: EncodeJob) -> None:
        """Afterwards the job is in the queue. Its `done` is called before `close` returns."""
        if self._started < len(self._threads):
            self._threads[self._started].start()
            self._started += 1
        self._check()
        self._queue.put(job)

    def close(self) -> None:
        """Afterwards every job is done and no encoder runs."""
        self._end()
        self._check()

    def abandon(self) -> None:
        """Afterwards no encoder runs."""
        self._fault = self._fault or WriteError("the export was abandoned")
        self._end()

    def _end(self) -> None:
        for _ in range(self._started):
            self._queue.put(None)
        for thread in self._threads[: self._started]:
            thread.join()
        self._started = 0

    def _check(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _work(self, core: int) -> None:
        """Run one encoder after the other until the queue ends. After a fault, only empty the queue."""
        encoder: _PooledEncoder | None = None
        while True:
            job = self._queue.get()
            try:
                if encoder is not None and (job is None or job.fresh or self._is_long(encoder, job)):
                    ended, encoder = encoder, None
                    ended.finish()
                if job is not None and not self._fault:
                    encoder = encoder or _PooledEncoder(self._layout, core)
                    encoder.take(job)
            except BaseException as fault:  # noqa: BLE001  (raised again in the thread that waits)
                self._fault = self._fault or fault
                encoder = None
            if job is None:
                return

    def _is_long(self, encoder: _PooledEncoder, job: EncodeJob) -> bool:
        """Whether an encoder is to be replaced before a job."""
        return encoder.steps > _LONGEST and job.left > len(self._threads) * _LONGEST // 2


class _PooledEncoder:
    """One encoder and its jobs."""

    def __init__(self, layout: StreamLayout, core: int) -> None:
        self._layout, self._core = layout, core
        self._result: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed in stop)
        self._encoder = FfmpegEncoder([*layout.arguments, "pipe:1"], self._result, channels=layout.channels, core=core)
        self._jobs: list[EncodeJob] = []
        self._envelope = _sound_check.PowerEnvelope()
        self.steps = 0
        """Grid steps fed so far."""

    def take(self, job: EncodeJob) -> None:
        """Encode all of a job."""
        try:
            for block in job.blocks:
                self._encoder.feed(block)
                self._envelope.add(block)
        except UnknotError:
            self.stop()
            raise
        job.blocks.clear()
        self._jobs.append(job)
        self.steps += job.steps

    def finish(self) -> None:
        """Deliver the frames of each job, after they were decoded and compared."""
        size = self._layout.frame_bytes
        try:
            self._encoder.finish()
            _sound_check.check_stream(
                self._result, self._envelope, self._layout.channels, ENCODER_DELAY + DECODER_DELAY, self._core
            )
            self._result.seek(0)
            for job in self._jobs:
                frames = self._result.read(job.steps * size)
                if len(frames) != job.steps * size:
                    raise WriteError(f"the encoder gave {len(frames)} bytes for {job.steps} frames")
                job.done(frames[job.run_in * size : (job.run_in + job.count) * size])
        finally:
            self.stop()

    def stop(self) -> None:
        """Afterwards the encoder has ended and its file is gone. May be called twice."""
        self._encoder.stop()
        self._result.close()
