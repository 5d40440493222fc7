"""The texts of the prompts, in English and German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.player._commands import Command

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Prompts:
    """The texts of one language."""

    left: str
    """With the time that is left at `{time}`."""
    later: str
    """With the time at `{time}`."""
    earlier: str
    """With the time at `{time}`."""
    commands: Mapping[Command, str]
    """The answers to commands, with `--feedback voice`."""
    resumed: str
    """The answer when a pause ends."""
    refused: str
    """The answer when a command is not possible here."""


_ENGLISH = Prompts(
    left="{time} left.",
    later="We will end {time} later.",
    earlier="We will end {time} earlier.",
    commands={
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
    commands={
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
    """The texts for a BCP 47 tag; English for other languages."""
    return _BY_LANGUAGE.get(language.lower().partition("-")[0], _ENGLISH)


def feedback_texts(language: str) -> tuple[str, ...]:
    """Every answer to a command, for `--feedback voice`."""
    known = prompts_for(language)
    return tuple(dict.fromkeys((*known.commands.values(), known.resumed, known.refused)))


def position_prompt(language: str, chapter: str, left: int) -> str:
    """Says where a session is: "Jaw, left side. Eleven minutes left."; `left` is in frames."""
    return f"{chapter.rstrip('.')}. {_sentence(prompts_for(language).left, language, left)}"


def end_prompt(language: str, late: int) -> str:
    """Says that a session will end `late` frames later; below zero is earlier."""
    known = prompts_for(language)
    return _sentence(known.later if late > 0 else known.earlier, language, abs(late))


def _sentence(template: str, language: str, count: int) -> str:
    from unknot.planning import spoken_duration  # here, because the first sound should not wait for this import

    text = template.format(time=spoken_duration(language, count))
    return text[:1].upper() + text[1:]
