"""Prints text on the standard streams, without control characters, and with colour only where it is wanted."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal, hide or reorder text, or cannot be encoded. Tabs and line feeds are no such."""
_UNSAFE_IN_DOCUMENT: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Control characters other than those that end a line or a page."""
_BOLD: Final = "1"
_RED: Final = "31"


def echo(text: str = "", *, err: bool = False, nl: bool = True, bold: bool = False, label: str = "") -> None:
    """The text is on standard output, or with `err` on standard error, as `escaped` gives it.

    Args:
        text: What to print.
        err: Print on standard error.
        nl: End with a line feed.
        bold: Print the text bold, where colours are wanted.
        label: A word that is printed before the text, red where colours are wanted.
    """
    stream = sys.stderr if err else sys.stdout
    parts = [_styled(label, _RED, stream)] if label else []
    parts.append(_styled(escaped(text), _BOLD, stream) if bold else escaped(text))
    stream.write(" ".join(parts) + "\n" * nl)
    stream.flush()


def print_document(text: str) -> None:
    """A script, a table of data or a page is on standard output: in UTF-8 where that is a file or a pipe."""
    shown = _escape(_UNSAFE_IN_DOCUMENT, text)
    if sys.stdout.isatty():
        sys.stdout.write(shown)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(shown.encode("utf-8"))
    sys.stdout.flush()


def escaped(text: str) -> str:
    """The text with the number of each character that steers a terminal or cannot be encoded, as in JSON."""
    return _escape(_UNSAFE, text)


def plain_wanted(environment: Mapping[str, str]) -> bool:
    """Whether output is to be plain lines: with `ACCESSIBLE` (screen readers) and on a terminal without a cursor."""
    return environment.get("ACCESSIBLE", "0") not in ("", "0") or environment.get("TERM") == "dumb"


def _styled(text: str, code: str, stream: TextIO) -> str:
    wanted = stream.isatty() and not os.environ.get("NO_COLOR") and not plain_wanted(os.environ)
    return f"\x1b[{code}m{text}\x1b[0m" if wanted else text


def _escape(unsafe: re.Pattern[str], text: str) -> str:
    return unsafe.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
