"""Markdown, as code hosts and note programs write it: parsed by markdown-it, told as passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.script._passages import BREAK, Fragment, Grid, Passage, line_ends
from unknot.script._plaintext import read_prose
from unknot.script._values import Fault, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from unknot.script._passages import Kind, Teller

DEEPEST: Final = 60
"""How many lists and quotations may stand inside each other."""
MOST_MARKS: Final = 40_000
"""Marks of a text that is written by hand; the parser takes seconds for more."""

_MARKS = re.compile(r"[\[\]!*_`~|&<]|\n[ \t]*(?:[-+>]|\d+[.)])")
_TILDES = re.compile(r"^[ ]{0,3}~{3,}$", re.MULTILINE)
"""A line of tildes parts scenes in a text for speaking; Markdown would take it for the beginning of code."""
_SENTENCE = re.compile(r"[.!?…:,;][\"'”’)*_]*\Z")
_STRIKE = ("s_open", "s_close")


def read_markdown(text: str, teller: Teller) -> None:
    """Afterwards the draft says what the text says; addresses, pictures and struck words are told as not carried.

    Raises:
        Fault: It has more marks, or deeper lists, than anyone writes.
    """
    if sum(1 for _ in _MARKS.finditer(text)) > MOST_MARKS:
        message = "more marks of Markdown than anyone writes"
        raise Fault(Span(" ", 0), "too-large", message, "import it with --kind text, or in several parts")

    def passages(span: Span, width: int) -> Iterable[Passage | Grid]:
        return _Markdown(span, teller, width).passages()

    read_prose(_TILDES.sub(lambda line: "*" * len(line[0]), text), teller, passages)


@dataclass
class _Markdown:
    """Goes through the parser's tokens once, with an eye on where they stand in the source."""

    span: Span
    teller: Teller
    width: int
    _starts: list[int] = field(default_factory=list)
    """Where each line begins in the span."""
    _at: int = 0
    """In the span: everything before it has been read."""
    _end: int = 0
    """Where the block that is being read ends in the span."""
    _lists: list[Token] = field(default_factory=list)
    _quotes: int = 0

    def passages(self) -> Iterator[Passage | Grid]:
        """The passages of the span."""
        self._starts = [0, *(m.end() for m in re.finditer("\n", self.span.text))]
        tokens = self._tokens()
        for index, token in enumerate(tokens):
            match token.type:
                case "blockquote_open" | "blockquote_close":
                    self._quotes += token.nesting
                case "bullet_list_open" | "ordered_list_open":
                    self._open_list(token)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "fence" | "code_block":
                    yield self._code(token)
                case "table_open":
                    yield self._table(tokens[index:])
                case "inline":
                    yield from self._inline(token, tokens[index - 1])

    def _tokens(self) -> Sequence[Token]:
        from markdown_it import MarkdownIt  # only `import` needs it

        rules = ["code", "html_block", "html_inline"]
        parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"]).disable(rules)
        environment: dict[str, dict[str, dict[str, object]]] = {}
        tokens = parser.parse(self.span.text, environment)
        if any(token.level >= DEEPEST - 1 for token in tokens):
            message = f"more than {DEEPEST} lists or quotations stand inside each other"
            raise Fault(Span(" ", self.span.offset), "too-deep", message, "import it with --kind text")
        for line in self._definitions(environment):
            self.teller.lines_lost(line.text, line.offset, "the address of a link, and not spoken")
        return tokens

    def _definitions(self, environment: dict[str, dict[str, dict[str, object]]]) -> Iterator[Span]:
        """Lines of `[name]: address`, which the parser takes without a token."""
        references = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", [])]
        for reference in references:
            match reference:
                case {"map": [int(first), int(last)]}:
                    yield self._part(first, last)

    def _part(self, first: int, last: int) -> Span:
        starts = [*self._starts, len(self.span.text)]
        begin, end = (starts[min(n, len(starts) - 1)] for n in (first, last))
        return Span(self.span.text[begin:end], self.span.offset + begin)

    def _open_list(self, token: Token) -> None:
        self._lists.append(token)
        if token.type == "ordered_list_open" and token.map:
            line = self._part(token.map[0], token.map[0] + 1)
            number = re.search(r"\d+[.)]", line.text)
            if number:
                offset = line.offset + number.start()
                self.teller.lost(offset, number[0], "and the other numbers of this list are not spoken")

    def _code(self, token: Token) -> Passage:
        part = self._part(*token.map) if token.map else Span(token.content, self.span.offset)
        lines = part.text.rstrip("\n").split("\n")
        first = 1 if token.type == "fence" else 0
        last = len(lines) - (1 if first and len(lines) > 1 and lines[-1].strip()[:3] in {"```", "~~~"} else 0)
        inside = "\n".join(lines[first:last])
        if token.info.strip():
            self.teller.lost(part.offset, lines[0].strip())
        return Passage((Fragment(inside, part.offset + sum(len(line) + 1 for line in lines[:first])),), "code")

    def _table(self, tokens: Sequence[Token]) -> Grid:
        rows: list[list[Passage]] = []
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(Passage(tuple(self._fragments(token))))
                token.children, token.content = [], ""
            elif token.type == "table_close" and index:
                break
        return Grid(tuple(map(tuple, rows)), headed=True)

    # inside a block

    def _inline(self, token: Token, opening: Token) -> Iterator[Passage]:
        fragments = tuple(self._fragments(token))
        if not fragments:
            return
        kind: Kind = "quote" if self._quotes else "item" if self._lists else "paragraph"
        if opening.type == "heading_open" and kind != "quote":
            underlined = opening.markup in {"-", "="}
            kind = "paragraph" if underlined and _SENTENCE.search(token.content) else "heading"
        yield Passage(fragments, kind, int(opening.tag[1:]) if opening.type == "heading_open" else 1)

    def _fragments(self, token: Token) -> Iterator[Fragment]:
        """The text of an inline token, its line ends as they are meant."""
        if token.map:
            part = self._part(*token.map)
            self._at = max(self._at, part.offset - self.span.offset)
            self._end = part.offset - self.span.offset + len(part.text)
        ends = iter(_ends_of(token, self.width))
        emphasis = struck = 0
        for child in token.children or ():
            if child.type in _STRIKE:
                struck += child.nesting
            elif child.type in {"em_open", "em_close", "strong_open", "strong_close"}:
                emphasis += child.nesting
            elif child.type in {"softbreak", "hardbreak"}:
                mark = next(ends, "\n")
                yield Fragment(BREAK if child.type == "hardbreak" else mark, self.span.offset + self._at)
            elif struck:
                self._lose(child.content, "is struck out, and not spoken")
            else:
                yield from self._child(child, emphasis > 0)

    def _child(self, child: Token, emphasis: bool) -> Iterator[Fragment]:
        match child.type:
            case "text" | "text_special" if child.content:
                yield Fragment(child.content, self._find(child.content), emphasis)
            case "code_inline":
                yield from self._code_inside(child.content, emphasis)
            case "link_open" if child.markup != "autolink":
                self._target = child
            case "link_close" if child.markup != "autolink":
                self._lose_link(self._target)
            case "image":
                self._lose(child.content)
                self._lose_link(child)

    def _code_inside(self, text: str, emphasis: bool) -> Iterator[Fragment]:
        """Code in a sentence, with the white space that the parser takes from its ends."""
        offset = self._find(text)
        start = offset - self.span.offset
        for part in (self.span.text[start - 1 : start], text, self.span.text[start + len(text) :][:1]):
            if part == text or part.isspace():
                yield Fragment(part.replace("\n", " "), offset, emphasis)

    _target: Token | None = None
    """The link that is open."""

    def _lose_link(self, token: Token | None) -> None:
        """The address of a link or a picture, and its title."""
        for key in ("href", "src", "title") if token is not None else ():
            value = str(token.attrGet(key) or "") if token is not None else ""
            if value:
                self._lose(value, "is the title of a link" if key == "title" else "is an address, and not spoken")

    def _lose(self, text: str, why: str = "cannot be carried over") -> None:
        if text.strip():
            self.teller.lost(self._find(text), text, why)

    def _find(self, text: str) -> int:
        """Where a text stands in the source, from what has been read on; its own escapes may hide it."""
        words = text.split()
        for probe in (text, words[0] if words else text):
            found = self.span.text.find(probe, self._at, min(self._end, self._at + 4000 + len(text)))
            if found >= 0:
                self._at = found + len(probe)
                return self.span.offset + found
        return self.span.offset + self._at


def _ends_of(token: Token, width: int) -> Iterator[str]:
    """What each soft line end of an inline token is: a fold or the end of what is said."""
    lines = "".join(
        "\n" if child.type in {"softbreak", "hardbreak"} else _shown(child) for child in token.children or ()
    )
    return (mark for mark in line_ends(lines, width) if mark in f"\n{BREAK}")


def _shown(child: Token) -> str:
    return child.content.replace("\n", " ").replace(BREAK, " ")
