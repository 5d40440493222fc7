"""Rules about the body, as a careful therapist would apply them. General wellness, no medicine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.planning import split_sentences
from unknot.script._heard import HeardChapter, HeardSilence, HeardWords
from unknot.script._phrases import any_of, whole
from unknot.script._source import nearest
from unknot.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.errors import Place
    from unknot.script._subject import CheckedScript, Remark

MOST_UNEVEN: Final = 1.25
"""The largest ratio of the times of the two sides."""
_WRITTEN_RESTS = {"pause", "hold", "move"}


def _sentences(subject: CheckedScript) -> Iterator[tuple[HeardWords, str]]:
    for spoken in subject.every:
        for sentence in split_sentences(spoken.text):
            yield spoken, sentence.text


# --- sides --------------------------------------------------------------------------------------------------------


def _uneven_sides(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None or subject.routine.header.side:
        return
    sides = (whole(subject.phrases.left), whole(subject.phrases.right))
    both = whole(subject.phrases.both)
    first: list[Place | None] = [None, None]
    time = [0, 0]
    now: int | None = None
    for event in subject.written:
        if isinstance(event, HeardSilence):
            if now is not None and event.reason in _WRITTEN_RESTS:
                time[now] += event.frames
            continue
        text = event.title if isinstance(event, HeardChapter) else event.text
        named = [index for index, side in enumerate(sides) if side.search(text)]
        none = named or isinstance(event, HeardChapter) or both.search(text)
        now = named[0] if len(named) == 1 else None if none else now
        for index in named:
            first[index] = first[index] or event.place
    yield from _unevenness(subject, first, time)


def _unevenness(subject: CheckedScript, first: list[Place | None], time: list[int]) -> Iterator[Remark]:
    for index, (this, other) in enumerate((("left", "right"), ("right", "left"))):
        place, message = first[index], ""
        if not first[1 - index]:
            message = f"the {this} side is named and the {other} never"
        elif time[index] > time[1 - index] * MOST_UNEVEN:
            message = f"the {this} side gets {clock(time[index])}, the {other} {clock(time[1 - index])}"
        if place and message:
            yield subject.remark(place, this, message, "use `::: each side: left, right`")


# --- areas, tools, pressure -----------------------------------------------------------------------------------------


def _missing_caution(subject: CheckedScript) -> Iterator[Remark]:
    header = subject.routine.header
    text = " ".join([*(s.text for s in subject.every), *header.cautions])
    for area in header.areas:
        rules = subject.body.areas.get(area)
        if rules and not all(any_of(group).search(text) for group in rules.required):
            message = f"the caution for `{area}` is not said"
            yield subject.remark(subject.key("areas"), area, message, f"say for example: “{rules.caution}”")


def _unsafe_pressure(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    never = any_of(tuple(word for area in subject.body.areas.values() for word in area.never))
    pressure, unless = whole(subject.phrases.pressure), whole(subject.phrases.unless)
    for spoken, sentence in _sentences(subject):
        place = never.search(sentence)
        if place and pressure.search(sentence) and not unless.search(sentence):
            yield subject.remark(
                spoken.place, place[0], f"pressure and “{place[0]}” in one sentence", "name a safe place"
            )


def _tool_on_area(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    unless = whole(subject.phrases.unless)
    for spoken, sentence in _sentences(subject):
        if unless.search(sentence):
            continue
        for tool in subject.body.tools.values():
            areas = [subject.body.areas[a] for a in tool.never if a in subject.body.areas]
            place = any_of(tuple(word for area in areas for word in area.words)).search(sentence)
            if place and (named := any_of(tool.words).search(sentence)):
                message = f"“{named[0]}” and “{place[0]}” in one sentence: never a tool there"
                yield subject.remark(spoken.place, place[0], message, "work there with the fingers only")


def _high_pressure(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    high, unless = whole(subject.phrases.high), whole(subject.phrases.unless)
    for spoken, sentence in _sentences(subject):
        match = high.search(sentence)
        if match and not unless.search(sentence):
            yield subject.remark(
                spoken.place, match[0], f"“{match[0]}” is more than six of ten", "three to five of ten is enough"
            )


def _unexplained_scale(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    scale, explained = whole(subject.phrases.scale), whole(subject.phrases.scale_explained)
    for spoken, sentence in _sentences(subject):
        if explained.search(sentence):
            return
        if match := scale.search(sentence):
            message = f"“{match[0]}” is not explained before"
            yield subject.remark(
                spoken.place, match[0], message, "say once what ten is: “ten is the most you could bear”"
            )
            return


# --- vocabularies ---------------------------------------------------------------------------------------------------


def _unknown_word(subject: CheckedScript) -> Iterator[Remark]:
    header, body = subject.routine.header, subject.body
    known = {
        "areas": (header.areas, tuple(body.areas)),
        "tools": (header.tools, tuple(body.tools)),
        "posture": ((header.posture,), body.postures),
        "setting": ((header.setting,), body.settings),
        "level": ((header.level,), body.levels),
    }
    for key, (words, vocabulary) in known.items():
        for word in words:
            if word and vocabulary and word not in vocabulary:
                near = nearest(word, vocabulary)
                hint = f"did you mean {near}?" if near else "known are " + ", ".join(vocabulary)
                yield subject.remark(subject.key(key), word, f"`{word}` is not known as one of the {key}", hint)


CHECKS: Final = {
    "uneven-sides": _uneven_sides,
    "missing-caution": _missing_caution,
    "unsafe-pressure": _unsafe_pressure,
    "tool-on-area": _tool_on_area,
    "high-pressure": _high_pressure,
    "unexplained-scale": _unexplained_scale,
    "unknown-word": _unknown_word,
}
"""The function of each rule by its name."""
