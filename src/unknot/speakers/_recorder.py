"""A speaker that writes to a file what others play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.ports import Output


class RecordSpeaker:
    """A speaker (`ports.Speaker`) that writes every frame to an output at once, faster than real time."""

    paced = False
    latency: Frames = NO_FRAMES
    pending: Frames = NO_FRAMES
    underruns = 0

    def __init__(self, name: str, make: Callable[[], Output]) -> None:
        self.name = name
        self.played: Frames = NO_FRAMES
        self._make = make
        self._output: Output | None = None

    def open(self) -> None:
        """Afterwards frames can be written to the file."""
        if self._output is None:
            self._output = self._make()

    def write(self, block: Samples) -> Frames:
        """Accepts all of `block`.

        Raises:
            WriteError: It could not be written.
        """
        output, self._output = self._output, None
        if output is not None:
            output.write(block)  # after an error there is nothing to finish
            self._output = output
        self.played = Frames(self.played + len(block))
        return Frames(len(block))

    def take_back(self) -> Frames:
        """Always 0: what is in the file stays there."""
        return NO_FRAMES

    def drain(self) -> bool:
        """Always True: no frames are pending."""
        return True

    def close(self) -> None:
        """Afterwards the file is finished.

        Raises:
            WriteError: It could not be finished.
        """
        output, self._output = self._output, None
        if output is not None:
            output.finish()
