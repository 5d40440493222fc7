"""HTML, as pages are saved: its text block by block; what is no text is told."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from unknot.script._draft import speakable
from unknot.script._frontmatter import language_of
from unknot.script._passages import BREAK, Fragment, Grid, Passage
from unknot.script._values import Fault, Span

if TYPE_CHECKING:
    from unknot.script._passages import Kind, Teller

MOST_TAGS: Final = 40_000
"""Opening brackets of a page."""
DEEPEST: Final = 200
"""How many elements may stand inside each other; deeper ones are read as if they stood beside."""

_BLOCKS = {
    "address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav", "ol",
    "option", "p", "section", "summary", "table", "tbody", "thead", "tfoot", "title", "tr", "td", "th", "ul",
    "blockquote", "pre", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "button", "label",
}  # fmt: skip
_KINDS: Final[dict[str, Kind]] = {"li": "item", "dt": "item", "dd": "item", "blockquote": "quote", "pre": "code"}
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_EMPHASIS: Final = {"b", "strong", "em", "i"}
_STRUCK: Final = {"s", "del", "strike"}
_UNREAD: Final = {"script", "style", "template", "svg", "math", "object", "iframe", "canvas", "noscript", "select"}
_VOID: Final = {
    "br", "hr", "img", "input", "meta", "link", "base", "source", "wbr", "area", "col", "embed", "track",
    "param",
}  # fmt: skip
_PLAIN: Final = {
    "span", "font", "u", "small", "big", "sub", "sup", "mark", "abbr", "cite", "q", "code", "kbd", "samp",
    "var", "time", "data", "bdi", "bdo", "dfn", "ins", "tt", "a", "head", "colgroup", "wbr", "link", "base",
    "meta", "area", "map", "col", "nobr", "o:p",
}  # fmt: skip
"""Elements that change only how words look."""

_LESS: Final = "\ue000"
"""Stands for a `<` that begins no tag, while the parser reads: it takes seconds for many of them, or fails."""
_STRAY: Final = re.compile(
    r"<(?!/?[a-z][^<>]{0,5000}>|!--(?:(?!<!--|-->).){0,20000}-->|!doctype[^<>]{0,1000}>|\?[^<>]{0,1000}>"
    r"|!\[cdata\[(?:(?!\]\]>|<!\[).){0,20000}\]\]>)",
    re.IGNORECASE | re.DOTALL,
)


def read_page(text: str, teller: Teller) -> None:
    """Afterwards the draft says the words of an HTML page; addresses, pictures and scripts are told as not carried.

    Raises:
        Fault: It has more tags than any page of text.
    """
    if text.count("<") > MOST_TAGS:
        raise Fault(Span(" ", 0), "too-large", f"more than {MOST_TAGS:,} tags", "save the page as plain text")
    page = _Page(text, teller)
    page.feed(_STRAY.sub(_LESS, text))
    page.close()
    page.end_block()
    teller.passages(page.passages)


class _Page(HTMLParser):
    """Takes the parser's events one after another."""

    def __init__(self, text: str, teller: Teller) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage | Grid] = []
        self._teller = teller
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._open: list[str] = []
        self._fragments: list[Fragment] = []
        self._rows: list[list[list[Passage | Grid]]] = []
        """The cells of the table that is open, row by row."""
        self._cell: list[Passage | Grid] | None = None

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    # elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        said = {key: value or "" for key, value in attrs}
        if self._unread():
            if tag not in _VOID:
                self._push(tag)
            return
        if tag in _BLOCKS:
            self.end_block()
        self._attributes(tag, said)
        if tag == "br":
            self._add(BREAK)
        elif tag in _UNREAD:
            self._lose(f"<{tag}>")
        elif tag in {"tr", "td", "th", "table"}:
            self._table_part(tag)
        elif tag not in _BLOCKS | _EMPHASIS | _STRUCK | _PLAIN | _VOID:
            self._add(self.get_starttag_text() or "")
        if tag not in _VOID:
            self._push(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that ends where it begins, as in `<break time="3s"/>`."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends; those inside it that were left open end with it."""
        if tag not in self._open:
            return
        if tag in _BLOCKS and not self._unread():
            self.end_block()
        at = len(self._open) - 1 - self._open[::-1].index(tag)
        del self._open[at:]
        if tag == "table":
            self._end_table()
        elif tag in {"td", "th"}:
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Text."""
        data = data.replace(_LESS, "<")
        if self._unread():
            return
        if "title" in self._open:
            title = " ".join(data.split())
            if title and self._teller.draft.header.setdefault("title", title) != title:
                self._lose(title, "is another title")
        elif self._open and set(self._open) & _STRUCK:
            if data.strip():
                self._lose(data.strip(), "is struck out, and not spoken")
        else:
            self._add(data if "pre" in self._open else data.replace("\n", " "))

    def handle_comment(self, data: str) -> None:
        """A comment."""
        if data.strip() and len(data) < 2_000:
            self._teller.draft.comment(" ".join(data.split()))
        elif data.strip():
            self._lose(f"<!--{data}", "is a long comment, and left out")

    def unknown_decl(self, data: str) -> None:
        """`<![CDATA[…]]>`, which is text."""
        self.handle_data(data[data.find("[") + 1 :])

    # what they come to

    def _push(self, tag: str) -> None:
        if len(self._open) < DEEPEST:
            self._open.append(tag)

    def _unread(self) -> bool:
        return bool(self._open) and any(tag in _UNREAD for tag in self._open)

    def _add(self, text: str) -> None:
        self._fragments.append(Fragment(text, self._offset(), any(tag in _EMPHASIS for tag in self._open)))

    def _lose(self, what: str, why: str = "cannot be carried over") -> None:
        self._teller.lost(self._offset(), what, why)

    def _attributes(self, tag: str, said: dict[str, str]) -> None:
        """What attributes say: the language, addresses, and words that stand in for a picture."""
        if tag == "html" and language_of(said.get("lang", "")):
            self._teller.draft.header.setdefault("language", language_of(said["lang"]))
        if (
            tag == "meta"
            and said.get("name", "").lower() in {"description", "author"}
            and said.get("content", "").strip()
        ):
            name = "summary" if said["name"].lower() == "description" else "author"
            self._teller.draft.header.setdefault(name, " ".join(said["content"].split()))
        if tag in {"a", "img", "audio", "video", "source", "embed", "iframe", "object"}:
            for key in ("alt", "href", "src", "data"):
                if value := said.get(key, "").strip():
                    self._lose(value, "cannot be carried over" if key == "alt" else "is an address, and not spoken")

    def end_block(self) -> None:
        """Afterwards what was gathered is a passage."""
        fragments, self._fragments = tuple(self._fragments), []
        if not any(f.text.strip() for f in fragments):
            return
        heading = next((tag for tag in self._open if tag in _HEADINGS), "")
        kinds = [_KINDS[tag] for tag in self._open if tag in _KINDS]
        kind: Kind = (
            "heading" if heading else kinds[-1] if kinds and "quote" not in kinds else (kinds or ["paragraph"])[0]
        )
        passage = Passage(fragments, "quote" if "quote" in kinds else kind, int(heading[1]) if heading else 1)
        (self.passages if self._cell is None else self._cell).append(passage)

    def _table_part(self, tag: str) -> None:
        if tag == "table" and "table" not in self._open:
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"} and self._rows:
            self._cell = []
            self._rows[-1].append(self._cell)

    def _end_table(self) -> None:
        """The rows as a table; a cell is one passage, and a page that is laid out in one cell is none."""
        if "table" in self._open:
            return
        self._cell = None
        rows, self._rows = self._rows, []
        if all(len(row) < 2 for row in rows):
            self.passages += [passage for row in rows for cell in row for passage in cell]
            return
        self.passages.append(Grid(tuple(tuple(map(_one, row)) for row in rows)))


def _one(cell: list[Passage | Grid]) -> Passage:
    """A cell's passages as one."""
    fragments: list[Fragment] = []
    for passage in cell:
        if isinstance(passage, Passage) and speakable(passage.text):
            fragments += [*passage.fragments, Fragment(BREAK, passage.fragments[-1].offset)]
    return Passage(_stripped(fragments[:-1]))


def _stripped(fragments: list[Fragment]) -> tuple[Fragment, ...]:
    """The fragments of a cell without white space around them."""
    if len(fragments) != 1:
        return tuple(fragments)
    text = fragments[0].text
    lead = len(text) - len(text.lstrip())
    return (Fragment(text.strip(), fragments[0].offset + lead, fragments[0].emphasis),)
