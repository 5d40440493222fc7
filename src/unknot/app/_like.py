"""`like`: a step that you want more of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.app._preferences import say_of_step

if TYPE_CHECKING:
    from unknot.app._preferences import StepAnswer, StepRequest


def like(request: StepRequest) -> StepAnswer:
    """The step after it was saved as one that you want more of; or the steps that were asked for.

    Raises:
        UsageError: There is no such routine or step, or several steps have these words.
        ScriptError: The routine cannot be parsed.
        WriteError: It could not be saved.
    """
    return say_of_step(request, "more")
