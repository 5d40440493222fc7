"""The settings file, and the folders of the cache, of a person's data and of the position in a session."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from unknot.errors import UsageError


def settings_file() -> Path:
    """The path of the file with the settings, which need not exist: `UNKNOT_CONFIG`, or the platform's folder."""
    named = os.environ.get("UNKNOT_CONFIG")
    return Path(named) if named else _platform_folder("config", "UNKNOT_CONFIG") / "settings.toml"


def cache_folder(chosen: Path | None) -> Path:
    """The folder of the cache: `chosen`, `UNKNOT_CACHE`, the `audio_cache` of a checkout, or the platform's folder."""
    if chosen is not None:
        return chosen
    if named := os.environ.get("UNKNOT_CACHE"):
        return Path(named)
    return _checkout_cache() or _platform_folder("cache", "UNKNOT_CACHE")


def data_folder() -> Path:
    """The folder of the journal, installed packs and installed voices: `UNKNOT_DATA`, or the platform's folder."""
    named = os.environ.get("UNKNOT_DATA")
    return Path(named) if named else _platform_folder("data", "UNKNOT_DATA")


def state_folder() -> Path:
    """The folder for the position of an unfinished session: `UNKNOT_STATE`, or the platform's folder."""
    named = os.environ.get("UNKNOT_STATE")
    return Path(named) if named else _platform_folder("state", "UNKNOT_STATE")


def _platform_folder(kind: str, variable: str) -> Path:
    try:
        folder: Path = getattr(platformdirs, f"user_{kind}_path")("unknot", appauthor=False)
    except RuntimeError as fault:
        raise UsageError(
            f"this account has no home folder: {fault}", next_step=f"set HOME, or {variable} to a place of your own"
        ) from fault
    return folder


def _checkout_cache() -> Path | None:
    folder = Path(__file__).resolve().parents[3] / "audio_cache"
    return folder if (folder / "CACHEDIR.TAG").is_file() else None
