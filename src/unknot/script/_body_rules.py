"""What the checker knows about the body. `library.body_rules` makes it from the data of the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class AreaRules:
    """What a routine for an area must say and must not say."""

    words: tuple[str, ...]
    """Its names in scripts."""
    caution: str
    """A sentence with the caution, for the hint."""
    required: tuple[tuple[str, ...], ...]
    """Groups of words. The caution counts as said when the script has a word of each group."""
    never: tuple[str, ...] = ()
    """Places that must not be pressed."""
    most: Frames = NO_FRAMES
    """The longest time of work on one side; none is known where it is 0."""
    sided: bool = False
    """Whether it is worked left and right in turn."""


@dataclass(frozen=True, slots=True)
class ToolRules:
    """The names of a tool, and the areas on which it must not be used."""

    words: tuple[str, ...]
    """Its names in scripts."""
    never: tuple[str, ...] = ()
    """Keys of areas."""


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The known words of the header, with the rules of areas and tools. An empty list of words allows every word."""

    areas: Mapping[str, AreaRules]
    tools: Mapping[str, ToolRules]
    longest_hold: Frames
    """The longest useful hold on one spot."""
    postures: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
