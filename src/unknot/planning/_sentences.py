r"""A text split into sentences: a cue is one sentence, or the part of one before an ellipsis.

In the text `*…*` marks emphasis and `\*` is a star, as in an utterance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from unknot.reading import ends_sentence

_CLOSERS = "\"'”’“)\\]}»›*"
_END = re.compile(rf"(?P<end>\.{{2,}}|…+\.*|[.!?]+)[{_CLOSERS}]*(?=\s|$)|(?P<wide>[。！？]+[」』）]*)")
_WORD = re.compile(r"[^\W_]")
_CONTEXT = 40
"""How many characters on both sides of a mark decide whether it ends a sentence."""
_STAR = re.compile(r"(?<!\\)\*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the gap after it."""

    text: str
    gap: Literal["sentence", "ellipsis"]


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order; every word of it is in exactly one."""
    text = " ".join(text.split())
    found: list[Sentence] = []
    start, word = 0, _WORD.search(text)
    for end in _END.finditer(text):
        if word and word.start() < end.end() and _ends(text, end):
            following = _WORD.search(text, end.end())
            if following is None:
                break
            found.append(_sentence(text[start : end.end()]))
            start, word = end.end(), following
    if word:
        found.append(_sentence(text[start:]))
    return tuple(_balanced(found))


def plain(text: str) -> str:
    """`text` as a person reads it: no marks of emphasis."""
    return _STAR.sub("", text).replace("\\*", "*")


def _sentence(text: str) -> Sentence:
    text = text.strip()
    bare = text.rstrip(_CLOSERS.replace("\\", ""))
    return Sentence(text, "ellipsis" if bare.endswith(("..", "…")) else "sentence")


def _ends(text: str, end: re.Match[str]) -> bool:
    """Whether the mark at `end` ends a sentence, judged by the words around it."""
    mark = end.group("end")
    if mark is None or len(mark) > 1 or "…" in mark:
        return True
    following = text[end.end() : end.end() + _CONTEXT].lstrip(" \"'“„‘(«*")
    if following[:1].islower():
        return False
    return mark != "." or ends_sentence(text[max(0, end.start() - _CONTEXT) : end.start()], following)


def _balanced(found: list[Sentence]) -> list[Sentence]:
    """The same sentences. Emphasis over more than one is closed at the end of each and opened again in the next."""
    balanced: list[Sentence] = []
    is_open = False
    for sentence in found:
        text = ("*" if is_open else "") + sentence.text
        is_open = len(_STAR.findall(text)) % 2 == 1
        balanced.append(Sentence(text + ("*" if is_open else ""), sentence.gap))
    return balanced
