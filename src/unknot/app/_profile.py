"""`profile`: what a person told unknot about themselves."""

from __future__ import annotations

from unknot import config
from unknot.app._choices import checked_background, checked_language, checked_voice
from unknot.app._person import read_profile, save_profile
from unknot.library import PROFILE_KEYS, profile_value, with_value
from unknot.routine import voice_named


def profile_show() -> tuple[tuple[str, str], ...]:
    """Every key of the profile with its value; "" for a value that was not set.

    Raises:
        UsageError: The file is not a valid profile.
    """
    profile = read_profile()
    return tuple((key, profile_value(profile, key)) for key in PROFILE_KEYS)


def profile_set(key: str, value: str) -> str:
    """The new value of `key` in the profile. An empty value removes it.

    Raises:
        UsageError: There is no such key, or the value is not valid for it.
        WriteError: The profile could not be written.
    """
    changed = with_value(read_profile(without=key), key, _checked(key, value.strip()))
    save_profile(changed, key)
    return profile_value(changed, key)


def _checked(key: str, value: str) -> str:
    """The value as it is kept. What only the adapters know is checked here, everything else in `with_value`."""
    if key == "voice" and value:
        checked_voice(voice_named(value), config.load_settings(config.settings_file()))
    elif key == "background":
        return checked_background(value)
    elif key == "language":
        return checked_language(value)
    return value
