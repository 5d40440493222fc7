"""Short functions that build routines as trees."""

from __future__ import annotations

from unknot import routine as tree
from unknot.units import Frames, Seconds, frames


def length(
    natural: float | None, least: float | None = None, most: float | None = None, *, fixed: bool = False
) -> tree.Length:
    """A written length, in seconds."""
    return tree.Length(_frames(natural), _frames(least), _frames(most), fixed)


def say(text: str) -> tree.Say:
    """Plain words."""
    return tree.Say((tree.Words(text),))


def pause(
    natural: float | None, least: float | None = None, most: float | None = None, *, fixed: bool = False
) -> tree.Pause:
    """`[4s]` and others."""
    return tree.Pause(length(natural, least, most, fixed=fixed))


def hold(natural: float | None, least: float | None = None, most: float | None = None) -> tree.Hold:
    """`[hold 30s]`."""
    return tree.Hold(length(natural, least, most))


def moment(text: str, at: float | None) -> tree.Moment:
    """Words inside a hold; None is its half."""
    return tree.Moment(_frames(at), (tree.Words(text),))


def lines(*items: tree.Inline | str) -> tree.Paragraph:
    """A paragraph; text is spoken."""
    return tree.Paragraph(tuple(say(i) if isinstance(i, str) else i for i in items))


def heading(title: str, level: int = 1) -> tree.Heading:
    """A chapter."""
    return tree.Heading((tree.Words(title),), level)


def routine(*body: tree.Node, **header: object) -> tree.Routine:
    """A whole script."""
    return tree.Routine(tree.Header("Test", **header), tuple(body))  # type: ignore[arg-type]


def _frames(value: float | None) -> Frames | None:
    return None if value is None else frames(Seconds(value))
