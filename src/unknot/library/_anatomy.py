"""What is known of the body: areas, tools, techniques, cautions and stop signs, from data files with their sources.

The files lie in `data/` beside this module. They are read once, on the first call of `body`.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unknot.errors import UsageError
from unknot.units import Frames, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something is known from."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the body that a routine can work on."""

    key: str
    """As headers write it: `upper-back`."""
    name: Mapping[str, str]
    """What a person reads, by language."""
    words: Mapping[str, tuple[str, ...]]
    """How scripts name it, whole words or phrases, by language."""
    sided: bool
    """Worked left and right in turn."""
    tools: tuple[str, ...]
    """The usual first."""
    techniques: tuple[str, ...]
    """In the order of work."""
    least: Frames
    """The shortest useful time a side."""
    usual: Frames
    most: Frames
    """The longest sensible time a side."""
    near: tuple[str, ...]
    """Neighbours that may be offered instead, the nearest first."""
    caution: Mapping[str, str]
    """What a routine for it says, by language; a line a sentence."""
    told: Mapping[str, tuple[tuple[str, ...], ...]]
    """The caution counts as spoken when the script has a word of every group."""
    never: Mapping[str, tuple[str, ...]]
    """Phrases that must not stand with pressure."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """Something to work with."""

    name: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    never: tuple[str, ...]
    """Areas that it is never used on."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Technique:
    """A way to work."""

    name: Mapping[str, str]
    what: Mapping[str, str]
    """What the hands do, in one line."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a person lives with and a routine has to respect."""

    avoid: tuple[str, ...]
    """Areas that are left out with it."""
    ask: Mapping[str, str]
    """What is said about it, by language."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """What holds for every session."""

    first: Mapping[str, str]
    """Spoken in front of the first session; a line a sentence or two, by language."""
    later: Mapping[str, str]
    """Spoken in front of every later one."""
    stop: Mapping[str, tuple[str, ...]]
    """Words for signs to stop at and to ask about."""
    longest_hold: Frames
    """The longest pressure on one spot."""


@dataclass(frozen=True, slots=True)
class BodyData:
    """Everything in the data files, each kind in the order of its file."""

    areas: Mapping[str, Area]
    """In the order in which a whole-body session visits them."""
    tools: Mapping[str, Tool]
    techniques: Mapping[str, Technique]
    conditions: Mapping[str, Condition]
    sources: Mapping[str, Reference]
    safety: Safety
    postures: tuple[str, ...]
    settings: tuple[str, ...]
    levels: tuple[str, ...]

    def area(self, key: str) -> Area:
        """The area of that name, as headers write it; spaces and a missing plural are forgiven.

        Raises:
            UsageError: There is none; the next step names the nearest.
        """
        return self.areas[one_of(_plural(key, self.areas), self.areas, "area")]


@functools.cache
def body_data() -> BodyData:
    """The data files, read once."""
    files = {name: _read(name) for name in ("areas", "tools", "techniques", "safety", "sources")}
    safety = files["safety"]
    words = safety["vocabulary"]
    return BodyData(
        areas={key: _area(key, row) for key, row in files["areas"].items()},
        tools={key: _tool(row) for key, row in files["tools"].items()},
        techniques={key: Technique(row["name"], row["what"]) for key, row in files["techniques"].items()},
        conditions={key: _condition(row) for key, row in safety["conditions"].items()},
        sources={key: Reference(row["title"], row.get("url", "")) for key, row in files["sources"].items()},
        safety=_safety(safety),
        postures=tuple(words["postures"]),
        settings=tuple(words["settings"]),
        levels=tuple(words["levels"]),
    )


def area_facts(key: str) -> tuple[tuple[str, str], ...]:
    """What is known of one area in English, as (what, words), the sources last.

    Raises:
        UsageError: There is no such area.
    """
    known, area = body_data(), body_data().area(key)
    least, usual, most = (round(seconds(length)) for length in (area.least, area.usual, area.most))
    return (
        ("area", area.name["en"]),
        ("tools", ", ".join(known.tools[tool].name["en"] for tool in area.tools)),
        ("time", f"{least} to {most} s{' a side' if area.sided else ''}, usually {usual} s"),
        *((known.techniques[t].name["en"], known.techniques[t].what["en"]) for t in area.techniques),
        ("caution", " ".join(area.caution["en"].split())),
        ("near", ", ".join(known.areas[near].name["en"] for near in area.near)),
        *(("source", " ".join(filter(None, (known.sources[s].title, known.sources[s].url)))) for s in area.sources),
    )


def one_of(word: str, known: Iterable[str], kind: str) -> str:
    """`word` itself when it is known.

    Raises:
        UsageError: It is not; the next step names the nearest.
    """
    names = list(known)
    if word in names:
        return word
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    step = f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(names)}"
    raise UsageError(f"there is no {kind} {word!r}", next_step=step)


def names(text: str, words: Iterable[str]) -> bool:
    """Whether the text has one of the words or phrases, whole, in any case."""
    return any(_whole(word).search(text) for word in words)


def in_language(table: Mapping[str, Any], language: str) -> Any:
    """The entry for a BCP 47 language: its own, or that of its first part, or the English one."""
    return table.get(language) or table.get(language.split("-")[0].lower()) or table["en"]


@functools.cache
def _whole(word: str) -> re.Pattern[str]:
    spaced = re.escape(word).replace(r"\ ", r"[\s-]+")
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _plural(key: str, areas: Mapping[str, Area]) -> str:
    key = key.strip().lower().replace(" ", "-").replace("_", "-")
    if key in areas:
        return key
    spoken = key.replace("-", " ")
    return next((a.key for a in areas.values() for words in a.words.values() if spoken in map(str.lower, words)), key)


def _read(name: str) -> dict[str, Any]:
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _area(key: str, row: Mapping[str, Any]) -> Area:
    least, usual, most = (frames(value) for value in row["seconds"])
    return Area(
        key=key,
        name=row["name"],
        words=_tuples(row["words"]),
        sided=row["sided"],
        tools=tuple(row["tools"]),
        techniques=tuple(row["techniques"]),
        least=least,
        usual=usual,
        most=most,
        near=tuple(row["near"]),
        caution=row["caution"],
        told={language: tuple(map(tuple, groups)) for language, groups in row["told"].items()},
        never=_tuples(row.get("never", {})),
        sources=tuple(row["sources"]),
    )


def _tool(row: Mapping[str, Any]) -> Tool:
    return Tool(row["name"], _tuples(row["words"]), tuple(row["never"]), tuple(row["sources"]))


def _condition(row: Mapping[str, Any]) -> Condition:
    return Condition(tuple(row["avoid"]), row["ask"], tuple(row["sources"]))


def _safety(data: Mapping[str, Any]) -> Safety:
    return Safety(
        first=data["first"],
        later=data["later"],
        stop=_tuples(data["stop"]),
        longest_hold=frames(data["hold"]["most"]),
    )


def _tuples(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in table.items()}
