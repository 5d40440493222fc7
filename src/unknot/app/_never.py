"""`never`: a step that is never to come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.app._preferences import say_of_step

if TYPE_CHECKING:
    from unknot.app._preferences import StepAnswer, StepRequest


def never(request: StepRequest) -> StepAnswer:
    """The step after it was saved as one that is never to come again; or the steps that were asked for.

    Raises:
        UsageError: There is no such routine or step, or several steps have these words.
        ScriptError: The routine cannot be parsed.
        WriteError: It could not be saved.
    """
    return say_of_step(request, "never")
