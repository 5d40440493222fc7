"""Sound that is written from its first frame to its last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import mix
from unknot import outputs
from unknot.errors import WriteError
from unknot.outputs._serial import write_all
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples

SESSION = mix("125 A 200 B 125", {"noise": KnownNoise()})


class FullDisk:
    """An output that takes one block."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def write(self, _block: Samples) -> None:
        """Take the first block.

        Raises:
            WriteError: It is not the first.
        """
        self.calls.append("write")
        if len(self.calls) > 1:
            raise WriteError("the disk is full")

    def finish(self) -> None:
        """Note the call."""
        self.calls.append("finish")

    def abandon(self) -> None:
        """Note the call."""
        self.calls.append("abandon")


def test_an_output_that_fails_is_abandoned() -> None:
    """An error while writing abandons the output, and it is not finished."""
    output = FullDisk()
    with pytest.raises(WriteError):
        write_all(SESSION, output)
    assert output.calls == ["write", "write", "abandon"]


def test_the_stems_are_files_that_add_up_to_the_session(tmp_path: Path) -> None:
    """Voice and background are two FLAC files whose samples add up to those of the session."""
    paths = outputs.write_stems(tmp_path / "a.mp3", SESSION.stem("voice"), SESSION.stem("background"))
    assert [path.name for path in paths] == ["a-voice.flac", "a-background.flac"]
    parts = [ffmpeg.decode(path).samples for path in paths]
    assert np.abs(parts[0] + parts[1] - SESSION.render(0, SESSION.frames)).max() < 1e-4
