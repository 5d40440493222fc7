"""Bytes to text: which encoding a file is in, and the characters in it that only an editor or a printer needs."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32's begins like UTF-16's, so it comes first."""
_SAMPLE: Final = 64 * 1024
"""Bytes that are looked at to find an encoding out."""
_WESTERN: Final = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßŒ…–—‘’‚“”„«»‹›•°€£§©®™¿¡·\xa0ªº½¼¾"
)
"""What stands beside ASCII in texts of western Europe."""
_LIKELY: Final = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "iso8859_2", "mac_roman"),
    *("cp850", "shift_jis", "euc_jp", "gb18030", "big5", "cp949", "cp874"),
]
"""What texts are found in that are not Unicode. Of all hundred encodings a short text fits too many."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_BLANKS = dict.fromkeys(
    map(ord, "\xa0\u1680\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"), " "
)
_HIDDEN = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LINES = {0x0B: "\n", 0x0C: " ", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0) if code != 0x85}
_TIDY: Final = {**_WINDOWS, **_BLANKS, **_HIDDEN, **_LINES, 0x1A: None}
"""Non-breaking spaces are spaces and form feeds too, soft hyphens and marks of direction are nothing, the control
characters from U+0080 on are what Windows means by them, and DOS's end of the text is no character."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text."""

    text: str
    guessed: str = ""
    """The encoding, where nothing in the file says which one it is and it is not UTF-8."""


def decode(data: bytes) -> Decoded | None:
    """The text that the bytes stand for, or None where they are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        wide = _without_mark(sample)
        found = _strictly(data, wide) if wide else None
        return found if found and not _CONTROL.search(found.text) else None
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _guessed(data)


def tidied(text: str) -> str:
    """The text with the characters that only an editor or a printer needs as plain white space, or without them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TIDY)


def _strictly(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name))
    except UnicodeDecodeError:
        return None


def _without_mark(sample: bytes) -> str:
    """UTF-16 without a byte order mark: in most texts every second byte of it is zero."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else ""


def _guessed(data: bytes) -> Decoded | None:
    """The text in the likeliest of the older encodings.

    Short western texts are told apart by their letters, since a statistic takes them for any of a dozen.
    """
    western = data.decode("cp1252", "replace")
    if {c for c in western if c > "\x7f"} <= _WESTERN:
        return Decoded(western, "Windows-1252")
    from charset_normalizer import from_bytes  # only such a file needs it

    best = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
    if best is None:
        return None
    return Decoded(data.decode(best.encoding, "replace"), best.encoding)
