"""Who asks: what they have chosen for every session, and what they told about themselves. Read once per request."""

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
    """The settings and the profile of one person, as they were when a request began."""

    settings: config.Settings = field(default_factory=config.Settings)
    """With the voice and the background that the profile prefers."""
    profile: Profile = field(default_factory=Profile)


def read_person() -> Person:
    """The person whose settings and profile are on this machine.

    Raises:
        UsageError: The file of the settings or that of the profile is not one.
    """
    settings, profile = config.load_settings(config.settings_file()), read_profile()
    voice = voice_named(profile.voice).over(settings.voice) if profile.voice else settings.voice
    background = profile.background or settings.background
    return Person(replace(settings, voice=voice, background=background), profile)


def read_profile() -> Profile:
    """What the person told about themselves; empty where there is no profile.

    Raises:
        UsageError: The file is not a profile.
    """
    return load_profile(profile_file())


def save_profile(profile: Profile) -> None:
    """Afterwards the profile says this, whole.

    Raises:
        WriteError: It could not be written.
    """
    library.save_profile(profile, profile_file())


def profile_file() -> Path:
    """Where the profile is, beside the settings."""
    return config.settings_file().with_name("profile.toml")
