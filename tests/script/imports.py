"""What the tests of `import` ask of a result."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from unknot.library import body_rules
from unknot.routine import ChimeTag, Comment, Heading, NoteBlock, Say, plain
from unknot.script import KindName, check, from_foreign, parse
from unknot.script._reduction import all_of_them, without_choices
from unknot.script._subject import walk_blocks, walk_inlines

if TYPE_CHECKING:
    from unknot.errors import Finding
    from unknot.script._foreign import Imported


def imported(given: str | bytes, kind: KindName = "auto", file: str = "") -> Imported:
    """The result, which parses and in which the checker finds no error."""
    made = from_foreign(given, kind, file=file)
    routine = parse(made.text, "made.md")
    errors = [str(f) for f in check(routine, made.text, file="made.md", body=body_rules()) if f.severity == "error"]
    assert errors == []
    return made


def body(given: str | bytes, kind: KindName = "auto", file: str = "") -> str:
    """The body of the script that a text becomes."""
    return imported(given, kind, file).text.partition("---\n\n")[2]


def lost(given: str | bytes, kind: KindName = "auto", file: str = "") -> list[str]:
    """`line:column message` for everything that was not carried over."""
    return [f"{f.place.line}:{f.place.column} {f.message}" for f in imported(given, kind, file).lost]


def spoken(made: Imported) -> str:
    """Everything that a voice says or a list of chapters shows, in order."""
    routine = parse(made.text, "made.md")
    parts: list[str] = []
    for node in walk_blocks(routine.body):
        if isinstance(node, Heading):
            parts.append(plain(without_choices(node.pieces, all_of_them)))
        said = walk_inlines((node,)) if not hasattr(node, "body") else ()
        parts += [plain(without_choices(item.pieces, all_of_them)) for item in said if isinstance(item, Say)]
    return "\n".join(parts)


def shown(made: Imported) -> str:
    """What is shown or kept without being spoken: notes, comments, the names of sounds, the header."""
    routine = parse(made.text, "made.md")
    kept = [node.text for node in walk_blocks(routine.body) if isinstance(node, (NoteBlock, Comment))]
    kept += [item.name for item in walk_inlines(routine.body) if isinstance(item, ChimeTag)]
    return "\n".join([*kept, *(str(getattr(routine.header, field.name)) for field in fields(routine.header))])


def named(findings: tuple[Finding, ...]) -> str:
    """The text that findings stand on, and their messages."""
    return "\n".join(f"{f.source[f.place.column - 1 : f.place.column - 1 + f.width]} {f.message}" for f in findings)


def words(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"[^\W_]+", text)
