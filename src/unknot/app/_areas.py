"""`areas`: what is known about the areas of the body."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from unknot.library import area_facts, body_data
from unknot.units import seconds


def areas(area: str | None = None) -> tuple[tuple[str, str], ...]:
    """The facts about one area with their sources; without `area`, every area with its English name.

    Raises:
        UsageError: There is no such area. The message names similar ones.
    """
    return area_facts(area) if area else tuple((key, known.name["en"]) for key, known in body_data().areas.items())


def areas_as_json(area: str | None = None) -> tuple[dict[str, Any], ...]:
    """Every area, or the one of that name, as plain values (docs/json.md).

    Raises:
        UsageError: There is no such area. The message names similar ones.
    """
    known = body_data()
    return tuple(_as_json(key) for key in ([known.area(area).key] if area else known.areas))


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
