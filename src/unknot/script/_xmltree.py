"""XML as a small tree of its own: every element with its place, no entity unfolded, nothing fetched.

Python's trees do not say where an element stood in the text, and a person who is told of a lost one wants its line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from xml.parsers import expat  # entities and DOCTYPEs are refused by the handlers below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST: Final = 100
"""How many elements may stand inside each other."""
MOST_ELEMENTS: Final = 20_000
"""Elements and stretches of text of one script; hours of speech have fewer."""


class XmlFault(Exception):
    """A text that is not XML, or XML that is not taken: where, why, and what to do next."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.offset, self.message, self.hint = offset, message, hint


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters between two tags."""

    text: str
    offset: int
    """In characters of the document."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element."""

    name: str
    """As written, its prefix included."""
    attributes: Mapping[str, str]
    offset: int
    """Of its opening bracket, in characters of the document."""
    children: list[Child] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class XmlNote:
    """A comment or a processing instruction."""

    text: str
    offset: int


Child: TypeAlias = Element | Characters | XmlNote


def local(name: str) -> str:
    """A name without its prefix, in small letters."""
    return name.rpartition(":")[2].lower()


def words_of(node: Element) -> Iterator[Characters]:
    """All text inside an element, at any depth, in order."""
    for child in node.children:
        if isinstance(child, Characters):
            yield child
        elif isinstance(child, Element):
            yield from words_of(child)


def read_xml(text: str, most: int = MOST_ELEMENTS) -> Element:
    """The root element of a document of at most so many elements.

    Raises:
        XmlFault: It is not XML, has a DOCTYPE or entities, or is deeper or larger than any script.
    """
    return _TreeBuilder(text, most).root()


class _TreeBuilder:
    """Builds the tree from expat's events."""

    def __init__(self, text: str, most: int) -> None:
        self._most = most
        self._runs = [(m.end(), len(m[0].encode()) - len(m[0])) for m in re.finditer(r"[^\x00-\x7f]+", text)]
        """Where characters end that take more than one byte, and how many bytes more."""
        self._bytes, self._chars = self._ends()
        self._text = text
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0
        self._pieces: list[str] = []
        self._from = 0
        self._parser = self._made()

    def root(self) -> Element:
        """The tree.

        Raises:
            XmlFault: As `read_xml`.
        """
        try:
            self._parser.Parse(self._text.encode(errors="replace"), True)
        except expat.ExpatError as error:
            message = expat.errors.messages[error.code]
            raise XmlFault(self._offset(), f"this is not XML: {message}", "mend it where the caret stands") from None
        if self._root is None:
            raise XmlFault(0, "this is not XML: no element found", "")
        return self._root

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = lambda data: self._add(XmlNote(data.strip(), self._offset()))
        parser.ProcessingInstructionHandler = lambda target, _: self._add(XmlNote(f"?{target}", self._offset()))
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a DOCTYPE is not taken", "remove it")
        parser.EntityDeclHandler = lambda *_: self._refuse("entities are not taken", "write the characters themselves")
        parser.SkippedEntityHandler = lambda *_: self._refuse("entities are not taken", "write the character itself")
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        node = Element(name, attributes, self._offset())
        self._add(node)
        self._root = self._root or node
        self._open.append(node)
        if len(self._open) > DEEPEST:
            self._refuse(f"more than {DEEPEST} elements stand inside each other", "write it flatter")

    def _end(self, _: str) -> None:
        self._flush()
        self._open.pop()

    def _characters(self, text: str) -> None:
        """Text comes in pieces, cut at line ends and at entities; the place is that of the first."""
        if not self._pieces:
            self._from = self._offset()
        self._pieces.append(text)

    def _flush(self) -> None:
        if self._pieces:
            text = Characters("".join(self._pieces), self._from)
            self._pieces = []
            self._add(text)

    def _add(self, child: Child) -> None:
        self._flush()
        self._count += 1
        if self._count > self._most:
            self._refuse(f"more than {self._most:,} elements", "split it in parts")
        if self._open:
            self._open[-1].children.append(child)

    def _refuse(self, message: str, hint: str) -> None:
        raise XmlFault(self._offset(), message, hint)

    def _ends(self) -> tuple[list[int], list[int]]:
        """Where each run of characters that take several bytes ends, in bytes and in characters."""
        more, ends = 0, []
        for end, extra in self._runs:
            more += extra
            ends.append(end + more)
        return ends, [end for end, _ in self._runs]

    def _offset(self) -> int:
        """Where the parser stands, in characters. Tags begin with ASCII, so they stand behind a run or before all."""
        at = max(0, self._parser.CurrentByteIndex)
        run = bisect_right(self._bytes, at) - 1
        offset = at if run < 0 else self._chars[run] + at - self._bytes[run]
        return min(offset, max(0, len(self._text) - 1))
