"""Engines are found by name: ours, and those that other packages bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.caches import MemoryCache
from unknot.errors import VoiceError
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import ClipMaker, engine_states, known_engines

if TYPE_CHECKING:
    from pathlib import Path

OURS = ("natural", "espeak", "system", "piper", "kokoro", "http", "command", "recorded")
_HARP = """
from tests.fakes.voices import OwnTones, ToneVoice
class Harp(OwnTones):
    name = "harp"
    def __init__(self):
        super().__init__(ToneVoice)
"""


def _install(folder: Path, rows: str) -> None:
    """A package with those entry points, as pip leaves it."""
    (folder / "harp_for_tests.py").write_text(_HARP, encoding="utf-8")
    info = folder / "harp_for_tests-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: harp-for-tests\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[unknot.voices]\n{rows}\n", encoding="utf-8")


def test_ours_are_all_there_and_the_embedded_one_is_ready() -> None:
    """Each with one line of what it is or needs."""
    states = {state.engine: state for state in engine_states()}
    assert tuple(states)[: len(OURS)] == OURS
    assert states["espeak"].ready
    assert all(state.detail and "\n" not in state.detail for state in states.values())
    assert {"en-us", "en-gb", "de", "fr"} <= set(states["espeak"].names)


def test_another_packages_engine_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, like any other."""
    _install(tmp_path, "harp = harp_for_tests:Harp")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert {state.engine: state.ready for state in engine_states()}["harp"]
    cue = Utterance("Rest now.", voice=VoiceChoice("harp"))
    assert len(ClipMaker(MemoryCache()).clips([cue], lambda done, of: None)[cue]) > 0


def test_no_package_can_take_the_place_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded voice stays what it is."""
    _install(tmp_path, "espeak = harp_for_tests:Harp")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert type(known_engines()["espeak"]()).__name__ == "EspeakEngine"


@pytest.mark.parametrize("target", ["no_such_module:Harp", "harp_for_tests:Nothing", "os:fspath"])
def test_a_package_that_is_broken_is_named_and_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """Its engine is not ready, and the others are."""
    _install(tmp_path, f"harp = {target}")
    monkeypatch.syspath_prepend(str(tmp_path))
    states = {state.engine: state for state in engine_states()}
    assert not states["harp"].ready
    assert "cannot be loaded" in states["harp"].detail
    assert states["espeak"].ready
    with pytest.raises(VoiceError) as caught:
        ClipMaker(MemoryCache(), VoiceChoice("harp")).clips([Utterance("Rest.")], lambda done, of: None)
    assert "harp-for-tests" in caught.value.next_step
