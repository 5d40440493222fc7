"""The state of an MP3 encoder before a frame."""

from __future__ import annotations

import numpy as np

from tests.fakes.patchwork import patch
from unknot.audio import Samples, silence
from unknot.outputs._mp3._encoder_state import (
    FORGETTING,
    MAY_SOUND,
    NEAR,
    SIDE_MAY_SOUND,
    SIDE_SOUNDS,
    SOUNDS,
    EncoderState,
    features,
)
from unknot.units import GRID


def _state(*sounds: Samples) -> EncoderState:
    state, before = EncoderState(), silence(GRID)
    for sound in sounds:
        state.append(features(np.concatenate([before, sound]), 128))
        before = sound[-GRID:]
    return state


def test_marks_tell_which_coded_channels_have_sound() -> None:
    """Equal channels have no side, opposite ones no certain middle, and silence has neither."""
    both = patch("v")[: 4 * GRID]
    mid, side = SOUNDS | MAY_SOUND, SIDE_SOUNDS | SIDE_MAY_SOUND
    cases = (
        (both, mid),
        (both * [1.0, -1.0], MAY_SOUND | side),
        (both * [1.0, 0.5], mid | side),
        (silence(4 * GRID), 0),
    )
    for sound, marks in cases:
        found = features(np.concatenate([silence(GRID), sound.astype(np.float32)]), 128)
        assert set(found.marks.tolist()) == {marks}
        assert len(found) == 4


def test_the_power_of_each_frame_is_measured() -> None:
    """The features have the mean power of each grid step."""
    sound = patch("r")[: 3 * GRID]
    found = features(np.concatenate([silence(GRID), sound]), 128)
    assert np.allclose(found.powers, np.square(sound).reshape(3, -1).mean(axis=1), rtol=1e-4)


def test_frames_of_silence_depend_on_nothing_before() -> None:
    """A frame without sound after the first frames of a session has no dependencies."""
    assert _state(patch("v")[: 30 * GRID]).dependencies(30, 0) == ([], False)


def test_frames_after_a_long_silence_depend_on_the_last_sound() -> None:
    """A frame with sound after a long silence depends on the last frames with sound before it."""
    state = _state(patch("v")[: 60 * GRID], silence(300 * GRID))
    spans, begins = state.dependencies(360, MAY_SOUND)
    assert not begins
    assert any(start < 60 <= stop for start, stop in spans)
    assert all(stop <= 360 - NEAR for _, stop in spans)


def test_a_low_threshold_needs_more_silence_before_it() -> None:
    """An encoder needs more silence to reach the low threshold after a pause than the high one after words."""
    state = _state(patch("v")[: 60 * GRID], silence(300 * GRID))
    assert state.silence_before(60) < 10 < state.silence_before(360) < FORGETTING


def test_the_first_frames_with_sound_depend_on_the_beginning() -> None:
    """A frame with sound depends on the beginning of the session while fewer than `NEAR` frames have had sound."""
    assert _state(silence(50 * GRID)).dependencies(50, MAY_SOUND)[1]
    assert not _state(patch("v")[: 50 * GRID]).dependencies(50, MAY_SOUND)[1]
