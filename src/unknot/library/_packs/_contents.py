"""Checks of what is in a pack: safe names, allowed kinds of files, routines that run no program."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.errors import UsageError, documentation
from unknot.library._packs._pack import LIST, Pack, read_pack
from unknot.library._sections import inside
from unknot.script import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from unknot.routine import Node, VoiceChoice

SUMS = "checksums.txt"
"""One line for each file: SHA-256, two spaces, name, as `sha256sum -c` reads it."""
CUES = "cues.tsv"
"""The list in a folder of recorded cues."""
AUDIO = frozenset({".aac", ".aiff", ".caf", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav", ".webm"})
MOST_FILES = 500
MOST_BYTES = 300_000_000
"""Unpacked size of all files together."""
_MOST_PARTS = 3
"""Parts of the path of a file, its name included."""
_ALLOWED_ENGINES = frozenset({None, "natural", "espeak", "embedded", "hibari", "system", "recorded"})
"""Voice engines that a pack may choose: no program, no server, no file of a model."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_SEGMENT = re.compile(r"[^\W_](?:[\w .,()-]*[\w)-])?")


def is_safe(name: str) -> bool:
    """Whether a file of that name is inside the folder of its pack on every system."""
    parts = name.split("/")
    return (
        len(parts) <= _MOST_PARTS
        and len(name.encode()) <= 200
        and unicodedata.is_normalized("NFC", name)
        and all(_SEGMENT.fullmatch(part) and not _RESERVED.fullmatch(part) for part in parts)
    )


def is_known(name: str) -> bool:
    """Whether a pack may have a file of that kind in that folder."""
    return name in {LIST, SUMS} or name.endswith((".md", f"/{CUES}")) or is_audio(name)


def is_audio(name: str) -> bool:
    """Whether the name is that of a sound file."""
    return name[name.rfind(".") :].lower() in AUDIO


def check_contents(files: Mapping[str, bytes]) -> Pack:
    """The pack that consists of these files, given by name; sound files may be empty.

    Raises:
        UsageError: A file is missing, or a routine chooses a voice that a pack may not choose.
        ScriptError: A routine has faults; it lists those of the first such routine.
    """
    if LIST not in files:
        raise UsageError(f"there is no {LIST}", next_step=f"{documentation('therapist')} says what a pack holds")
    pack = read_pack(files[LIST])
    for name in pack.routines:
        if name not in files or not name.endswith(".md"):
            raise UsageError(f"{LIST} names {name!r}, which is no routine in the pack", next_step="add it")
    for name in sorted(name for name in files if name.endswith(".md")):
        _check_routine(name, files[name])
    for name in sorted(name for name in files if name.endswith(f"/{CUES}")):
        _check_cues(name, files)
    return pack


def _check_routine(name: str, data: bytes) -> None:
    routine = parse(_text(name, data), name)
    for voice in [routine.header.voice, *_voices(routine.body)]:
        if voice.engine not in _ALLOWED_ENGINES or (voice.name and not is_safe(voice.name)):
            raise UsageError(
                f"{name} chooses the voice {voice.engine} {voice.name or ''}".rstrip() + ", which a pack may not",
                next_step="choose natural, espeak, system or recorded, or none",
            )


def _check_cues(name: str, files: Mapping[str, bytes]) -> None:
    folder = name[: -len(CUES)]
    for line in _text(name, files[name]).splitlines():
        file = line.partition("\t")[0].strip()
        if file and not file.startswith("#") and folder + file not in files:
            raise UsageError(f"{name} names {file!r}, which is not in the pack", next_step="record it, or take it out")


def _voices(nodes: Iterable[Node]) -> Iterator[VoiceChoice]:
    for node in nodes:
        if isinstance(node, tree.Voiced):
            yield node.voice
        yield from _voices(inside(node))


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UsageError(f"{name} is not text in UTF-8", next_step="save it as UTF-8") from fault
