"""`areas`: what is known about the areas of the body."""

from __future__ import annotations

from unknot.library import area_facts, body_data


def areas(area: str | None = None) -> tuple[tuple[str, str], ...]:
    """The facts about one area with their sources; without `area`, every area with its English name.

    Raises:
        UsageError: There is no such area. The message names similar ones.
    """
    return area_facts(area) if area else tuple((key, known.name["en"]) for key, known in body_data().areas.items())
