"""What every engine promises, the fakes included."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests import ffmpeg, needs
from tests.fakes.kokoro_model import write_kokoro
from tests.fakes.piper_model import write_model
from tests.fakes.speech_server import running, wav
from tests.fakes.voices import OwnTones, ToneVoice, WorkerTones
from unknot.cache import FileCache
from unknot.errors import VoiceError
from unknot.ports import CatalogueVoice, Voice, VoiceFile
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import ClipMaker, EngineSettings, folder_source, install_voice, known_engines
from unknot.voices._recorded import LIST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from unknot.voices._engine import Engine

SHORT = "Rest now."
LONG = "Place your fingertips at the base of your neck, and press gently."
CUES = [Utterance(SHORT), Utterance(LONG), Utterance("Breathe in slowly, and let the breath go.")]
ENGINES = ["natural", "espeak", "system", "piper", "kokoro", "installed", "http", "espeak-ng", "flite", "recorded"]
ENGINES += ["tones", "own tones"]


class Stage:
    """One engine, ready to be tried."""

    def __init__(self, engine: Engine, name: str | None = None) -> None:
        self.engine = engine
        self.choice = VoiceChoice(engine.name, name)

    def voice(self, rate: int | None = None) -> Voice:
        """A fresh one."""
        return self.engine.voice(VoiceChoice(self.engine.name, self.choice.name, rate), "en", 30.0)

    def studio(self, store: FileCache) -> ClipMaker:
        """One that knows this engine only."""
        only: Mapping[str, Callable[[], Engine]] = {self.engine.name: lambda: self.engine}
        return ClipMaker(store, self.choice, known=only)


def _recorded(folder: Path) -> Stage:
    (folder / "me").mkdir()
    texts = [cue.text for cue in CUES]
    for number, text in enumerate(texts):
        (folder / "me" / f"{number}.wav").write_bytes(wav(text))
    rows = [f"{number}.wav\t{text}\n" for number, text in enumerate(texts)]
    (folder / "me" / LIST).write_text("".join(rows), encoding="utf-8")
    return Stage(known_engines(EngineSettings(folder=folder))["recorded"](), "me")


def _command(name: str) -> Stage:
    needs.installed(name)
    return Stage(known_engines(EngineSettings())["command"](), name)


def _piper(folder: Path) -> Stage:
    return Stage(known_engines(EngineSettings(folder=folder))["piper"](), write_model(folder / "tiny.onnx").name)


def _installed(folder: Path, name: str, engine: str, files: Sequence[Path]) -> Stage:
    """A voice that was installed from a folder."""
    here = tuple(VoiceFile(file.name, "", file.stat().st_size, f"md5:{_md5(file)}") for file in files)
    voice = CatalogueVoice(name, engine, ("en-US",), "low", "CC0 1.0", "yes", "", here)
    install_voice(voice, folder / "voices", folder_source(folder), lambda _done, _of: None)
    return Stage(known_engines(EngineSettings(voices=folder / "voices"))[name]())


def _md5(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _plain(folder: Path) -> Stage:
    model = write_model(folder / "tiny.onnx")
    return _installed(folder, "tiny", "piper", [model, model.with_name("tiny.onnx.json")])


def _kokoro(folder: Path) -> Stage:
    pytest.importorskip("kokoro_onnx", reason="kokoro-onnx is not available for this Python")
    return _installed(folder, "kokoro", "kokoro", write_kokoro(folder))


def _http(stack: ExitStack) -> Stage:
    server = stack.enter_context(running())
    return Stage(known_engines(EngineSettings(server.url))["http"]())


@pytest.fixture(params=ENGINES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """Each engine in turn."""
    with ExitStack() as stack:
        stages: dict[str, Callable[[], Stage]] = {
            "natural": lambda: Stage(known_engines(EngineSettings())["natural"]()),
            "espeak": lambda: Stage(known_engines(EngineSettings())["espeak"]()),
            "system": lambda: Stage(known_engines(EngineSettings())["system"]()),
            "piper": lambda: _piper(tmp_path),
            "kokoro": lambda: _kokoro(tmp_path),
            "installed": lambda: _plain(tmp_path),
            "http": lambda: _http(stack),
            "espeak-ng": lambda: _command("espeak-ng"),
            "flite": lambda: _command("flite"),
            "recorded": lambda: _recorded(tmp_path),
            "tones": lambda: Stage(WorkerTones(tmp_path)),
            "own tones": lambda: Stage(OwnTones(ToneVoice)),
        }
        yield stages[request.param]()


class TestEngine:
    """The same for all."""

    def test_it_is_ready_and_says_by_what(self, stage: Stage) -> None:
        """In one line."""
        state = stage.engine.state()
        assert state.ready
        assert state.engine == stage.engine.name
        assert state.detail
        assert "\n" not in state.detail

    def test_it_speaks_longer_for_longer_words(self, stage: Stage) -> None:
        """Float32, full scale at ±1, not silent."""
        voice = stage.voice()
        try:
            short, long = voice.speak(SHORT, "en"), voice.speak(LONG, "en")
        finally:
            voice.close()
        assert isinstance(voice, Voice)
        assert 0.3 < short.seconds < long.seconds < 15
        assert 0.01 < np.abs(long.samples).max() <= 1.0

    def test_a_text_sounds_the_same_whatever_was_spoken_before(self, stage: Stage) -> None:
        """From another process, in another order, to the byte."""
        first, second = stage.voice(), stage.voice()
        try:
            one = [first.speak(text, "en").samples for text in (SHORT, LONG)]
            two = [second.speak(text, "en").samples for text in (LONG, SHORT)]
        finally:
            first.close()
            second.close()
        assert np.array_equal(one[0], two[1])
        assert np.array_equal(one[1], two[0])

    def test_its_identity_is_the_same_for_the_same_choice(self, stage: Stage) -> None:
        """It is a part of every key."""
        assert stage.voice().identity == stage.voice().identity
        assert stage.voice().identity

    def test_a_voice_that_it_has_not_is_told(self, stage: Stage) -> None:
        """With the next step."""
        if stage.engine.name in {"http", "own tones"}:
            pytest.skip("only the server knows its voices")
        with pytest.raises(VoiceError) as caught:
            stage.engine.voice(VoiceChoice(stage.engine.name, "nobody at all"), "en", 5.0).speak(SHORT, "en")
        assert caught.value.next_step

    def test_it_can_be_closed_twice(self, stage: Stage) -> None:
        """Before and after it has spoken."""
        voice = stage.voice()
        voice.close()
        voice.close()

    def test_its_cues_become_clips_at_one_level(self, stage: Stage, tmp_path: Path) -> None:
        """−18 LUFS as heard in both channels, under the peak budget, quiet at the edges for 150 ms at most."""
        studio = stage.studio(FileCache(tmp_path / "cache"))
        try:
            clips = studio.clips(CUES, lambda done, of: None)
        finally:
            studio.close()
        whole = np.concatenate([clips[cue] for cue in CUES])
        assert ffmpeg.loudness(np.repeat(whole, 2, axis=1)) == pytest.approx(-18.0, abs=1.0)
        assert np.abs(whole).max() <= 0.7080
        for clip in clips.values():
            sounding = np.flatnonzero(np.abs(clip[:, 0]) > 0.004)
            assert sounding[0] < 0.15 * 48_000
            assert len(clip) - sounding[-1] < 0.15 * 48_000
            assert clip[0, 0] == clip[-1, 0] == 0.0
