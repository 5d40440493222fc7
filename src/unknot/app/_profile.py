"""`profile`: what a person told unknot about themselves."""

from __future__ import annotations

from unknot.app._person import read_profile, save_profile
from unknot.library import PROFILE_KEYS, profile_value, with_value


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
    changed = with_value(read_profile(), key, value)
    save_profile(changed)
    return profile_value(changed, key)
