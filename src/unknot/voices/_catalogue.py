"""The catalogue of voices: what each is, what its licence allows, and where its files are.

The entries are in `data/catalogue.toml`. Nothing here uses the network.
"""

from __future__ import annotations

import functools
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import UsageError
from unknot.ports import CatalogueVoice, VoiceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA: Final = Path(__file__).with_name("data") / "catalogue.toml"


@functools.cache
def catalogue() -> tuple[CatalogueVoice, ...]:
    """Every voice. Voices of one language are in the order in which they are offered."""
    found = tomllib.loads(_DATA.read_text("utf-8"))
    return tuple(_voice(entry, found["bases"]) for entry in found["voice"])


def catalogue_voice(name: str) -> CatalogueVoice:
    """The voice of that name.

    Raises:
        UsageError: There is none; the nearest names are given.
    """
    by_name = {voice.name: voice for voice in catalogue()}
    if name in by_name:
        return by_name[name]
    near = get_close_matches(name, by_name, 3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`unknot voices` lists those that can be installed"
    raise UsageError(f"there is no voice {name!r} to install", next_step=hint)


def _voice(entry: Mapping[str, Any], bases: Mapping[str, str]) -> CatalogueVoice:
    files = tuple(_file(file, bases) for file in entry["files"])
    return CatalogueVoice(**{**entry, "languages": tuple(entry["languages"]), "files": files})


def _file(entry: Mapping[str, Any], bases: Mapping[str, str]) -> VoiceFile:
    path: str = entry["path"]
    return VoiceFile(path.rpartition("/")[2], bases[entry["base"]] + path, entry["bytes"], entry["digest"])
