"""What may be in a pack: names that are safe on every system, kinds of files, routines that run nothing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.errors import UsageError
from unknot.library._packs._pack import LIST, Pack, read_pack
from unknot.library._sections import inside
from unknot.script import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from unknot.routine import Node, VoiceChoice

SUMS = "checksums.txt"
"""One line a file: SHA-256, two spaces, name; `sha256sum -c` reads it too."""
CUES = "cues.tsv"
"""The list in a folder of recorded cues."""
AUDIO = frozenset({".aac", ".aiff", ".caf", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav", ".webm"})
MOST_FILES = 500
MOST_BYTES = 300_000_000
"""Of everything together, unpacked."""
_DEEPEST = 3
_PLAIN_VOICES = frozenset({None, "natural", "hibari", "espeak", "embedded", "system", "recorded"})
"""A pack from elsewhere chooses among these; no program, no server, no file of a model."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_SEGMENT = re.compile(r"[^\W_](?:[\w .,()-]*[\w)-])?")


def is_safe(name: str) -> bool:
    """Whether a file of that name stays inside its pack on every system."""
    parts = name.split("/")
    return (
        len(parts) <= _DEEPEST
        and len(name.encode()) <= 200
        and unicodedata.is_normalized("NFC", name)
        and all(_SEGMENT.fullmatch(part) and not _RESERVED.fullmatch(part) for part in parts)
    )


def is_known(name: str) -> bool:
    """Whether a pack may hold a file of that kind in that place."""
    return name in {LIST, SUMS} or name.endswith((".md", f"/{CUES}")) or is_audio(name)


def is_audio(name: str) -> bool:
    """Whether it is a sound file, by its name."""
    return name[name.rfind(".") :].lower() in AUDIO


def check(files: Mapping[str, bytes]) -> Pack:
    """The pack that these files are: pack.toml, routines and lists by name, audio as empty bytes.

    Raises:
        UsageError: A file that is named is missing, or a routine chooses a voice that a pack may not choose.
        ScriptError: A routine has faults; all of the first one are told.
    """
    if LIST not in files:
        raise UsageError(f"there is no {LIST}", next_step="see docs/therapist.md for what a pack holds")
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
        if voice.engine not in _PLAIN_VOICES or (voice.name and not is_safe(voice.name)):
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
