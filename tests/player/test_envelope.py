"""A gain moves over the output frames, and can be changed while it is read."""

from __future__ import annotations

import numpy as np
import pytest

from unknot.player._envelope import GainEnvelope


def test_a_gain_that_does_not_move_is_one_number() -> None:
    """Before a move there is the old factor, after it the new one, both as plain numbers."""
    envelope = GainEnvelope()
    envelope.move(1000, 0.5, 100)
    assert (envelope.gain(0, 500), envelope.gain(1100, 500)) == (1.0, 0.5)


def test_a_move_is_the_same_however_it_is_read() -> None:
    """Frames that are read in pieces have the factors that they have when they are read at once, without a jump."""
    envelope = GainEnvelope()
    envelope.move(1000, 0.0, 100)
    envelope.move(1050, 1.0, 100)
    whole = np.asarray(envelope.gain(900, 400))
    pieces = [np.broadcast_to(envelope.gain(start, 10), (10, 1)) for start in range(900, 1300, 10)]
    assert np.array_equal(whole, np.concatenate(pieces))
    assert np.abs(np.diff(whole[:, 0])).max() < 0.02
    assert whole[150, 0] == pytest.approx(0.5, abs=0.01)


def test_a_new_move_drops_later_ones() -> None:
    """A move before another one replaces it, and frames before the new move keep their factor."""
    envelope = GainEnvelope()
    envelope.move(2000, 0.0, 10)
    envelope.move(1000, 0.5, 10)
    assert [envelope.at(frame) for frame in (999, 1500, 3000)] == [1.0, 0.5, 0.5]


def test_what_is_discarded_does_not_change_later_frames() -> None:
    """Frames from the discarded place on keep their factors."""
    envelope = GainEnvelope()
    envelope.move(1000, 0.0, 100)
    envelope.move(2000, 0.5, 100)
    before = envelope.at(2050)
    envelope.discard(2050)
    assert envelope.at(2050) == before
