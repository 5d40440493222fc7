"""`fmt`: scripts in the canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import script
from unknot.app._files import deliver
from unknot.library import read_script

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FmtRequest:
    """Which scripts to rewrite."""

    files: tuple[Path, ...]
    check: bool = False
    """Write nothing."""


def fmt(request: FmtRequest) -> tuple[Path, ...]:
    """The files that were changed to the canonical form; with `check`, those that would be changed.

    Raises:
        UsageError: A file cannot be read.
        ScriptError: A script cannot be parsed.
        WriteError: A file could not be written.
    """
    return tuple(path for path in request.files if _changed(path, check=request.check))


def fmt_text(text: str) -> str:
    """A script in the canonical form.

    Raises:
        ScriptError: It cannot be parsed.
    """
    return script.canonical(text, "-")


def _changed(path: Path, *, check: bool) -> bool:
    before = read_script(path)
    after = script.canonical(before, str(path))
    if before != after and not check:
        deliver(after, path, force=True)
    return before != after
