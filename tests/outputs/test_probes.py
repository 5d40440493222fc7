"""A file put together from remembered frames is listened into, at each cue and each rest, before it has its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.caches import MemoryCache
from tests.fakes.patchwork import Patchwork
from unknot.errors import AudioFileError, WriteError
from unknot.outputs import StreamLayout, _mp3, _sound_check
from unknot.outputs._probes import ExpectedSound, probe
from unknot.routine import Utterance
from unknot.timeline import Cue, Rest, Timeline
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MEANT = "v/r60 r100 w/r60 r100 v/r60@100 r60"


def timeline(text: str) -> Timeline:
    """A cue for each patch with a voice, a rest for each without."""
    events: list[Cue | Rest] = []
    for run in Patchwork(text).runs():
        start, frames = Frames(run.first * GRID), Frames(run.count * GRID)
        voiced = set(run.content) & {"v", "w"}
        events.append(Cue(start, frames, Utterance("a"), "a") if voiced else Rest(start, frames, frames, "pause"))
    return Timeline(Frames(Patchwork(text).frames), "A", "en", tuple(events))


def powers(source: Patchwork, shape: StreamLayout) -> NDArray[np.float32]:
    """The mean power of each grid step."""
    passed = _sound_check.PowerEnvelope()
    passed.add(shape.mixed(source.render(0, source.frames)))
    return passed.steps().astype(np.float32)


def listen(tmp_path: Path, meant: str, written: str, shape: StreamLayout) -> None:
    """Export one session and probe it for another."""
    _mp3.export(tmp_path / "a.mp3", Patchwork(written), MemoryCache(), shape)
    source = Patchwork(meant)
    probe(tmp_path / "a.mp3", shape.frame_bytes, ExpectedSound(source, timeline(meant), powers(source, shape)), shape)


@pytest.mark.parametrize(
    "shape", [StreamLayout(64, 1), StreamLayout(64), StreamLayout(128), StreamLayout(320)], ids=str
)
@pytest.mark.parametrize("text", [MEANT, MEANT.replace("r", "q"), "v/.60 .100 w/.60 .100 b60", "r9 v3 r2 v/r20 r200"])
def test_a_session_passes(tmp_path: Path, shape: StreamLayout, text: str) -> None:
    """Over rain, over far rain, over silence, and one of bits."""
    listen(tmp_path, text, text, shape)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("r160 w/r60 r100 v/r60@100 r60", "0:00 sound is missing"),
        ("v/r60 r260 v/r60@100 r60", "0:04 sound is missing"),
        ("v/r60 w/r100 w/r60 r100 v/r60@100 r60", "0:03 sound was not meant to be"),
        ("v/r60 r100 w/r60 .100 v/r60@100 r60", "0:06 sound is missing"),
        ("v/r60 r100 w/r60 r100 v/r60@100 v/r60", "0:10 sound was not meant to be"),
    ],
)
def test_a_missing_cue_and_a_rest_with_words_are_found(tmp_path: Path, written: str, says: str) -> None:
    """The first, one in the middle, the last, with the moment."""
    with pytest.raises(WriteError, match=says):
        listen(tmp_path, MEANT, written, StreamLayout())


def test_a_background_that_failed_meanwhile_is_not_the_files_fault(tmp_path: Path) -> None:
    """What it still was when it was written cannot be rendered again; the failure is told elsewhere."""
    _mp3.export(tmp_path / "a.mp3", Patchwork(MEANT), MemoryCache())
    silent = Patchwork(MEANT.replace("/r", "").replace("r", "."))
    silent.faults = {"rain.flac": AudioFileError("the disk is gone")}
    known = powers(Patchwork(MEANT), StreamLayout())
    probe(tmp_path / "a.mp3", 384, ExpectedSound(silent, timeline(MEANT), known), StreamLayout())


def test_what_was_measured_before_is_not_trusted_alone(tmp_path: Path) -> None:
    """A session that sounds otherwise than its remembered frames is found out, whatever is remembered of them."""
    _mp3.export(tmp_path / "a.mp3", Patchwork(MEANT), MemoryCache())
    other = Patchwork(MEANT.replace("w/", ""))
    with pytest.raises(WriteError, match="was not meant to be"):
        probe(
            tmp_path / "a.mp3",
            384,
            ExpectedSound(other, timeline(MEANT), powers(Patchwork(MEANT), StreamLayout())),
            StreamLayout(),
        )
