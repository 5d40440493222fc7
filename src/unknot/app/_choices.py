"""Checks of voices, backgrounds and languages that a person sets, before they are kept."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.errors import UsageError, VoiceError
from unknot.routine import ENGINE_ALIASES

if TYPE_CHECKING:
    from unknot.config import Settings
    from unknot.routine import VoiceChoice

NO_BACKGROUND = ("none", "off")
"""What a person writes for no background."""


def checked_voice(choice: VoiceChoice, settings: Settings) -> None:
    """Returns only when there is such a voice here.

    Raises:
        UsageError: There is none; the next step names similar ones, or how to install it.
    """
    try:
        wiring.check_voice(choice, settings)
    except VoiceError as fault:
        raise UsageError(fault.message, next_step=_similar_voice(choice, settings) or fault.next_step) from fault


def checked_background(name: str) -> str:
    """The background as it is kept: a name, or the whole path of a file or folder.

    Raises:
        UsageError: There is no such background; the next step names a similar one.
    """
    if name in ("", *NO_BACKGROUND) or wiring.needs_no_decoding(name):
        return name
    path = Path(name).expanduser()
    if path.exists():
        return str(path.resolve())
    known = wiring.background_names()
    near = difflib.get_close_matches(name.lower(), known, 1)
    hint = f"did you mean {near[0]}?" if near else f"give a file or a folder, or one of {', '.join(known)}, none"
    raise UsageError(f"there is no background {name!r}", next_step=hint)


def checked_language(tag: str) -> str:
    """The language, which a voice here can speak.

    Raises:
        UsageError: There is none; the next step names a similar one.
    """
    known = {name.lower(): name for name in wiring.spoken_languages()}
    if not tag or tag.lower() in known or (tag.count("-") == 1 and tag.lower().partition("-")[0] in known):
        return tag
    near = [short for short in (tag[:2].lower(), tag[:3].lower()) if short in known and len(tag) > 3]
    near = near[:1] or difflib.get_close_matches(tag.lower(), known, 2)
    hint = f"did you mean {' or '.join(near)}?" if near else "write a tag like en, en-GB or de"
    raise UsageError(f"there is no language {tag!r}", next_step=hint)


def _similar_voice(choice: VoiceChoice, settings: Settings) -> str:
    """A question about the voice that was meant; "" where none is similar."""
    engines = wiring.voice_names(settings)
    if choice.engine and choice.engine not in (*engines, *ENGINE_ALIASES):
        near, start = difflib.get_close_matches(choice.engine.lower(), engines, 3), ""
    elif choice.engine and choice.name:
        names = wiring.engine_state(choice.engine, settings).names
        near, start = difflib.get_close_matches(choice.name, names, 3), f"{choice.engine}:"
    else:
        return ""
    return f"did you mean {' or '.join(start + name for name in near)}?" if near else ""
