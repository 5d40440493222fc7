"""Installed voices. Each is a folder with the files of the voice and its entry of the catalogue.

    voices/thorsten/voice.json, de_DE-thorsten-medium.onnx, …    a complete voice
    voices/.unfinished/thorsten/                                 files of a voice that is not complete yet
    voices/.unfinished/thorsten.lock                             held while it is installed or removed

A folder is renamed to its final name in one step, after everything in it is complete and on the disk. So every voice
that has its final name can be used. Files of an interrupted installation stay in `.unfinished` for the next one.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from unknot.errors import UsageError, VoiceError, WriteError
from unknot.platform import lock, sync_to_disk
from unknot.ports import CatalogueVoice, InstalledVoice, VoiceFile
from unknot.voices._downloads import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.voices._downloads import Fetch

_UNFINISHED: Final = ".unfinished"
_FACTS: Final = "voice.json"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""Names that a voice may have. None of them is a path to another folder."""
_SPARE: Final = 1 << 20
"""Bytes that an installation needs in addition to the files."""
_ROOM: Final = "free some space, or set UNKNOT_DATA to a folder on another disk"


def installed_voices(folder: Path) -> tuple[InstalledVoice, ...]:
    """Every complete voice of `folder`, in the order of their names."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:  # nothing was ever installed
        return ()
    found = (installed_voice(name, folder) for name in names)
    return tuple(voice for voice in found if voice is not None)


def installed_voice(name: str, folder: Path) -> InstalledVoice | None:
    """The installed voice of that name, or None where it is not installed or a file is missing or too short."""
    if not _NAME.fullmatch(name):
        return None
    place = folder / name
    try:
        voice = _unpacked(json.loads((place / _FACTS).read_text("utf-8")))
        whole = all((place / file.name).stat().st_size == file.size for file in voice.files)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return InstalledVoice(voice, place) if whole and voice.files else None


def not_installed(name: str) -> VoiceError:
    """The error that says that the voice is not installed, and how to install it."""
    return VoiceError(f"the voice {name} is not installed", next_step=f"install it with `unknot voices install {name}`")


def install_voice(
    voice: CatalogueVoice, folder: Path, fetch: Fetch, progress: Callable[[int, int], None]
) -> InstalledVoice:
    """The voice, which is complete in `folder` afterwards. Nothing is fetched when it was complete before.

    When this fails or its process is killed, the installed voice is as it was before.

    Args:
        voice: The entry of the catalogue.
        folder: Where installed voices are.
        fetch: Brings one file.
        progress: Called with the bytes that are done and the bytes of all files.

    Raises:
        VoiceError: A file could not be fetched, or another process is installing the voice.
        WriteError: It could not be written.
    """
    with _locked(voice.name, folder) as unfinished:
        present = installed_voice(voice.name, folder)
        if present is not None and present.voice.files == voice.files:
            return present
        staging = unfinished / voice.name
        staging.mkdir(0o700, exist_ok=True)
        _check_room(voice, staging)
        done = 0
        for file in voice.files:
            _fetch_one(file, staging, fetch, _progress_after(done, voice.size, progress))
            done += file.size
            progress(done, voice.size)
        _complete(voice, staging)
        _rename(staging, folder / voice.name, unfinished)
    return InstalledVoice(voice, folder / voice.name)


def remove_voice(name: str, folder: Path) -> int:
    """How many bytes the voice took. Afterwards none of its files is left, complete or not.

    Raises:
        UsageError: It has no files in `folder`.
        VoiceError: Another process is installing or removing it.
        WriteError: It could not be removed.
    """
    places = (folder / name, folder / _UNFINISHED / name)
    if not _NAME.fullmatch(name) or not any(any(place.glob("*")) for place in places):
        raise UsageError(f"the voice {name!r} is not installed", next_step="`unknot voices` lists those that are")
    with _locked(name, folder) as unfinished:
        freed = sum(path.stat().st_size for place in places if place.is_dir() for path in place.iterdir())
        _delete(folder / name, unfinished)
        shutil.rmtree(unfinished / name, ignore_errors=True)
    return freed


@contextlib.contextmanager
def _locked(name: str, folder: Path) -> Iterator[Path]:
    """The folder of incomplete voices, locked so that no other process installs or removes this voice in the block.

    Raises:
        VoiceError: Another process does so now.
        WriteError: The folder cannot be written.
    """
    unfinished = folder / _UNFINISHED
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        unfinished.mkdir(0o700, exist_ok=True)
        with (unfinished / f"{name}.lock").open("ab") as held:
            if not lock(held.fileno()):
                raise VoiceError(
                    f"the voice {name} is being installed or removed by another process",
                    next_step="wait until it is done",
                )
            yield unfinished
    except OSError as fault:
        raise WriteError(f"cannot write in {folder}: {fault.strerror or fault}", next_step=_ROOM) from fault


def _progress_after(before: int, of: int, progress: Callable[[int, int], None]) -> Callable[[int], None]:
    """Calls `progress` for one file, when the files before it have `before` bytes."""
    return lambda done: progress(before + done, of)


def _check_room(voice: CatalogueVoice, staging: Path) -> None:
    fetched = sum(path.stat().st_size for path in staging.iterdir())
    needed = max(0, voice.size - fetched) + _SPARE
    free = shutil.disk_usage(staging).free
    if free < needed:
        raise WriteError(
            f"the voice {voice.name} needs {needed / 1e6:.0f} MB more, and {free / 1e6:.0f} MB are free in {staging}",
            next_step=_ROOM,
        )


def _fetch_one(file: VoiceFile, staging: Path, fetch: Fetch, arrived: Callable[[int], None]) -> None:
    """Afterwards the checked file is in `staging`."""
    place = staging / file.name
    if _is_complete(file, place):
        return
    part = staging / f"{file.name}.part"
    fetch(file, part, arrived)
    part.chmod(0o600)
    part.replace(place)


def _is_complete(file: VoiceFile, place: Path) -> bool:
    """Whether an interrupted installation has fetched the whole file already."""
    try:
        check(file, place)
    except VoiceError:
        return False
    return True


def _complete(voice: CatalogueVoice, staging: Path) -> None:
    """Afterwards `staging` holds the files and the entry of the catalogue, nothing else, and all is on the disk."""
    facts = staging / _FACTS
    facts.touch(0o600)
    facts.write_text(json.dumps(asdict(voice), ensure_ascii=False, indent=1), "utf-8")
    sync_to_disk(facts)
    wanted = {_FACTS, *(file.name for file in voice.files)}
    for path in staging.iterdir():
        if path.name not in wanted:
            path.unlink()
    sync_to_disk(staging)


def _rename(staging: Path, place: Path, unfinished: Path) -> None:
    _delete(place, unfinished)
    staging.replace(place)
    sync_to_disk(place.parent)


def _delete(place: Path, unfinished: Path) -> None:
    """Afterwards there is no `place`. It is renamed first, so that a part of a voice is never found under its name."""
    old = unfinished / f"{place.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    if place.is_dir():
        place.replace(old)
        shutil.rmtree(old)


def _unpacked(facts: Any) -> CatalogueVoice:
    """The entry of the catalogue from the JSON that `_complete` wrote.

    Raises:
        TypeError: A value has another type.
        KeyError: A value is missing.
        ValueError: The name of a file has folders in it.
    """
    files = tuple(VoiceFile(**file) for file in facts["files"])
    if any("/" in file.name or "\\" in file.name for file in files):
        raise ValueError
    return CatalogueVoice(**{**facts, "languages": tuple(facts["languages"]), "files": files})
