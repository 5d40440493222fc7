"""A speaker that writes down what a loudspeaker would get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.units import NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.ports import Output


class RecordSpeaker:
    """Writes every frame to an output, as fast as it comes."""

    paced = False
    latency: Frames = NO_FRAMES
    pending: Frames = NO_FRAMES
    underruns = 0

    def __init__(self, name: str, begin: Callable[[], Output]) -> None:
        self.name = name
        self.played: Frames = NO_FRAMES
        self._begin = begin
        self._output: Output | None = None

    def open(self) -> None:
        """Afterwards what is written goes to the file."""
        if self._output is None:
            self._output = self._begin()

    def write(self, block: Samples) -> Frames:
        """Takes all of `block`.

        Raises:
            WriteError: It could not be written.
        """
        output, self._output = self._output, None
        if output is not None:
            output.write(block)  # when it raises there is nothing left to finish
            self._output = output
        self.played = Frames(self.played + len(block))
        return Frames(len(block))

    def take_back(self) -> Frames:
        """Nothing can be taken back from a file."""
        return NO_FRAMES

    def drain(self) -> bool:
        """Nothing is ever pending."""
        return True

    def close(self) -> None:
        """Afterwards the file stands whole.

        Raises:
            WriteError: It could not be finished.
        """
        output, self._output = self._output, None
        if output is not None:
            output.finish()
