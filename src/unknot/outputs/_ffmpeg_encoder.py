"""One ffmpeg that encodes what it is fed, block by block, into a file that is already open."""

from __future__ import annotations

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

_PATIENCE = 600.0
"""Seconds that an encoder may take to end after its last block."""
_TOO_LARGE = -getattr(signal, "SIGXFSZ", 1 << 30)
"""The status of a child that the system ended because its file grew over a limit; nothing on Windows."""


class FfmpegEncoder:
    """A child process between a stream of samples and a file.

    Args:
        target: What ffmpeg does with its input: codec, format and destination. `pipe:1` is `result`.
        result: The open file that the child writes to, from where it stands. None when it writes to a name.
        sample_format: How the blocks are laid out: `f32le` or `s16le`.
        channels: How many channels a block has.
        core: Which core it is kept on; None for any.
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
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  (closed in stop)
        raw = ["-f", sample_format, "-ar", str(SAMPLE_RATE), "-ac", str(channels), "-i", "pipe:0"]
        command = [ffmpeg.program(), "-hide_banner", "-nostats", "-v", "error", "-y", *raw, *target]
        sink = subprocess.DEVNULL if result is None else result
        self._child = start_child(command, stdin=subprocess.PIPE, stdout=sink, stderr=self._complaints, core=core)
        self._stdin = cast(IO[bytes], self._child.stdin)

    def feed(self, block: NDArray[Any]) -> None:
        """Hand over the next samples, in the layout that the encoder was started for.

        Raises:
            WriteError: The encoder takes no more; the message is its own last words.
        """
        try:
            self._stdin.write(np.ascontiguousarray(block).data)
        except OSError as fault:
            self._child.wait(_PATIENCE)
            raise WriteError(f"the encoder stopped: {self._last_words()}") from fault

    def finish(self) -> None:
        """Afterwards everything fed is encoded and the child is gone.

        Raises:
            WriteError: The encoder failed; the message is its own last words.
        """
        try:
            self._stdin.close()
            status = self._child.wait(_PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as fault:
            self.stop()
            raise WriteError(f"the encoder stopped: {fault}") from fault
        words = self._last_words()
        self.stop()
        if status != 0:
            raise WriteError(f"the encoder stopped: {words}")

    def stop(self) -> None:
        """Afterwards the child is gone, whatever it was doing. May be called twice."""
        stop_child(self._child)
        self._complaints.close()

    def _last_words(self) -> str:
        """Why it stopped. That nothing more fits it says before it says that it failed."""
        if self._child.returncode == _TOO_LARGE:
            return DISK_FULL[-1]
        self._complaints.seek(0)
        said = self._complaints.read()
        return next((words for words in DISK_FULL if words.encode() in said), "") or ffmpeg.reason(said)
