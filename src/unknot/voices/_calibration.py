"""What is measured once of a voice: how loud it speaks, and how long it takes for a text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.loudness import gated, powers
from unknot.voices._clip import ANY_PACE, PIPELINE, BadClip, SpeechPace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.audio import Sound
    from unknot.loudness import Powers

LEVEL: Final = -18.0
"""LUFS of every voice, with its clip in both channels, as it is heard."""
TOLERANCE: Final = 3.0
"""How much further from a usual voice's length the passage itself may be."""
_MOST_GAIN: Final = 40.0

# Sentences of routines, in English and German chosen of thousands of choices so that all shipped routines are as loud
# as they are: within 0.1 LU on average, in seven voices of eSpeak NG and in flite [measured]. See docs/decisions/0032.
PASSAGES: Final = {
    "en": (
        "Sit back, and let your shoulders drop.",
        "Breathe in slowly through your nose, and out through your mouth.",
        "Place your fingertips at the base of your neck.",
        "Let your eyes close if you like.",
        "Turn the leg a little outward, and roll along the outer edge.",
        "Rest.",
    ),
    "de": (
        "Lehn dich zurück und lass die Schultern sinken.",
        "Geh ein Stück weiter nach außen, und greif auch dort.",
        "Wandere mit den Fingerspitzen hinauf zum Rand des Schädels.",
        "Drücke sanft und kreise eine Weile.",
        "Spüre, wie der Muskel unter deiner Hand weicher wird.",
        "Ruhe.",
    ),
    "fr": (
        "Installez-vous confortablement et laissez tomber les épaules.",
        "Inspirez lentement par le nez, et soufflez par la bouche.",
        "Posez le bout des doigts à la base de la nuque.",
        "Appuyez doucement, en faisant de petits cercles.",
        "Sentez le muscle se détendre sous votre main.",
        "Reposez.",
    ),
    "es": (
        "Siéntate cómodamente y deja caer los hombros.",
        "Inspira despacio por la nariz y suelta el aire por la boca.",
        "Pon las yemas de los dedos en la base del cuello.",
        "Presiona con suavidad y haz círculos pequeños.",
        "Nota cómo el músculo se ablanda bajo tu mano.",
        "Descansa.",
    ),
}
_NUMBERS: Final = ("1, 2, 3, 4, 5.", "6, 7, 8, 9, 10.", "11, 12, 13, 14, 15.", "20.", "30, 40, 50, 60, 70.")
"""What every voice of every language can read."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """One voice in one language."""

    gain: float
    """Decibels that bring it to `LEVEL`."""
    rest: float
    """Seconds that a text takes beside its letters."""
    letter: float
    """Seconds a letter."""

    @property
    def pace(self) -> SpeechPace:
        """How long the voice takes for a text."""
        return SpeechPace(self.rest, self.letter)

    def packed(self) -> bytes:
        """As the store keeps it."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, raw: bytes) -> Calibration:
        """As the store kept it."""
        return cls(**json.loads(raw))


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One sentence of the passage, as it was spoken."""

    weight: float
    """Of its text, in letters."""
    seconds: float
    powers: Powers


def passage(language: str) -> tuple[str, ...]:
    """The fixed sentences that are measured, in `language` or else in numbers."""
    return PASSAGES.get(language.partition("-")[0].lower(), _NUMBERS)


def key(identity: str, language: str) -> str:
    """What a calibration is kept under."""
    return f"voice:{PIPELINE}:{identity}:{language}"


def measured(sound: Sound, weight: float) -> PassageLine:
    """What counts of one trimmed sentence of the passage, whose text has that weight."""
    return PassageLine(weight, sound.seconds, powers(sound))


def calibrate(lines: Sequence[PassageLine]) -> Calibration:
    """The calibration of a voice that has spoken these lines of the passage.

    The loudness is that of ITU-R BS.1770-4, gated, of the lines one behind the other in both channels.

    Raises:
        BadClip: The passage is too quiet, or of lengths that do not follow its sentences.
    """
    heard = gated([line.powers for line in lines])
    gain = LEVEL - heard
    if not gain < _MOST_GAIN:
        raise BadClip(f"it is almost silent: {heard:.0f} LUFS")
    pace = _fitted([line.seconds for line in lines], [line.weight for line in lines])
    return Calibration(round(gain, 4), pace.rest, pace.letter)


def _fitted(lengths: Sequence[float], weights: Sequence[float]) -> SpeechPace:
    """The line of least squares; where that says nothing, or that letters take no time, the plain ratio."""
    if len(set(weights)) > 2:
        letter, rest = (float(value) for value in np.polyfit(np.asarray(weights), np.asarray(lengths), 1))
        if letter > 0.2 * ANY_PACE.letter and rest >= 0:
            return SpeechPace(round(rest, 6), round(letter, 6))
    return SpeechPace(0.0, round(sum(lengths) / sum(weights), 6))
