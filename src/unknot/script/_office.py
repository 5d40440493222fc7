"""Documents of word processors: Word's `.docx` and OpenDocument's `.odt`. Both are zip archives of XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from unknot.errors import ScriptError
from unknot.script._encodings import decode, tidied
from unknot.script._frontmatter import language_of
from unknot.script._manuscripts import Manuscript
from unknot.script._passages import BREAK, Grid, Passage
from unknot.script._xmltree import Characters, Element, XmlFault, local, read_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.script._passages import Kind

LARGEST_PART: Final = 8 * 1024 * 1024
"""Bytes that one file inside a document may unpack to; a book's text has less."""
MOST_ELEMENTS: Final = 100_000
"""Elements of one file inside a document; word processors write a dozen for a paragraph."""
MOST_PARTS: Final = 5_000
"""Files inside one document."""

_HEADING = re.compile(
    r"(?:heading|berschrift|überschrift|titre|t[ií]tulo|titolo|kop|rubrik)\s*(\d)?|title", re.IGNORECASE
)
_WORDS_ELSEWHERE: Final = {
    "word/footnotes.xml": "is a footnote, and not spoken",
    "word/endnotes.xml": "is an endnote, and not spoken",
    "word/comments.xml": "is a comment, and not spoken",
}
_PICTURES: Final = {"drawing", "pict", "object", "frame"}


class Archive:
    """A zip archive that is read in parts, each no larger than a script can need."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open it.

        Raises:
            ScriptError: It is no zip archive, or has more files than any document.
        """
        self._file = file or "this document"
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as fault:
            raise self._damaged() from fault
        self.names = frozenset(self._zip.namelist())
        if len(self._zip.namelist()) > MOST_PARTS:
            raise ScriptError(f"{self._file} is an archive of more than {MOST_PARTS:,} files", next_step="unpack it")

    def text(self, name: str) -> str:
        """The text of one file in it; nothing where it is not there.

        Raises:
            ScriptError: It is damaged, locked, or unpacks to more than `LARGEST_PART`.
        """
        if name not in self.names:
            return ""
        try:
            with self._zip.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as fault:
            raise self._damaged() from fault
        if len(data) > LARGEST_PART:
            raise ScriptError(
                f"{self._file} unpacks to more than {LARGEST_PART // 1024**2} MB of text",
                next_step="split it in parts, or save it as plain text",
            )
        decoded = decode(data)
        if decoded is None:
            raise self._damaged()
        return tidied(decoded.text)

    def tree(self, name: str) -> Element | None:
        """The XML of one file in it; None where it is not there.

        Raises:
            ScriptError: As `text`, or it is not XML.
        """
        text = self.text(name)
        if not text:
            return None
        try:
            return read_xml(text, MOST_ELEMENTS)
        except XmlFault as fault:
            raise ScriptError(
                f"{self._file} is damaged: {fault.message} (in {name})", next_step="save it anew, or as plain text"
            ) from fault

    def _damaged(self) -> ScriptError:
        return ScriptError(f"{self._file} is damaged or locked", next_step="save it anew, or as plain text")


def _inside(node: Element, *names: str) -> Iterator[Element]:
    """Every element of these names inside another, in order; none inside one of them."""
    for child in node.children:
        if isinstance(child, Element):
            if local(child.name) in names:
                yield child
            else:
                yield from _inside(child, *names)


def _first(node: Element, *path: str) -> Element | None:
    here: Element | None = node
    for name in path:
        here = next(
            (c for c in (here.children if here else ()) if isinstance(c, Element) and local(c.name) == name), None
        )
    return here


def _attribute(node: Element | None, name: str) -> str:
    """An attribute by its name without a prefix."""
    found = (value for key, value in (node.attributes.items() if node else ()) if local(key) == name)
    return next(found, "")


def _own_text(node: Element) -> str:
    return "".join(part.text for part in words_of(node))


def _metadata(archive: Archive, name: str, manuscript: Manuscript) -> None:
    """The title and the language that a document says of itself."""
    root = archive.tree(name)
    for node in _inside(root, "title", "language") if root is not None else ():
        value = " ".join(_own_text(node).split())
        if local(node.name) == "title":
            manuscript.title = manuscript.title or value
        else:
            manuscript.language = manuscript.language or language_of(value)


# --- Word -----------------------------------------------------------------------------------------------------------


def read_docx(data: bytes, file: str = "") -> Manuscript:
    """The paragraphs of a Word document.

    Raises:
        ScriptError: It is damaged, locked, or larger than any script.
    """
    archive = Archive(data, file)
    root = archive.tree("word/document.xml")
    manuscript = Manuscript()
    _metadata(archive, "docProps/core.xml", manuscript)
    _Docx(manuscript, _targets(archive)).blocks(root or Element("document", {}, 0))
    for name in sorted(archive.names):
        why = _WORDS_ELSEWHERE.get(name, "")
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            why = "stands on every page, and is not spoken"
        tree = archive.tree(name) if why else None
        for node in _inside(tree, "p") if tree is not None else ():
            manuscript.lose_words(_own_text(node), why)
    return manuscript


def _targets(archive: Archive) -> dict[str, str]:
    """The addresses of links, by their names in the document."""
    root = archive.tree("word/_rels/document.xml.rels")
    nodes = _inside(root, "relationship") if root is not None else ()
    return {_attribute(node, "id"): _attribute(node, "target") for node in nodes}


class _Docx:
    """Walks a Word document once."""

    def __init__(self, manuscript: Manuscript, targets: dict[str, str]) -> None:
        self._manuscript, self._targets = manuscript, targets

    def blocks(self, node: Element) -> None:
        for child in node.children:
            if not isinstance(child, Element):
                continue
            match local(child.name):
                case "p":
                    self._paragraph(child)
                case "tbl":
                    rows = [tuple(map(self._cell, _inside(row, "tc"))) for row in _inside(child, "tr")]
                    self._manuscript.passages.append(Grid(tuple(rows)))
                case "fallback":
                    continue  # the same words again, for older programs
                case _:
                    self.blocks(child)

    def _cell(self, cell: Element) -> Passage:
        runs: list[tuple[str, bool]] = []
        for node in _inside(cell, "p"):
            runs += [*([(BREAK, False)] if runs else []), *self._runs(node)]
        return self._manuscript.passage(runs) or Passage(())

    def _paragraph(self, node: Element) -> None:
        properties = _first(node, "ppr")
        style = _attribute(_first(properties, "pstyle") if properties else None, "val")
        outline = _attribute(_first(properties, "outlinelvl") if properties else None, "val")
        heading = _HEADING.match(style)
        kind: Kind = "item" if properties and _first(properties, "numpr") else "paragraph"
        level = int(heading[1] or 1) if heading else int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0
        self._manuscript.paragraph(self._runs(node), "heading" if level else kind, max(1, level))
        for box in _inside(node, "txbxcontent"):
            self.blocks(box)

    def _runs(self, node: Element, *, emphasis: bool = False) -> list[tuple[str, bool]]:
        """The text of a paragraph; what is not its words is told."""
        found: list[tuple[str, bool]] = []
        for child in node.children:
            if isinstance(child, Element):
                found += self._run(child, emphasis)
        return found

    def _run(self, node: Element, emphasis: bool) -> list[tuple[str, bool]]:
        name = local(node.name)
        if name in {"t", "tab", "br", "cr", "nobreakhyphen", "sym"}:
            return [(_docx_text(name, node), emphasis)]
        if name in {"del", "movefrom"}:
            self._manuscript.lose_words(_own_text(node), "was deleted, and is not spoken")
        elif name == "instrtext":
            self._manuscript.lose_words(_own_text(node), "is a field, and not spoken")
        elif name in _PICTURES:
            self._picture(node)
        elif name in {"footnotereference", "endnotereference", "commentreference"}:
            self._manuscript.lose("a note's mark")
        elif name == "r" and _is_on(_first(node, "rpr", "vanish"), _first(node, "rpr", "strike")):
            self._manuscript.lose_words(_own_text(node), "is hidden or struck out, and not spoken")
        elif name not in {"ppr", "rpr", "fallback"}:
            if name == "hyperlink" and (address := self._targets.get(_attribute(node, "id"), "")):
                self._manuscript.lose(address, "is an address, and not spoken")
            marked = name == "r" and _is_on(_first(node, "rpr", "b"), _first(node, "rpr", "i"))
            return self._runs(node, emphasis=emphasis or marked)
        return []

    def _picture(self, node: Element) -> None:
        """A picture is told with the words that describe it. A text box inside it is read with its paragraph."""
        if next(_inside(node, "txbxcontent"), None) is None:
            described = next((_attribute(n, "descr") for n in _inside(node, "docpr") if _attribute(n, "descr")), "")
            self._manuscript.lose(f"a picture: {described}" if described else "a picture")


def _docx_text(name: str, node: Element) -> str:
    match name:
        case "t":
            return _own_text(node)
        case "tab":
            return " "
        case "br" | "cr":
            return "" if _attribute(node, "type") == "page" else BREAK
        case "nobreakhyphen":
            return "-"
        case _:
            return ""


def _is_on(*nodes: Element | None) -> bool:
    """Whether one of several switches stands and is not off."""
    return any(node is not None and _attribute(node, "val") not in {"0", "false", "off", "none"} for node in nodes)


# --- OpenDocument -----------------------------------------------------------------------------------------------------


def read_odt(data: bytes, file: str = "") -> Manuscript:
    """The paragraphs of an OpenDocument text.

    Raises:
        ScriptError: It is damaged, locked, or larger than any script.
    """
    archive = Archive(data, file)
    root = archive.tree("content.xml") or Element("document-content", {}, 0)
    manuscript = Manuscript()
    _metadata(archive, "meta.xml", manuscript)
    reader = _Odt(manuscript, frozenset(_emphasized(root)))
    reader.blocks(_first(root, "body", "text") or root)
    styles = archive.tree("styles.xml")
    for node in _inside(styles, "header", "footer") if styles is not None else ():
        manuscript.lose_words(_own_text(node), "stands on every page, and is not spoken")
    return manuscript


def _emphasized(root: Element) -> Iterator[str]:
    """The names of styles in bold or italic."""
    for style in _inside(root, "style"):
        properties = _first(style, "text-properties")
        if _attribute(properties, "font-weight") == "bold" or _attribute(properties, "font-style") == "italic":
            yield _attribute(style, "name")


class _Odt:
    """Walks an OpenDocument text once."""

    def __init__(self, manuscript: Manuscript, emphasized: frozenset[str]) -> None:
        self._manuscript, self._emphasized = manuscript, emphasized

    def blocks(self, node: Element, kind: Kind = "paragraph") -> None:
        for child in node.children:
            if not isinstance(child, Element):
                continue
            match local(child.name):
                case "h":
                    level = _attribute(child, "outline-level")
                    self._paragraph(child, "heading", int(level) if level.isdecimal() and len(level) < 3 else 1)
                case "p":
                    self._paragraph(child, kind)
                case "list":
                    self.blocks(child, "item")
                case "table":
                    self._table(child)
                case "tracked-changes":
                    self._deleted(child)
                case "forms" | "sequence-decls" | "variable-decls":
                    continue
                case _:
                    self.blocks(child, kind)

    def _table(self, node: Element) -> None:
        rows = [tuple(map(self._cell, _inside(row, "table-cell"))) for row in _inside(node, "table-row")]
        self._manuscript.passages.append(Grid(tuple(rows)))

    def _deleted(self, node: Element) -> None:
        for gone in _inside(node, "deletion"):
            self._manuscript.lose_words(_own_text(gone), "was deleted, and is not spoken")

    def _cell(self, cell: Element) -> Passage:
        runs: list[tuple[str, bool]] = []
        for node in _inside(cell, "p", "h"):
            runs += [*([(BREAK, False)] if runs else []), *self._runs(node)]
        return self._manuscript.passage(runs) or Passage(())

    def _paragraph(self, node: Element, kind: Kind, level: int = 1) -> None:
        self._manuscript.paragraph(self._runs(node), kind, level)
        for box in _inside(node, "text-box"):
            self.blocks(box)

    def _runs(self, node: Element, *, emphasis: bool = False) -> list[tuple[str, bool]]:
        found: list[tuple[str, bool]] = []
        for child in node.children:
            if isinstance(child, Characters):
                found.append((re.sub(r"\s+", " ", child.text), emphasis))
            elif isinstance(child, Element):
                found += self._run(child, emphasis)
        return found

    def _run(self, node: Element, emphasis: bool) -> list[tuple[str, bool]]:
        name = local(node.name)
        match name:
            case "s" | "tab":
                return [(" ", emphasis)]
            case "line-break":
                return [(BREAK, emphasis)]
            case "note" | "annotation":
                self._manuscript.lose_words(_own_text(node), "is a note, and not spoken")
                return []
            case "frame":
                self._picture(node)
                return []
            case "a" if _attribute(node, "href"):
                self._manuscript.lose(_attribute(node, "href"), "is an address, and not spoken")
        return self._runs(node, emphasis=emphasis or _attribute(node, "style-name") in self._emphasized)

    def _picture(self, node: Element) -> None:
        if next(_inside(node, "text-box"), None) is None:
            words = " ".join(" ".join(map(_own_text, _inside(node, "title", "desc"))).split())
            self._manuscript.lose(f"a picture: {words}" if words else "a picture")
