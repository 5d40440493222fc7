"""`import`: a routine script made of another program's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.app._files import TextResult, deliver, refuse_to_replace
from unknot.library import read_script
from unknot.script import KINDS, Kind, from_foreign

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.errors import Finding

ImportKind: TypeAlias = Kind
"""What kind of text it is."""
IMPORT_KINDS: Final = KINDS


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to become a routine script."""

    file: Path
    """Where the text is, or what it is called where it is given as `text`."""
    text: str | None = None
    """None: it is read from the file."""
    kind: ImportKind = "auto"
    title: str = ""
    """Of the routine; the file's name when empty."""
    output: Path | None = None
    """The script to write."""
    force: bool = False
    """Replace a file that is there already."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A routine script made from another text."""

    script: TextResult
    lost: tuple[Finding, ...]
    """What it could not carry over, with places in the text that was given."""


def import_script(request: ImportRequest) -> ImportResult:
    """The routine script that says what another program's script says.

    Raises:
        UsageError: The file cannot be read, or the one to write is there already.
        ScriptError: The text cannot be read as its kind.
        WriteError: The script could not be written.
    """
    if request.output is not None:
        refuse_to_replace(request.output, force=request.force)
    text = read_script(request.file) if request.text is None else request.text
    imported = from_foreign(text, request.kind, request.title or request.file.stem, str(request.file))
    return ImportResult(deliver(imported.text, request.output, force=request.force), imported.lost)
