"""Sound that is written to an output from its first frame to its last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.ports import no_tick
from unknot.units import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from unknot.ports import Output, ProgressCallback, Renderable

AT_ONCE: Final = Frames(5 * SAMPLE_RATE)
"""Frames that are rendered at a time."""


def write_all(sound: Renderable, output: Output, tick: ProgressCallback = no_tick) -> None:
    """Afterwards the whole sound stands at the output. When anything fails, nothing of it does.

    Raises:
        WriteError: The output could not be written.
    """
    frames = sound.timeline.frames
    try:
        for start in range(0, frames, AT_ONCE):
            count = min(AT_ONCE, frames - start)
            output.write(sound.render(start, count))
            tick("writing", start + count, frames)
        output.finish()
    except BaseException:
        output.abandon()
        raise
