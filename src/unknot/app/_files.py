"""Writing files for the verbs: an existing file is replaced only with `force`, and never half a file is written."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill. After the block it is at `target`, in place of what was there; after an error nothing changed.

    Raises:
        WriteError: It could not be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as temporary:
            new = Path(temporary) / "new"
            new.mkdir()
            yield new
            if target.exists():
                target.rename(Path(temporary) / "old")
            new.rename(target)
    except OSError as fault:
        why = fault.strerror or fault
        raise WriteError(f"cannot write {target}: {why}", next_step="choose another folder") from fault
