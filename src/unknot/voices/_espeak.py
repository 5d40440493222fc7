"""The voice that is always there: eSpeak NG, carried by espeakng-loader, in processes of its own."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.platform import cores
from unknot.ports import EngineState
from unknot.voices._engine import WorkerVoice, match_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.routine import VoiceChoice

RATE: Final = 130
"""Words a minute within a phrase. Listeners with closed eyes like 125 to 140 best; make the silences long instead."""
PITCH: Final = 45
"""As eSpeak NG counts it: 101 Hz with this voice."""
VARIANT: Final = "m7"
"""The variant of every voice that names none."""
LANGUAGE_OF: Final = {"en": "en-us"}
"""Which voice a language without a region has, where the lookup by itself would not take the most pleasant."""
COUNTED: Final = 1.215
"""Words that eSpeak NG speaks in a phrase for each that it counts: a rate of 107 is 130 words a minute [measured]."""
_WORKER: Final = str(Path(__file__).with_name("_espeak_worker.py"))


class EspeakEngine:
    """eSpeak NG in this program's own processes. See docs/decisions/0030."""

    name = "espeak"
    dialect: Final = "espeak"
    deadline = 10.0

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""
        return cores()

    def state(self) -> EngineState:
        """Ready where espeakng-loader has a library for this machine."""
        try:
            _, data = carried()
        except VoiceError as fault:
            return EngineState(self.name, False, fault.message)
        return EngineState(self.name, True, f"eSpeak NG in espeakng-loader {_version()}", names(data))

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> WorkerVoice:
        """One speaker.

        Raises:
            VoiceError: There is no such voice, or no library for this machine.
        """
        library, data = carried()
        name = _voice_name(choice.name, language, data)
        rate = min(450, max(80, round((choice.rate or RATE) / COUNTED)))
        pitch = min(100, max(0, PITCH if choice.pitch is None else choice.pitch * PITCH // 50))
        identity = f"embedded {_version()} {_print(library)} {name} {rate} {pitch}"
        command = [
            sys.executable,
            "-I",
            "-S",
            _WORKER,
            str(library.resolve()),
            str(data.resolve()),
            name,
            str(rate),
            str(pitch),
        ]
        return WorkerVoice(identity, command, {}, deadline, once=not hasattr(os, "fork"))


@functools.cache
def carried() -> tuple[Path, Path]:
    """The library and the folder of its data.

    Raises:
        VoiceError: There is none for this machine.
    """
    try:
        import espeakng_loader

        library, data = Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    except (ImportError, OSError, RuntimeError) as fault:
        raise VoiceError(f"espeakng-loader has no eSpeak NG for this machine ({fault})", next_step=_ELSE) from fault
    if not library.is_file() or not (data / "phontab").is_file():
        raise VoiceError(f"the eSpeak NG of espeakng-loader is not whole ({library.parent})", next_step=_ELSE)
    return library, data


_ELSE: Final = "install it again with `pip install --force-reinstall espeakng-loader`, or choose another engine"


@functools.cache
def languages(data: Path) -> dict[str, str]:
    """The file of each language's first voice, by its tag in lower case."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(path for path in (data / "lang").rglob("*") if path.is_file()):
        for tag, rank in _spoken(path):
            found[tag] = min(found.get(tag, (99, "")), (rank, path.relative_to(data / "lang").as_posix()))
    return {tag: name for tag, (_, name) in sorted(found.items())}


def _spoken(path: Path) -> Iterator[tuple[str, int]]:
    """The languages of one voice file, each with its rank: `language en-gb 2`. The lowest comes first."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        words = line.split()
        if words[:1] == ["language"] and len(words) > 1:
            yield words[1].lower(), int(words[2]) if len(words) > 2 and words[2].isdigit() else 5


@functools.cache
def variants(data: Path) -> tuple[str, ...]:
    """The names that may stand behind a `+`."""
    return tuple(sorted(path.name for path in (data / "voices" / "!v").glob("*") if path.is_file()))


def names(data: Path) -> tuple[str, ...]:
    """Every voice by the name that a script may use: a language; any variant may follow, as in `en-gb+f2`."""
    return tuple(languages(data))


def _voice_name(name: str | None, language: str, data: Path) -> str:
    """The name that eSpeak NG knows for `en-gb+f2`, `en-gb`, `+f2` or nothing, in a routine of `language`.

    Raises:
        VoiceError: It has no such voice or variant.
    """
    base, plus, variant = (name or "").partition("+")
    tag = base.lower() if base else match_language(LANGUAGE_OF.get(language.lower(), language), languages(data))
    if tag not in languages(data):
        raise VoiceError(
            f"eSpeak NG has no voice {base or language!r}", next_step="`unknot voices espeak` lists its voices"
        )
    variant = variant if plus else VARIANT
    if variant and variant not in variants(data):
        raise VoiceError(f"eSpeak NG has no variant {variant!r}", next_step="choose of " + ", ".join(variants(data)))
    return f"{languages(data)[tag]}+{variant}" if variant else languages(data)[tag]


@functools.cache
def _version() -> str:
    return metadata.version("espeakng-loader")


@functools.cache
def _print(library: Path) -> str:
    return hashlib.blake2b(library.read_bytes(), digest_size=6).hexdigest()
