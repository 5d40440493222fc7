"""Pronunciations in the International Phonetic Alphabet, as `say` takes them between slashes: `/ˈsoʊəs/`."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

STRESS: Final = "ˈˌ"
"""Primary and secondary; each stands in front of its syllable."""
_VOWELS: Final = (
    "aɪ aʊ eɪ oʊ əʊ ɔɪ ɛə eə ɔʏ ɑː aː æ ɐ ɑ a ɒ ɛː ɛ eː e ə ɚ ɝː ɝ ɜː ɜ ɪ ᵻ iː i ɔː ɔ oː o ʊ uː u ʌ yː y ʏ øː ø œ "
    "ɑ̃ ɛ̃ ɔ̃ œ̃"
)
_CONSONANTS: Final = "tʃ dʒ ts pf b d f ɡ h j k l m n ŋ p r s ʃ t θ ð v w z ʒ x ç ʁ ɾ ɲ ʎ β ɣ ʔ"
VOWELS: Final = frozenset(unicodedata.normalize("NFD", _VOWELS).split())
SOUNDS: Final = VOWELS | frozenset(_CONSONANTS.split())
"""Every sound that a pronunciation may have."""
_SAME: Final = {"ɹ": "r", "ʀ": "ʁ", "g": "ɡ", ":": "ː", "'": "ˈ", "ʧ": "tʃ", "ʤ": "dʒ", "ʦ": "ts", "ɫ": "l", "ɜːr": "ɝ"}
"""Other ways to write a sound."""
_NOTHING: Final = re.compile("[.‿͜͡()\u032f\u0329]")
"""Syllable dots, ties, brackets around what may be left out, and marks of syllables."""
_TOKEN: Final = re.compile("|".join([*sorted(SOUNDS, key=len, reverse=True), f"[{STRESS} ]"]))


class NotIpa(ValueError):
    """A letter of a pronunciation is no sound that is known. The message is that letter."""


def between_slashes(how: str) -> str | None:
    """What stands between the slashes of `/ˈsoʊəs/`; None for a pronunciation that is written in another way."""
    found = re.fullmatch(r"/([^/]+)/", how.strip())
    return found[1].strip() or None if found else None


def sounds(ipa: str) -> tuple[str, ...]:
    """The sounds, marks of stress and spaces of a pronunciation, in order, each written in one way.

    Raises:
        NotIpa: A letter is not known.
    """
    text = _NOTHING.sub("", unicodedata.normalize("NFD", ipa)).replace("c\u0327", "ç")
    for other, usual in _SAME.items():
        text = text.replace(other, usual)
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise NotIpa(text[at])
        found.append(token[0])
        at = token.end()
    return tuple(found)
