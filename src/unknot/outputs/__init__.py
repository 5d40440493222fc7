"""Files of a session: sound, subtitles, pictures, SSML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.outputs._cover import draw_cover as draw_cover
    from unknot.outputs._cover_file import read_cover as read_cover
    from unknot.outputs._exporters import exporter as exporter, picture_exporter as picture_exporter
    from unknot.outputs._formats import (
        export_incremental as export_incremental,
        format_for as format_for,
        open_output as open_output,
    )
    from unknot.outputs._mp3._blocks import FrameSource as FrameSource
    from unknot.outputs._mp3._incremental import ExportCounts as ExportCounts, export as export
    from unknot.outputs._mp3._serial import Mp3File as Mp3File
    from unknot.outputs._mp3._stream_layout import BIT_RATES as BIT_RATES, StreamLayout as StreamLayout
    from unknot.outputs._picture import picture_text as picture_text
    from unknot.outputs._serial import write_stems as write_stems
    from unknot.outputs._suffixes import SUFFIXES as SUFFIXES
    from unknot.outputs._tags import checked_date as checked_date, safe_name as safe_name

_NAMES = {
    "BIT_RATES": "_mp3._stream_layout",
    "ExportCounts": "_mp3._incremental",
    "FrameSource": "_mp3._blocks",
    "Mp3File": "_mp3._serial",
    "SUFFIXES": "_suffixes",
    "StreamLayout": "_mp3._stream_layout",
    "checked_date": "_tags",
    "draw_cover": "_cover",
    "export": "_mp3._incremental",
    "export_incremental": "_formats",
    "exporter": "_exporters",
    "format_for": "_formats",
    "open_output": "_formats",
    "picture_exporter": "_exporters",
    "picture_text": "_picture",
    "read_cover": "_cover_file",
    "safe_name": "_tags",
    "write_stems": "_serial",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
