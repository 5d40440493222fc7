"""What the checker has to know of the body, as a plain value. The library has the data: `library.rules.body_rules`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class AreaRules:
    """What a routine for an area has to say, and must not."""

    words: tuple[str, ...]
    """How scripts name it."""
    caution: str
    """The line that is missing where it was not said."""
    told: tuple[tuple[str, ...], ...]
    """The caution counts as said where the script has a word of every group."""
    never: tuple[str, ...] = ()
    """Places that no pressure belongs on."""


@dataclass(frozen=True, slots=True)
class ToolRules:
    """What a tool is called, and which areas it is never used on."""

    words: tuple[str, ...]
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The vocabularies of the header and what goes with them. An empty vocabulary takes every word."""

    areas: Mapping[str, AreaRules]
    tools: Mapping[str, ToolRules]
    longest_hold: Frames
    """The longest useful pressure on one spot."""
    postures: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
