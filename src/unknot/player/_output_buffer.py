"""The output on its way through the speaker: what was heard, what is written ahead, and what can still be changed.

Output frames count what the speaker was given since the buffer was made; see `_output_mix`. The speaker is the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.player._output_mix import OutputMix
from unknot.units import MILLISECOND, Frames

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.player._output_mix import PlaybackSource
    from unknot.ports import Speaker

BLOCK: Final = Frames(100 * MILLISECOND)
"""Frames that are rendered at once."""
AHEAD: Final = Frames(400 * MILLISECOND)
"""How far is written ahead while a plan is changed: what the buffer of the speaker holds."""


class OutputBuffer:
    """Writes the output mix to the speaker, and takes back what the device has not taken."""

    def __init__(self, speaker: Speaker) -> None:
        self.mix = OutputMix()
        self._speaker = speaker
        self._first = speaker.played
        """The frame of the speaker that is output frame 0."""
        self._block: Samples | None = None
        """The rest of the block that was rendered last, shape (n, 2)."""
        self._end: int | None = None
        """The output frame at which it ends before the plan does."""

    @property
    def written(self) -> int:
        """The output frame after the last one that the speaker was given."""
        return self._speaker.played + self._speaker.pending - self._first

    @property
    def heard(self) -> int:
        """The output frame that is heard."""
        return max(0, self._speaker.played - self._first - self._speaker.latency)

    @property
    def heard_position(self) -> Frames:
        """The session frame that is heard."""
        return self.mix.position(self.heard)

    @property
    def next_position(self) -> Frames:
        """The session frame that is written next."""
        return self.mix.position(self.written)

    @property
    def at_end(self) -> bool:
        """Whether everything is written."""
        written = self.written
        return written >= self._limit(written)

    def play(self, at: int, source: PlaybackSource | None, position: int) -> None:
        """From output frame `at` on: `source` from its frame `position`; silence if it is None."""
        self.mix.play(at, source, position)
        self._block = None

    def discard_block(self) -> None:
        """Afterwards what is written next is rendered again."""
        self._block = None

    def write(self) -> int:
        """How many frames the speaker took now.

        Raises:
            DeviceError: The device is gone or stalls.
            WriteError: The speaker writes a file, and cannot.
        """
        written = self.written
        if self._block is None or not len(self._block):
            count = min(BLOCK, self._limit(written) - written)
            if count <= 0:
                return 0
            self.mix.discard(self.heard - BLOCK)
            self._block = self.mix.render(written, count)
        taken = self._speaker.write(self._block)
        self._block = self._block[taken:]
        return taken

    def write_ahead(self) -> int:
        """Writes as much as is heard while a plan is changed. The first output frame after it."""
        until = self.written + AHEAD - self._speaker.pending
        while self._speaker.paced and self.written < until and self.write():
            pass
        return self.written

    def take_back(self) -> int:
        """Takes back all frames that the device has not taken. The first output frame that can still be changed."""
        self._speaker.take_back()
        self._block = None
        return self.written

    def fade_out(self, fade: Frames) -> int:
        """Fades to silence from now on, within `fade` frames. The first silent output frame."""
        written = self.take_back()
        self.mix.master.move(written, 0.0, fade)
        self.play(written + fade, None, self.mix.position(written + fade))
        return written + fade

    def end_at(self, frame: int) -> None:
        """Afterwards nothing is written from that output frame on."""
        self._end = frame

    def play_out(self, until: int) -> None:
        """Afterwards everything before an output frame was heard.

        Raises:
            DeviceError: The device is gone or stalls.
        """
        while self.written < until:
            self.write()
        while not self._speaker.drain():
            pass

    def _limit(self, written: int) -> int:
        """The output frame up to which may be written now, when `written` is the next."""
        if self._end is not None:
            return self._end
        end = self.mix.end
        return written + BLOCK if end is None else end
