"""The body data as the checker takes it, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.library._anatomy import body_data, in_language
from unknot.script import AreaRules, BodyRules, ToolRules

if TYPE_CHECKING:
    from unknot.library._anatomy import Area, Tool


def body_rules(language: str = "en") -> BodyRules:
    """What the checker has to know of the body for a script in that BCP 47 language."""
    known = body_data()
    return BodyRules(
        areas={key: _area(area, language) for key, area in known.areas.items()},
        tools={key: _tool(tool, language) for key, tool in known.tools.items()},
        postures=known.postures,
        settings=known.settings,
        levels=known.levels,
        longest_hold=known.safety.longest_hold,
    )


def _area(area: Area, language: str) -> AreaRules:
    return AreaRules(
        words=in_language(area.words, language),
        caution=" ".join(in_language(area.caution, language).split()),
        required=in_language(area.told, language),
        never=in_language(area.never, language) if area.never else (),
    )


def _tool(tool: Tool, language: str) -> ToolRules:
    return ToolRules(in_language(tool.words, language), tool.never)
