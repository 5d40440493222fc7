"""The profile of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot.errors import UsageError
from unknot.library import PROFILE_KEYS, Profile, load_profile, profile_value, save_profile, with_value

if TYPE_CHECKING:
    from pathlib import Path

FULL = {
    "focus": "neck, jaw",
    "avoid": "lower-back",
    "conditions": "varicose-veins",
    "tools": "hands, tennis-ball",
    "voice": 'espeak:en-gb "x" \\',
    "background": "rain",
    "length": "12m30s",
    "level": "regular",
    "language": "de-AT",
    "sessions": "3",
}


def full() -> Profile:
    """A profile with a value for every key."""
    profile = Profile()
    for key, text in FULL.items():
        profile = with_value(profile, key, text)
    return profile


def test_every_key_has_the_value_that_was_set() -> None:
    """This test has a value for every key."""
    assert tuple(FULL) == PROFILE_KEYS
    assert {key: profile_value(full(), key) for key in PROFILE_KEYS} == FULL


def test_a_profile_is_kept_in_a_file(tmp_path: Path) -> None:
    """The folder is made."""
    path = tmp_path / "unknot" / "profile.toml"
    save_profile(full(), path)
    assert load_profile(path) == full()


def test_a_file_has_only_the_keys_that_were_set(tmp_path: Path) -> None:
    """A person can read and edit the file."""
    path = tmp_path / "profile.toml"
    save_profile(with_value(Profile(), "focus", "neck"), path)
    assert path.read_text("utf-8") == 'focus = ["neck"]\n'
    save_profile(Profile(), path)
    assert path.read_text("utf-8") == ""
    assert load_profile(tmp_path / "none.toml") == Profile()


def test_comments_and_order_stay_when_a_value_is_changed(tmp_path: Path) -> None:
    """Only the line of the key is written anew."""
    path = tmp_path / "profile.toml"
    path.write_text('# mine\nsessions = 3  # a week\navoid = ["jaw"]\n# the end\n', "utf-8")
    save_profile(with_value(load_profile(path), "avoid", "neck"), path, ["avoid"])
    assert path.read_text("utf-8") == '# mine\nsessions = 3  # a week\navoid = ["neck"]\n# the end\n'


def test_an_error_names_the_file_and_the_key(tmp_path: Path) -> None:
    """It is an error of the value, so it has the next step of the value."""
    path = tmp_path / "profile.toml"
    path.write_text('avoid = ["nek"]\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        load_profile(path)
    assert f"avoid in the profile {path}" in caught.value.message
    assert "neck" in caught.value.next_step
    assert load_profile(path, without="avoid") == Profile()


def test_an_empty_text_removes_the_value() -> None:
    """This holds for every kind of value."""
    for key in ("focus", "avoid", "conditions", "tools", "voice", "length", "level"):
        assert profile_value(with_value(full(), key, ""), key) == ""


def test_areas_may_be_written_in_several_ways() -> None:
    """Each area is in the list once."""
    assert with_value(Profile(), "avoid", "Calf, calves, upper back").avoid == ("calves", "upper-back")


def test_a_condition_leaves_out_its_areas() -> None:
    """They are added to those in `avoid`, in the order of the body data."""
    assert full().left_out == ("lower-back", "thighs-front", "thighs-back", "thighs-outside", "calves", "shins")


def test_parts_are_kept_with_their_side() -> None:
    """Words as people say them are understood, and a word for several areas gives each of them."""
    profile = with_value(Profile(), "avoid", "upper traps, left, Kiefer")
    assert profile.avoid == ("shoulders:left", "jaw")
    assert with_value(Profile(), "focus", "head").focus == ("scalp", "temples", "jaw")


def test_a_condition_leaves_out_whole_areas() -> None:
    """A side in `avoid` stays a side, unless a condition leaves out the whole area."""
    profile = with_value(Profile(), "avoid", "left shoulder, left calf")
    assert profile.left_out == ("shoulders:left", "calves:left")
    assert "calves" in with_value(profile, "conditions", "varicose-veins").left_out


def test_sides_survive_the_file(tmp_path: Path) -> None:
    """What is read is what was saved."""
    profile = with_value(Profile(), "avoid", "left shoulder, jaw")
    save_profile(profile, tmp_path / "profile.toml")
    assert load_profile(tmp_path / "profile.toml") == profile


@pytest.mark.parametrize(
    ("key", "text", "step"),
    [
        ("focus", "nek", "neck"),
        ("tools", "tenis-ball", "tennis-ball"),
        ("conditions", "clots", "clot"),
        ("level", "begginer", "beginner"),
        ("length", "soon", "10m"),
        ("sessions", "0", "1 to 14"),
        ("sessions", "many", "1 to 14"),
        ("fokus", "neck", "focus"),
    ],
)
def test_a_wrong_value_is_an_error_with_a_right_one(key: str, text: str, step: str) -> None:
    """The next step names a value that is allowed."""
    with pytest.raises(UsageError) as fault:
        with_value(Profile(), key, text)
    assert step in fault.value.next_step


@pytest.mark.parametrize("text", ["focus = [", 'fokus = ["neck"]', 'focus = ["nek"]', "\0"])
def test_a_file_with_a_fault_is_refused(tmp_path: Path, text: str) -> None:
    """It is not replaced by an empty profile, which would lose the areas to avoid."""
    path = tmp_path / "profile.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        load_profile(path)
