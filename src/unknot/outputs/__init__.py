"""Files that a session becomes."""

from __future__ import annotations

from unknot.outputs import captions
from unknot.outputs._exporters import exporter, picture_exporter
from unknot.outputs._formats import SUFFIXES, export_remembered, format_for, open_output
from unknot.outputs.cover import cover
from unknot.outputs.names import safe_name
from unknot.outputs.picture import text as picture_in_letters
from unknot.outputs.stems import write_stems
from unknot.ports import Tags

__all__ = [
    "SUFFIXES",
    "Tags",
    "captions",
    "cover",
    "export_remembered",
    "exporter",
    "format_for",
    "open_output",
    "picture_exporter",
    "picture_in_letters",
    "safe_name",
    "write_stems",
]
