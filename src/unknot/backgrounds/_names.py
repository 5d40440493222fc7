"""Backgrounds and chimes by name. Only making one imports numpy, so that a checker can read the names fast."""

from __future__ import annotations

import contextlib
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import AudioFileError
from unknot.ports import no_notice

if TYPE_CHECKING:
    from unknot.audio import Background, Samples
    from unknot.ports import Cache, Notice

GENERATED = ("rain", "ocean", "stream", "brown", "pink", "drone", "bowls", "forest")
"""The backgrounds that need no file."""
CHIMES = ("bell", "bowl", "chime", "gong", "tick")
"""The chimes that need no file."""
_PLAYLISTS = (".m3u", ".m3u8", ".pls")
_OTHER_PLAYLISTS = (".xspf", ".asx", ".wpl", ".cue")
_SHOWN = 120
"""Characters of a name that a message shows."""


def background(name: str, folder: Path | None, cache: Cache, notice: Notice = no_notice) -> Background:
    """The background that a script or a setting names.

    Args:
        name: A generated one; or a sound file, a playlist (`.m3u`, `.m3u8`, `.pls`), or a folder of sound files.
        folder: The folder of the script, for relative names.
        cache: For chunks and the facts of files.
        notice: Is called with one line about files of a folder that are not used, and about many files to read.

    Raises:
        AudioFileError: There is no such background, or a file of it cannot be used.
    """
    if name in GENERATED:
        from unknot.backgrounds._textures import generated

        return generated(name, cache)
    from unknot.backgrounds import _lists, _loops, _sound_files

    path = _found(name, folder, GENERATED, "background")
    if path.is_dir():
        return _loops.make_loop(_lists.open_folder(path, cache, notice), cache)
    if path.suffix.lower() in _PLAYLISTS:
        return _loops.make_loop(_lists.open_playlist(path, cache, notice), cache)
    if path.suffix.lower() in _OTHER_PLAYLISTS:
        raise AudioFileError(f"{path} is a playlist of a kind that is not read", next_step="save it as .m3u")
    return _loops.make_loop([_sound_files.open_sound_file(path, cache)], cache)


def chime(name: str, folder: Path | None) -> Samples:
    """The samples of a chime, shape (frames, 2): a generated one, or a sound file; relative names are in `folder`.

    Raises:
        AudioFileError: There is no such chime, or its file cannot be used.
    """
    from unknot.backgrounds import _chimes

    return _chimes.make_chime(name) if name in CHIMES else _chimes.read_chime(_found(name, folder, CHIMES, "sound"))


def exists(name: str, folder: Path | None) -> bool:
    """Whether there is a file or a folder of that name; relative names are in `folder`."""
    try:
        return _path(name, folder).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _path(name: str, folder: Path | None) -> Path:
    path = Path(name)
    with contextlib.suppress(RuntimeError):  # "~" without a home
        path = path.expanduser()
    return (folder or Path()) / path


def _found(name: str, folder: Path | None, known: tuple[str, ...], kind: str) -> Path:
    if exists(name, folder):
        return _path(name, folder)
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"give a file, or one of {', '.join(known)}"
    shown = name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"
    raise AudioFileError(f"there is no {kind} {shown!r}", next_step=hint)
