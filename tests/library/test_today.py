"""The routine for today."""

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
    """How tense an area was."""

    area: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Heard:
    """A session of the journal."""

    started: datetime
    routine: str
    tensions: tuple[Felt, ...] = ()


def best(profile: Profile, *heard: Heard, at: datetime = NOON) -> str:
    """The name of the first pick."""
    return suggestions(LIBRARY, profile, heard, at)[0].entry.name


def test_the_focus_leads() -> None:
    """The reason is told."""
    picks = suggestions(LIBRARY, with_value(Profile(), "focus", "jaw"), (), NOON)
    assert "jaw" in picks[0].entry.areas
    assert "focus on the jaw" in picks[0].why


def test_an_area_that_was_tense_comes_back() -> None:
    """The number that was told last is the reason; old ones say nothing."""
    tense = Heard(NOON - timedelta(days=2), "breathing", (Felt("calves", 5, 8),))
    assert "the calves was at 8" not in suggestions(LIBRARY, Profile(), (), NOON)[0].why
    assert "calves" in suggestions(LIBRARY, Profile(), (tense,), NOON)[0].entry.areas
    old = Heard(NOON - timedelta(days=30), "breathing", (Felt("calves", 5, 8),))
    assert best(Profile(), old) == best(Profile())


def test_what_is_left_out_and_what_is_not_at_hand_is_never_picked() -> None:
    """Not even at the end of the list."""
    picks = suggestions(LIBRARY, with_value(Profile(), "avoid", "neck, jaw"), (), NOON)
    assert not any({"neck", "jaw"} & set(pick.entry.areas) for pick in picks)
    assert all(set(pick.entry.tools) <= {"hands"} for pick in picks)


@pytest.mark.parametrize(("hour", "name"), [(22, "before-sleep"), (1, "before-sleep"), (7, "morning-in-bed")])
def test_the_time_of_day_counts(hour: int, name: str) -> None:
    """Late and early have their own routines."""
    assert best(Profile(), at=NOON.replace(hour=hour)) == name


def test_noon_is_no_time_for_the_bed() -> None:
    """Those two come last then."""
    names = [pick.entry.name for pick in suggestions(LIBRARY, Profile(), (), NOON)]
    assert set(names[-2:]) == {"before-sleep", "morning-in-bed"}


def test_the_same_routine_is_not_picked_twice_in_a_day() -> None:
    """Another one comes first."""
    first = best(Profile())
    assert best(Profile(), Heard(NOON - timedelta(hours=3), first)) != first


def test_the_usual_length_counts() -> None:
    """Three minutes for a person who has three."""
    picks = suggestions(LIBRARY, with_value(Profile(), "length", "3m"), (), NOON)
    assert picks[0].entry.length == 3 * 60 * 48_000


def test_the_language_is_that_of_the_person() -> None:
    """As the profile says."""
    assert {p.entry.language for p in suggestions(LIBRARY, with_value(Profile(), "language", "de"), (), NOON)} == {"de"}


def test_the_same_day_gives_the_same_pick() -> None:
    """Whatever the order of the library and the minute of the hour."""
    later = NOON.replace(minute=30)
    assert suggestions(LIBRARY, Profile(), (), NOON) == suggestions(tuple(reversed(LIBRARY)), Profile(), (), later)


def test_the_library_has_its_turn_from_day_to_day() -> None:
    """A person who told nothing hears more than one routine in a week."""
    assert len({best(Profile(), at=NOON + timedelta(days=days)) for days in range(7)}) > 2


def test_when_nothing_suits_that_is_told() -> None:
    """With where to look."""
    with pytest.raises(UsageError, match="no routine suits"):
        suggestions((), Profile(), (), NOON)
