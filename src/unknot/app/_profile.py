"""`profile`: what unknot knows of a person."""

from __future__ import annotations

from unknot.app._person import read_profile, save_profile
from unknot.library import PROFILE_KEYS, profile_value, with_value


def profile_show() -> tuple[tuple[str, str], ...]:
    """Everything in the profile, key by key; "" for what was not told.

    Raises:
        UsageError: The file is not a profile.
    """
    profile = read_profile()
    return tuple((key, profile_value(profile, key)) for key in PROFILE_KEYS)


def profile_set(key: str, value: str) -> str:
    """What the profile says under `key` now; an empty value takes it back.

    Raises:
        UsageError: There is no such key, or the value cannot be.
        WriteError: The profile could not be written.
    """
    changed = with_value(read_profile(), key, value)
    save_profile(changed)
    return profile_value(changed, key)
