"""A speaker that writes to a file."""

from __future__ import annotations

import numpy as np

from tests.speakers.tools import MemoryOutput, ramp, write_all
from unknot.speakers._recorder import RecordSpeaker


def test_a_recording_is_what_was_written_bit_for_bit() -> None:
    """The output gets every frame unchanged, and is finished once."""
    output = MemoryOutput()
    speaker = RecordSpeaker("record:x.wav", lambda: output)
    speaker.open()
    for start in (0, 1152, 2304):
        write_all(speaker, ramp(1152, start))
    speaker.close()
    assert np.array_equal(np.concatenate(output.blocks), ramp(3456))
    assert output.finished == 1
