"""Suggestions for today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from unknot.errors import UsageError
from unknot.library import Profile, advice_to_rest, body_data, routine_entries, suggestions, with_value
from unknot.library._occasions import _data

LIBRARY = routine_entries()
MINUTE = 60 * 48_000
BALL = with_value(Profile(), "tools", "hands, tennis-ball, massage-ball, foam-roller")
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
    assert "the calves were at 8" not in suggestions(LIBRARY, Profile(), (), NOON)[0].why
    first = suggestions(LIBRARY, Profile(), (tense,), NOON)[0]
    assert "calves" in first.entry.areas
    assert "the calves were at 8" in first.why
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


@pytest.mark.parametrize(
    ("hour", "absent", "offered"),
    [
        (13, {"before-sleep", "morning-in-bed", "legs-and-feet-evening"}, set()),
        (7, {"before-sleep"}, {"morning-in-bed"}),
        (19, {"before-sleep", "morning-in-bed"}, {"legs-and-feet-evening"}),
        (3, {"morning-in-bed"}, {"before-sleep"}),
    ],
)
def test_a_routine_for_a_time_of_day_is_offered_only_then(hour: int, absent: set[str], offered: set[str]) -> None:
    """No sleep routine by day, neither in English nor in German."""
    picks = suggestions(LIBRARY, BALL, (), NOON.replace(hour=hour))
    names = {pick.entry.name for pick in picks}
    assert not absent & names
    assert offered <= names
    german = suggestions(LIBRARY, with_value(BALL, "language", "de-AT"), (), NOON.replace(hour=hour))
    assert ("vor-dem-schlafen" in {pick.entry.name for pick in german}) == ("before-sleep" in offered)


@pytest.mark.parametrize(
    ("name", "occasion"),
    [
        ("after-travel", "travel"),
        ("after-sport", "sport"),
        ("legs-after-a-walk", "walk"),
        ("gamers-thumbs", "game"),
        ("musicians-hands", "music"),
    ],
)
def test_a_routine_for_an_occasion_is_offered_when_the_person_tells_of_it(name: str, occasion: str) -> None:
    """Then it is the first."""
    sporty = with_value(Profile(), "tools", "hands, foam-roller")
    assert name not in {pick.entry.name for pick in suggestions(LIBRARY, sporty, (), NOON)}
    assert name in {p.entry.name for p in suggestions(LIBRARY, sporty, (), NOON, occasion=occasion)[:2]}
    with pytest.raises(UsageError, match="no occasion"):
        suggestions(LIBRARY, Profile(), (), NOON, occasion="x")


def test_the_routine_for_pregnancy_needs_the_condition() -> None:
    """With it, the reason is given."""
    assert "expecting-light" not in {pick.entry.name for pick in suggestions(LIBRARY, Profile(), (), NOON)}
    picks = suggestions(LIBRARY, with_value(Profile(), "conditions", "pregnancy"), (), NOON)
    assert "made for pregnancy" in next(pick for pick in picks if pick.entry.name == "expecting-light").why


def test_every_routine_of_an_occasion_ships() -> None:
    """The data name no routine that does not exist."""
    named = {name for table in _data().values() for one in table.values() for name in one.routines}
    assert named <= {entry.name for entry in LIBRARY}


@pytest.mark.parametrize("day", range(14))
@pytest.mark.parametrize("hour", [8, 13, 19])
def test_without_a_usual_length_a_few_minutes_are_preferred(day: int, hour: int) -> None:
    """The first routine has 5 to 10 minutes, as between two visits, for whatever area is in focus."""
    profile = with_value(BALL, "focus", list(body_data().areas)[day])
    first = suggestions(LIBRARY, profile, (), (NOON + timedelta(days=day)).replace(hour=hour))[0]
    assert first.entry.length is not None
    assert 3 * MINUTE <= first.entry.length <= 11.5 * MINUTE


def test_a_reason_of_length_is_true() -> None:
    """A routine of eleven minutes is near a few minutes and is not said to have them."""
    for profile, least, most in ((BALL, 5, 10), (with_value(BALL, "length", "9m"), 7.5, 10.8)):
        for pick in suggestions(LIBRARY, profile, (), NOON):
            told = any("minutes" in why or "usual length" in why for why in pick.why)
            assert told == (least * MINUTE <= (pick.entry.length or 0) <= most * MINUTE)
    assert not any("" in pick.why for pick in suggestions(LIBRARY, BALL, (), NOON))


def test_a_pack_comes_first_in_any_language_and_with_any_tool() -> None:
    """Unless it works on an area to leave out."""
    pack = {"fuesse-mit-dem-ball"}
    first = suggestions(LIBRARY, with_value(Profile(), "focus", "jaw"), (), NOON, homework=pack)[0]
    assert first.entry.name in pack
    assert "from the pack of your therapist" in first.why
    avoiding = with_value(Profile(), "avoid", "feet")
    assert not pack & {p.entry.name for p in suggestions(LIBRARY, avoiding, (), NOON, homework=pack)}


@pytest.mark.parametrize(
    ("focus", "felt", "offered"),
    [
        ("", "", False),
        ("shoulders", "", False),
        ("left shoulder", "", False),
        ("right shoulder", "", True),
        ("", "shoulders:right", True),
        ("", "right shoulder", True),
        ("", "shoulders:left", False),
        ("", "shoulders", False),
    ],
)
def test_a_routine_for_one_side_is_offered_for_that_side_only(focus: str, felt: str, *, offered: bool) -> None:
    """That side is in focus, or it was tense."""
    past = (Heard(NOON - timedelta(days=2), "breathing", (Felt(felt, 6, None),)),) if felt else ()
    picks = suggestions(LIBRARY, with_value(Profile(), "focus", focus), past, NOON)
    assert ("one-shoulder" in {pick.entry.name for pick in picks}) == offered


def test_avoiding_one_side_leaves_out_that_side_only() -> None:
    """A routine for both sides stays, since it is played without that side; one for that side is not offered."""
    profile = with_value(with_value(Profile(), "focus", "right shoulder"), "avoid", "left shoulder")
    assert any("shoulders" in pick.entry.areas for pick in suggestions(LIBRARY, profile, (), NOON))
    past = (Heard(NOON - timedelta(days=2), "breathing", (Felt("left shoulder", 6, None),)),)
    picks = suggestions(LIBRARY, profile, past, NOON)
    assert not any("left shoulder" in why for pick in picks for why in pick.why)
    assert picks[0].entry.name == "one-shoulder"
    profile = with_value(profile, "avoid", "right shoulder")
    assert "one-shoulder" not in {pick.entry.name for pick in suggestions(LIBRARY, profile, (), NOON)}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("calves", "the calves were at 6"),
        ("jaw", "the jaw was at 6"),
        ("shoulders:left", "the left shoulder was at 6"),
        ("left shoulder", "the left shoulder was at 6"),
        ("feet", "the feet were at 6"),
        ("foot:right", "the right foot was at 6"),
        ("hamstrings", "the back of the thighs was at 6"),
        ("temples", "the temples were at 6"),
        ("head", "the head was at 6"),
        ("legs", "the legs were at 6"),
    ],
)
def test_each_reason_is_a_correct_sentence(said: str, why: str) -> None:
    """The verb fits the number, and a word for several areas stays the word of the person."""
    past = (Heard(NOON - timedelta(days=2), "breathing", (Felt(said, 6, None),)),)
    picks = suggestions(LIBRARY, with_value(BALL, "tools", "hands, tennis-ball, foam-roller"), past, NOON)
    assert picks[0].why.count(why) == 1


def test_a_later_number_takes_the_place_of_an_earlier_one() -> None:
    """Also when it is for the whole area, or for one area of a word for several; unknown words are skipped."""
    early = Heard(NOON - timedelta(days=3), "breathing", (Felt("left calf", 7, None), Felt("head", 8, None)))
    late = Heard(NOON - timedelta(days=1), "breathing", (Felt("calves", 2, 1), Felt("jaw", 2, 1), Felt("knee", 9, 9)))
    whys = [why for pick in suggestions(LIBRARY, Profile(), (early, late), NOON) for why in pick.why]
    assert not any("calf" in why or "knee" in why for why in whys)
    jaw = [p for p in suggestions(LIBRARY, Profile(), (early, late), NOON) if p.entry.areas == ("jaw",)]
    assert not any("head" in why for pick in jaw for why in pick.why)


def test_with_a_fever_the_advice_is_to_rest() -> None:
    """In the language of the person; other conditions give no such advice."""
    fever = with_value(Profile(), "conditions", "fever, pregnancy")
    assert advice_to_rest(fever) == ("With a fever, rest today and come back when it is over.",)
    assert advice_to_rest(with_value(fever, "language", "de"))[0].startswith("Ruh dich bei Fieber")
    assert advice_to_rest(with_value(Profile(), "conditions", "pregnancy")) == ()


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
