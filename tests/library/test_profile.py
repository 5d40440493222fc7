"""What a person told about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot.errors import UsageError
from unknot.library import PROFILE_KEYS, Profile, load_profile, profile_value, save_profile, with_value
from unknot.library._profile import to_toml

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


def test_every_key_is_read_back_as_it_was_told() -> None:
    """None is forgotten here."""
    assert tuple(FULL) == PROFILE_KEYS
    assert {key: profile_value(full(), key) for key in PROFILE_KEYS} == FULL


def test_a_profile_is_kept_in_a_file(tmp_path: Path) -> None:
    """Whole, and in a folder that is made."""
    path = tmp_path / "unknot" / "profile.toml"
    save_profile(full(), path)
    assert load_profile(path) == full()


def test_a_file_says_only_what_was_told(tmp_path: Path) -> None:
    """A person can read it and change it by hand."""
    assert to_toml(with_value(Profile(), "focus", "neck")) == 'focus = ["neck"]\n'
    assert to_toml(Profile()) == ""
    assert load_profile(tmp_path / "none.toml") == Profile()


def test_nothing_empties_a_key() -> None:
    """Whatever it was."""
    for key in ("focus", "avoid", "conditions", "tools", "voice", "length", "level"):
        assert profile_value(with_value(full(), key, ""), key) == ""


def test_areas_are_known_as_a_person_says_them() -> None:
    """And each stands once."""
    assert with_value(Profile(), "avoid", "Calf, calves, upper back").avoid == ("calves", "upper-back")


def test_a_condition_leaves_out_its_areas() -> None:
    """Beside those that were told, in the order of the body."""
    assert full().left_out == ("lower-back", "calves")


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
def test_what_cannot_be_is_refused_with_what_can(key: str, text: str, step: str) -> None:
    """The next step names it."""
    with pytest.raises(UsageError) as fault:
        with_value(Profile(), key, text)
    assert step in fault.value.next_step


@pytest.mark.parametrize("text", ["focus = [", 'fokus = ["neck"]', 'focus = ["nek"]', "\0"])
def test_a_file_with_a_fault_is_refused(tmp_path: Path, text: str) -> None:
    """It is not replaced by an empty profile: an area to avoid would be forgotten in silence."""
    path = tmp_path / "profile.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        load_profile(path)
