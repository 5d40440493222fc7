"""Clock times at the beginning of lines: places in a session, with the words that are spoken there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from unknot.routine import Header, Routine
from unknot.script._heard import HeardSilence, HeardWords, hear
from unknot.script._values import LONGEST, Span
from unknot.units import Frames, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unknot.routine import Node
    from unknot.script._passages import Teller

SHORTEST: Final = frames(0.3)
"""A shorter silence between two places is none."""
MOST_LATE: Final = frames(2)
"""How much later than its place a cue may begin without a word."""
FIRST: Final = 60.0
"""Seconds: a text whose first time is later begins in the middle of something, and its first time is its beginning."""

_TIME = r"(?:(?P<h{0}>\d{{1,2}}):)?(?P<m{0}>\d{{1,3}}):(?P<s{0}>[0-5]\d)(?:[.,](?P<f{0}>\d{{1,3}}))?(?!\d|:\d)"
_PLACE = re.compile(
    rf"^[ \t]*+(?:[-*•][ \t]++)?(?:\*\*|__)?(?P<open>[\[(<]?)[ \t]*+{_TIME.format(1)}"
    rf"(?:[ \t]*(?:-->|->|-|–|—|to|bis)[ \t]*{_TIME.format(2)})?[ \t]*[\])>]?(?:\*\*|__)?"
    r"(?![ \t]*(?:[ap]\.?m\b|uhr\b|h\b|o['’]clock))(?:[ \t]*(?:[-–—:|,;][ \t]+|[ \t]+|\t)|[ \t]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_STAMP = re.compile(rf"(?P<open>[\[(])[ \t]*{_TIME.format(1)}[ \t]*[\])][ \t]*")
"""A time in brackets anywhere in a line."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Words and when they are spoken."""

    start: float
    """Seconds from the beginning."""
    end: float | None
    """When they are over, where it is known."""
    words: Span


def clock(text: str) -> float | None:
    """The seconds of a clock time, `0:30`, `00:00:01,500`, `[01:15.20]`; None where it is none."""
    match = re.fullmatch(rf"[\[(<]?\s*{_TIME.format(1)}\s*[\])>]?", text.strip())
    return None if match is None else _value(match, 1)


def places(text: str, start: int) -> tuple[tuple[Timed, ...], tuple[Span, ...]]:
    """The places that lines of a text begin with, in order, and clock times at lines' beginnings that are none.

    Args:
        text: The source.
        start: Where its words begin.
    """
    found = [match for match in _PLACE.finditer(text, start) if _counts(match)]
    inside = [match for match in _STAMP.finditer(text, start) if _counts(match)]
    if len(inside) > max(2, len(found)) and _rise(inside) and all(map(_is_padded, inside)):
        found = inside  # a transcript with its times in running text
    if not _rise(found):
        strange = [match for match in found if match["open"] != "["] if len(found) > 1 or _is_zero(found) else []
        return (), tuple(Span(match[0].strip(), match.start() + _lead(match)) for match in strange)
    ends = [*(match.start() for match in found[1:]), len(text)]
    return tuple(
        Timed(
            _value(match, 1),
            _value(match, 2) if match.groupdict().get("m2") else None,
            Span(text[match.end() : end], match.end()),
        )
        for match, end in zip(found, ends, strict=True)
    ), ()


def tell_places(told: Iterable[Timed], teller: Teller, say: Callable[[Timed], None]) -> None:
    """Afterwards the draft says the words of every place, and is silent up to the next.

    Args:
        told: In the order of their times.
        teller: Whose draft it is.
        say: Puts the words of one place into the draft.
    """
    told = list(told)
    if not told:
        return
    _silence(teller, frames(told[0].start if told[0].start < FIRST else 0.0))
    for place, following in pairwise([*told, None]):
        if place is None:
            continue
        teller.draft.paragraph()
        before = len(teller.draft.nodes)
        say(place)
        teller.draft.paragraph()
        if following is not None:
            _up_to(following, place, length_of(tuple(teller.draft.nodes[before:])), teller)


def length_of(nodes: tuple[Node, ...]) -> Frames:
    """How long blocks take to be spoken, estimated from their letters; without the gap behind them."""
    heard = list(hear(Routine(Header(""), nodes)))
    while (
        heard
        and not isinstance(heard[-1], HeardWords)
        and not (isinstance(heard[-1], HeardSilence) and heard[-1].reason != "gap")
    ):
        heard.pop()
    return Frames(sum(event.frames for event in heard if isinstance(event, (HeardWords, HeardSilence))))


def _up_to(following: Timed, place: Timed, spoken: Frames, teller: Teller) -> None:
    """The silence between what was said at one place and the next place."""
    if place.end is not None:
        left = frames(following.start - place.end) if following.start > place.end else Frames(0)
    else:
        left = Frames(frames(following.start - place.start) - spoken)
    if left < -MOST_LATE:
        message = f"these words take {seconds(Frames(-left)):.0f} s longer than the time up to the next place"
        teller.faults.add(place.words.offset, len(place.words.text.split("\n")[0]), "not-carried", message)
    teller.draft.reopen()
    _silence(teller, left)


def _silence(teller: Teller, length: Frames) -> None:
    tenth = frames(0.1)
    rounded = Frames(min(LONGEST, round(length / tenth) * tenth))
    if rounded >= SHORTEST:
        teller.draft.pause(rounded)


def _value(match: re.Match[str], n: int) -> float:
    fraction = f"0.{match[f'f{n}'] or 0}"
    return int(match[f"h{n}"] or 0) * 3600 + int(match[f"m{n}"]) * 60 + int(match[f"s{n}"]) + float(fraction)


def _counts(match: re.Match[str]) -> bool:
    """Whether this can be a place: a line of SubRip's times is none, and no session lasts a day."""
    return _value(match, 1) < LONGEST / frames(1)


def _rise(found: list[re.Match[str]]) -> bool:
    """Whether times are places: two at least, none before the one in front of it, and not all of them pauses."""
    times = [_value(match, 1) for match in found]
    if len(times) < 2 or times != sorted(times) or times[0] == times[-1]:
        return False
    alone = all(match["open"] == "[" and _is_alone(match) for match in found)
    return not alone or times[0] == 0


def _is_padded(match: re.Match[str]) -> bool:
    """Whether a time is written as clocks show it, `00:47`; nobody writes a pause so."""
    return match["h1"] is not None or len(match["m1"]) > 1


def _is_alone(match: re.Match[str]) -> bool:
    """Whether nothing else stands on the line."""
    return match.string[match.end() : match.end() + 1] in {"", "\n"}


def _is_zero(found: list[re.Match[str]]) -> bool:
    return bool(found) and found[0]["m1"].startswith("0")


def _lead(match: re.Match[str]) -> int:
    return len(match[0]) - len(match[0].lstrip())
