"""What the player itself says, in the languages that it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.player._commands import Command

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Prompts:
    """The lines of one language."""

    left: str
    later: str
    earlier: str
    words: Mapping[Command, str]
    """The answers to keys, with `--feedback voice`."""
    resumed: str
    refused: str


_ENGLISH = Prompts(
    left="{time} left.",
    later="We will end {time} later.",
    earlier="We will end {time} earlier.",
    words={
        Command.PAUSE: "Paused.",
        Command.REPEAT: "Again.",
        Command.NEXT: "Next.",
        Command.BACK: "Back.",
        Command.GO_ON: "On.",
        Command.MORE: "More time.",
        Command.LESS: "Less time.",
        Command.VOICE_UP: "Voice up.",
        Command.VOICE_DOWN: "Voice down.",
        Command.BACKGROUND_UP: "Background up.",
        Command.BACKGROUND_DOWN: "Background down.",
        Command.CLOSE: "Closing.",
    },
    resumed="On we go.",
    refused="Not here.",
)
_GERMAN = Prompts(
    left="Noch {time}.",
    later="Wir enden {time} später.",
    earlier="Wir enden {time} früher.",
    words={
        Command.PAUSE: "Pause.",
        Command.REPEAT: "Noch einmal.",
        Command.NEXT: "Weiter.",
        Command.BACK: "Zurück.",
        Command.GO_ON: "Weiter.",
        Command.MORE: "Mehr Zeit.",
        Command.LESS: "Weniger Zeit.",
        Command.VOICE_UP: "Stimme lauter.",
        Command.VOICE_DOWN: "Stimme leiser.",
        Command.BACKGROUND_UP: "Hintergrund lauter.",
        Command.BACKGROUND_DOWN: "Hintergrund leiser.",
        Command.CLOSE: "Zum Schluss.",
    },
    resumed="Weiter.",
    refused="Hier nicht.",
)
_BY_LANGUAGE = {"en": _ENGLISH, "de": _GERMAN}


def prompts_for(language: str) -> Prompts:
    """The lines for a BCP 47 tag; English where there are none."""
    return _BY_LANGUAGE.get(language.lower().partition("-")[0], _ENGLISH)


def answers(language: str) -> tuple[str, ...]:
    """Every answer to a key, for `--feedback voice`."""
    known = prompts_for(language)
    return tuple(dict.fromkeys((*known.words.values(), known.resumed, known.refused)))


def where(language: str, chapter: str, left: int) -> str:
    """Where a session is, as in: Jaw, left side. Eleven minutes left."""
    return f"{chapter.rstrip('.')}. {_sentence(prompts_for(language).left, language, left)}"


def off_time(language: str, late: int) -> str:
    """That a session will end `late` frames later, or earlier where it is below zero."""
    known = prompts_for(language)
    return _sentence(known.later if late > 0 else known.earlier, language, abs(late))


def _sentence(form: str, language: str, count: int) -> str:
    from unknot.planning import spoken_duration  # here, because the first sound needs no fitting

    said = form.format(time=spoken_duration(language, count))
    return said[:1].upper() + said[1:]
