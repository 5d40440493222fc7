"""The sound files of a playlist or a folder, opened."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from unknot.backgrounds._playlists import read_playlist
from unknot.backgrounds._sound_files import SoundFile, open_sound_file
from unknot.errors import AudioFileError
from unknot.platform import cores

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from unknot.ports import Cache, Notice

_SOUNDS = {".aac", ".aif", ".aiff", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp3", ".mp4", ".oga", ".ogg", ".opus"}
_SOUNDS |= {".w64", ".wav", ".weba", ".webm"}
"""How the names of sound files end. In a folder, every other file belongs to something else."""
_MOST = 1000
"""Files of a folder or a playlist."""
_MANY = 20
"""Files of which a person is told, since they take some seconds."""
_NAMED = 3
"""Files that a message names."""


def open_playlist(path: Path, cache: Cache, notice: Notice) -> list[SoundFile]:
    """The files that a playlist names, in its order; `notice` is told when there are so many that it takes a while.

    Raises:
        AudioFileError: The playlist or one of its files cannot be used. The message names the line.
    """
    entries = read_playlist(path)
    _check_count(path, entries, notice)
    opened = _opened((entry.path for entry in entries), cache)
    for entry in entries:
        fault = opened[entry.path]
        if isinstance(fault, AudioFileError):
            raise AudioFileError(f"{entry.said}: {fault.message}", next_step=fault.next_step) from fault
    return [found for entry in entries if isinstance(found := opened[entry.path], SoundFile)]


def open_folder(path: Path, cache: Cache, notice: Notice) -> list[SoundFile]:
    """The sound files in a folder by name; `notice` is told of those that cannot be used, or if it takes a while.

    Hidden files, and files whose names do not end like those of sound files, are left out without a word.

    Raises:
        AudioFileError: None of them can be used.
    """
    try:
        files = sorted(file for file in path.iterdir() if _is_sound(file))
    except OSError as fault:
        raise AudioFileError(
            f"cannot read {path}: {fault.strerror or fault}", next_step="check its permissions"
        ) from fault
    _check_count(path, files, notice)
    opened = _opened(files, cache).values()
    found = [file for file in opened if isinstance(file, SoundFile)]
    faults = [fault.message for fault in opened if isinstance(fault, AudioFileError)]
    if not found:
        raise AudioFileError(f"{path} has no sound file that can be used: {_named(faults)}", next_step=_NEXT_STEP)
    if faults:
        notice(f"{path}: {len(faults)} of {len(files)} sound files are not used: {_named(faults)}")
    return found


_NEXT_STEP = "put whole sound files into it, of two seconds at least"


def _is_sound(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return not path.name.startswith(".") and path.suffix.lower() in _SOUNDS and path.is_file()
    return False


def _check_count(path: Path, files: Sequence[object], notice: Notice) -> None:
    if not files:
        raise AudioFileError(f"{path} names no sound file", next_step="put sound files into it")
    if len(files) > _MOST:
        raise AudioFileError(f"{path} names {len(files)} files", next_step=f"a background has {_MOST} files at most")
    if len(files) >= _MANY:
        notice(f"{path}: {len(files)} sound files are read before the session begins")


def _opened(paths: Iterable[Path], cache: Cache) -> dict[Path, SoundFile | AudioFileError]:
    """Each path once, in order, with its file or the reason why it cannot be used."""
    distinct = list(dict.fromkeys(paths))

    def opened(path: Path) -> SoundFile | AudioFileError:
        try:
            return open_sound_file(path, cache)
        except AudioFileError as fault:
            return fault

    with ThreadPoolExecutor(cores()) as pool:
        return dict(zip(distinct, pool.map(opened, distinct), strict=True))


def _named(faults: Sequence[str]) -> str:
    more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return "; ".join(faults[:_NAMED]) + more
