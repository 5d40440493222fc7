"""The words of a session with their times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.outputs.sessions import timeline
from unknot.outputs import _captions

if TYPE_CHECKING:
    from pathlib import Path


def test_captions_have_a_line_for_each_cue() -> None:
    """Each of the three subtitle formats has one line for each cue, with its time."""
    plan = timeline("One", "Two")
    assert _captions.lrc(plan) == "[ti:One]\n[00:00.00]Say <0> & rest\n[00:05.00]Say <1> & rest\n"
    assert _captions.srt(plan).splitlines()[4:] == ["2", "00:00:05,000 --> 00:00:06,000", "Say <1> & rest"]
    assert _captions.vtt(plan).splitlines()[-2:] == ["00:00:05.000 --> 00:00:06.000", "Say &lt;1&gt; &amp; rest"]


def test_the_files_have_the_name_of_the_session(tmp_path: Path) -> None:
    """The files have the name of the session and suffixes of their own."""
    written = _captions.write_captions(tmp_path / "a.mp3", timeline("One"), (".lrc", ".json"))
    assert [path.name for path in written] == ["a.lrc", "a.json"]
    assert all(path.read_text("utf-8") for path in written)
