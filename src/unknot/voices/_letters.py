"""Letters that a voice cannot read, found before it is asked: it would spell them, or leave them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.reading import foreign_words, primary

if TYPE_CHECKING:
    from unknot.routine import VoiceChoice

_ENGINES: Final = frozenset(("espeak", "natural"))
"""Engines each of whose voices reads the alphabet of one language."""
_SHOWN: Final = 24
"""Characters of the letters that a message shows."""


def refuse_foreign_letters(words: str, choice: VoiceChoice, language: str) -> None:
    """Nothing happens where the chosen voice reads the alphabet of the words.

    Raises:
        VoiceError: It does not. The message names the alphabet, and the next step a language that is written in it.
    """
    if choice.engine not in _ENGINES:
        return
    name = (choice.name or "").partition("+")[0] if choice.engine == "espeak" else ""
    spoken = name or language
    for text, alphabet, tag in foreign_words(words, spoken):
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        raise VoiceError(
            f"“{shown}” is in {alphabet} letters, which a voice for `{spoken}` cannot read",
            next_step=f"name the language of the script, as in `language: {tag}`, or write it in other letters",
        )
    if choice.engine == "espeak" and primary(spoken) == "ja" and any(map(_is_kanji, words)):
        raise VoiceError(
            "eSpeak NG reads kana, and says “Chinese letter” for each kanji",
            next_step="write it in kana, or choose another voice: `unknot voices` lists them",
        )


def _is_kanji(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or "\u3400" <= letter <= "\u4dbf"
