"""SSML out: a fitted session for a speech engine elsewhere. https://www.w3.org/TR/speech-synthesis11/."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from unknot.script._ipa import between_slashes
from unknot.timeline import Chapter, Chime, Cue, Rest
from unknot.units import MILLISECOND, Frames, frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.routine import Utterance
    from unknot.timeline import Event, Timeline

LONGEST_BREAK: Final = frames(10)
"""Engines cut longer ones short (Polly at 10 s)."""
USUAL_RATE: Final = 135
"""Words a minute that a document means by a rate of 100 %."""


def to_ssml(timeline: Timeline) -> str:
    """The fitted session for an engine outside: its cues, its pauses to the millisecond, its chapters as marks.

    Breaks are cut in pieces of at most 10 s, because engines cut longer ones short. Words last as long as the other
    engine speaks them, so only the pauses are exact. Backgrounds, and sounds that unknot makes itself, stay behind.
    """
    head = f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang={_quoted(timeline.language)}>'
    lines = [line for event in timeline.events for line in _lines(event, timeline.language)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</speak>", ""])


def _lines(event: Event, language: str) -> Iterator[str]:
    match event:
        case Cue():
            yield _cue(event.utterance, language)
        case Rest():
            yield from _breaks(event.frames)
        case Chapter():
            yield f"<mark name={_quoted(event.title)}/>"
        case Chime() if "." in event.name:
            yield f"<audio src={_quoted(event.name)}/>"
        case Chime() if not event.under:
            yield from _breaks(event.frames)
        case _:
            return


def _breaks(length: Frames) -> Iterator[str]:
    left = round(length / MILLISECOND)
    while left > 0:
        piece = min(left, LONGEST_BREAK // MILLISECOND)
        yield f'<break time="{piece}ms"/>'
        left -= piece


def _cue(said: Utterance, language: str) -> str:
    parts = re.split(r"(?<!\\)\*", said.text)  # every second one stands between stars
    marked = [_pronounced(escape(part.replace("\\*", "*"), quote=False), said) for part in parts]
    text = "".join(f"<emphasis>{part}</emphasis>" if i % 2 else part for i, part in enumerate(marked))
    if said.voice.rate is not None:
        text = f'<prosody rate="{round(said.voice.rate / USUAL_RATE * 100)}%">{text}</prosody>'
    if said.voice.name is not None:
        text = f"<voice name={_quoted(said.voice.name)}>{text}</voice>"
    other = f" xml:lang={_quoted(said.language)}" if said.language != language else ""
    return f"<s{other}>{text}</s>"


def _pronounced(text: str, said: Utterance) -> str:
    """The script's own pronunciations as `<sub>`, or `<phoneme>` for IPA: whole words, longest first, one pass."""
    how = {escape(word, quote=False).casefold(): alias for word, alias in said.say}
    if not how:
        return text
    words = "|".join(map(re.escape, sorted(how, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda m: _said_as(m[0], how[m[0].casefold()]), text)


def _said_as(word: str, how: str) -> str:
    if ipa := between_slashes(how):
        return f'<phoneme alphabet="ipa" ph={_quoted(ipa)}>{word}</phoneme>'
    return f"<sub alias={_quoted(how)}>{word}</sub>"


def _quoted(text: str) -> str:
    """The text as the value of an attribute, its quotes included."""
    return f'"{escape(text)}"'.replace("\n", "&#10;").replace("\t", "&#9;")
