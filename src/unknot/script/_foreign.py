"""Other people's scripts become routine scripts. Nothing is lost in silence, and nothing is read aloud by mistake.

What a routine script cannot say comes back as a list, with its place in the text that was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import ScriptError
from unknot.routine import Comment, Header, Heading, NoteBlock, Paragraph, Routine, Say
from unknot.script._draft import ScriptDraft, clean
from unknot.script._encodings import decode, tidied
from unknot.script._kinds import ARCHIVES, DOCUMENTS, KINDS, REFUSED, TEXTS, KindName, root_of
from unknot.script._parser import parse
from unknot.script._passages import Teller
from unknot.script._printer import to_text
from unknot.script._source import Faults, read_source
from unknot.script._subject import walk_inlines
from unknot.script._values import Fault
from unknot.script._xmltree import XmlFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.errors import Finding
    from unknot.script._kinds import Document, ForeignKind
    from unknot.script._manuscripts import Manuscript

__all__ = ["KINDS", "Imported", "KindName", "from_foreign"]

UNTITLED: Final = "Imported script"
LARGEST_TEXT: Final = 500_000
"""Characters of a text: half a day of speech."""
MOST_LINES: Final = 20_000
"""Lines of a text."""
LARGEST_FILE: Final = 32 * 1024 * 1024
"""Bytes of a document with its pictures."""
LARGEST_RESULT: Final = 1_000_000
"""Bytes of a routine script that other commands read."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A routine script made from another text."""

    text: str
    """A script in its canonical form; it parses, and the checker finds no error in it."""
    lost: tuple[Finding, ...]
    """What it could not carry over, with places in the text that was given; in a document a line is a paragraph."""


def from_foreign(
    given: str | bytes,
    kind: KindName = "auto",
    title: str = "",
    file: str = "",
    exists: Callable[[str, str], bool] | None = None,
) -> Imported:
    """The routine script that says what another program's script says.

    Args:
        given: The text, or a file's bytes.
        kind: What it is; `auto` looks for itself.
        title: The title of the routine; else what the text says of itself, else the file's name.
        file: The file's name, for messages and to tell its kind.
        exists: Whether there is a `"sound"` or a `"background"` of a name. Without it all are taken to be there.

    Raises:
        ScriptError: It cannot be read as its kind, is of a kind that is not read, has no words, or is too large.
    """
    if isinstance(given, str) and given.startswith("{\\rtf"):
        given = given.encode("latin-1", "replace")
    if isinstance(given, bytes) and (document := _document(given, kind, file)):
        return _from_document(document, given, title, file, exists)
    text, guessed = _decoded(given, file)
    source, faults = read_source(text, file)
    if faults.found:
        raise ScriptError(f"{_named(file)} is not a script", findings=faults.sorted(), next_step=_CONTROL)
    if len(text) > LARGEST_TEXT:
        raise _too_large(file, f"more than {LARGEST_TEXT:,} characters")
    if text.count("\n") > MOST_LINES:
        raise _refusal(
            Teller(ScriptDraft(), faults), 0, "too-large", f"more than {MOST_LINES:,} lines", "split it in parts"
        )
    if guessed:
        _tell_guess(source.text, guessed, faults)
    teller = Teller(ScriptDraft(), faults, exists)
    _read(source.text, kind, teller, file)
    return _finished(teller, title, file)


_CONTROL: Final = "remove these characters, or save it as plain text in UTF-8"


def _named(file: str) -> str:
    return file or "this text"


def _too_large(file: str, what: str) -> ScriptError:
    return ScriptError(f"{_named(file)} is too large for a routine: {what}", next_step="split it in parts")


def _decoded(given: str | bytes, file: str) -> tuple[str, str]:
    """The text without what only an editor needs, and the encoding where it was guessed."""
    if isinstance(given, str):
        return tidied(given), ""
    decoded = decode(given)
    if decoded is None:
        raise ScriptError(f"{_named(file)} holds no text that can be read", next_step="save it as plain text in UTF-8")
    return tidied(decoded.text), decoded.guessed


def _tell_guess(text: str, guessed: str, faults: Faults) -> None:
    """The encoding was guessed: say so at the first letter that it decides about."""
    at = next((n for n, c in enumerate(text) if c > "\x7f"), 0)
    hint = "look whether its letters are right; else save the text as UTF-8"
    faults.add(at, 1, "not-carried", f"the text is not in UTF-8, and was read as {guessed}", hint)


def _read(text: str, kind: KindName, teller: Teller, file: str) -> None:
    """Afterwards the draft says the text.

    Raises:
        ScriptError: It cannot be read as its kind.
    """
    row = _row(text, kind, file)
    if kind == "auto":
        _refuse_routine(text, file)
    root = root_of(text) if kind == "auto" and row.name in {"text", "markdown"} else ""
    if root and root not in _INLINE:
        raise _refusal(teller, 0, "markup", f"XML of a kind that is not read: `<{root}>`", "save it as plain text")
    try:
        row.read(text, teller)
        teller.draft.paragraph()
    except (XmlFault, Fault) as fault:
        at = fault.offset if isinstance(fault, XmlFault) else fault.span.offset
        rule = fault.rule if isinstance(fault, Fault) and fault.rule in {"too-large", "too-deep"} else "markup"
        raise _refusal(teller, at, rule, fault.message, fault.hint) from None


def _row(text: str, kind: KindName, file: str) -> ForeignKind:
    """The row of a text: the kind that was asked for, else by the file's name, else by what stands in it."""
    name = PurePath(file).name.lower()
    rows = [row for row in TEXTS if row.name == kind] or [row for row in TEXTS if name.endswith(row.suffixes)]
    return rows[0] if rows else next(row for row in TEXTS if row.looks(text))


_INLINE: Final = {
    "break",
    "pause",
    "silence",
    "prosody",
    "emphasis",
    "b",
    "i",
    "em",
    "strong",
    "br",
    "a",
    "voice",
    "sub",
    "sil",
}
"""Elements that plain text may begin with."""


def _refusal(teller: Teller, offset: int, rule: str, message: str, hint: str) -> ScriptError:
    """What is said of a text that cannot be read as its kind: one fault, where it stands."""
    faults = Faults(teller.faults.source)
    faults.add(min(offset, max(0, len(faults.source.text) - 1)), 1, rule, message, hint)
    next_step = hint or "save it as plain text, and import that"
    return ScriptError(
        f"{_named(faults.source.file)} cannot be imported", findings=faults.sorted(), next_step=next_step
    )


# --- documents --------------------------------------------------------------------------------------------------------


def _document(data: bytes, kind: KindName, file: str) -> Document | None:
    """The row of the document that a file is; None where it is text.

    Raises:
        ScriptError: It is of a kind that is known and not read, or is larger than any document.
    """
    if len(data) > LARGEST_FILE:
        raise _too_large(file, f"more than {LARGEST_FILE // 1024**2} MB")
    if data.startswith(b"PK"):
        return _archive(data, file)
    if found := next((row for row in DOCUMENTS if row.magic and data.lstrip().startswith(row.magic)), None):
        return found if kind in {"auto", found.name} else None
    for refused in REFUSED:
        if refused.magic.match(data):
            raise ScriptError(f"{_named(file)} is {refused.meaning}", next_step=refused.next_step)
    if kind in {row.name for row in DOCUMENTS}:
        raise ScriptError(f"{_named(file)} is not of the kind {kind}", next_step="import it without --kind")
    return None


def _archive(data: bytes, file: str) -> Document:
    from unknot.script._office import Archive

    names = Archive(data, file).names
    wanted = "docx" if "word/document.xml" in names else "odt" if "content.xml" in names else ""
    if wanted == "odt" and b"opendocument.text" not in data[:200] and b"opendocument." in data[:200]:
        raise ScriptError(f"{_named(file)} is an OpenDocument file without text", next_step="save it as text or CSV")
    if row := next((row for row in DOCUMENTS if row.name == wanted), None):
        return row
    for pattern, meaning, next_step in ARCHIVES:
        if any(map(pattern.match, names)):
            raise ScriptError(f"{_named(file)} is {meaning}", next_step=next_step)
    raise ScriptError(f"{_named(file)} is a zip archive", next_step="unpack it, and import what is in it")


def _from_document(
    row: Document, data: bytes, title: str, file: str, exists: Callable[[str, str], bool] | None
) -> Imported:
    manuscript: Manuscript = row.read(data, file)
    text = tidied(manuscript.text)
    source, faults = read_source(text if len(text) == len(manuscript.text) else manuscript.text, file)
    if faults.found:
        raise ScriptError(f"{_named(file)} is not a script", findings=faults.sorted(), next_step=_CONTROL)
    if len(source.text) > LARGEST_TEXT:
        raise _too_large(file, f"more than {LARGEST_TEXT:,} characters")
    teller = Teller(ScriptDraft(), faults, exists)
    try:
        manuscript.tell(teller)
    except Fault as fault:
        raise _too_large(file, fault.message) from None
    return _finished(teller, title, file)


# --- the script -------------------------------------------------------------------------------------------------


def _finished(teller: Teller, title: str, file: str) -> Imported:
    """The script of a draft.

    Raises:
        ScriptError: It says nothing, or is longer than other commands read.
    """
    if not _said(teller.draft):
        raise _empty(teller, file)
    routine = Routine(_header(teller.draft, title, file), tuple(teller.draft.nodes))
    text = to_text(routine)
    if len(text.encode()) > LARGEST_RESULT:
        raise _too_large(file, f"the script would have more than {LARGEST_RESULT:,} bytes")
    parse(text, "the imported script")  # a script that cannot be read is never written
    return Imported(text, teller.faults.sorted())


def _said(draft: ScriptDraft) -> bool:
    """Whether the draft speaks at all."""
    return any(isinstance(item, Say) for item in walk_inlines(tuple(draft.nodes)))


def _empty(teller: Teller, file: str) -> ScriptError:
    """What is said of a text without words: everything that was in it."""
    if not teller.faults.found:
        teller.faults.add(0, 1, "nothing-to-say", "there is nothing in it")
    return ScriptError(
        f"{_named(file)} has nothing that could be spoken",
        findings=teller.faults.sorted(),
        next_step="give a text with the words of a session",
    )


def _header(draft: ScriptDraft, title: str, file: str) -> Header:
    """The header: what the person says, what the text says of itself, the file's name."""
    stem = "" if file in {"", "-"} else PurePath(file).name.split(".")[0]
    said: dict[str, Any] = {k: clean(v) if isinstance(v, str) else v for k, v in draft.header.items()}
    named = [clean(name) for name in (title, said.pop("title", ""), stem)]
    return Header(next((name for name in named if name), UNTITLED), **{k: v for k, v in said.items() if v})


def _refuse_routine(text: str, file: str) -> None:
    """Return only where a text is no routine script already.

    Raises:
        ScriptError: It is one, with structure that no other program writes.
    """
    if not text.lstrip().startswith("---"):
        return
    try:
        routine = parse(text, file)
    except ScriptError:
        return
    plain_header = Header(**{name: getattr(routine.header, name) for name in _COMMON_KEYS})
    if routine.header != plain_header or any(not isinstance(node, _COMMON_NODES) for node in routine.body):
        raise ScriptError(
            f"{_named(file)} is a routine script already", next_step="check it with `unknot check`, or play it"
        )


_COMMON_KEYS: Final = ("title", "summary", "author", "language", "license")
_COMMON_NODES: Final = (Comment, Heading, NoteBlock, Paragraph)
