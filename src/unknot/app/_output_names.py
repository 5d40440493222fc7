"""Where the file of each session of an export goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import UsageError, WriteError
from unknot.units import format_duration

if TYPE_CHECKING:
    from unknot.library import RoutineEntry
    from unknot.units import Frames

_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_FIELDS: Final = ("name", "title", "length", "language")
"""The fields that a name with `{…}` may have."""
_UNFIT: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""Characters that a name of a file cannot have on every system."""


@dataclass(frozen=True, slots=True)
class OutputName:
    """What `-o` says."""

    output: Path | None
    """A file; a folder; a name with fields, as in `{name}-{length}.mp3`; None is the current folder."""
    suffix: str
    """The format of files in a folder."""
    folder: bool = False
    """`output` is a folder, whether it exists or not."""

    @property
    def is_folder(self) -> bool:
        """Whether files are named after their routines, in that folder."""
        output = self.output
        return output is None or self.folder or output.is_dir() or not (output.suffix or self._has_fields)

    @property
    def takes_several(self) -> bool:
        """Whether several sessions can have files of their own."""
        return self.is_folder or self._has_fields

    def path(self, entry: RoutineEntry, length: Frames | None, chapter: str = "") -> Path:
        """The file for a session of the routine at that length, or for a chapter of it.

        Raises:
            UsageError: The name has a field that there is not, or is `-`.
        """
        if str(self.output) == "-":
            raise UsageError("a session cannot be written to standard output", next_step="name a file or a folder")
        if self.is_folder:
            length_part = f"-{format_duration(length)}" if length else ""
            chapter_part = f"-{_fit(chapter).replace(' ', '-')}" if chapter else ""
            return (self.output or Path()) / f"{entry.name}{length_part}{chapter_part}.{self.suffix.lstrip('.')}"
        return Path(_FIELD.sub(lambda field: _value(field[1], entry, length), str(self.output)))

    @property
    def _has_fields(self) -> bool:
        return self.output is not None and _FIELD.search(str(self.output)) is not None


def make_folder(folder: Path) -> None:
    """Afterwards the folder exists.

    Raises:
        WriteError: It could not be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise WriteError(
            f"cannot make the folder {folder}: {fault.strerror or fault}", next_step="choose another with -o"
        ) from fault


def _value(field: str, entry: RoutineEntry, length: Frames | None) -> str:
    if field not in _FIELDS:
        known = ", ".join(f"{{{name}}}" for name in _FIELDS)
        raise UsageError(f"a name of a file has no field {{{field}}}", next_step=f"fields are {known}")
    length = length or entry.length
    values = {
        "name": entry.name,
        "title": entry.title,
        "length": format_duration(length) if length else "natural",
        "language": entry.language,
    }
    return _fit(values[field])


def _fit(text: str) -> str:
    """The text without what a name of a file cannot have."""
    return " ".join(_UNFIT.sub(" ", text).split()).strip(".")
