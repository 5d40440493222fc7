"""Some of each cue and each rest of an MP3 is decoded before the file gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.caches import MemoryCache
from tests.fakes.patchwork import Patchwork
from unknot import outputs
from unknot.errors import AudioFileError, WriteError
from unknot.outputs import StreamLayout, _sound_check
from unknot.outputs._probes import ExpectedSound, probe
from unknot.routine import Utterance
from unknot.timeline import Cue, Rest, Timeline
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

EXPECTED = "v/r60 r100 w/r60 r100 v/r60@100 r60"


def timeline(text: str) -> Timeline:
    """A cue for each patch with a voice, a rest for each other patch."""
    events: list[Cue | Rest] = []
    for run in Patchwork(text).runs():
        start, frames = Frames(run.first * GRID), Frames(run.count * GRID)
        voiced = set(run.content) & {"v", "w"}
        events.append(Cue(start, frames, Utterance("a"), "a") if voiced else Rest(start, frames, frames, "pause"))
    return Timeline(Frames(Patchwork(text).frames), "A", "en", tuple(events))


def powers(source: Patchwork, layout: StreamLayout) -> NDArray[np.float32]:
    """The mean power of each grid step."""
    envelope = _sound_check.PowerEnvelope()
    envelope.add(layout.mixed(source.render(0, source.frames)))
    return envelope.steps().astype(np.float32)


def probe_file(tmp_path: Path, expected: str, written: str, layout: StreamLayout) -> None:
    """Export one session and probe the file for another."""
    outputs.export(tmp_path / "a.mp3", Patchwork(written), MemoryCache(), layout)
    source = Patchwork(expected)
    probe(
        tmp_path / "a.mp3",
        layout.frame_bytes,
        ExpectedSound(source, timeline(expected), powers(source, layout)),
        layout,
    )


@pytest.mark.parametrize(
    "layout", [StreamLayout(64, 1), StreamLayout(64), StreamLayout(128), StreamLayout(320)], ids=str
)
@pytest.mark.parametrize(
    "text", [EXPECTED, EXPECTED.replace("r", "q"), "v/.60 .100 w/.60 .100 b60", "r9 v3 r2 v/r20 r200"]
)
def test_a_session_passes(tmp_path: Path, layout: StreamLayout, text: str) -> None:
    """Every session passes: over rain, over quiet rain, over silence, and of short patches."""
    probe_file(tmp_path, text, text, layout)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("r160 w/r60 r100 v/r60@100 r60", "0:00 sound is missing"),
        ("v/r60 r260 v/r60@100 r60", "0:04 sound is missing"),
        ("v/r60 w/r100 w/r60 r100 v/r60@100 r60", "0:03 there is sound that should not be there"),
        ("v/r60 r100 w/r60 .100 v/r60@100 r60", "0:06 sound is missing"),
        ("v/r60 r100 w/r60 r100 v/r60@100 v/r60", "0:10 there is sound that should not be there"),
    ],
)
def test_a_missing_cue_and_a_rest_with_words_are_found(tmp_path: Path, written: str, says: str) -> None:
    """A missing cue and a rest with words are errors that give the time."""
    with pytest.raises(WriteError, match=says):
        probe_file(tmp_path, EXPECTED, written, StreamLayout())


def test_a_background_that_failed_later_is_no_error_of_the_file(tmp_path: Path) -> None:
    """A background that failed after the frames were encoded is not an error of the file."""
    outputs.export(tmp_path / "a.mp3", Patchwork(EXPECTED), MemoryCache())
    silent = Patchwork(EXPECTED.replace("/r", "").replace("r", "."))
    silent.faults = {"rain.flac": AudioFileError("the disk is gone")}
    known = powers(Patchwork(EXPECTED), StreamLayout())
    probe(tmp_path / "a.mp3", 384, ExpectedSound(silent, timeline(EXPECTED), known), StreamLayout())


def test_cached_frames_of_another_session_are_found(tmp_path: Path) -> None:
    """Cached frames that are not those of the session are found, although the cached powers fit."""
    outputs.export(tmp_path / "a.mp3", Patchwork(EXPECTED), MemoryCache())
    other = Patchwork(EXPECTED.replace("w/", ""))
    with pytest.raises(WriteError, match="should not be there"):
        probe(
            tmp_path / "a.mp3",
            384,
            ExpectedSound(other, timeline(EXPECTED), powers(Patchwork(EXPECTED), StreamLayout())),
            StreamLayout(),
        )
