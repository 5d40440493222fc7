"""Alphabets: which letters a language is written in, and how long they take to say."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from unknot.reading._wordings import primary

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES: Final = {
    "CYRILLIC": ("Cyrillic", "ru"), "GREEK": ("Greek", "el"), "ARABIC": ("Arabic", "ar"), "HEBREW": ("Hebrew", "he"),
    "DEVANAGARI": ("Devanagari", "hi"), "BENGALI": ("Bengali", "bn"), "TAMIL": ("Tamil", "ta"),
    "TELUGU": ("Telugu", "te"),
    "KANNADA": ("Kannada", "kn"), "MALAYALAM": ("Malayalam", "ml"), "GUJARATI": ("Gujarati", "gu"),
    "GURMUKHI": ("Gurmukhi", "pa"), "ORIYA": ("Odia", "or"), "SINHALA": ("Sinhala", "si"), "THAI": ("Thai", "th"),
    "LAO": ("Lao", "lo"), "MYANMAR": ("Burmese", "my"), "KHMER": ("Khmer", "km"), "GEORGIAN": ("Georgian", "ka"),
    "ARMENIAN": ("Armenian", "hy"), "ETHIOPIC": ("Ethiopic", "am"), "HANGUL": ("Korean", "ko"),
    "CJK": ("Chinese", "zh"), "BOPOMOFO": ("Chinese", "zh"), "HIRAGANA": ("Japanese", "ja"),
    "KATAKANA": ("Japanese", "ja"),
    "KATAKANA-HIRAGANA": ("Japanese", "ja"), "TIBETAN": ("Tibetan", "bo"),
}  # fmt: skip
"""The first word of a letter's Unicode name: what the alphabet is called, and a language that is written in it."""
_MORE: Final = {
    "CYRILLIC": "uk bg be sr mk kk ky mn tg tt ba cv bs sh uz", "ARABIC": "fa ur ps ug ckb ku sd ms",
    "DEVANAGARI": "mr ne sa kok", "BENGALI": "as", "HEBREW": "yi", "HANGUL": "", "ETHIOPIC": "ti",
    "CJK": "cmn yue hak wuu nan ja ko", "BOPOMOFO": "cmn nan hak", "GREEK": "grc",
}  # fmt: skip
"""Other languages that are written in an alphabet."""
_WEIGHTS: Final = {
    "CJK": 3.0, "HANGUL": 1.7, "HIRAGANA": 1.4, "KATAKANA": 1.4, "KATAKANA-HIRAGANA": 1.4, "ETHIOPIC": 1.3, "THAI": 1.2,
    "HEBREW": 0.8,
}  # fmt: skip
"""Letters of the Latin alphabet that take as long as one of these [measured with eSpeak NG: the seconds of
sentences in its language by the seconds of a letter of that voice's calibration]. All others take about as long."""
_VOWELS: Final = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåæøœ")
_CAPITAL, _NO_VOWEL = 2.5, 2.0
"""Letters that a letter takes in a word of capitals (`HRV`) and in one without a vowel (`xkcd`): most are spelled."""
_MARK: Final = 5.0
"""Letters that a mark inside a word takes, such as in an address: "dot", "slash"."""
_SYMBOL: Final = 6.0
_NAMED: Final = 5.0
"""More letters that a letter takes when a voice names it: `double-u`, `aitch`, `slash`."""
_THRICE: Final = re.compile(r"([^\W\d_])\1\1", re.IGNORECASE)
_DIGIT: Final = 4.0
_QUIET: Final = frozenset(",.;:!?…\"'“”‘’«»„()[]{}-–—¿¡。、，！？；：「」『』 \t\n*")
"""Marks that are not said, between words."""
_LATIN_WORD: Final = re.compile(r"(?<![^\W\d_])[A-Za-zÀ-ž]{2,}(?![^\W\d_])")
_INNER: Final = re.compile(r"(?<=\w)[.:/@_+=&?#%~]+(?=\w)|(?<=:)//|(?<=/)/")


@functools.lru_cache(maxsize=4096)
def alphabet(letter: str) -> str:
    """The alphabet of a letter, by the first word of its Unicode name, such as `CYRILLIC`."""
    name = unicodedata.name(letter, "")
    return name.removeprefix("HALFWIDTH ").removeprefix("FULLWIDTH ").partition(" ")[0]


def alphabets_of(language: str) -> frozenset[str]:
    """The alphabets beside the Latin one in which a language (BCP 47) is written."""
    short = primary(language)
    known = {name for name, (_, usual) in _NAMES.items() if usual == short}
    return frozenset(known | {name for name, others in _MORE.items() if short in others.split()})


def foreign_words(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Each row of words in letters that a language is not written in.

    Yields:
        The words, what their alphabet is called, and the tag of a language that is written in it.
    """
    own = alphabets_of(language)
    for word, name in _runs(text):
        if name in _NAMES and name not in own:
            yield word, *_NAMES[name]


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text cut where the alphabet changes; what is no letter belongs to the letters before it."""
    start, now = 0, ""
    for at, letter in enumerate(text):
        name = alphabet(letter) if letter.isalpha() else now
        if name != now:
            if now:
                yield text[start:at].strip(), now
            start, now = at, name
    if now:
        yield text[start:].rstrip(" .,;:!?…。！？").strip(), now


def letters(text: str) -> float:
    """How many Latin letters take as long as a text in which nothing is spelled."""
    return sum(map(_weight, text))


def spelling(text: str) -> float:
    """How much more a text weighs when a voice names each letter and mark of the words that it cannot pronounce."""
    return _NAMED * sum(len(word) for word in text.split() if _may_be_spelled(word))


def _may_be_spelled(word: str) -> bool:
    """Whether a voice may name the letters or marks of a word: no vowel, a letter three times, digits, symbols."""
    latin = [c for c in word.lower() if c.isascii() and c.isalpha()]
    if latin and not _VOWELS & set(latin):
        return True
    odd = any(unicodedata.category(c)[0] == "S" or c in "/@#\\_&%" or c.isdecimal() for c in word)
    return odd or bool(_INNER.search(word) or _THRICE.search(word))


def weigh(text: str) -> float:
    """How long a text takes to say, counted in Latin letters.

    Digits, letters that are spelled out, and symbols take longer; letters of other alphabets as measured.
    """
    inner = sum(len(match[0]) for match in _INNER.finditer(text))
    spelled = sum(len(word) * (_of_spelling(word) - 1.0) for word in _LATIN_WORD.findall(text))
    return letters(text) + inner * (_MARK - 1.0) + spelled


def _of_spelling(word: str) -> float:
    """Letters that a letter of the word takes."""
    if word.isupper():
        return _CAPITAL
    return 1.0 if _VOWELS & set(word.lower()) else _NO_VOWEL


def _weight(character: str) -> float:
    if character.isdecimal():
        return _DIGIT
    if character.isalpha():
        return _WEIGHTS.get(alphabet(character), 1.0) if not character.isascii() else 1.0
    if character.isascii() or character in _QUIET or unicodedata.category(character) in ("Mn", "Mc", "Cf", "Zs", "Lm"):
        return 1.0
    return _SYMBOL if unicodedata.category(character)[0] == "S" else 1.0
