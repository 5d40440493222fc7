"""The settings and the profile of the person who makes a request. They are read once per request."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unknot import config, library, wiring
from unknot.app._choices import NO_BACKGROUND
from unknot.errors import AudioFileError, VoiceError
from unknot.library import Profile, load_profile
from unknot.routine import voice_named

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    background = "" if background in NO_BACKGROUND else background
    return Person(replace(settings, voice=voice, background=background), profile)


@contextlib.contextmanager
def sources_named(person: Person) -> Iterator[None]:
    """Inside the block, an error about the voice or the background of the person says where it was set.

    Raises:
        VoiceError: As inside the block, with the file and the key of the voice.
        AudioFileError: As inside the block, with the file and the key of the background.
    """
    try:
        yield
    except VoiceError as fault:
        place, step = _source_of_voice(fault, person)
        if not place:
            raise
        raise VoiceError(
            f"{fault.message} ({place})", utterance=fault.utterance, next_step=_both(fault.next_step, step)
        ) from fault
    except AudioFileError as fault:
        name = person.settings.background
        if not name or name not in fault.message or wiring.needs_no_decoding(name):
            raise
        place, step = _source("background", in_profile=bool(person.profile.background))
        raise AudioFileError(f"{fault.message} ({place})", next_step=_both(fault.next_step, step)) from fault


def _source_of_voice(fault: VoiceError, person: Person) -> tuple[str, str]:
    """Where the value that the error is about was set, and how to set another one; empty where it was not set."""
    settings, profile = person.settings, person.profile
    if settings.http_url and settings.http_url in fault.message:
        return _source("http.url", in_profile=False)
    if not (settings.voice.engine or settings.voice.name):
        return "", ""
    try:
        wiring.check_voice(settings.voice, settings)
    except VoiceError as cause:
        if cause.message in fault.message:
            key = "voice" if profile.voice else "voice.engine" if settings.voice.engine else "voice.name"
            return _source(key, in_profile=bool(profile.voice))
    return "", ""


def _both(first: str, second: str) -> str:
    return f"{first} {second[0].upper()}{second[1:]}" if first.endswith("?") else f"{first}; {second}"


def _source(key: str, *, in_profile: bool) -> tuple[str, str]:
    """Where a value was set, and how to set another one."""
    if in_profile:
        return f"{key} in {profile_file()}", f"set another one: unknot profile set {key} …"
    return f"{key} in {config.settings_file()}", f"set another one: unknot config set {key} …"


def read_profile(without: str = "") -> Profile:
    """The profile of the person; empty where there is none. The key `without` is not read.

    Raises:
        UsageError: The file is not a valid profile.
    """
    return load_profile(profile_file(), without)


def save_profile(profile: Profile, *keys: str) -> None:
    """These keys of the profile are saved.

    Raises:
        WriteError: They could not be written.
    """
    library.save_profile(profile, profile_file(), keys)


def profile_file() -> Path:
    """The path of the profile, in the folder of the settings."""
    return config.settings_file().with_name("profile.toml")
