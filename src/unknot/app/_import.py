"""`import`: a routine script from the text of another program."""

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
"""The kind of a text."""
IMPORT_KINDS: Final = KINDS


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which text to import."""

    file: Path
    """The file with the text, or its name when `text` is given."""
    text: str | None = None
    """None reads it from the file."""
    kind: ImportKind = "auto"
    title: str = ""
    """The title of the routine; empty is the name of the file."""
    output: Path | None = None
    """The script to write; None writes no file."""
    force: bool = False
    """Replace an existing file."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """An imported routine script."""

    script: TextResult
    lost: tuple[Finding, ...]
    """What was not imported, with its places in the original text."""


def import_script(request: ImportRequest) -> ImportResult:
    """The routine script with the content of another program's script.

    Raises:
        UsageError: The file cannot be read, or the script exists already.
        ScriptError: The text cannot be read as its kind.
        WriteError: The script could not be written.
    """
    if request.output is not None:
        refuse_to_replace(request.output, force=request.force)
    text = read_script(request.file) if request.text is None else request.text
    imported = from_foreign(text, request.kind, request.title or request.file.stem, str(request.file))
    return ImportResult(deliver(imported.text, request.output, force=request.force), imported.lost)
