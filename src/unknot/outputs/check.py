"""What a finished file really holds, by decoding it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from unknot.audio import CHANNELS
from unknot.errors import AudioFileError, WriteError
from unknot.host import children, ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

_READ = 1 << 20


def decoded_frames(path: Path) -> int:
    """How many frames at 48 kHz a decoder gets out of the whole file.

    Raises:
        AudioFileError: It cannot be decoded to the end.
    """
    shape = ["-map", "0:a:0", "-f", "s16le", "-ar", "48000", "-ac", str(CHANNELS), "pipe:1"]
    command = [ffmpeg.program(), "-hide_banner", "-nostdin", "-v", "error", "-xerror", *ffmpeg.source(path), *shape]
    child = children.start(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    count = 0
    try:
        while child.stdout and (piece := child.stdout.read(_READ)):
            count += len(piece)
        status = child.wait()
    finally:
        children.stop(child)
    if status != 0:
        raise AudioFileError(f"{path.name} cannot be decoded to its end")
    return count // (2 * CHANNELS)


def length(path: Path, frames: int) -> None:
    """Afterwards `path` is known to decode to exactly `frames` frames.

    Raises:
        WriteError: It does not.
    """
    try:
        found = decoded_frames(path)
    except AudioFileError as fault:
        raise WriteError(f"what was written cannot be read back: {fault.message}") from fault
    if found != frames:
        raise WriteError(f"what was written decodes to {found} frames, not {frames}")
