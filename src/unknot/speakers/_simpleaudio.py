"""The speaker through simpleaudio, for Python 3.11 and older.

simpleaudio is archived. It cannot stream, cannot pause and crashes newer interpreters. It therefore plays one piece
after another, with faded ends against clicks. Small gaps between the pieces remain.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Final

import numpy as np

from unknot.audio import CHANNELS, Samples, silence, to_sixteen_bits
from unknot.errors import DeviceError
from unknot.speakers._quiet_stderr import quiet
from unknot.units import MILLISECOND, NO_FRAMES, SAMPLE_RATE, Frames, frames

PIECE: Final = frames(2.0)
"""Frames that simpleaudio gets at a time."""
_FADE: Final = Frames(4 * MILLISECOND)
"""Length of the fade at each end of a piece."""
_WAIT: Final = 0.010
"""Seconds that `write` and `drain` wait."""


class SimpleaudioSpeaker:
    """A speaker (`ports.Speaker`) that plays one piece after another."""

    name = "simpleaudio"
    paced = True
    latency: Frames = NO_FRAMES

    def __init__(self, library: Any = None) -> None:
        self.underruns = 0
        self._library = library
        self._blocks: list[Samples] = []
        self._done: Frames = NO_FRAMES
        self._playing: tuple[Any, float, int] | None = None
        """The piece that sounds: the library's object, the time at which it began, its frames."""

    @property
    def played(self) -> Frames:
        """Frames of finished pieces, and of the one that sounds, by the clock: simpleaudio has no position."""
        return Frames(self._done + self._played_of_piece())

    @property
    def pending(self) -> Frames:
        """Frames that are written and not yet played."""
        sounding = self._playing[2] - self._played_of_piece() if self._playing else 0
        return Frames(sum(len(block) for block in self._blocks) + sounding)

    def open(self) -> None:
        """Afterwards pieces can be played.

        Raises:
            DeviceError: It is not installed, this Python would crash, or there is no device.
        """
        self._library = self._library or _import()
        self._play(silence(_FADE))  # it opens a device only when something is played

    def write(self, block: Samples) -> Frames:
        """Accepts all of `block`, or nothing while a piece sounds and another waits.

        Raises:
            DeviceError: simpleaudio could not play a piece.
        """
        self._start_next()
        if sum(len(b) for b in self._blocks) >= PIECE:
            time.sleep(_WAIT)
            return NO_FRAMES
        self._blocks.append(block.copy())
        return Frames(len(block))

    def take_back(self) -> Frames:
        """How many frames will not be played: those that wait, and the rest of the piece that sounds, which stops."""
        count = self.pending
        self._stop()
        return count

    def drain(self) -> bool:
        """Whether the last piece has ended.

        Raises:
            DeviceError: simpleaudio could not play a piece.
        """
        self._start_next(flush=True)
        if self._blocks or self._playing:
            time.sleep(_WAIT)
        return not self._blocks and self._playing is None

    def close(self) -> None:
        """Afterwards no piece sounds."""
        self._stop()

    def _played_of_piece(self) -> Frames:
        if self._playing is None:
            return NO_FRAMES
        _, started, count = self._playing
        return Frames(min(count, frames(time.monotonic() - started)))

    def _stop(self) -> None:
        self._done = self.played
        if self._playing is not None:
            self._playing[0].stop()
        self._playing = None
        self._blocks.clear()

    def _start_next(self, *, flush: bool = False) -> None:
        if self._playing is not None and self._playing[0].is_playing():
            return
        if self._playing is not None:
            self._done = Frames(self._done + self._playing[2])
            self._playing = None
        if self._blocks and (flush or sum(len(b) for b in self._blocks) >= PIECE):
            piece = np.concatenate(self._blocks)
            self._playing = (self._play(piece), time.monotonic(), len(piece))
            self._blocks.clear()

    def _play(self, piece: Samples) -> Any:
        """The library's object for the piece, which sounds now."""
        try:
            with quiet():
                return self._library.play_buffer(_sixteen_bit(piece), CHANNELS, 2, SAMPLE_RATE)
        except (OSError, self._library._simpleaudio.SimpleaudioError) as fault:
            step = "check the plug, or try --player miniaudio"
            raise DeviceError(f"simpleaudio cannot play: {fault}", next_step=step) from fault


def _sixteen_bit(piece: Samples) -> Any:
    fade = min(_FADE, len(piece) // 2)
    ramp = np.linspace(0.0, 1.0, fade, endpoint=False, dtype=np.float32)[:, None]
    piece[:fade] *= ramp
    piece[len(piece) - fade :] *= ramp[::-1]
    return np.ascontiguousarray(to_sixteen_bits(piece))


def _import() -> Any:
    if sys.version_info >= (3, 12):
        raise DeviceError(
            "simpleaudio crashes Python 3.12 and later (py-simple-audio#72)",
            next_step="leave --player away, or run unknot with Python 3.11",
        )
    try:
        import simpleaudio
    except ImportError as fault:
        step = "pip install 'unknot[simpleaudio]' (it builds against ALSA: apt install libasound2-dev)"
        raise DeviceError("the Python package simpleaudio is not installed", next_step=step) from fault
    return simpleaudio
