"""The kinds of text that `import` reads, one row each, and those that it refuses by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.script._manuscripts import Manuscript
    from unknot.script._passages import Teller

KindName: TypeAlias = Literal[
    "auto", "text", "markdown", "phrases", "subtitles", "timer", "html", "ssml", "ssmd", "rtf", "docx", "odt"
]


@dataclass(frozen=True, slots=True)
class ForeignKind:
    """One row: a kind of text that is read."""

    name: KindName
    meaning: str
    suffixes: tuple[str, ...]
    """Endings of file names that say it surely."""
    looks: Callable[[str], bool]
    """Whether a text is of this kind by what stands in it."""
    read: Callable[[str, Teller], None]
    """Puts a text of this kind into a draft."""


@dataclass(frozen=True, slots=True)
class Document:
    """One row: a kind of file that is no text as it stands."""

    name: KindName
    meaning: str
    magic: bytes
    """What it begins with; nothing where another row's content tells it."""
    read: Callable[[bytes, str], Manuscript]


@dataclass(frozen=True, slots=True)
class RefusedKind:
    """One row: a kind of file that is not read."""

    meaning: str
    magic: re.Pattern[bytes]
    next_step: str


# Each reader is imported when it is needed: most files need one of them, and other commands none.


def _text(text: str, teller: Teller) -> None:
    from unknot.script._plaintext import read_plain

    read_plain(text, teller)


def _markdown(text: str, teller: Teller) -> None:
    from unknot.script._markdown import read_markdown

    read_markdown(text, teller)


def _is_markdown(text: str) -> bool:
    from unknot.script._plaintext import is_markdown

    return is_markdown(text)


def _phrases(text: str, teller: Teller) -> None:
    from unknot.script._tables import read_table

    read_table(text, teller)


def _is_phrases(text: str) -> bool:
    from unknot.script._tables import delimiter_of

    return bool(delimiter_of(text))


def _subtitles(text: str, teller: Teller) -> None:
    from unknot.script._subtitles import read_subtitles

    read_subtitles(text, teller)


def _is_subtitles(text: str) -> bool:
    from unknot.script._subtitles import is_captions

    return is_captions(text) or root_of(text) == "tt"


def _timer(text: str, teller: Teller) -> None:
    from unknot.script._timers import read_timer

    read_timer(text, teller)


def _is_timer(text: str) -> bool:
    from unknot.script._timers import is_data

    return is_data(text)


def _html(text: str, teller: Teller) -> None:
    from unknot.script._webpages import read_page

    read_page(text, teller)


def _is_html(text: str) -> bool:
    return re.match(r"\s*<!doctype html", text, re.IGNORECASE) is not None or root_of(text) in _HTML_ROOTS


def _ssml(text: str, teller: Teller) -> None:
    from unknot.script._ssml_reader import read_ssml

    read_ssml(text, teller)


def _ssmd(text: str, teller: Teller) -> None:
    from unknot.script._ssmd import read_ssmd

    read_ssmd(text, teller)


def _is_ssmd(text: str) -> bool:
    return len(_SSMD.findall(text)) > 1


def _rtf(data: bytes, _: str) -> Manuscript:
    from unknot.script._richtext import read_rich_text

    return read_rich_text(data)


def _docx(data: bytes, file: str) -> Manuscript:
    from unknot.script._office import read_docx

    return read_docx(data, file)


def _odt(data: bytes, file: str) -> Manuscript:
    from unknot.script._office import read_odt

    return read_odt(data, file)


_HTML_ROOTS = {
    "html",
    "head",
    "body",
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "table",
    "section",
    "article",
    "main",
    "span",
}
_SSMD = re.compile(
    r"(?<!\.)\.\.\.(?:\d{1,6}(?:ms|s)|[nwcsp])(?![\w.])|^@voice[:(]|\]\{\w+=|\]\((?:ph|sub|ipa|as|vrp?): ", re.MULTILINE
)
_ROOT = re.compile(
    r"\s*(?:<\?[^>]{0,500}\?>\s*|<!--(?:(?!-->).){0,5000}-->\s*|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,5000}\])?>\s*)*<([A-Za-z][\w:.-]{0,60})[\s/>]",
    re.DOTALL,
)


def root_of(text: str) -> str:
    """The name of the element that a text begins with, in small letters and without a prefix; nothing for no XML."""
    match = _ROOT.match(text)
    return match[1].rpartition(":")[2].lower() if match else ""


TEXTS: Final = (
    ForeignKind("ssml", "SSML", (".ssml",), lambda text: root_of(text) == "speak", _ssml),
    ForeignKind(
        "subtitles",
        "subtitles (SRT, WebVTT, LRC, ASS, SBV, TTML)",
        (".srt", ".vtt", ".lrc", ".ass", ".ssa", ".sbv", ".ttml", ".dfxp"),
        _is_subtitles,
        _subtitles,
    ),
    ForeignKind("html", "HTML", (".html", ".htm", ".xhtml"), _is_html, _html),
    ForeignKind("timer", "JSON or YAML of phrases and times", (".json", ".yaml", ".yml"), _is_timer, _timer),
    ForeignKind("ssmd", "SSMD", (".ssmd.md", ".ssmd"), _is_ssmd, _ssmd),
    ForeignKind("markdown", "Markdown", (".markdown", ".mdown", ".mkd"), lambda _: False, _markdown),
    ForeignKind("phrases", "lines of phrase;seconds, CSV, TSV", (".csv", ".tsv"), _is_phrases, _phrases),
    ForeignKind("markdown", "Markdown", (".md",), _is_markdown, _markdown),
    ForeignKind("text", "plain text", (), lambda _: True, _text),
)
"""Every kind of text, in the order in which they are looked for."""

DOCUMENTS: Final = (
    Document("rtf", "Rich Text Format", b"{\\rtf", _rtf),
    Document("docx", "Word", b"", _docx),
    Document("odt", "OpenDocument", b"", _odt),
)
"""Every kind of document."""

KINDS: Final[tuple[KindName, ...]] = (
    "auto", "text", "markdown", "phrases", "subtitles", "timer", "html", "ssml", "ssmd", "rtf", "docx", "odt",
)  # fmt: skip
"""What an imported text may be; `auto` looks for itself."""


def _magic(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


_AS_TEXT: Final = "save it as plain text (.txt) in the program that made it, and import that"
_SOUND: Final = "give the text that is spoken in it, or its subtitles (.srt, .vtt)"
_IN_PICTURE: Final = "type its words into a text file"
_INSIDE: Final = "unpack it, and import what is in it"
REFUSED: Final = (
    RefusedKind("a PDF", _magic(rb"\s{0,20}%PDF"), "turn it into text (`pdftotext FILE`), and import that"),
    RefusedKind("an old Office document (.doc, .xls)", _magic(rb"\xd0\xcf\x11\xe0"), _AS_TEXT),
    RefusedKind("a recording", _magic(rb"ID3[\x02-\x04]|RIFF....WAVE|OggS|fLaC|FORM....AIFF|\xff[\xf1-\xfb]"), _SOUND),
    RefusedKind("a video or sound", _magic(rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI"), _SOUND),
    RefusedKind("a picture", _magic(rb"\x89PNG|\xff\xd8\xff|GIF8|BM....\0\0|II\*\0|MM\0\*|RIFF....WEBP"), _IN_PICTURE),
    RefusedKind("a packed file", _magic(rb"\x1f\x8b|7z\xbc\xaf|BZh\d|\xfd7zXZ|Rar!|(?:.{257}ustar)"), _INSIDE),
    RefusedKind("a program", _magic(rb"\x7fELF|MZ[^\0]{0,60}\0|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe"), "give a text"),
    RefusedKind("a database", _magic(rb"SQLite format 3"), "export its text"),
)  # fmt: skip
"""Kinds of file that are known and not read, with what to do instead."""
ARCHIVES: Final = (
    (re.compile(r"xl/"), "a spreadsheet (.xlsx)", "save it as CSV, and import that"),
    (re.compile(r"ppt/"), "a presentation (.pptx)", _AS_TEXT),
    (re.compile(r"META-INF/container\.xml"), "an e-book (EPUB)", "save a chapter as plain text, and import that"),
    (re.compile(r"Index/|index\.apxl|preview\.jpg"), "a Pages document", _AS_TEXT),
)
"""Zip archives that are known by a file in them."""
