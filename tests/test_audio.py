"""What sound is."""

from __future__ import annotations

import numpy as np

from unknot.audio import Slim


def test_a_clip_of_sixteen_bits_takes_half_the_memory_and_is_the_same_to_the_bit() -> None:
    """From the lowest step to the highest."""
    clip = (np.arange(-32768, 32768) / 32768).astype(np.float32)[:, None]
    slim = Slim({"a": clip})
    assert np.array_equal(slim["a"], clip)
    assert slim["a"].dtype == np.float32
    assert [kept.nbytes for kept in slim._kept.values()] == [clip.nbytes // 2]


def test_a_clip_that_is_finer_or_louder_is_kept_as_it_is() -> None:
    """Nothing is rounded, and nothing is held at full scale."""
    clips = {"finer": np.array([[0.1], [0.3]], np.float32), "louder": np.array([[1.0], [-1.5]], np.float32)}
    slim = Slim(clips)
    assert {key: bool(np.array_equal(slim[key], clip)) for key, clip in clips.items()} == dict.fromkeys(clips, True)
    assert (len(slim), list(slim)) == (2, ["finer", "louder"])
