"""From the International Phonetic Alphabet to the phoneme letters of eSpeak NG and of hibari (misaki's alphabet)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from unknot.script import STRESS, VOWELS, sounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ESPEAK_STRESS: Final = {"ˈ": "'", "ˌ": ",", " ": " "}
_FLAPPED: Final = "T"
"""The consonant in the middle of “water”, as Americans say it."""
_SYLLABIC: Final = "ᵊ"
"""The vowel in the end of “muscle”."""


@dataclass(frozen=True, slots=True)
class _Letters:
    """How one sound is written."""

    espeak: str
    misaki: str
    german: str
    """For eSpeak NG; empty where it is as in English."""


@functools.cache
def _table() -> Mapping[str, _Letters]:
    """The rows of `words/sounds.tsv`."""
    source = resources.files("unknot.voices").joinpath("words", "sounds.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in source.splitlines() if line and line[0] != "#")
    return {sound: _Letters(*letters) for sound, *letters in rows}


def to_espeak(ipa: str, language: str) -> str:
    """A pronunciation for eSpeak NG's double brackets, in a voice of `language` (BCP 47).

    Raises:
        NotIpa: A letter is not known.
    """
    found = _stress_before_vowels(sounds(ipa))
    letters = {sound: row.espeak for sound, row in _table().items()} | _ESPEAK_STRESS
    primary = language.partition("-")[0].lower()
    if primary == "en":
        return "".join(_dark(found, at) or _tense(found, at) or letters[sound] for at, sound in enumerate(found))
    if primary == "de":
        letters |= {sound: row.german for sound, row in _table().items() if row.german}
    return "".join(letters[sound] for sound in found)


def to_misaki(ipa: str) -> str:
    """A pronunciation in the letters of misaki, as hibari reads them.

    Raises:
        NotIpa: A letter is not known.
    """
    found = _stress_before_vowels(sounds(ipa))
    return "".join(_misaki(found, at) for at in range(len(found)))


def _misaki(found: Sequence[str], at: int) -> str:
    if found[at] == "t" and _is_flapped(found, at):
        return _FLAPPED
    if found[at] == "ə" and _dark(found, at) and not _is_vowel(found, at - 1):
        return _SYLLABIC
    row = _table().get(found[at])
    return row.misaki if row else found[at]


def _stress_before_vowels(found: Sequence[str]) -> list[str]:
    """The same sounds, with each mark of stress moved from the front of its syllable to the front of its vowel."""
    moved: list[str] = []
    held = ""
    for sound in found:
        if sound in STRESS:
            held = sound
            continue
        if held and sound in VOWELS:
            moved.append(held)
            held = ""
        moved.append(sound)
    return moved


def _dark(found: Sequence[str], at: int) -> str:
    """The letters of eSpeak NG for the `l` of “muscle” and the schwa before it, split over the two; else nothing."""
    if found[at] == "ə" and _ends_syllable(found, at + 1):
        return "@"
    return "L" if at and found[at] == "l" and found[at - 1] == "ə" and _ends_syllable(found, at) else ""


def _ends_syllable(found: Sequence[str], at: int) -> bool:
    """Whether there is an `l` at `at` that no vowel follows."""
    return at < len(found) and found[at] == "l" and not (at + 1 < len(found) and _begins_vowel(found, at + 1))


def _tense(found: Sequence[str], at: int) -> str:
    """A stressed `i` is long in eSpeak NG's English."""
    return "i:" if found[at] == "i" and at and found[at - 1] in STRESS else ""


def _is_flapped(found: Sequence[str], at: int) -> bool:
    """Whether a `t` stands between a vowel, or an r behind one, and a vowel without stress."""
    before = at - 1 if at and found[at - 1] != "r" else at - 2
    return _is_vowel(found, before) and _is_vowel(found, at + 1)


def _is_vowel(found: Sequence[str], at: int) -> bool:
    return 0 <= at < len(found) and found[at] in VOWELS


def _begins_vowel(found: Sequence[str], at: int) -> bool:
    return _is_vowel(found, at) or (found[at] in STRESS and _is_vowel(found, at + 1))
