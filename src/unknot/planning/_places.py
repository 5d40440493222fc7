"""Places in the tree of a routine: their names, the first and the last words, and errors that name a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.errors import Finding, ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unknot.errors import Place
    from unknot.planning._score import Key

LONGEST_NAME = 32
"""The longest name of a block, in characters."""


def dotted(key: Key) -> str:
    """A key as text: `0.3.1`."""
    return ".".join(map(str, key))


def name_of(body: Sequence[tree.Node]) -> str:
    """The name of a body for people: its first heading or its first words."""
    for node in body:
        if isinstance(node, tree.Heading):
            return _shortened(node.pieces)
        if isinstance(node, tree.Paragraph):
            for item in node.items:
                if isinstance(item, tree.Say):
                    return _shortened(item.pieces)
        if inner := name_of(getattr(node, "body", None) or ()):
            return inner
    return ""


def ends_of(body: Sequence[tree.Node]) -> tuple[Key, ...]:
    """The keys of the first and the last words of a script; empty where it says nothing."""
    found = [key for key, _ in _says(body, ())]
    return (found[0], found[-1]) if found else ()


def says_any(body: Sequence[tree.Node], sentences: Sequence[str]) -> bool:
    """Whether the words of a body contain one of these sentences. Spaces and capitals do not matter."""
    said = _compared(" ".join(tree.plain(say.pieces) for _, say in _says(body, ())))
    return any(_compared(sentence) in said for sentence in sentences)


def fault(place: Place, rule: str, message: str, hint: str) -> ScriptError:
    """An error of the script at a place."""
    finding = Finding(place, rule, "error", message, hint)
    return ScriptError(f"{place}: {message}", findings=[finding], next_step=hint)


def _shortened(pieces: tuple[tree.Piece, ...]) -> str:
    text = " ".join(tree.plain(pieces).split())
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def _compared(text: str) -> str:
    return " ".join(text.split()).lower()


def _says(body: Sequence[tree.Node], key: Key) -> Iterator[tuple[Key, tree.Say]]:
    """All words of a body, in order, each with the key of its paragraph."""
    for index, node in enumerate(body):
        if isinstance(node, tree.Paragraph):
            yield from (((*key, index), item) for item in node.items if isinstance(item, tree.Say))
        yield from _says(getattr(node, "body", None) or (), (*key, index))
