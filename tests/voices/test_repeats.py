"""Lines that are read again are heard, in real speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.sound_files import write_wav
from unknot import app
from unknot.platform import ffmpeg
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import record_cut, record_plan, record_write

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples

TEXTS = (
    "Let your eyes close.",
    "Drop the shoulders, and let the jaw be loose.",
    "Breathe in slowly through the nose.",
    "Let it all go now.",
)
START = "Drop the shoulders, and let the"
OTHER = "Oh, what was that, I am so very sorry."
RATES = (130, 146, 122, 138, 126, 142)
"""Words a minute, in turn: nobody reads twice at the same speed."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each text that was spoken, kept for all tests."""
    return tmp_path_factory.mktemp("spoken")


def spoken(folder: Path, text: str, rate: int) -> Samples:
    """A text spoken at that rate, shape (n, 2)."""
    path = folder / f"{rate}-{len(text)}-{text[:8]}.wav"
    if not path.exists():
        app.say(app.SayRequest(text, voice=app.VoiceRequest(VoiceChoice("espeak", "", rate)), output=path))
    return ffmpeg.decode(path).samples


def take_of(folder: Path, *read: tuple[str, float]) -> Path:
    """A take of these texts, each with that much quiet behind it, in a room with soft noise."""
    quiet = np.random.default_rng(1).normal(0, 0.0005, (48_000 * 4, 2)).astype(np.float32)
    parts = [quiet[:4800]]
    for number, (text, pause) in enumerate(read):
        parts += [spoken(folder, text, RATES[number % len(RATES)]), quiet[: round(pause * 48_000)]]
    return write_wav(folder / "take.wav", np.concatenate(parts))


ONE, TWO, THREE, FOUR = TEXTS
PLAIN = [(text, 2.0) for text in TEXTS]


@pytest.mark.parametrize(
    ("read", "again"),
    [
        (PLAIN, []),
        ([(ONE, 2.0), *PLAIN], [1]),
        ([*PLAIN[:2], (TWO, 2.0), *PLAIN[2:]], [2]),
        ([*PLAIN, (FOUR, 1.0)], [4]),
        ([*PLAIN[:2], (TWO, 2.0), (TWO, 2.0), *PLAIN[2:]], [2]),
        ([PLAIN[0], (START, 2.0), *PLAIN[1:]], [2]),
        ([PLAIN[0], (START, 0.6), *PLAIN[1:]], [2]),
        ([PLAIN[0], ("Drop the shoul", 0.5), PLAIN[1], ("Breathe in", 1.0), *PLAIN[2:]], [2, 3]),
    ],
)
def test_of_several_readings_of_a_line_the_last_is_taken(
    folder: Path, read: list[tuple[str, float]], again: list[int]
) -> None:
    """A line read twice or three times, and a false start: every line is found, as long as one reading of it."""
    plan = record_plan([Utterance(text) for text in TEXTS], folder / "me")
    cutting = record_cut(take_of(folder, *read), plan)
    assert [cut.text for cut in cutting.cuts] == list(TEXTS)
    assert [cut.number for cut in cutting.cuts if cut.earlier] == again
    assert not cutting.left_out
    for cut in cutting.cuts:
        longest = max(len(spoken(folder, cut.text, rate)) for rate in RATES) / 48_000
        assert cut.end - cut.start < longest + 0.1


def test_a_cut_with_a_long_pause_inside_is_named_and_not_written(folder: Path, tmp_path: Path) -> None:
    """What is neither a line nor a reading of one makes the cut around it useless: only that line is read again."""
    plan = record_plan([Utterance(text) for text in TEXTS], tmp_path)
    cutting = record_cut(take_of(folder, *PLAIN[:2], (OTHER, 2.0), *PLAIN[2:]), plan)
    assert len(cutting.left_out) == 1
    written = record_write(cutting, tmp_path)
    assert len(written) == 3
    lines = record_plan([Utterance(text) for text in TEXTS], tmp_path)
    assert [line.text for line in lines if not line.recorded] == [cutting.left_out[0].text]
