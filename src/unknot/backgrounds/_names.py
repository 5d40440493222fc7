"""Backgrounds and chimes by name. Only making one imports numpy, so that a checker can read the names fast."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import AudioFileError

if TYPE_CHECKING:
    from unknot.audio import Background, Samples
    from unknot.ports import Cache

GENERATED = ("rain", "ocean", "stream", "brown", "pink", "drone", "bowls", "forest")
"""The backgrounds that need no file."""
CHIMES = ("bell", "bowl", "chime", "gong", "tick")
"""The chimes that need no file."""
_PLAYLISTS = (".m3u", ".m3u8")
_SOUNDS = {".aac", ".aif", ".aiff", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp3", ".mp4", ".oga", ".ogg", ".opus"}
_SOUNDS |= {".w64", ".wav", ".weba", ".webm"}


def background(name: str, folder: Path | None, cache: Cache) -> Background:
    """The background that a script or a setting names.

    Args:
        name: A generated one; or a sound file, a playlist (`.m3u`, `.m3u8`), or a folder of sound files.
        folder: The folder of the script, for relative names.
        cache: For chunks and decoded files.

    Raises:
        AudioFileError: There is no such background, or a file of it cannot be used.
    """
    if name in GENERATED:
        from unknot.backgrounds._textures import generated

        return generated(name, cache)
    from unknot.backgrounds._loops import make_loop

    return make_loop(_files(_found(name, folder, GENERATED, "background")), cache)


def chime(name: str, folder: Path | None) -> Samples:
    """The samples of a chime, shape (frames, 2): a generated one, or a sound file; relative names are in `folder`.

    Raises:
        AudioFileError: There is no such chime, or its file cannot be used.
    """
    from unknot.backgrounds import _chimes

    return _chimes.make_chime(name) if name in CHIMES else _chimes.read_chime(_found(name, folder, CHIMES, "sound"))


def _found(name: str, folder: Path | None, known: tuple[str, ...], kind: str) -> Path:
    path = (folder or Path()) / Path(name).expanduser()
    if path.exists():
        return path
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"give a file, or one of {', '.join(known)}"
    raise AudioFileError(f"there is no {kind} {name!r}", next_step=hint)


def _files(path: Path) -> list[Path]:
    """The sound files of a path: the file itself, those of a playlist, or those in a folder by name."""
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.suffix.lower() in _SOUNDS and f.is_file())
    elif path.suffix.lower() in _PLAYLISTS:
        files = _playlist(path)
    else:
        return [path]
    if not files:
        raise AudioFileError(f"{path} names no sound file", next_step="put sound files into it")
    return files


def _playlist(path: Path) -> list[Path]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise AudioFileError(f"cannot read {path}: {fault}", next_step="write one file name a line") from fault
    files = [path.parent / line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for file in files:
        if not file.exists():
            raise AudioFileError(f"{path} names {file}, and there is no such file", next_step="correct that line")
    return files
