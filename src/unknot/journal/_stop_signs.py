"""Stop signs in a note: words such as "numb", where the note does not deny them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DENIALS = (
    r"no(?:t|thing|ne|r)?|never|without|neither|(?:is|was|did|does|do|are|were|has|have)n['’]?t"
    r"|nichts?|kein(?:e[nmrs]?)?|nie|niemals|ohne|weder|noch"
)
_DEGREES = r"as|so|that|quite|completely|entirely|just|only|until|nur|ganz|völlig|bloß|mehr\s+so"
_DENIED = re.compile(
    rf"(?<!\w)(?:{_DENIALS})(?!\w)(?!\s+(?:{_DEGREES})(?!\w))(?:\s+[\w'’]+){{0,3}}\s*\Z", re.IGNORECASE
)
"""A denial at most three words before the sign. "Not so numb" and "not only numb" deny nothing."""
_DENIED_AFTER = re.compile(r"\s*[:=?]\s*(?:no|none|nein|kein(?:e|er|s)?)(?!\w)", re.IGNORECASE)
"""As in "numb: no"."""
_LIST = re.compile(r"(?<!\w)[\w'’]+(?:,\s+[\w'’]+)+,?\s+(?:or|nor|oder|noch)\s", re.IGNORECASE)
"""A list such as "sharp, numb or": the denial before it is for all of it."""
_CLAUSE = re.compile(
    r"[.,;:!?()\n]|(?<!\w)(?:and|but|though|yet|then|und|aber|sondern|dann|jedoch)(?!\w)", re.IGNORECASE
)
"""What ends the part of a sentence for which a denial is."""


def sign_in(note: str, words: Sequence[str]) -> str:
    """The first of the words that the note says of the body, as it is written there; empty where there is none.

    "Nothing sharp", "not numb" and "nichts Stechendes" deny the sign. In doubt it counts.
    """
    if not words:
        return ""
    text = _LIST.sub(lambda found: found[0].replace(",", " "), note)
    sign = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return next((found[0] for found in sign.finditer(text) if not _is_denied(text, found)), "")


def _is_denied(text: str, found: re.Match[str]) -> bool:
    before = _CLAUSE.split(text[: found.start()])[-1]
    return bool(_DENIED.search(before) or _DENIED_AFTER.match(text, found.end()))
