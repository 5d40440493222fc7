"""Occasions of routines: a time of day, something that the person did, a condition; from `occasions.toml`."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion and the routines that are for it alone."""

    why: str
    """The reason to offer them, in a few words."""
    routines: tuple[str, ...]
    """Their names in the library."""
    hours: tuple[int, int] | None = None
    """The full hours from which and to which it lasts; it may last over midnight."""

    def is_at(self, hour: int) -> bool:
        """Whether the occasion lasts at that hour."""
        if self.hours is None:
            return True
        first, end = self.hours
        return first <= hour < end if first < end else hour >= first or hour < end


def occasions() -> Mapping[str, Occasion]:
    """The occasions that a person names, such as `travel`."""
    return _data()["told"]


def fits_hour(routine: str, hour: int) -> bool:
    """Whether a routine is for that hour; a routine without a time of day is for all of them."""
    times = [one for one in _data()["hours"].values() if routine in one.routines]
    return not times or any(one.is_at(hour) for one in times)


def reason_of_hour(routine: str, hour: int) -> str:
    """Why the routine is for that hour; empty where it is for any hour, or for others."""
    return next((one.why for one in _data()["hours"].values() if routine in one.routines and one.is_at(hour)), "")


def fits_occasion(routine: str, told: str, conditions: Collection[str]) -> bool:
    """Whether a routine is for what the person told and for their conditions, or for no occasion at all."""
    wanted = [told, *conditions]
    named = [key for table in ("told", "conditions") for key, one in _data()[table].items() if routine in one.routines]
    return not named or any(key in wanted for key in named)


def reasons_of_conditions(routine: str, conditions: Collection[str]) -> Iterator[str]:
    """Why the routine is for a person with these conditions."""
    return (one.why for key, one in _data()["conditions"].items() if key in conditions and routine in one.routines)


@functools.cache
def _data() -> Mapping[str, Mapping[str, Occasion]]:
    with (Path(__file__).parent / "data" / "occasions.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {name: {key: _occasion(row) for key, row in table.items()} for name, table in tables.items()}


def _occasion(row: Mapping[str, Any]) -> Occasion:
    hours = (row["from"], row["to"]) if "from" in row else None
    return Occasion(row["why"], tuple(row["routines"]), hours)
