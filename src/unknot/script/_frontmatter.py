"""Front matter: what a text says of itself between two lines of `---` before it begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from unknot.script._header import KEYS
from unknot.script._values import Fault, Span
from unknot.script._yaml import Mapping, Scalar, read_tree

if TYPE_CHECKING:
    from unknot.script._passages import Teller
    from unknot.script._yaml import Value

_FRONT = re.compile(r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?P=fence)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"[\w\"'-]+[ \t]*[:=]|#|\s*\Z")
_OTHER_NAMES: Final = {
    "name": "title", "description": "summary", "subtitle": "summary", "excerpt": "summary", "authors": "author",
    "lang": "language", "locale": "language", "duration": "length", "licence": "license",
}  # fmt: skip
"""What other programs call a key of the header."""
_NOT_TAKEN: Final = {"background", "voice", "allow"}
"""Keys that name a file, an engine or a rule of this program; in another one they mean something else."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_ROWS: Final = {key.word: key for key in KEYS if key.word not in _NOT_TAKEN}


def read_front_matter(text: str, teller: Teller) -> int:
    """Afterwards the draft's header says what the front matter says; gives the offset behind it, 0 where there is none.

    A key that a routine does not have is told as not carried over.
    """
    match = _FRONT.match(text)
    if match is None or not _KEY.match(match["inside"].lstrip()):
        return 0
    tree: Value | None = None
    try:
        tree = None if match["fence"] == "+++" else read_tree(match["inside"], match.start("inside"))
    except Fault:
        tree = None
    if isinstance(tree, Mapping):
        for key, value in tree.pairs:
            _take(key, value, match, teller)
    else:
        message = "front matter that cannot be read as YAML"
        teller.lines_lost(match["inside"], match.start("inside"), message, "write the title with --title")
    return match.end()


def language_of(text: str) -> str:
    """The language that a text names, as BCP 47 writes it; nothing where it is no such name."""
    name = text.strip().replace("_", "-")
    return name if _LANGUAGE.fullmatch(name) else ""


def _take(key: Scalar, value: Value, front: re.Match[str], teller: Teller) -> None:
    word = _OTHER_NAMES.get(key.text.lower(), key.text.lower())
    row = _ROWS.get(word)
    try:
        if row is None or word in teller.draft.header or (isinstance(value, Scalar) and not value.text.strip()):
            raise Fault(Span(key.text, key.offset), "not-carried", "")
        if word == "language" and isinstance(value, Scalar):
            value = Scalar(language_of(value.text), value.offset)
        taken = row.read(value)
        teller.draft.header[word] = taken
    except Fault:
        _tell(key, front, teller)


def _tell(key: Scalar, front: re.Match[str], teller: Teller) -> None:
    """The key and every line that belongs to it are not carried over."""
    text, start = front["inside"], front.start("inside")
    at = key.offset - start
    end = re.compile(r"\n(?=[^\s-])|\Z").search(text, at)
    whole = text[at : end.start() if end else len(text)]
    message = f"`{key.text}` cannot be carried over"
    teller.lines_lost(whole, key.offset, message, "a routine's header has no such key" if len(whole) < 200 else "")
