"""`voices install` and `voices remove`: voices of the catalogue on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._person import read_person
from unknot.app._voices import ListedVoice, listed_voices
from unknot.errors import UsageError
from unknot.ports import no_tick

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.config import Settings
    from unknot.ports import InstalledVoice, ProgressCallback


@dataclass(frozen=True, slots=True)
class VoiceInstallRequest:
    """Which voice is to be installed."""

    name: str
    source: Path | None = None
    """A file or folder to copy it from; None downloads it."""


@dataclass(frozen=True, slots=True)
class VoiceInstallResult:
    """A voice that is installed now."""

    voice: InstalledVoice
    needs: str
    """What its engine needs before it can speak; empty where it can."""


def voice_install(
    request: VoiceInstallRequest, confirm: Callable[[ListedVoice], bool], tick: ProgressCallback = no_tick
) -> VoiceInstallResult | None:
    """The voice, which is installed as a whole now; None where `confirm` answered no, and nothing was downloaded.

    Args:
        request: Which voice.
        confirm: Called with the voice before anything is fetched; whether to go on.
        tick: Told the name of the voice, and bytes.

    Raises:
        UsageError: There is no such voice, or nothing to copy it from; or it is part of its engine.
        VoiceError: A file could not be fetched, or is not the published one.
        WriteError: It could not be written.
    """
    settings = read_person().settings
    listed = _listed(request.name, settings)
    name = request.name
    if not listed.voice.files:
        raise UsageError(f"the voice {name} needs no installation", next_step=f"use it with --voice {name}")
    if not confirm(listed):
        return None
    # the entry of the catalogue, since an installed voice keeps the one that it was installed by
    voice = wiring.catalogue_voice(name)
    installed = wiring.install_voice(voice, request.source, lambda done, of: tick(name, done, of))
    return VoiceInstallResult(installed, _listed(name, settings).needs)


def voice_remove(name: str) -> int:
    """How many bytes the voice took. Afterwards no file of it is left.

    Raises:
        UsageError: It is not installed, or is a part of the program.
        VoiceError: Another process is installing it.
        WriteError: It could not be removed.
    """
    if any(voice.name == name and not voice.files for voice in wiring.catalogue()):
        raise UsageError(
            f"the voice {name} is part of the program and cannot be removed",
            next_step="choose another one with --voice, or in the settings",
        )
    return wiring.remove_voice(name)


def _listed(name: str, settings: Settings) -> ListedVoice:
    """What is known of the voice of that name, whether it is installed or not."""
    found = next((one for one in listed_voices(settings) if one.voice.name == name), None)
    return found or ListedVoice(wiring.catalogue_voice(name), "installable")
