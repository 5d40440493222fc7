"""MP3 at a constant bit rate without a reservoir: every frame 24 ms, every frame as many bytes as any other."""

from unknot.outputs.mp3.blocks import Source
from unknot.outputs.mp3.layout import BIT_RATES, Layout
from unknot.outputs.mp3.remembered import Done, export
from unknot.outputs.mp3.serial import Mp3

__all__ = ["BIT_RATES", "Done", "Layout", "Mp3", "Source", "export"]
