"""How a written text is read aloud: what is said for figures, abbreviations and symbols, and how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.reading._abbreviations import ends_sentence as ends_sentence
    from unknot.reading._alphabets import (
        foreign_words as foreign_words,
        letters as letters,
        spelling as spelling,
        weigh as weigh,
    )
    from unknot.reading._normaliser import spoken_text as spoken_text
    from unknot.reading._numbers import ENGLISH as ENGLISH, GERMAN as GERMAN
    from unknot.reading._unclear import unclear as unclear
    from unknot.reading._wordings import primary as primary

_NAMES = {
    "ENGLISH": "_numbers",
    "GERMAN": "_numbers",
    "ends_sentence": "_abbreviations",
    "foreign_words": "_alphabets",
    "letters": "_alphabets",
    "primary": "_wordings",
    "spelling": "_alphabets",
    "spoken_text": "_normaliser",
    "unclear": "_unclear",
    "weigh": "_alphabets",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
