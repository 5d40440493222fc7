"""Writing files for the verbs: an existing file is replaced only with `force`, and never half a file is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TextResult:
    """A text that a verb made."""

    text: str
    path: Path | None
    """The file with the text; None when no file was asked for."""


def deliver(text: str, output: Path | None, *, force: bool) -> TextResult:
    """The text. It is written to `output` when that is a path.

    Raises:
        UsageError: The file exists already and `force` is not set, or its folder does not exist.
        WriteError: It could not be written.
    """
    if output is not None:
        refuse_to_replace(output, force=force)
        with wiring.atomic_path(output) as temporary:
            temporary.write_bytes(text.encode())
    return TextResult(text, output)


def refuse_to_replace(path: Path, *, force: bool) -> None:
    """Return only when `path` may be written.

    Raises:
        UsageError: The file exists already and `force` is not set, or its folder does not exist.
    """
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already", next_step="choose another name with -o, or replace it with --force"
        )
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", next_step="make it first, or choose another with -o")
