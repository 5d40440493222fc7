"""The loudspeaker through simpleaudio: whole buffers, one after the other, on Python 3.11 and older.

simpleaudio is archived. It cannot stream, cannot pause and crashes newer interpreters, so sound goes to it in pieces,
their edges faded against clicks. Small gaps between the pieces remain.
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
"""Frames that go to simpleaudio at once."""
_EDGE: Final = Frames(4 * MILLISECOND)
_NAP: Final = 0.010


class SimpleaudioSpeaker:
    """A `ports.VoiceOption` that plays piece after piece."""

    name = "simpleaudio"
    paced = True
    latency: Frames = NO_FRAMES

    def __init__(self, library: Any = None) -> None:
        self.underruns = 0
        self._library = library
        self._blocks: list[Samples] = []
        self._done: Frames = NO_FRAMES
        self._playing: tuple[Any, float, int] | None = None

    @property
    def played(self) -> Frames:
        """Frames of finished pieces, and of the one that sounds by the clock: simpleaudio does not tell."""
        return Frames(self._done + self._heard())

    @property
    def pending(self) -> Frames:
        """Frames written and not begun or not finished."""
        sounding = self._playing[2] - self._heard() if self._playing else 0
        return Frames(sum(len(block) for block in self._blocks) + sounding)

    def open(self) -> None:
        """Afterwards pieces can be played.

        Raises:
            DeviceError: It is not installed, this Python would crash, or there is no device.
        """
        self._library = self._library or _import()
        self._sent(silence(_EDGE))  # it looks for a device only when something is played

    def write(self, block: Samples) -> Frames:
        """Takes all of `block`, or nothing while two pieces are waiting.

        Raises:
            DeviceError: simpleaudio could not play a piece.
        """
        self._go_on()
        if sum(len(b) for b in self._blocks) >= PIECE:
            time.sleep(_NAP)
            return NO_FRAMES
        self._blocks.append(block.copy())
        return Frames(len(block))

    def take_back(self) -> Frames:
        """How many frames are not played: those waiting, and the rest of the piece that sounds, which stops."""
        count = self.pending
        self._stop()
        return count

    def drain(self) -> bool:
        """Whether the last piece has ended.

        Raises:
            DeviceError: simpleaudio could not play a piece.
        """
        self._go_on(flush=True)
        if self._blocks or self._playing:
            time.sleep(_NAP)
        return not self._blocks and self._playing is None

    def close(self) -> None:
        """Afterwards nothing sounds."""
        self._stop()

    def _heard(self) -> Frames:
        if self._playing is None:
            return NO_FRAMES
        _, begun, count = self._playing
        return Frames(min(count, frames(time.monotonic() - begun)))

    def _stop(self) -> None:
        self._done = self.played
        if self._playing is not None:
            self._playing[0].stop()
        self._playing = None
        self._blocks.clear()

    def _go_on(self, *, flush: bool = False) -> None:
        if self._playing is not None and self._playing[0].is_playing():
            return
        if self._playing is not None:
            self._done = Frames(self._done + self._playing[2])
            self._playing = None
        if self._blocks and (flush or sum(len(b) for b in self._blocks) >= PIECE):
            self._begin(np.concatenate(self._blocks))
            self._blocks.clear()

    def _begin(self, piece: Samples) -> None:
        self._playing = (self._sent(piece), time.monotonic(), len(piece))

    def _sent(self, piece: Samples) -> Any:
        """The sound of a piece that has begun."""
        try:
            with quiet():
                return self._library.play_buffer(_sixteen_bit(piece), CHANNELS, 2, SAMPLE_RATE)
        except (OSError, self._library._simpleaudio.SimpleaudioError) as fault:
            step = "check the plug, or try --player miniaudio"
            raise DeviceError(f"simpleaudio cannot play: {fault}", next_step=step) from fault


def _sixteen_bit(piece: Samples) -> Any:
    edge = min(_EDGE, len(piece) // 2)
    ramp = np.linspace(0.0, 1.0, edge, endpoint=False, dtype=np.float32)[:, None]
    piece[:edge] *= ramp
    piece[len(piece) - edge :] *= ramp[::-1]
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
