"""Neural voices from a model file that the person brings, through Piper in processes of its own (extra `piper`)."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.platform import cores
from unknot.ports import EngineState
from unknot.voices._engine import WorkerVoice, model_worker

if TYPE_CHECKING:
    from unknot.routine import VoiceChoice

NATURAL: Final = 150
"""Words a minute that are taken for a model's own speed, for it knows only multiples of it."""
_INSTALL: Final = "install it with `pip install 'unknot[piper]'`"
_BRING: Final = (
    "install a voice with `unknot voices install NAME`, or give a model: its .onnx, the .onnx.json beside it"
)


class PiperEngine:
    """Models by their path. See docs/decisions/0033."""

    name = "piper"
    dialect: Final = "plain"
    deadline = 60.0

    def __init__(self, folder: Path) -> None:
        """`folder` is where the names of models begin that are no whole paths."""
        self._folder = folder

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""
        return cores()

    def state(self) -> EngineState:
        """Ready where Piper is installed; a model is given by its path."""
        if not _installed():
            return EngineState(self.name, False, f"needs Piper: {_INSTALL}")
        here = tuple(sorted(path.name for path in self._folder.glob("*.onnx")))
        return EngineState(self.name, True, f"Piper {metadata.version('piper-tts')}; {_BRING}", here)

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> WorkerVoice:  # noqa: ARG002
        """One speaker. The model decides its language.

        Raises:
            VoiceError: Piper is not installed, or there is no such model.
        """
        if not _installed():
            raise VoiceError("Piper is not installed", next_step=_INSTALL)
        if choice.name is None:
            raise VoiceError("Piper has no voice of its own", next_step=_BRING)
        model = (self._folder / choice.name).resolve()
        rate = min(300, max(60, choice.rate or NATURAL))
        identity = f"piper {metadata.version('piper-tts')} {_print(model)} {rate}"
        command = model_worker("_piper_worker.py", str(model))
        return WorkerVoice(identity, command, {"slower": NATURAL / rate}, deadline)


def _installed() -> bool:
    return importlib.util.find_spec("piper") is not None and importlib.util.find_spec("onnxruntime") is not None


@functools.lru_cache(maxsize=16)
def _print(model: Path) -> str:
    """The model and its settings by their content."""
    try:
        settings = Path(f"{model}.json").read_bytes()
        json.loads(settings)
        with model.open("rb") as file:
            return (
                f"{model.stem} {hashlib.file_digest(file, 'sha256').hexdigest()} {hashlib.sha256(settings).hexdigest()}"
            )
    except (OSError, ValueError) as fault:
        raise VoiceError(f"there is no whole model at {model}: {fault}", next_step=_BRING) from fault
