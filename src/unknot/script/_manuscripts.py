"""A document of a word processor as text: a paragraph a line, with its passages and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.script._clocks import places
from unknot.script._passages import BREAK, Fragment, Grid, Passage
from unknot.script._plaintext import read_plain
from unknot.script._values import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.script._passages import Kind, Teller


@dataclass(slots=True)
class Manuscript:
    """Gathers the paragraphs of a document. Its lines are what a finding's place counts."""

    title: str = ""
    language: str = ""
    passages: list[Passage | Grid] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _length: int = 0
    _lost: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Offset, width, message and hint of everything that is not carried over."""

    @property
    def text(self) -> str:
        """A paragraph a line."""
        return "\n".join(self._lines)

    def paragraph(self, runs: Iterable[tuple[str, bool]], kind: Kind = "paragraph", level: int = 1) -> None:
        """A paragraph from its text and whether that is emphasized."""
        if passage := self.passage(runs, kind, level):
            self.passages.append(passage)

    def passage(self, runs: Iterable[tuple[str, bool]], kind: Kind = "paragraph", level: int = 1) -> Passage | None:
        """The passage of a paragraph, which has a line now; None where it has no text."""
        fragments, offset = [], self._length
        for text, emphasis in runs:
            fragments.append(Fragment(text, offset, emphasis))
            offset += len(text)
        whole = "".join(f.text for f in fragments)
        if not whole.strip():
            return None
        self._line(whole)
        return Passage(tuple(fragments), kind, level)

    def lose(self, what: str, why: str = "cannot be carried over") -> None:
        """Something is not carried over; it stood in the paragraph that comes next."""
        self._lost.append((self._length, 1, f"{quoted(what)} {why}", ""))

    def lose_words(self, text: str, why: str) -> None:
        """Words that are not for speaking have a line of their own, so that nothing of them is hidden."""
        said = " ".join(text.split())
        if said:
            self._lost.append((self._length, len(said), f"{quoted(said)} {why}", ""))
            self._line(said)

    def _line(self, text: str) -> None:
        line = text.replace("\n", " ").replace(BREAK, " ")
        self._lines.append(line)
        self._length += len(line) + 1

    def tell(self, teller: Teller) -> None:
        """Afterwards the draft says the document; a transcript with clock times is read as one."""
        for name in ("title", "language"):
            if value := getattr(self, name):
                teller.draft.header.setdefault(name, value)
        for offset, width, message, hint in self._lost:
            teller.faults.add(min(offset, max(0, self._length - 1)), width, "not-carried", message, hint)
        if any(places(self.text, 0)) and not any(isinstance(p, Grid) for p in self.passages):
            read_plain(self.text, teller)
        else:
            teller.passages(self.passages)
