"""What is written and is no word: emoji, decoration, addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from unknot.reading._wordings import Wording

EMOJI: Final = re.compile(
    "(?:[\U0001f000-\U0001faff☀-⛿✀-➓➕-➗➰-➿⬅-⬇⬛⬜⭐⭕⌚⌛⏏⏩-⏳⏸-⏺\U000e0020-\U000e007f]"
    "|[0-9#*]\ufe0f?\u20e3|[\u203c\u2049©®™↔-↪]\ufe0f)[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U0001f000-\U0001faff♀♂⚕]*"
)
"""One emoji, with what joins and colours it."""
EMOTICON: Final = re.compile(r"(?<!\S)(?:[:;=]['’]?-?[)(DPp]|:-?[/|]|<3|\^_?\^)(?=[\s.,!?]|\Z)")
"""A face of punctuation, such as `:-)`."""
ARROW: Final = re.compile(r"\s*(?:[←-↓⇐-⇔⟵-⟺➔-➾⤴⤵↔-↪]+|<?[-=]{1,2}>)\s*")
DECORATION: Final = re.compile(r"[•‣◦▪▫●○■□▲△▼▽◆◇★☆♥♡♪♫✓✔✗✘†‡¶©®™|\\^`~_*#{}¦¤¬─-╿]+|(?<=\s)[-=~_]{3,}(?=\s)")
"""Marks that are only seen."""
ADDRESS: Final = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]}’']"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?-i:(?<![\w.@])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|info|io|de|at|ch|eu|co\.uk|edu|gov)(?![\w.]\w)(?!\w)(?:/[\w./~-]*\w)?)",
    re.IGNORECASE,
)
"""A web or mail address."""
_SCHEME: Final = re.compile(r"^(?:[a-z]+://)?(?:www\.)?|[?#].*$", re.IGNORECASE)
_LONG: Final = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_VOWELS: Final = "aeiouyäöü"


def said_address(address: str, wording: Wording) -> str:
    """An address as a person says it: without `https://` and `www.`, its marks in words."""
    bare = _SCHEME.sub("", address).rstrip("/")
    return re.sub(r"[^\w\s]|_", lambda m: f" {wording.marks.get(m[0], '')} ", bare)


def without_decoration(text: str) -> str:
    """The text without emoji and marks that are only seen; an arrow is a pause."""
    text = EMOJI.sub(" ", EMOTICON.sub(" ", text))
    text = ARROW.sub(", ", text)
    return DECORATION.sub(" ", text)


def shortened_sounds(text: str) -> str:
    """Letters that are repeated to draw a sound out are one or two: `Aaaah`, `Mmmmm`, `Shhhhh`, `slooowly`."""
    return _LONG.sub(_shorter, text)


def _shorter(match: re.Match[str]) -> str:
    letter = match[1].lower()
    if letter in "ivxlcw" or not unicodedata.name(letter, "").startswith("LATIN"):
        return match[0]
    return match[1] + letter * _more(letter, match)


def _more(letter: str, match: re.Match[str]) -> int:
    """How many more letters are left after the first: one in `sleep` and `good`, none in `so`, `om` and `slow`.

    Sounds without a vowel are words of the lexicon: `shh`, `hmm`, `mmm`.
    """
    before, after = match.string[: match.start()], match.string[match.end() :]
    if letter in _VOWELS:
        return letter == "e" or (letter == "o" and after[:1].isalpha() and after[0] not in "mw")
    front, back = re.search(r"[^\W\d_]*$", before), re.match(r"[^\W\d_]*", after)
    others = (front[0] if front else "") + (back[0] if back else "")
    return (1 if others else 2) if not any(vowel in others.lower() for vowel in _VOWELS) else 0
