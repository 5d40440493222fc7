"""`areas`: what is known of the areas of the body."""

from __future__ import annotations

from unknot.library import area_facts, body_data


def areas(area: str | None = None) -> tuple[tuple[str, str], ...]:
    """What is known of one area with its sources, fact by fact; of none, every area and its English name.

    Raises:
        UsageError: There is no such area; the nearest are named.
    """
    return area_facts(area) if area else tuple((key, known.name["en"]) for key, known in body_data().areas.items())
