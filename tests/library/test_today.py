"""Suggestions for today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from unknot.errors import UsageError
from unknot.library import Profile, routine_entries, suggestions, with_value

LIBRARY = routine_entries()
NOON = datetime(2026, 11, 23, 13, tzinfo=timezone(timedelta(hours=1)))


@dataclass(frozen=True)
class Felt:
    """How tense an area was, in a session."""

    area: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Heard:
    """A session in the journal."""

    started: datetime
    routine: str
    tensions: tuple[Felt, ...] = ()
    counts: bool = True


def best(profile: Profile, *heard: Heard, at: datetime = NOON) -> str:
    """The name of the first suggestion."""
    return suggestions(LIBRARY, profile, heard, at)[0].entry.name


def test_an_area_in_focus_comes_first() -> None:
    """The suggestion has the reason."""
    picks = suggestions(LIBRARY, with_value(Profile(), "focus", "jaw"), (), NOON)
    assert "jaw" in picks[0].entry.areas
    assert "focus on the jaw" in picks[0].why


def test_a_tense_area_is_suggested() -> None:
    """The last number is the reason; numbers older than two weeks are not used."""
    tense = Heard(NOON - timedelta(days=2), "breathing", (Felt("calves", 5, 8),))
    assert "the calves was at 8" not in suggestions(LIBRARY, Profile(), (), NOON)[0].why
    assert "calves" in suggestions(LIBRARY, Profile(), (tense,), NOON)[0].entry.areas
    old = Heard(NOON - timedelta(days=30), "breathing", (Felt("calves", 5, 8),))
    assert best(Profile(), old) == best(Profile())


def test_areas_to_leave_out_and_missing_tools_are_never_suggested() -> None:
    """They are not in the list at all."""
    picks = suggestions(LIBRARY, with_value(Profile(), "avoid", "neck, jaw"), (), NOON)
    assert not any({"neck", "jaw"} & set(pick.entry.areas) for pick in picks)
    assert all(set(pick.entry.tools) <= {"hands"} for pick in picks)


@pytest.mark.parametrize(("hour", "name"), [(22, "before-sleep"), (1, "before-sleep"), (7, "morning-in-bed")])
def test_the_time_of_day_counts(hour: int, name: str) -> None:
    """There is a routine for the night and one for the morning."""
    assert best(Profile(), at=NOON.replace(hour=hour)) == name


def test_routines_for_the_bed_are_last_at_noon() -> None:
    """They are the last two."""
    names = [pick.entry.name for pick in suggestions(LIBRARY, Profile(), (), NOON)]
    assert set(names[-2:]) == {"before-sleep", "morning-in-bed"}


def test_the_same_routine_is_not_first_twice_in_a_day() -> None:
    """Another routine is first."""
    first = best(Profile())
    assert best(Profile(), Heard(NOON - timedelta(hours=3), first)) != first


def test_the_usual_length_counts() -> None:
    """A usual length of three minutes gives a routine of three minutes."""
    picks = suggestions(LIBRARY, with_value(Profile(), "length", "3m"), (), NOON)
    assert picks[0].entry.length == 3 * 60 * 48_000


def test_the_language_is_that_of_the_person() -> None:
    """The language in the profile is used."""
    assert {p.entry.language for p in suggestions(LIBRARY, with_value(Profile(), "language", "de"), (), NOON)} == {"de"}


def test_the_same_day_gives_the_same_suggestions() -> None:
    """The order of the library and the minute do not matter."""
    later = NOON.replace(minute=30)
    assert suggestions(LIBRARY, Profile(), (), NOON) == suggestions(tuple(reversed(LIBRARY)), Profile(), (), later)


def test_suggestions_change_from_day_to_day() -> None:
    """With an empty profile, a week has more than two first routines."""
    assert len({best(Profile(), at=NOON + timedelta(days=days)) for days in range(7)}) > 2


def test_without_a_routine_that_fits_there_is_an_error() -> None:
    """The error has a next step."""
    with pytest.raises(UsageError, match="no routine suits"):
        suggestions((), Profile(), (), NOON)
