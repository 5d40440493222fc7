"""What verbs write: never over a file without being told to, and never half a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TextResult:
    """A text that was made."""

    text: str
    path: Path | None
    """The file that it stands in; None where no file was asked for."""


def deliver(text: str, output: Path | None, *, force: bool) -> TextResult:
    """The text; afterwards it stands whole at `output` where that is a path.

    Raises:
        UsageError: The file is there already and `force` is not given.
        WriteError: It could not be written.
    """
    if output is not None:
        refuse_to_replace(output, force=force)
        with wiring.atomic_path(output) as beside:
            beside.write_bytes(text.encode())
    return TextResult(text, output)


def refuse_to_replace(path: Path, *, force: bool) -> None:
    """Return only when nothing would be lost by writing to `path`.

    Raises:
        UsageError: The file is there already, or its folder is not.
    """
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already", next_step="choose another name with -o, or replace it with --force"
        )
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", next_step="make it first, or choose another with -o")
