"""Routines by name or path. Only their headers are read, so that a list is fast."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.library._body_parts import BodyPart
from unknot.units import parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from unknot.units import Frames

SUFFIX = ".md"
"""The suffix of script files."""
_HEADER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_LARGEST = 1_000_000
"""Bytes of the largest script; ten hours of speech are less."""


@dataclass(frozen=True, slots=True)
class RoutineEntry:
    """A routine, as `unknot list` shows it."""

    name: str
    """The file's name without its suffix, by which it is found."""
    path: Path
    title: str
    """From the header; the name when the header has none or cannot be read."""
    summary: str = ""
    language: str = "en"
    """BCP 47."""
    areas: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    side: str = ""
    """`left` or `right` where it works on one side only."""
    posture: str = ""
    setting: str = ""
    level: str = ""
    length: Frames | None = None
    """The length in the header."""
    shipped: bool = False
    """Whether it comes with the program."""

    @property
    def file(self) -> str:
        """The path as text, for messages."""
        return str(self.path)

    @property
    def parts(self) -> tuple[BodyPart, ...]:
        """Its areas, with the side on which it works."""
        return tuple(BodyPart(area, self.side or None) for area in self.areas)

    @property
    def text(self) -> str:
        """The whole script.

        Raises:
            UsageError: It cannot be read, or is not UTF-8.
        """
        return read_script(self.path)


def shipped_folder() -> Path:
    """The folder of the routines that ship: inside the installed package, or `scripts/` of a checkout."""
    here = Path(__file__).resolve()
    packaged = here.parent / "scripts"
    return packaged if packaged.is_dir() else here.parents[3] / "scripts"


def routine_entries(more: Iterable[Path] = ()) -> tuple[RoutineEntry, ...]:
    """The routines that ship, by name, then those in the folders `more`, named `folder/routine`."""
    shipped = [_entry(path, shipped=True) for path in sorted(shipped_folder().glob(f"*{SUFFIX}"))]
    own = [replace(_entry(path), name=f"{folder.name}/{path.stem}") for folder in more for path in _scripts(folder)]
    return (*shipped, *own)


def find_routine(name_or_path: str, more: Iterable[Path] = ()) -> RoutineEntry:
    """The routine with this path, or the routine that ships with this name.

    A routine in one of the folders `more`, such as installed packs, is found as `folder/routine` or by its name.

    Raises:
        UsageError: There is no such routine; the next step names the nearest.
    """
    path = Path(name_or_path)
    if path.is_file():
        return _entry(path)
    shipped = shipped_folder() / f"{name_or_path}{SUFFIX}"
    if _is_plain(name_or_path) and shipped.is_file():
        return _entry(shipped, shipped=True)
    for folder in more:
        for own in _scripts(folder):
            if name_or_path in {own.stem, f"{folder.name}/{own.stem}"}:
                return replace(_entry(own), name=f"{folder.name}/{own.stem}")
    raise UsageError(f"there is no routine {name_or_path!r}", next_step=_nearest(path.stem))


def matching_entries(
    found: Iterable[RoutineEntry],
    *,
    areas: Collection[BodyPart] = (),
    tools: Collection[str] | None = None,
    settings: Collection[str] = (),
    language: str = "",
    longest: Frames | None = None,
) -> tuple[RoutineEntry, ...]:
    """The routines that fit all conditions. An empty condition is fulfilled by every routine.

    Args:
        found: The routines to choose from.
        areas: It works on one of these, or on a part of one.
        tools: It needs no others.
        settings: It is for one of these.
        language: Its language.
        longest: The longest length in its header.
    """
    return tuple(
        entry
        for entry in found
        if (not areas or any(part.overlaps(own) for part in areas for own in entry.parts))
        and (tools is None or set(entry.tools) <= set(tools))
        and (not settings or entry.setting in settings)
        and (not language or entry.language == language)
        and (longest is None or (entry.length or 0) <= longest)
    )


def include_finder(script: Path) -> Callable[[str], tuple[str, str] | None]:
    """A function for the includes of `script`: (file, text) by name, from its folder, then from the library.

    A file outside both folders, by `..`, a link or an absolute path, is not found.
    """
    folders = (script.resolve().parent, shipped_folder().resolve())

    def include(name: str) -> tuple[str, str] | None:
        for folder in folders if name.isprintable() else ():
            path = (folder / _with_suffix(name)).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return str(path), read_script(path)
        return None

    return include


def read_script(path: Path) -> str:
    """The text of a script, with every line end as one character.

    Raises:
        UsageError: It cannot be read, is not UTF-8, or is too large.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path} is too large for a script", next_step="give a routine script (Markdown)")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UsageError(
            f"{path} is not text in UTF-8: {fault.reason}", next_step=f"make a routine of it: unknot import {path}"
        ) from fault
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror}", next_step="check the path") from fault


def _entry(path: Path, *, shipped: bool = False) -> RoutineEntry:
    header = _header(read_script(path))
    return RoutineEntry(
        name=path.stem,
        path=path,
        title=_word(header.get("title")) or path.stem,
        summary=_word(header.get("summary")),
        language=_word(header.get("language")) or "en",
        areas=_words(header.get("areas")),
        tools=_words(header.get("tools")),
        side=_word(header.get("side")),
        posture=_word(header.get("posture")),
        setting=_word(header.get("setting")),
        level=_word(header.get("level")),
        length=_length(header.get("length")),
        shipped=shipped,
    )


def _header(text: str) -> dict[str, object]:
    """The values of the header; empty when it cannot be read, which the parser reports later."""
    import yaml  # here, because `--help` does not need it

    found = _HEADER.match(text)
    try:
        header = yaml.load(found[1], yaml.BaseLoader) if found else None  # noqa: S506 - BaseLoader makes only strings
    except yaml.YAMLError:
        return {}
    return header if isinstance(header, dict) else {}


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else tuple(_word(value).split())


def _length(value: object) -> Frames | None:
    try:
        return parse_duration(_word(value))
    except ValueError:
        return None


def _scripts(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def _is_plain(name: str) -> bool:
    return bool(name) and name == Path(name).name and not name.startswith(".")


def _with_suffix(name: str) -> str:
    return name if name.endswith(SUFFIX) else name + SUFFIX


def _nearest(name: str) -> str:
    names = [path.stem for path in sorted(shipped_folder().glob(f"*{SUFFIX}"))]
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(close)}?" if close else "`unknot list` shows the routines that there are"
