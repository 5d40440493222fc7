"""`import`: a routine script from the text of another program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot import wiring
from unknot.app._files import TextResult, deliver, refuse_to_replace
from unknot.errors import UsageError
from unknot.script import KINDS, LARGEST_FILE, KindName, from_foreign

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.errors import Finding

ImportKind: TypeAlias = KindName
"""What kind of text it is."""
IMPORT_KINDS: Final = KINDS
LARGEST_IMPORT: Final = LARGEST_FILE
"""Bytes of the largest file that is read."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which text to import."""

    file: Path
    """Where the text is, or its name where it is given as `content`."""
    content: bytes | None = None
    """None: it is read from the file."""
    kind: ImportKind = "auto"
    title: str = ""
    """Of the routine. When empty: what the text says of itself, else the file's name."""
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
    content = _content(request.file) if request.content is None else request.content
    folder = (request.output or request.file).parent
    imported = from_foreign(
        content,
        request.kind,
        request.title,
        str(request.file),
        lambda kind, name: wiring.has_sound(kind, name, folder),
    )
    return ImportResult(deliver(imported.text, request.output, force=request.force), imported.lost)


def _content(file: Path) -> bytes:
    """What is in the file; never more than one byte beyond the largest that is read."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_IMPORT + 1)
    except OSError as fault:
        raise UsageError(f"cannot read {file}: {fault.strerror}", next_step="check the path") from fault
