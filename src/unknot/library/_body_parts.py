"""Parts of the body as people name them: an area, and a side where only one is meant.

"left shoulder", "shoulders:left", "linke Schulter" and "upper traps, left" all mean the same part. The words come from
`areas.toml` and `words.toml`.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import UsageError
from unknot.library._anatomy import body_data
from unknot.routine import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SIDE_WORDS = {
    "left": ("left", "links", "linke", "linker", "linkes", "linken"),
    "right": ("right", "rechts", "rechte", "rechter", "rechtes", "rechten"),
}
_OTHER_WORDS = re.compile(r"\b(?:my|the|your|of|side|muscles?|mein\w*|der|die|das|den|seite)\b")
"""Words around the name of a part that say nothing about which part it is."""
_NEAR = 0.75
"""The similarity from which a known word is offered for a typing error. At 0.6 "chest" was near "calves"."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """An area, or one side of it. As text it is `shoulders` or `shoulders:left`."""

    area: str
    """The key of the area."""
    side: str | None = None
    """`left`, `right`, or None for the whole area."""

    def __str__(self) -> str:
        """The part as headers, profiles and options write it."""
        return f"{self.area}:{self.side}" if self.side else self.area

    def covers(self, other: BodyPart) -> bool:
        """Whether `other` lies completely within this part."""
        return self.area == other.area and self.side in {None, other.side}

    def overlaps(self, other: BodyPart) -> bool:
        """Whether the two have something in common: the left shoulder and both shoulders have."""
        return self.covers(other) or other.covers(self)

    @property
    def name(self) -> str:
        """The English name: `left shoulder`, `calves`, `front of the left thigh`."""
        area = body_data().areas[self.area]
        if self.side is None:
            return str(area.name["en"])
        one = str(area.one["en"])
        return one.replace("of the ", f"of the {self.side} ") if "of the " in one else f"{self.side} {one}"

    @property
    def is_many(self) -> bool:
        """Whether the English name is a plural: "calves were", "jaw was"."""
        area = body_data().areas[self.area]
        return self.side is None and area.name["en"] != area.one["en"] and " of the " not in area.name["en"]


def body_parts(text: str) -> tuple[BodyPart, ...]:
    """The parts that a person means by `text`, in the order of the areas; a word such as "head" means several.

    An area that is not worked by sides has no side: "left jaw" is the jaw.

    Raises:
        UsageError: Nobody knows what is meant. The next step names the nearest words, or all areas.
    """
    _, colon, written = text.partition(":")
    if colon and not side_named(_plain(written)):
        raise UsageError(f"there is no side {written.strip()!r}", next_step="sides are left and right: shoulders:left")
    side, word = _without_side(_plain(text))
    areas = _areas_of(word)
    if areas is None:
        raise UsageError(f"there is no area {text!r}", next_step=_next_step(word))
    known = body_data().areas
    return tuple(BodyPart(area, side if known[area].sided else None) for area in areas)


def all_parts(texts: Iterable[str]) -> tuple[BodyPart, ...]:
    """The parts that a person means by several texts, each once, in the order in which they are named.

    Raises:
        UsageError: One of them is unknown.
    """
    return tuple(dict.fromkeys(part for text in texts for part in body_parts(text)))


def parts_listed(text: str) -> tuple[BodyPart, ...]:
    """The parts in a list such as `jaw, left shoulder`, each once; a side after a comma belongs to the part before it.

    Raises:
        UsageError: One of them is unknown.
    """
    items: list[str] = []
    for item in filter(None, map(str.strip, text.split(","))):
        if items and side_named(_plain(item)):
            items[-1] += f", {item}"
        else:
            items.append(item)
    return all_parts(items)


def merged_parts(parts: Iterable[BodyPart]) -> tuple[BodyPart, ...]:
    """The parts in the order of the areas, without those that another one covers; two sides are the whole area."""
    named = set(parts)
    whole = {part.area for part in named if {BodyPart(part.area, side) for side in SIDES} <= named}
    named |= {BodyPart(area) for area in whole}
    kept = [part for part in named if part.side is None or BodyPart(part.area) not in named]
    areas = list(body_data().areas)
    return tuple(sorted(kept, key=lambda part: (areas.index(part.area), part.side or "")))


def parts_without(parts: Iterable[BodyPart], avoid: Iterable[BodyPart]) -> tuple[BodyPart, ...]:
    """What is left of each part without those in `avoid`: the other side where one side is to be avoided."""
    out = merged_parts(avoid)
    left = []
    for part in parts:
        sides = [one.side for one in out if one.overlaps(part)]
        if not sides:
            left.append(part)
        elif part.side is None and sides[0] is not None:
            left.append(BodyPart(part.area, next(side for side in SIDES if side != sides[0])))
    return tuple(dict.fromkeys(left))


def parts_in_words(text: str) -> tuple[BodyPart, ...]:
    """The parts that a sentence names anywhere, longest words first, each once; empty when it names none.

    A side counts for a part when it stands directly in front of its word or directly after it.
    """
    rest, found = _plain(text), []
    for word, areas in _longest_first():
        pattern = _with_side(word)
        for match in pattern.finditer(rest):
            side = side_named(match["before"] or match["after"] or "")
            found += [BodyPart(area, side if body_data().areas[area].sided else None) for area in areas]
        rest = pattern.sub(" . ", rest)
    return tuple(dict.fromkeys(found))


def _areas_of(word: str) -> tuple[str, ...] | None:
    """The areas that a known word means, or the one area that a phrase of several words names."""
    known = _known_words()
    found = known.get(word) or known.get(" ".join(_OTHER_WORDS.sub("", word).split()))
    named = {part.area for part in parts_in_words(word)}
    return found or (tuple(named) if len(named) == 1 else None)


def _plain(text: str) -> str:
    """The text in lower case, with one space between words and without dashes and underscores."""
    return " ".join(re.sub(r"[-_:]", " ", text.casefold().replace("ß", "ss")).split())


def _without_side(text: str) -> tuple[str | None, str]:
    words = text.replace(",", " ").replace("(", " ").replace(")", " ").split()
    sides = [side for word in words if (side := side_named(word))]
    left = [word for word in words if not side_named(word)]
    return (sides[0] if len(set(sides)) == 1 else None), " ".join(left)


def side_named(word: str) -> str | None:
    """`left` or `right`, where the word is one of the words for it in a known language."""
    return next((side for side, words in _SIDE_WORDS.items() if word.strip() in words), None)


@functools.cache
def _known_words() -> dict[str, tuple[str, ...]]:
    """Every word that is understood, in plain form, with the areas that it means."""
    with (Path(__file__).parent / "data" / "words.toml").open("rb") as file:
        table = tomllib.load(file)
    words = {_plain(word): tuple(areas) for language in table.values() for word, areas in language.items()}
    return dict(_area_words()) | words | {_plain(key): (key,) for key in body_data().areas}


def _area_words() -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, area in body_data().areas.items():
        for words in area.words.values():
            yield from ((_plain(word), (key,)) for word in words)
        yield from ((_plain(name), (key,)) for name in area.name.values())


@functools.cache
def _longest_first() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted(_known_words().items(), key=lambda row: -len(row[0])))


@functools.cache
def _with_side(word: str) -> re.Pattern[str]:
    sides = "|".join(word for words in _SIDE_WORDS.values() for word in words)
    return re.compile(rf"(?<!\w)(?:(?P<before>{sides}) )?{re.escape(word)}(?!\w)(?:,? (?P<after>{sides})(?!\w))?")


def _next_step(word: str) -> str:
    close = difflib.get_close_matches(word, _known_words(), n=3, cutoff=_NEAR)
    return f"did you mean {' or '.join(close)}?" if close else f"areas are {', '.join(body_data().areas)}"
