"""The natural voice for English: hibari, with its model in the package, in processes of its own."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.platform import cores
from unknot.ports import EngineState
from unknot.voices._calibration import Calibration
from unknot.voices._engine import SharedProcess, WorkerVoice, model_worker
from unknot.voices._hibari_tempo import tempo
from unknot.voices._installed import not_installed
from unknot.voices._onsets import softened
from unknot.voices._pauses import lengthened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.audio import Sound
    from unknot.routine import VoiceChoice

RATE: Final = 160
"""Words a minute between two pauses."""
RATES: Final = (
    (130, 0.5), (132, 0.525), (136, 0.55), (153, 0.575), (155, 0.6), (157, 0.625), (160, 0.65), (179, 0.675),
    (184, 0.7), (187, 0.725), (190, 0.75), (193, 0.775), (211, 0.8), (235, 0.85), (249, 0.9), (257, 1.0), (264, 1.1),
    (278, 1.2), (374, 1.4),
)  # fmt: skip
"""Words a minute between two pauses, and the model's speed for them [measured on 50 sentences, edges and pauses cut].

They come in steps, because every sound lasts a whole number of 12.5 ms."""
PAUSE: Final = 2.0
"""Times the model's own pauses at the usual rate and below."""
VOICE: Final = "heart"
"""The voice inside the package."""
CALIBRATIONS: Final = {("5f70741d4e900f4e", RATE): Calibration(gain=5.4164, rest=0.0, letter=0.083239)}
"""What was measured of a voice, by the beginning of its model's digest and the rate. Others are measured when they
first speak."""
_OWN_SPEED: Final = 1.0
"""Of the model, for a sentence of one word. A word on its own is not understood when it is stretched: of 38 lines of
one word a recogniser knows 30 at the usual speed, 35 at this one, and all of them with a comma at the end [measured].
"""
_STEPS: Final = 2
"""The version of what is done here and in the workers; a part of every clip's key."""
_NEEDED: Final = ("hibari", "onnxruntime")
_INSTALL: Final = "install it with `pip install hibari-tts`"
_OTHER: Final = "choose another voice: `unknot voices` lists them"


_SLOW, _PLAIN = 160, 250
"""Words a minute: up to the first, pauses are `PAUSE` times as long; from the second on they are as the model's."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a voice speaks."""

    speed: float
    """Of the model."""
    pause: float
    """How many times as long the pauses are to be."""


class Natural:
    """hibari in this program's own processes. See docs/decisions/0038."""

    name = "natural"
    dialect: Final = "misaki"
    deadline = 30.0

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is where installed voices are, each in a folder of its own name."""
        self._folder = folder
        self._phonemes: dict[str, SharedProcess] = {}
        """By accent."""
        self._tempos: dict[str, float] = {}
        """Of each installed voice that was asked for."""

    @property
    def workers(self) -> int:
        """How many of its voices may speak at once."""
        return cores()

    def state(self) -> EngineState:
        """Ready where hibari and onnxruntime are installed."""
        missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
        if missing:
            return EngineState(self.name, False, f"needs {' and '.join(missing)}: {_INSTALL}")
        names = tuple(name for name in _registry() if self._model(name).is_file())
        return EngineState(self.name, True, f"English; hibari {metadata.version('hibari-tts')}", names)

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> NaturalVoice:
        """One speaker. Its name decides whether it is American or British.

        Raises:
            VoiceError: There is no such voice here, it does not speak the language, or hibari is not installed.
        """
        state = self.state()
        if not state.ready:
            raise VoiceError(f"the natural voice {state.detail}", next_step=_OTHER)
        name = choice.name or VOICE
        if name not in state.names:
            raise _absent(name, state.names)
        if not speaks(language):
            raise VoiceError(f"the natural voice speaks English, and not {language!r}", next_step=_OTHER)
        rate = choice.rate or RATE
        manner = _Manner(speed(round(rate / self._tempo(name, deadline))), pause(rate))
        return self._voice(name, manner, deadline, CALIBRATIONS.get((_print(self._model(name)), rate)))

    def _voice(
        self, name: str, manner: _Manner, deadline: float, calibration: Calibration | None = None
    ) -> NaturalVoice:
        model = self._model(name)
        identity = f"natural {_STEPS} {_versions()} {name} {_print(model)} {manner.speed} {manner.pause:.2f}"
        voice = WorkerVoice(identity, model_worker("_hibari_sound_worker.py", name, str(model)), {}, deadline)
        return NaturalVoice(voice, self._phonemes_of(_registry()[name].accent), manner, deadline, calibration)

    def _tempo(self, name: str, deadline: float) -> float:
        """How fast a voice is, compared with the one that the table of rates was measured with.

        Raises:
            VoiceError: It has not been measured before, and could not speak.
        """
        if name == VOICE:
            return 1.0
        if name not in self._tempos:
            model = self._model(name)
            with contextlib.closing(self._voice(name, _Manner(speed(RATE), 1.0), deadline)) as voice:
                self._tempos[name] = tempo(model.parent, _print(model), lambda text: voice.speak(text, "en"))
        return self._tempos[name]

    def _phonemes_of(self, accent: str) -> SharedProcess:
        if accent not in self._phonemes:
            self._phonemes[accent] = SharedProcess(model_worker("_hibari_text_worker.py", accent))
        return self._phonemes[accent]

    def _model(self, name: str) -> Path:
        """Where the model of a voice is once it is installed."""
        file = _registry()[name].file
        return _package() / "assets" / file if name == VOICE else (self._folder or _package()) / name / file


class NaturalVoice:
    """A voice whose pauses are made longer, and whose beginnings are made softer."""

    def __init__(
        self,
        voice: WorkerVoice,
        phonemes: SharedProcess,
        manner: _Manner,
        deadline: float,
        calibration: Calibration | None,
    ) -> None:
        """`voice` speaks the phonemes that the process `phonemes` gives."""
        self.calibration = calibration
        """What was measured of this voice before, so that nothing has to be measured before its first words."""
        self._voice = voice
        self._phonemes = phonemes
        self._manner = manner
        self._deadline = deadline
        self._open = contextlib.ExitStack()
        self._open.callback(voice.close)
        phonemes.open()
        self._open.callback(phonemes.close)

    @property
    def identity(self) -> str:
        """Everything beside the text that changes the sound."""
        return self._voice.identity

    def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002
        """The sound of one sentence.

        Raises:
            VoiceError: A process hung, ended or refused.
        """
        self._phonemes.start()
        self._voice.start()  # both load at the same time
        alone = len(text.split()) == 1
        answer = self._phonemes.ask({"text": on_its_own(text) if alone else text}, self._deadline)
        at_speed = max(self._manner.speed, _OWN_SPEED) if alone else self._manner.speed
        sound = self._voice.ask({"phonemes": answer["phonemes"], "speed": at_speed})
        return lengthened(softened(sound), text, self._manner.pause)

    def close(self) -> None:
        """Afterwards its process is gone, and that of the phonemes with the last voice. May be called twice."""
        self._open.close()


def on_its_own(word: str) -> str:
    """A sentence of one word with the ending at which it is understood best."""
    return word.removesuffix(".") + "," if word.endswith(".") else word


def _absent(name: str, here: tuple[str, ...]) -> VoiceError:
    """The error for a voice that is not among those that are `here`."""
    if name in _registry():
        return not_installed(name)
    return VoiceError(f"there is no natural voice {name!r}", next_step=f"choose one of {', '.join(here)}")


def speaks(language: str) -> bool:
    """Whether the language (BCP 47) is a kind of English."""
    return language.replace("_", "-").partition("-")[0].lower() == "en"


def speed(rate: int) -> float:
    """The model's speed that comes nearest to `rate` words a minute between two pauses."""
    return min(RATES, key=lambda pair: abs(pair[0] - rate))[1]


def pause(rate: int) -> float:
    """How many times as long the pauses are to be: full at slow rates, none at the model's own."""
    share = (_PLAIN - min(_PLAIN, max(_SLOW, rate))) / (_PLAIN - _SLOW)
    return 1.0 + (PAUSE - 1.0) * share


def _package() -> Path:
    """The folder of hibari, which is not imported for that."""
    found = importlib.util.find_spec("hibari")
    if found is None or not found.submodule_search_locations:
        raise VoiceError("hibari is not installed", next_step=_OTHER)
    return Path(found.submodule_search_locations[0])


@dataclass(frozen=True, slots=True)
class _KnownVoice:
    """A voice that hibari has, whether it is installed or not."""

    file: str
    """The name of its model."""
    accent: str
    """american or british."""


@functools.cache
def _registry() -> Mapping[str, _KnownVoice]:
    """Each voice of hibari, by name."""
    registry = json.loads((_package() / "assets" / "voices.json").read_text(encoding="utf-8"))
    return {name: _KnownVoice(about["file"], about["accent"].lower()) for name, about in registry.items()}


def _versions() -> str:
    """Everything installed that changes the sound."""
    return " ".join(f"{name} {metadata.version(name)}" for name in ("hibari-tts", "onnxruntime", "numpy"))


@functools.lru_cache(maxsize=16)
def _print(model: Path) -> str:
    """The model by its content."""
    with model.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
