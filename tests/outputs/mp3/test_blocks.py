"""A session as blocks of MP3 frames."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes.patchwork import Patchwork
from unknot.outputs._mp3._blocks import BlockMap, rendered
from unknot.outputs._mp3._encoder_state import NEAR
from unknot.units import BLOCK, GRID


@pytest.mark.parametrize("text", ["r300", "r90 v/r40 r90", ".500 v3 .2 b40", "v/r200@390 r7"])
def test_blocks_cover_every_frame_once(text: str) -> None:
    """Blocks follow each other from the first MP3 frame to the last, and none is longer than `BLOCK`."""
    frames = BlockMap(Patchwork(text).runs())
    blocks = list(frames.blocks())
    assert [block.first for block in blocks] == [0, *(block.stop for block in blocks[:-1])]
    assert blocks[-1].stop == frames.frames == Patchwork(text).frames // GRID + 1
    assert max(map(len, blocks)) <= BLOCK


def test_equal_sound_has_equal_names_in_two_sessions() -> None:
    """A cue has blocks of the same names wherever it is in a session; another cue has others."""
    names = []
    for text in ("r130 v/r60@50 r100@110", "r137@393 v/r60@50 r100@110", "r130 w/r60@50 r100@110"):
        frames = BlockMap(Patchwork(text).runs())
        first = frames.frames - 161 + NEAR
        names.append({name for b in frames.blocks() if first <= b.first < first + 40 for name in frames.names(b)})
    assert names[0] == names[1]
    assert not names[0] & names[2]


def test_rendering_outside_a_session_gives_silence() -> None:
    """Frames before the beginning and after the end of a session are silent."""
    source = Patchwork("v2")
    sound = rendered(source, -GRID, 5 * GRID)
    assert np.array_equal(sound[GRID : 3 * GRID], source.render(0, 2 * GRID))
    assert not sound[:GRID].any()
    assert not sound[3 * GRID :].any()
