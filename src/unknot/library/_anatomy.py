"""The body data: areas, tools, techniques, cautions and stop signs, with their sources.

The files are in `data/`. They are read once, at the first call of `body_data`.
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

    from unknot.script import BodyRules

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of the data."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the body that a routine can work on."""

    key: str
    """As headers write it: `upper-back`."""
    name: Mapping[str, str]
    """The name that is shown, by language."""
    one: Mapping[str, str]
    """The name in the singular, as in "the left shoulder", in English."""
    words: Mapping[str, tuple[str, ...]]
    """Words and phrases that name it in scripts, by language."""
    sided: bool
    """Whether it is worked on left and right in turn."""
    tools: tuple[str, ...]
    """Tools for it, the usual one first."""
    techniques: tuple[str, ...]
    """Techniques for it, in the order of work."""
    least: Frames
    """The shortest useful time for one side."""
    usual: Frames
    """The usual time for one side."""
    most: Frames
    """The longest sensible time for one side."""
    near: tuple[str, ...]
    """Areas that may be offered instead, the nearest first."""
    caution: Mapping[str, str]
    """The caution that a routine speaks, by language; each line is one sentence."""
    told: Mapping[str, tuple[tuple[str, ...], ...]]
    """Groups of words, by language. The caution counts as spoken when the script has a word of each group."""
    never: Mapping[str, tuple[str, ...]]
    """Phrases that must not be used together with pressure, by language."""
    setup: Mapping[str, str]
    """What is done before, by language; empty where there is nothing."""
    sources: tuple[str, ...]
    """Keys of its sources."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool for self-massage, or the hands."""

    name: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    never: tuple[str, ...]
    """Areas on which it is never used."""
    take: Mapping[str, str]
    """What is said when it is taken up during a session, by language; empty for the hands."""
    away: Mapping[str, str]
    """What is said when it is laid aside, by language; empty for the hands."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Technique:
    """A massage technique."""

    name: Mapping[str, str]
    what: Mapping[str, str]
    """What the hands do, in one line, by language."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A medical condition of a person."""

    avoid: tuple[str, ...]
    """Areas that are left out with this condition."""
    areas: tuple[str, ...]
    """Areas for which it matters; empty is every area."""
    ask: Mapping[str, str]
    """What is spoken about it, by language."""
    rest: bool
    """Whether the person should rest instead of having a session."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """Safety rules for every session."""

    first: Mapping[str, str]
    """Spoken before the first session, by language; each line is a sentence or two."""
    later: Mapping[str, str]
    """Spoken before later sessions, by language."""
    stop: Mapping[str, tuple[str, ...]]
    """Words for signs at which to stop, by language."""
    longest_hold: Frames
    """The longest pressure on one spot."""
    between: tuple[Frames, Frames]
    """The shortest and the longest usual session between two appointments."""


@dataclass(frozen=True, slots=True)
class BodyData:
    """The contents of the data files, each in the order of its file."""

    areas: Mapping[str, Area]
    """In the order of a session for the whole body."""
    tools: Mapping[str, Tool]
    techniques: Mapping[str, Technique]
    conditions: Mapping[str, Condition]
    sources: Mapping[str, Reference]
    safety: Safety
    postures: tuple[str, ...]
    settings: tuple[str, ...]
    levels: tuple[str, ...]


@functools.cache
def body_data() -> BodyData:
    """The contents of the data files, which are read once."""
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
    """The facts about the area of that key in English, as pairs of label and text; the sources are last."""
    known, area = body_data(), body_data().areas[key]
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


def body_rules(language: str = "en") -> BodyRules:
    """The part of the body data that the checker needs, for a script in that BCP 47 language."""
    from unknot.script import AreaRules, BodyRules, ToolRules  # here, because the profile does not need the parser

    known = body_data()
    return BodyRules(
        areas={
            key: AreaRules(
                words=in_language(area.words, language),
                caution=" ".join(in_language(area.caution, language).split()),
                required=in_language(area.told, language),
                never=in_language(area.never, language) if area.never else (),
                most=area.most,
                sided=area.sided,
            )
            for key, area in known.areas.items()
        },
        tools={key: ToolRules(in_language(tool.words, language), tool.never) for key, tool in known.tools.items()},
        postures=known.postures,
        settings=known.settings,
        levels=known.levels,
        longest_hold=known.safety.longest_hold,
    )


def one_of(word: str, known: Iterable[str], kind: str) -> str:
    """`word`, which is one of `known`.

    Raises:
        UsageError: It is not; the next step names the known words, the nearest first.
    """
    names = list(known)
    if word in names:
        return word
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.5) or [name for name in names if word and word in name]
    step = f"known are {', '.join([*close, *(name for name in names if name not in close)]) or 'none'}"
    if close:
        step = f"did you mean {' or '.join(close)}? {step}"
    raise UsageError(f"there is no {kind} {word!r}", next_step=step)


def has_words(text: str, words: Iterable[str]) -> bool:
    """Whether the text has one of the words or phrases, as whole words, in upper or lower case."""
    return any(_pattern(word).search(text) for word in words)


def in_language(table: Mapping[str, Any], language: str) -> Any:
    """The entry for a BCP 47 language (`de-AT`), or for its first part (`de`), or the English one."""
    return table.get(language) or table.get(language.split("-")[0].lower()) or table["en"]


@functools.cache
def _pattern(word: str) -> re.Pattern[str]:
    spaced = re.escape(word).replace(r"\ ", r"[\s-]+")
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _read(name: str) -> dict[str, Any]:
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _area(key: str, row: Mapping[str, Any]) -> Area:
    least, usual, most = (frames(value) for value in row["seconds"])
    return Area(
        key=key,
        name=row["name"],
        one=row.get("one", row["name"]),
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
        setup=row.get("setup", {}),
        sources=tuple(row["sources"]),
    )


def _tool(row: Mapping[str, Any]) -> Tool:
    return Tool(
        name=row["name"],
        words=_tuples(row["words"]),
        never=tuple(row["never"]),
        take=row.get("take", {}),
        away=row.get("away", {}),
        sources=tuple(row["sources"]),
    )


def _condition(row: Mapping[str, Any]) -> Condition:
    areas, rest = tuple(row.get("areas", ())), row.get("rest", False)
    return Condition(tuple(row["avoid"]), areas, row["ask"], rest, tuple(row["sources"]))


def _safety(data: Mapping[str, Any]) -> Safety:
    return Safety(
        first=data["first"],
        later=data["later"],
        stop=_tuples(data["stop"]),
        longest_hold=frames(data["hold"]["most"]),
        between=(frames(60 * data["between"]["minutes"][0]), frames(60 * data["between"]["minutes"][1])),
    )


def _tuples(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in table.items()}
