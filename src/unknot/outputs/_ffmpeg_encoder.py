"""An ffmpeg process that encodes blocks of samples into an open file."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np

from unknot.audio import CHANNELS
from unknot.errors import WriteError
from unknot.platform import DISK_FULL, ffmpeg, start_child, stop_child
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TIMEOUT = 600.0
"""Seconds that an encoder may take to end after its last block."""
_TOO_LARGE = -getattr(signal, "SIGXFSZ", 1 << 30)
"""The exit status when the system has ended the process because its file exceeded a limit; never on Windows."""


class FfmpegEncoder:
    """A child process that turns samples into a file.

    Args:
        target: The arguments of ffmpeg for codec, format and destination. `pipe:1` is `result`.
        result: The open file that it writes to, from its position on. None if the destination is a path.
        sample_format: The format of the samples: `f32le` or `s16le`.
        channels: The number of channels.
        core: The processor core that it runs on; None for any.
    """

    def __init__(
        self,
        target: Sequence[str],
        result: IO[bytes] | None = None,
        *,
        sample_format: str = "f32le",
        channels: int = CHANNELS,
        core: int | None = None,
    ) -> None:
        self._name = os.fsencode(target[-1].removeprefix("file:"))
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in stop)
        raw = ["-f", sample_format, "-ar", str(SAMPLE_RATE), "-ac", str(channels), "-i", "pipe:0"]
        command = [ffmpeg.program(), "-hide_banner", "-nostats", "-v", "error", "-y", *raw, *target]
        sink = subprocess.DEVNULL if result is None else result
        self._child = start_child(command, stdin=subprocess.PIPE, stdout=sink, stderr=self._errors, core=core)
        self._stdin = cast(IO[bytes], self._child.stdin)

    def feed(self, block: NDArray[Any]) -> None:
        """Encode the next samples, in the format that the encoder was started with.

        Raises:
            WriteError: The encoder has failed; the message is its own.
        """
        try:
            self._stdin.write(np.ascontiguousarray(block).data)
        except OSError as fault:
            self._child.wait(_TIMEOUT)
            raise WriteError(f"the encoder stopped: {self._error()}") from fault

    def finish(self) -> None:
        """Afterwards all samples are encoded and the process has ended.

        Raises:
            WriteError: The encoder has failed; the message is its own.
        """
        try:
            self._stdin.close()
            status = self._child.wait(_TIMEOUT)
        except (OSError, subprocess.TimeoutExpired) as fault:
            self.stop()
            raise WriteError(f"the encoder stopped: {fault}") from fault
        error = self._error()
        self.stop()
        if status != 0:
            raise WriteError(f"the encoder stopped: {error}")

    def stop(self) -> None:
        """Afterwards the process has ended, in whatever state it was. May be called twice."""
        stop_child(self._child)
        self._errors.close()

    def _error(self) -> str:
        """Why it stopped. A full disk is not in its last message but in an earlier one."""
        if self._child.returncode == _TOO_LARGE:
            return DISK_FULL[-1]
        self._errors.seek(0)
        output = self._errors.read()
        said = output.replace(self._name, b"")  # a name may hold any words
        return next((words for words in DISK_FULL if words.encode() in said), "") or ffmpeg.reason(output)
