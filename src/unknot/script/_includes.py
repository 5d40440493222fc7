"""Resolves includes: puts the body of another script in place of its name. Limits the depth and refuses circles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from unknot.errors import Finding, ScriptError
from unknot.routine import Comment, Heading, Include, Node, NoteBlock, Paragraph, Routine, Work
from unknot.script._fences import write_opening
from unknot.script._parser import LARGEST_UNFOLDED, parse, summary, turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEEPEST_INCLUDE: Final = 8
"""The deepest nesting of scripts."""

LEAVES: Final = (Heading, Paragraph, NoteBlock, Comment, Work)
"""Blocks that contain no blocks."""
Find: TypeAlias = "Callable[[str], tuple[str, str] | None]"
"""Gives the path and the text of the script of a name, or None."""


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Blocks whose includes are resolved."""

    body: tuple[Node, ...] = ()
    size: int = 0
    """The number of items once it is unfolded at the highest counts."""
    height: int = 0
    """The depth of the includes in it."""


def resolve(routine: Routine, find: Find) -> Routine:
    """The routine with the body of every included script in its place. The headers of included scripts are ignored.

    Only `find` reads files. Its names stay inside a folder: none is absolute or has `..`.

    Raises:
        ScriptError: A script was not found, cannot be parsed, includes itself, or is nested too deep, or all together
            are too large for a session. `findings` has the faults of all scripts.
    """
    resolver = _Resolver(find)
    resolved = resolver.blocks(routine.body, ())
    if resolver.findings:
        raise ScriptError(_headline(resolver.findings), findings=resolver.findings, next_step="mend these includes")
    return replace(routine, body=resolved.body)


def _headline(findings: list[Finding]) -> str:
    return summary(findings[0].place.file, len(findings))


class _Resolver:
    """Finds, reads and resolves each script once."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._known: dict[str, _Resolved] = {}
        self.findings: list[Finding] = []

    def blocks(self, nodes: Iterable[Node], chain: tuple[str, ...]) -> _Resolved:
        """The resolved nodes. `chain` has the files of the scripts around them, the outermost first."""
        parts = [self._node(node, chain) for node in nodes]
        body = tuple(node for part in parts for node in part.body)
        return _Resolved(body, sum(p.size for p in parts), max((p.height for p in parts), default=0))

    def _node(self, node: Node, chain: tuple[str, ...]) -> _Resolved:
        if isinstance(node, Include):
            return self._include(node, chain or (node.place.file,))
        if isinstance(node, LEAVES):
            return _Resolved((node,), 1 + len(getattr(node, "items", ())))
        inside = self.blocks(node.body, chain)
        size = self._checked(node, inside.size * turns(node))
        return _Resolved((replace(node, body=inside.body),), size, inside.height)

    def _checked(self, node: Node, size: int) -> int:
        if size <= LARGEST_UNFOLDED:
            return size
        self._add_fault(
            node, "too-large", f"with what it includes, this unfolds to more than {LARGEST_UNFOLDED:,} items"
        )
        return 0  # so that the outer blocks give no fault

    def _include(self, node: Include, chain: tuple[str, ...]) -> _Resolved:
        inside = self._known.get(node.name) or self._read(node, chain)
        if len(chain) + inside.height > DEEPEST_INCLUDE:
            self._add_fault(node, "too-deep", f"more than {DEEPEST_INCLUDE} scripts inside each other")
            return _Resolved((node,))
        size = self._checked(node, inside.size)
        return _Resolved((replace(node, body=inside.body),), size, inside.height + 1)

    def _read(self, node: Include, chain: tuple[str, ...]) -> _Resolved:
        found = self._find(node.name)
        if found is None:
            self._add_fault(
                node, "unknown-include", f"there is no script `{node.name}`", "beside the script or in the library"
            )
            return _Resolved()
        file, text = found
        if file in chain:
            circle = " → ".join([*chain[chain.index(file) :], file])
            self._add_fault(
                node, "include-circle", f"a script includes itself: {circle}", "remove one of these includes"
            )
            return _Resolved()
        if len(chain) > DEEPEST_INCLUDE:
            return _Resolved()
        self._known[node.name] = self._parsed(file, text, chain)
        return self._known[node.name]

    def _parsed(self, file: str, text: str, chain: tuple[str, ...]) -> _Resolved:
        try:
            return self.blocks(parse(text, file).body, (*chain, file))
        except ScriptError as error:
            self.findings.extend(error.findings)
            return _Resolved()

    def _add_fault(self, node: Node, rule: str, message: str, hint: str = "") -> None:
        source = " " * (node.place.column - 1) + write_opening(node)
        width = len(source) - node.place.column + 1
        self.findings.append(Finding(node.place, rule, "error", message, hint, source, width))
