"""`areas`: what is known about the areas of the body."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from unknot.library import area_facts, body_data, body_parts
from unknot.units import seconds


@dataclass(frozen=True, slots=True)
class AreasResult:
    """What is known about some areas."""

    rows: tuple[tuple[str, str], ...]
    """The facts about each area as label and text, with their sources; of all areas, the key and the English name."""
    keys: tuple[str, ...]
    """The areas, as headers write them."""

    def as_json(self) -> tuple[dict[str, Any], ...]:
        """Each area as plain values (docs/terminal.md)."""
        return tuple(map(_as_json, self.keys))


def areas(area: str | None = None) -> AreasResult:
    """What is known about the areas that a word means; without `area`, the names of all areas.

    Raises:
        UsageError: There is no such area. The message names similar ones.
    """
    known = body_data().areas
    if not area:
        return AreasResult(tuple((key, one.name["en"]) for key, one in known.items()), tuple(known))
    keys = tuple(part.area for part in body_parts(area))
    return AreasResult(tuple(fact for key in keys for fact in area_facts(key)), keys)


def _as_json(key: str) -> dict[str, Any]:
    known, area = body_data(), body_data().areas[key]
    return {
        "area": key,
        "name": area.name["en"],
        "sided": area.sided,
        "tools": list(area.tools),
        "techniques": list(area.techniques),
        "least_s": seconds(area.least),
        "usual_s": seconds(area.usual),
        "most_s": seconds(area.most),
        "near": list(area.near),
        "caution": " ".join(area.caution["en"].split()),
        "sources": [asdict(known.sources[source]) for source in area.sources],
    }
