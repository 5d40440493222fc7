"""The settings and the profile of the person who makes a request. They are read once per request."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unknot import config, library
from unknot.library import Profile, load_profile
from unknot.routine import voice_named

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Person:
    """The settings and the profile of one person at the start of a request."""

    settings: config.Settings = field(default_factory=config.Settings)
    """With the voice and the background that the profile prefers."""
    profile: Profile = field(default_factory=Profile)


def read_person() -> Person:
    """The person whose settings and profile are on this machine.

    Raises:
        UsageError: The settings file or the profile is not valid.
    """
    settings, profile = config.load_settings(config.settings_file()), read_profile()
    voice = voice_named(profile.voice).over(settings.voice) if profile.voice else settings.voice
    background = profile.background or settings.background
    return Person(replace(settings, voice=voice, background=background), profile)


def read_profile() -> Profile:
    """The profile of the person; empty where there is none.

    Raises:
        UsageError: The file is not a valid profile.
    """
    return load_profile(profile_file())


def save_profile(profile: Profile) -> None:
    """The profile is saved.

    Raises:
        WriteError: It could not be written.
    """
    library.save_profile(profile, profile_file())


def profile_file() -> Path:
    """The path of the profile, in the folder of the settings."""
    return config.settings_file().with_name("profile.toml")
