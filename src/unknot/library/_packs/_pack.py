"""The contents of `pack.toml`."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from unknot.errors import UsageError, documentation
from unknot.library._anatomy import one_of
from unknot.library._body_parts import all_parts, parts_without

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.library._profile import Profile

LIST = "pack.toml"
"""The file that describes a pack."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,47}", re.ASCII)
_LARGEST = 64 * 1024
"""Bytes of the largest pack.toml."""
_LONGEST = 4000
"""Characters of the longest text in it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A homework pack, as its pack.toml describes it."""

    name: str
    """Small letters, digits and dashes; also the name of its folder."""
    title: str
    routines: tuple[str, ...]
    """Names of files in the pack, in the intended order."""
    author: str = ""
    made: str = ""
    """A date as YYYY-MM-DD."""
    language: str = "en"
    focus: tuple[str, ...] = ()
    """Parts to work on: `neck`, `shoulders:left`."""
    avoid: tuple[str, ...] = ()
    """Parts to leave out."""
    sessions: int | None = None
    """Sessions in a week."""
    weeks: int | None = None
    """Number of weeks that it is intended for."""
    notes: str = ""
    """Text that is shown and never spoken."""

    def apply_to(self, profile: Profile) -> Profile:
        """The profile with the pack's areas added, and its sessions a week.

        What is to be left out is removed from the focus; one side of an area may stay in it.
        """
        avoid = all_parts([*profile.avoid, *self.avoid])
        focus = parts_without(all_parts([*profile.focus, *self.focus]), avoid)
        return replace(
            profile,
            focus=tuple(map(str, focus)),
            avoid=tuple(map(str, avoid)),
            sessions=self.sessions or profile.sessions,
        )


PACK_KEYS = tuple(field.name for field in fields(Pack))
"""The keys of pack.toml."""


def pack_template(name: str, title: str, routines: Sequence[str]) -> str:
    """A pack.toml with comments, for a person to fill in."""
    listed = ", ".join(f'"{routine}"' for routine in routines)
    return f"""# A homework pack. What begins with # is a comment; take the # away to use a line.

name = "{name}"                 # small letters, digits, dashes
title = {json.dumps(title, ensure_ascii=False)}
author = ""                     # your name, as the patient reads it
routines = [{listed}]           # in the order in which they are done
# focus = ["shoulders:left"]    # what to work on
# avoid = ["lower back"]        # what to leave out; it holds for every session of this pack
sessions = 2                    # a week
weeks = 2
# language = "de"               # of the hand-out; English when left out
notes = \"\"\"
Easy does it. Write down how it feels before and after.
\"\"\"
"""


def read_pack(data: bytes) -> Pack:
    """The pack that a pack.toml describes.

    Raises:
        UsageError: It is not TOML, or has a wrong key or value; the message names the key.
    """
    if len(data) > _LARGEST:
        raise _fault(f"it has more than {_LARGEST // 1024} KB")
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise _fault(str(fault)) from fault
    for key in table:
        one_of(key, PACK_KEYS, f"key of {LIST}")
    for key in ("name", "title", "routines"):
        if not table.get(key):
            raise _fault(f"`{key}` is missing")
    return Pack(**{key: _value(table, key) for key in table})


def _value(table: Mapping[str, Any], key: str) -> Any:
    return _READERS[key](table[key], key)


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or not _is_printable(value):
        raise _fault(f"`{key}` is not a text of at most {_LONGEST} plain characters")
    return value.strip()


def _name(value: object, key: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise _fault(f"`{key}` has to be of small letters, digits and dashes")
    return value


def _day(value: object, key: str) -> str:
    return _text(str(value), key)


def _texts(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _fault(f"`{key}` is not a list")
    return tuple(dict.fromkeys(_text(item, key) for item in value))


def _areas(value: object, key: str) -> tuple[str, ...]:
    return tuple(map(str, all_parts(_texts(value, key))))


def _number(value: object, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 52:
        raise _fault(f"`{key}` is not a number from 1 to 52")
    return value


_READERS: dict[str, Callable[[object, str], Any]] = {
    "name": _name,
    "title": _text,
    "routines": _texts,
    "author": _text,
    "made": _day,
    "language": _text,
    "focus": _areas,
    "avoid": _areas,
    "sessions": _number,
    "weeks": _number,
    "notes": _text,
}


def _is_printable(text: str) -> bool:
    """Whether the text has no character that controls a terminal."""
    return all(character.isprintable() or character in "\n\t" for character in text)


def _fault(what: str) -> UsageError:
    return UsageError(f"{LIST}: {what}", next_step=f"{documentation('therapist')} says what it may hold")
