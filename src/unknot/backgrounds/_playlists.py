"""Playlists: the files on this computer that they name."""

from __future__ import annotations

import os
import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.backgrounds._sound_files import check_regular
from unknot.errors import AudioFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BYTES = 1 << 20
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""How an address begins. One letter before the colon is a drive of Windows."""
_SHOWN = 120
"""Characters of a line that a message shows."""


@dataclass(frozen=True, slots=True)
class PlaylistEntry:
    """One file that a playlist names."""

    path: Path
    said: str
    """The beginning of a message about it: `night.m3u names a.mp3 (line 3)`."""


def read_playlist(path: Path) -> list[PlaylistEntry]:
    """The files that a playlist names, in its order. Each exists, and is in the folder of the playlist or below it.

    Raises:
        AudioFileError: The playlist cannot be read, or it names something else.
    """
    lines = _text(path).splitlines()
    if any(line.startswith("#EXT-X-") for line in lines):
        raise AudioFileError(f"{path} is the playlist of a stream", next_step="give a sound file")
    named = _of_pls(lines) if path.suffix.lower() == ".pls" else _of_m3u(lines)
    return [_entry(text, path, line) for line, text in named]


def _text(path: Path) -> str:
    check_regular(path)
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as fault:
        raise AudioFileError(
            f"cannot read {path}: {fault.strerror or fault}", next_step="check its permissions"
        ) from fault
    if len(raw) > _MOST_BYTES:
        raise AudioFileError(f"{path} has more than {_MOST_BYTES >> 20} MiB", next_step="give a playlist")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # what players of Windows write


def _of_m3u(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _of_pls(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        key, _, value = line.partition("=")
        if re.fullmatch(r"(?i)\s*file\d+\s*", key) and value.strip():
            yield number, value.strip()


def _entry(text: str, playlist: Path, line: int) -> PlaylistEntry:
    """What a line of a playlist names.

    Raises:
        AudioFileError: It is not on this computer, outside the folder of the playlist, or missing.
    """
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    said = f"{playlist} names {shown} (line {line})"
    for name in (text, text.replace("\\", "/"), _of_address(text, said)):
        path = Path(os.path.normpath(playlist.parent / name))
        if os.path.lexists(path):
            _check_inside(path, playlist.parent, said)
            return PlaylistEntry(path, said)
    raise AudioFileError(f"{said}, and there is no such file", next_step="correct that line")


def _of_address(text: str, said: str) -> str:
    """The path that a `file:` address names; a text that is no address as it is."""
    if not _ADDRESS.match(text):
        return text
    parts = urllib.parse.urlsplit(text)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
        raise AudioFileError(
            f"{said}, which is not on this computer",
            next_step="download the file, and write its name into the playlist",
        )
    return urllib.request.url2pathname(parts.path)


def _check_inside(path: Path, folder: Path, said: str) -> None:
    whole = Path(os.path.normpath(path.absolute()))
    if not any(whole.is_relative_to(base) for base in (Path(os.path.normpath(folder.absolute())), folder.resolve())):
        raise AudioFileError(
            f"{said}, which is outside the folder of the playlist",
            next_step="move the playlist into a folder above its files",
        )
