"""Names to backgrounds and chimes."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.backgrounds import _bells, _sound_files
from unknot.backgrounds._catalogue import CHIMES, GENERATED
from unknot.backgrounds._chunks import CachedChunks, ChunkedBackground
from unknot.backgrounds._loops import make_loop
from unknot.backgrounds._noise import PERIOD
from unknot.backgrounds._textures import MAKERS, VERSION, traits
from unknot.errors import AudioFileError
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from unknot.audio import Background, Samples
    from unknot.ports import Cache

_LISTS = (".m3u", ".m3u8")
_SOUNDS = {".aac", ".aif", ".aiff", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp3", ".mp4", ".oga", ".ogg", ".opus"}
_SOUNDS |= {".w64", ".wav", ".weba", ".webm"}
_LONGEST_CHIME = 60.0
"""Seconds."""


def background(name: str, folder: Path | None, store: Cache) -> Background:
    """The background that a script or a setting names.

    Args:
        name: A generated one; or a sound file, a playlist (`.m3u`, `.m3u8`), or a folder of sound files.
        folder: Where the script stands; relative names are looked for there.
        store: Where chunks and decoded copies are kept.

    Raises:
        AudioFileError: There is no such background, or a file of it cannot be used.
    """
    if name in GENERATED:
        identity = f"{name}-{VERSION}"
        return ChunkedBackground(identity, PERIOD, CachedChunks(identity, MAKERS[name], store), traits(name))
    return make_loop(_files(_found(name, folder, GENERATED, "background")), store)


def chime(name: str, folder: Path | None) -> Samples:
    """The samples of a chime, shape (frames, 2): a generated one, or a file beside the script.

    Raises:
        AudioFileError: There is no such chime, or its file cannot be used.
    """
    if name in CHIMES:
        return _bells.make_chime(name)
    path = _found(name, folder, CHIMES, "sound")
    samples = _sound_files.read_chime_file(path, _LONGEST_CHIME + 1.0)
    if not len(samples) or len(samples) > _LONGEST_CHIME * SAMPLE_RATE:
        raise AudioFileError(
            f"{path} has {len(samples) / SAMPLE_RATE:.0f} s", next_step=f"a sound lasts up to {_LONGEST_CHIME:.0f} s"
        )
    return samples


def _found(name: str, folder: Path | None, known: tuple[str, ...], kind: str) -> Path:
    path = (folder or Path()) / Path(name).expanduser()
    if path.exists():
        return path
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"give a file, or one of {', '.join(known)}"
    raise AudioFileError(f"there is no {kind} {name!r}", next_step=hint)


def _files(path: Path) -> list[Path]:
    """The sound files that a path stands for: itself, those of a playlist, or those in a folder by name."""
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.suffix.lower() in _SOUNDS and f.is_file())
    elif path.suffix.lower() in _LISTS:
        files = _listed(path)
    else:
        return [path]
    if not files:
        raise AudioFileError(f"{path} names no sound file", next_step="put sound files into it")
    return files


def _listed(path: Path) -> list[Path]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise AudioFileError(f"cannot read {path}: {fault}", next_step="write one file name a line") from fault
    files = [path.parent / line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for file in files:
        if not file.exists():
            raise AudioFileError(f"{path} names {file}, and there is no such file", next_step="correct that line of it")
    return files
