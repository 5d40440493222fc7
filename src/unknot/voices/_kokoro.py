"""Kokoro's voices for several languages, in worker processes. Needs the extra `kokoro` and the installed model."""

from __future__ import annotations

import functools
import importlib.util
import zipfile
from importlib import metadata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.platform import cores
from unknot.ports import EngineState
from unknot.voices._engine import WorkerVoice, match_language, model_worker
from unknot.voices._installed import installed_voice, not_installed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from unknot.ports import InstalledVoice
    from unknot.routine import VoiceChoice

NATURAL: Final = 254
"""Words a minute within a phrase at speed 1: those of the voice `heart`, which was made from it."""
RATE: Final = 160
"""Words a minute where none were asked for."""

_EXTRA: Final = "install it with `pip install 'unknot[kokoro]'`"
_ESPEAK: Final[Mapping[str, str]] = MappingProxyType(
    {"a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "p": "pt-br"}
)
"""First letter of a voice → eSpeak NG's name of its language. Japanese and Chinese need packages that are not used."""
_USUAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "af_heart",
        "en-GB": "bf_emma",
        "es": "ef_dora",
        "fr": "ff_siwis",
        "hi": "hf_alpha",
        "it": "if_sara",
        "pt-BR": "pf_dora",
    }
)
"""Language (BCP 47) → the voice that is used when none is named."""


class KokoroEngine:
    """One model with many voices. `voices install kokoro` installs it."""

    name = "kokoro"
    dialect: Final = "plain"
    deadline = 60.0

    def __init__(self, folder: Path | None) -> None:
        """`folder` is where installed voices are."""
        self._folder = folder

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once. Each has the whole model in memory."""
        return min(2, cores())

    def state(self) -> EngineState:
        """Ready where the package and the model are installed."""
        try:
            installed = self._model()
        except VoiceError as fault:
            return EngineState(self.name, False, f"{fault.message}; {fault.next_step}")
        return EngineState(self.name, True, f"kokoro-onnx {metadata.version('kokoro-onnx')}", _names(installed))

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> WorkerVoice:
        """One voice. The first letter of its name decides how the text is pronounced.

        Raises:
            VoiceError: The package or the model is not installed, there is no such voice, or none of the language.
        """
        installed = self._model()
        name = choice.name or _usual(language)
        if name not in _names(installed):
            raise VoiceError(f"Kokoro has no voice {name!r}", next_step="`unknot voices kokoro` lists its voices")
        rate = min(2 * NATURAL, max(NATURAL // 2, choice.rate or RATE))
        identity = f"kokoro {metadata.version('kokoro-onnx')} {_print(installed)} {name} {rate}"
        command = model_worker("_kokoro_worker.py", str(installed.model), str(_styles(installed)))
        question = {"voice": name, "as": _ESPEAK[name[0]], "speed": round(rate / NATURAL, 4)}
        return WorkerVoice(identity, command, question, deadline)

    def _model(self) -> InstalledVoice:
        """The installed model.

        Raises:
            VoiceError: The package or the model is not installed.
        """
        if importlib.util.find_spec("kokoro_onnx") is None:
            raise VoiceError("Kokoro is not installed", next_step=_EXTRA)
        installed = installed_voice(self.name, self._folder) if self._folder else None
        if installed is None:
            raise not_installed(self.name)
        return installed


def _usual(language: str) -> str:
    tag = match_language(language, _USUAL)
    if tag is None:
        raise VoiceError(
            f"Kokoro has no voice for the language {language!r}", next_step="`unknot voices` lists voices by language"
        )
    return _USUAL[tag]


def _styles(installed: InstalledVoice) -> Path:
    """The file with the voices of the model."""
    return installed.folder / installed.voice.files[1].name


def _print(installed: InstalledVoice) -> str:
    """The digests of the model and of the file of its voices."""
    return " ".join(file.digest for file in installed.voice.files)


def _names(installed: InstalledVoice) -> tuple[str, ...]:
    """The voices for languages that eSpeak NG pronounces."""
    return _names_in(_styles(installed))


@functools.lru_cache(maxsize=4)
def _names_in(styles: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(styles) as arrays:
            names = sorted(name.removesuffix(".npy") for name in arrays.namelist())
    except (OSError, zipfile.BadZipFile) as fault:
        raise VoiceError(f"cannot read {styles}: {fault}", next_step="install kokoro again") from fault
    return tuple(name for name in names if name[:1] in _ESPEAK)
