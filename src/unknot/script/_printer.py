"""Writes a routine in the canonical form. `parse(to_text(x)) == x`, and writing that again gives the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.routine import Comment, Heading, Include, NoteBlock, Paragraph, Work
from unknot.script._fences import write_opening
from unknot.script._header import write_header
from unknot.script._prose import write_items, write_pieces
from unknot.script._values import write_duration
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.routine import Each, From, Moment, Node, Optional, Repeat, Routine, Under, Voiced


def to_text(routine: Routine) -> str:
    """The routine as a script in its canonical form."""
    return write_header(routine.header) + "".join(f"\n{block}\n" for block in map(_block, routine.body))


def write_blocks(nodes: Iterable[Node]) -> str:
    """The canonical text of blocks, with an empty line between two blocks."""
    return "\n\n".join(map(_block, nodes))


def _block(node: Node) -> str:
    match node:
        case Paragraph(items):
            return write_items(items)
        case Heading(pieces, level):
            return f"{'#' * level} {write_pieces(pieces)}"
        case NoteBlock(text):
            return "\n".join(f"> {_note_line(line)}".rstrip() for line in text.split("\n"))
        case Comment(text):
            return f"<!-- {text} -->" if text else "<!-- -->"
        case _:
            return "\n".join([write_opening(node), *_inside(node), ":::"])


def _inside(fence: Repeat | Each | Optional | From | Under | Work | Voiced | Include) -> Iterable[str]:
    match fence:
        case Work(_, moments):
            return map(_moment, moments)
        case Include():
            return ()
        case _:
            return (
                "",
                write_blocks(fence.body),
                "",
            )  # without empty lines, Markdown shows the fence as part of the prose


def _note_line(line: str) -> str:
    return line.replace("\\", "\\\\").replace("<!--", "\\<!--")


def _moment(moment: Moment) -> str:
    return f"at {_time(moment)}: {write_pieces(moment.pieces)}"


def _time(moment: Moment) -> str:
    if moment.at is None:
        return "half"
    return f"{'-' if moment.at < 0 else ''}{write_duration(Frames(abs(moment.at)))}"
