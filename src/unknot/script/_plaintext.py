"""Plain text and Markdown as they come: front matter, comments of list files, clock times, and the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unknot.script._clocks import places, tell_places
from unknot.script._frontmatter import read_front_matter
from unknot.script._passages import Fragment, Passage, folded_at, line_ends
from unknot.script._values import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unknot.script._clocks import Timed
    from unknot.script._passages import Grid, Teller

_COMMENTS = re.compile(r"(?:^[ \t]*#(?!#)[^\n]*(?:\n|\Z)){2,}|^[ \t]*(?://|#!)[^\n]*(?:\n|\Z)", re.MULTILINE)
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\[\]\n]{1,60}\]:[^\n]*(?:\n[ \t]+\S[^\n]*)*", re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:^[^\S\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|nbsp|amp|quot|apos|lt|gt|[a-z]{2,8}acute|hellip|[mn]dash);", re.I)
_MARKDOWN = re.compile(
    r"^[ ]{0,3}\#{1,6}[ \t]+\S | ^[ \t]*[-*+][ \t]+\S | ^[ \t]*\d{1,3}[.)][ \t]+\S | ^[ ]{0,3}> | ^[ ]{0,3}(?:```|~~~)"
    r" | \*\*?[^\s*] | (?<!\w)__?[^\s_] | `[^`\n]+` | \[[^\[\]\n]*\]\( | ^\[[^\]\n]+\]:[ ]"
    r" | ^[ ]{0,3}\S[^\n]*\n=+[ \t]*$"
    r" | ^[^\n]*\|[^\n]*\n[ ]*\|?[ ]*:?-+ | ~~\S | ^[ \t]*[*_-](?:[ \t]*[*_-]){2,}[ \t]*$",
    re.MULTILINE | re.VERBOSE,
)


def is_markdown(text: str) -> bool:
    """Whether a text holds a mark of Markdown anywhere."""
    return _MARKDOWN.search(text) is not None or _ENTITY.search(text) is not None


def read_plain(text: str, teller: Teller) -> None:
    """Afterwards the draft says what plain text says; a mark in it is told and not spoken."""
    read_prose(text, teller, plain_passages)


def read_prose(text: str, teller: Teller, passages: Callable[[Span, int], Iterable[Passage | Grid]]) -> None:
    """Afterwards the draft says what a text says.

    Args:
        text: The source.
        teller: Whose draft it is.
        passages: The passages of a stretch of the source whose lines are folded at a margin, 0 for none.
    """
    start = read_front_matter(text, teller)
    text = _without_footnotes(_without_comments(_blank(text[:start]) + text[start:], teller), teller)
    width = folded_at(text)
    found, strange = places(text, start)
    for span in strange:
        teller.lost(span.offset, span.text, "is a time, and not spoken", "a pause is written like [30s]")
        text = text[: span.offset] + " " * len(span.text) + text[span.offset + len(span.text) :]

    def say(place: Timed) -> None:
        teller.passages(passages(place.words, width))

    end = found[0].words.offset if found else len(text)
    teller.passages(passages(Span(_before(text, start, end, bool(found)), start), width))
    tell_places(found, teller, say)


def plain_passages(span: Span, width: int) -> Iterable[Passage]:
    """The paragraphs of plain text."""
    for match in _PARAGRAPH.finditer(span.text):
        yield Passage((Fragment(line_ends(match[0].rstrip("\n"), width), span.offset + match.start()),))


def _before(text: str, start: int, end: int, timed: bool) -> str:
    """What stands before the first place; the line of the place itself is its own."""
    before = text[start:end]
    return before[: before.rfind("\n") + 1] if timed else before


def _without_comments(text: str, teller: Teller) -> str:
    """The text with blanks in place of comments: two or more lines of `#` behind one another, lines of `//`."""

    def blank(match: re.Match[str]) -> str:
        teller.lines_lost(match[0], match.start(), "a comment, and not spoken", "write one # for a heading")
        return _blank(match[0])

    return _COMMENTS.sub(blank, text)


def _without_footnotes(text: str, teller: Teller) -> str:
    """The text with blanks in place of the texts of footnotes, which are shown as notes."""

    def blank(match: re.Match[str]) -> str:
        teller.draft.note(match[0])
        teller.lines_lost(match[0], match.start(), "a footnote, shown as a note")
        return _blank(match[0])

    return _FOOTNOTE.sub(blank, text)


def _blank(text: str) -> str:
    """As many lines and characters without a word."""
    return re.sub(r"[^\n]", " ", text)
