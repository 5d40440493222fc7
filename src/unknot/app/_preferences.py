"""What a person has said of steps, for `like` and `never` and for all that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from unknot import config, library
from unknot.app._routines import load

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.library import Preferences


@dataclass(frozen=True, slots=True)
class StepRequest:
    """Which step is meant."""

    routine: str | None = None
    """A name in the library, or a file; None asks for what was said."""
    words: str | None = None
    """Some words of a step of the routine; None asks for its steps."""
    undo: bool = False
    """Forget what was said of the step."""


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """Steps, by their words."""

    steps: tuple[str, ...]
    """The one of which something was said; or those that were asked for."""
    saved: bool
    """Whether something was said of a step."""


def preferences() -> Preferences:
    """What the person has said of steps.

    Raises:
        UsageError: The file cannot be read.
    """
    return library.load_preferences(_file())


def say_of_step(request: StepRequest, kind: Literal["more", "never"]) -> StepAnswer:
    """The answer to a request, after the step that it names was saved under `kind`, or forgotten.

    Raises:
        UsageError: There is no such routine or step, or several steps have these words.
        ScriptError: The routine cannot be parsed.
        WriteError: It could not be saved.
    """
    if request.routine is None:
        return StepAnswer(getattr(preferences(), kind), saved=False)
    routine = load(request.routine).routine
    if request.words is None:
        return StepAnswer(library.steps_of(routine), saved=False)
    step = library.find_step(routine, request.words)
    library.save_preferences(preferences().with_step(step, "" if request.undo else kind), _file())
    return StepAnswer((step,), saved=True)


def _file() -> Path:
    return config.settings_file().with_name("preferences.toml")
