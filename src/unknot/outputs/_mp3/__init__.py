"""MP3 at a constant bit rate without a reservoir: every frame 24 ms, every frame as many bytes as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.outputs._mp3._blocks import FrameSource as FrameSource
    from unknot.outputs._mp3._incremental import ExportCounts as ExportCounts, export as export
    from unknot.outputs._mp3._serial import Mp3File as Mp3File
    from unknot.outputs._mp3._stream_layout import BIT_RATES as BIT_RATES, StreamLayout as StreamLayout

_NAMES = {
    "BIT_RATES": "_stream_layout",
    "ExportCounts": "_incremental",
    "FrameSource": "_blocks",
    "Mp3File": "_serial",
    "StreamLayout": "_stream_layout",
    "export": "_incremental",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
