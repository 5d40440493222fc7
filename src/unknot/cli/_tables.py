"""Lays out tables for the width of a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP: Final = "  "
_NARROWEST: Final = 12
"""No column is wrapped to fewer characters than this."""


def table_width() -> int | None:
    """The characters in a line of standard output; None in a pipe or a file, where no line has to be wrapped.

    `COLUMNS` decides where it is set.
    """
    if os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None


@dataclass(frozen=True, slots=True)
class TableText:
    """The lines of a table."""

    head: tuple[str, ...]
    """The lines with the names of the columns; empty where each row is a block."""
    body: tuple[str, ...]


def table_text(rows: Sequence[Sequence[str]], head: Sequence[str], width: int | None) -> TableText:
    """The table, with lines of at most `width` characters.

    Every column is as wide as its widest cell where the line has room. Otherwise the widest columns are wrapped at
    words. Where even that does not fit, each row is a block: its first cell, then a line for each of the others.

    Args:
        rows: Cells, as many in each row as in `head`.
        head: The names of the columns; empty for none.
        width: The characters in a line; None wraps nothing.
    """
    columns = list(zip(*([head, *rows] if head else rows), strict=True))
    natural = [max(map(len, column)) for column in columns]
    widths = natural if width is None else _narrowed(natural, columns, width)
    if widths is None:
        return TableText((), tuple(_blocks(rows, head, width or 0)))
    return TableText(tuple(_row(head, widths)) if head else (), tuple(ln for row in rows for ln in _row(row, widths)))


def _narrowed(natural: Sequence[int], columns: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """The widths of the columns so that a row fits into `width`; None where no row does.

    The widest column gives up a character at a time. The first column is a name that is copied, and keeps its width.
    """
    least = [max(_longest_word(cells), min(_NARROWEST, full)) for full, cells in zip(natural, columns, strict=True)]
    least[0] = natural[0]
    widths = list(natural)
    while sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        can_give = [n for n, wide in enumerate(widths) if wide > least[n]]
        if not can_give:
            return None
        widths[max(can_give, key=lambda n: widths[n])] -= 1
    return widths


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for n in range(max(map(len, cells))):
        parts = [cell[n] if n < len(cell) else "" for cell in cells]
        yield _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()


def _blocks(rows: Sequence[Sequence[str]], head: Sequence[str], width: int) -> Iterator[str]:
    for row in rows:
        yield from _wrapped(row[0], width)
        for n, cell in enumerate(row[1:], start=1):
            named = f"{head[n]}: {cell}" if head and head[n] else cell
            first, *others = _wrapped(named, width - 2 * len(_GAP))
            if cell:
                yield _GAP + first
                yield from (2 * _GAP + line for line in others)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` characters. A longer word has a line of its own."""
    if len(text) <= width:
        return [text]
    return textwrap.wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False)
