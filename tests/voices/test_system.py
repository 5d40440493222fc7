"""pyttsx3 loses lines; through the studio none is lost unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.fakes.caches import MemoryCache
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import ClipMaker, _espeak, _system

pytestmark = pytest.mark.skipif(not _system.SystemEngine().state().ready, reason="this system has no voice of its own")

LINE = "let your shoulders drop and breathe in slowly through the nose while you notice the floor under your feet "


def _lines(count: int) -> list[Utterance]:
    """Lines of 20 to 600 characters."""
    lengths = np.linspace(20, 600, count).astype(int)
    texts = [(LINE * 7)[: int(n)].strip().capitalize() + f", {i}." for i, n in enumerate(lengths)]
    return [Utterance(text, voice=VoiceChoice("system")) for text in texts]


@pytest.mark.slow
def test_no_line_is_lost_whatever_its_length() -> None:
    """Each is as long as its text asks for. `UNKNOT_TEST_LINES=200` tries more of them, for four minutes."""
    studio, lines = ClipMaker(MemoryCache()), _lines(int(os.environ.get("UNKNOT_TEST_LINES", "8")))
    try:
        clips = studio.clips(lines, lambda done, of: None)
    finally:
        studio.close()
    for line in lines:
        assert 0.03 < len(clips[line]) / 48_000 / len(line.text) < 0.15


def test_the_rate_is_never_lost() -> None:
    """Twice the words a minute take about half the time, every time."""
    texts = [f"Let your shoulders drop, and rest for a while, number {number}." for number in ("one", "two")]
    cues = [Utterance(text, voice=VoiceChoice("system", rate=rate)) for text in texts for rate in (100, 200)]
    studio = ClipMaker(MemoryCache())
    try:
        clips = studio.clips(cues, lambda done, of: None)
    finally:
        studio.close()
    slow, fast, slower, faster = (len(clips[cue]) for cue in cues)
    assert 1.6 < slow / fast < 2.4
    assert 1.6 < slower / faster < 2.4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there pyttsx3 asks for eSpeak")
def test_without_the_systems_own_espeak_it_speaks_with_the_carried_one(tmp_path: Path) -> None:
    """And says so."""
    library, data = _espeak.carried()
    script = Path(_system.__file__).with_name("_system_worker.py")
    code = (
        "import sys, runpy; worker = runpy.run_path(sys.argv[1]);"
        "worker['load_espeak'].__globals__['_SYSTEM_ESPEAK'] = ();"
        "found = worker['load_espeak'](*sys.argv[2:4]);"
        "sys.stdout.buffer.write(found.encode() + b'|' + worker['answer'](worker['json'].loads(sys.argv[4]), found));"
        "sys.stdout.flush(); worker['os']._exit(0)"
    )
    question = '{"text": "Rest.", "rate": 140, "path": "%s"}' % (tmp_path / "x.wav")
    command = [sys.executable, "-I", "-c", code, str(script), str(library), str(data), question]
    outs = [subprocess.run(command, capture_output=True, check=True, timeout=60).stdout for _ in range(4)]
    assert all(b"the carried eSpeak NG|" in out for out in outs)
    assert any(b"RIFF" in out for out in outs)


@pytest.mark.parametrize(
    ("platform", "said"), [("win32", " b Rest /b "), ("linux", "<b>Rest</b>"), ("darwin", "<b>Rest</b>")]
)
def test_sapi_is_given_no_text_that_it_would_take_for_xml(platform: str, said: str) -> None:
    """The others say what they are given."""
    assert _system.unmarked("<b>Rest</b>", platform) == said
