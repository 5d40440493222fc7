"""A tape that plays through a speaker: what was heard, what is written ahead, and what can still be changed.

Output frames count what the speaker was given since the deck was made; see `tape`. The speaker is the clock.
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
"""How far is written ahead while a plan is made: what the speaker's ring holds."""


class OutputBuffer:
    """Writes the tape to the speaker, and takes back what nobody has taken."""

    def __init__(self, speaker: Speaker) -> None:
        self.tape = OutputMix()
        self._speaker = speaker
        self._base = speaker.played
        self._block: Samples | None = None
        """What is left of the block that was rendered last."""
        self._over: int | None = None
        """The output frame at which it is over before the plan is."""

    @property
    def written(self) -> int:
        """The output frame behind the last one that the speaker was given."""
        return self._speaker.played + self._speaker.pending - self._base

    @property
    def heard(self) -> int:
        """The output frame that is heard."""
        return max(0, self._speaker.played - self._base - self._speaker.latency)

    @property
    def here(self) -> Frames:
        """The session frame that is heard."""
        return self.tape.position(self.heard)

    @property
    def next(self) -> Frames:
        """The session frame that is written next."""
        return self.tape.position(self.written)

    @property
    def at_end(self) -> bool:
        """Whether nothing is left to be written."""
        written = self.written
        return written >= self._last(written)

    def play(self, written: int, source: PlaybackSource | None, position: int) -> None:
        """From output frame `written` on: `source` from its frame `position`, or quiet."""
        self.tape.play(written, source, position)
        self._block = None

    def change(self) -> None:
        """Afterwards what is written next is rendered anew."""
        self._block = None

    def write(self) -> int:
        """How many frames the speaker took now.

        Raises:
            DeviceError: The device is gone or stalls.
            WriteError: The speaker writes a file, and cannot.
        """
        written = self.written
        if self._block is None or not len(self._block):
            count = min(BLOCK, self._last(written) - written)
            if count <= 0:
                return 0
            self.tape.forget(self.heard - BLOCK)
            self._block = self.tape.render(written, count)
        taken = self._speaker.write(self._block)
        self._block = self._block[taken:]
        return taken

    def write_ahead(self) -> int:
        """Afterwards as much is written as a plan takes to be made; the first output frame behind it."""
        until = self.written + AHEAD - self._speaker.pending
        while self._speaker.paced and self.written < until and self.write():
            pass
        return self.written

    def take_back(self) -> int:
        """The first output frame that can still be changed: everything that nobody took is taken back."""
        self._speaker.take_back()
        self._block = None
        return self.written

    def fade_out(self, fade: Frames) -> int:
        """Afterwards it fades from now on; the output frame from which on it is quiet."""
        written = self.take_back()
        self.tape.master.move(written, 0.0, fade)
        self.play(written + fade, None, self.tape.position(written + fade))
        return written + fade

    def end_at(self, written: int) -> None:
        """Afterwards nothing is written from that output frame on."""
        self._over = written

    def play_out(self, until: int) -> None:
        """Afterwards everything before an output frame was heard.

        Raises:
            DeviceError: The device is gone or stalls.
        """
        while self.written < until:
            self.write()
        while not self._speaker.drain():
            pass

    def _last(self, written: int) -> int:
        """The output frame behind the last one that is certain to be wanted."""
        if self._over is not None:
            return self._over
        ends = self.tape.ends()
        return written + BLOCK if ends is None else ends
