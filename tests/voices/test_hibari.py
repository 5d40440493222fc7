"""The natural voice: what it is called, how fast it speaks, what it leaves running."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.caches import MemoryCache
from unknot.errors import VoiceError
from unknot.platform import Worker
from unknot.routine import VoiceChoice
from unknot.voices import _hibari, _hibari_tempo
from unknot.voices._engine import model_worker
from unknot.voices._hibari import Natural
from unknot.voices._voice_pool import VoicePool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.voices._hibari import NaturalVoice

WORKER = Path(_hibari.__file__).with_name("_hibari_sound_worker.py")
LINE = "Breathe in slowly, and let the breath go."


@pytest.fixture
def voice() -> Iterator[NaturalVoice]:
    """The usual one."""
    made = Natural().voice(VoiceChoice("natural"), "en", 30.0)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("rate", "speed", "pause"),
    [(160, 0.65, 2.0), (100, 0.5, 2.0), (150, 0.575, 2.0), (205, 0.8, 1.5), (250, 0.9, 1.0), (400, 1.4, 1.0)],
)
def test_a_rate_is_the_speed_that_was_measured_for_it(rate: int, speed: float, pause: float) -> None:
    """The nearest there is; the faster, the less the pauses are lengthened."""
    assert _hibari.speed(rate) == speed
    assert _hibari.pause(rate) == pytest.approx(pause)


def test_every_rate_has_a_speed_of_its_own_and_the_usual_one_is_among_them() -> None:
    """The table rises in both columns."""
    rates, speeds = zip(*_hibari.RATES, strict=True)
    assert list(rates) == sorted(set(rates))
    assert list(speeds) == sorted(set(speeds))
    assert _hibari.RATE in rates


def test_it_speaks_between_150_and_165_words_a_minute_in_a_phrase(voice: NaturalVoice) -> None:
    """Over lines without a pause in them, edges cut."""
    from unknot.voices import _clip

    lines = ["Let your shoulders drop away from your ears.", "Place your fingertips at the base of your neck."]
    lines += ["Roll along the outer edge of the foot.", "Rest your hands on the top of your legs."]
    seconds = 0.0
    for line in lines:
        seconds += _clip.checked_clip(voice.speak(line, "en"), 40, _clip.ANY_PACE, 3.0).seconds - 0.085
    assert 145 < sum(len(line.split()) for line in lines) / seconds * 60 < 170


def test_pauses_inside_a_sentence_are_longer_and_its_words_are_not(voice: NaturalVoice) -> None:
    """By half a second at most."""
    plain = Natural()._voice("heart", replace(voice._manner, pause=1.0), 30.0)
    longer, usual = voice.speak(LINE, "en"), plain.speak(LINE, "en")
    plain.close()
    assert 0.2 < longer.seconds - usual.seconds < 0.8
    assert np.array_equal(longer.samples[:24_000], usual.samples[:24_000])
    assert np.array_equal(longer.samples[-24_000:], usual.samples[-24_000:])


@pytest.mark.parametrize("word", ["In.", "Out.", "Hold.", "Wide?", "Again."])
def test_a_word_on_its_own_is_whole_and_not_stretched(voice: NaturalVoice, word: str) -> None:
    """Between a quarter of a second and one."""
    from unknot.voices import _clip

    assert 0.25 < _clip.checked_clip(voice.speak(word, "en"), len(word), _clip.ANY_PACE).seconds < 1.0


def test_rate_changes_the_sound_and_the_identity() -> None:
    """And versions, voice and model are a part of it."""
    one, two = (Natural().voice(VoiceChoice("natural", rate=rate), "en", 30.0) for rate in (None, 250))
    slow, fast = one.speak(LINE, "en"), two.speak(LINE, "en")
    one.close()
    two.close()
    assert slow.seconds > 1.3 * fast.seconds
    assert one.identity != two.identity
    assert {"hibari-tts", "onnxruntime", "numpy", "heart"} <= set(one.identity.split())


def test_it_speaks_english_only() -> None:
    """Another language is refused, and never spoken with English sounds."""
    with pytest.raises(VoiceError, match="speaks English"):
        Natural().voice(VoiceChoice("natural"), "de", 30.0)


def test_a_voice_that_was_installed_is_found_by_its_name(tmp_path: Path) -> None:
    """Its model is in a folder of its name; one that is not there is not listed, and never downloaded."""
    assert Natural(tmp_path).state().names == ("heart",)
    with pytest.raises(VoiceError, match="'nobody'"):
        Natural(tmp_path).voice(VoiceChoice("natural", "nobody"), "en", 30.0)
    with pytest.raises(VoiceError, match="voice kore is not installed"):
        Natural(tmp_path).voice(VoiceChoice("natural", "kore"), "en", 30.0)
    carried = _hibari._package() / "assets" / "hibari.onnx"
    (tmp_path / "kore").mkdir()
    (tmp_path / "kore" / "af_kore.int8.onnx").write_bytes(carried.read_bytes())
    assert Natural(tmp_path).state().names == ("heart", "kore")
    kore = Natural(tmp_path).voice(VoiceChoice("natural", "kore"), "en", 30.0)
    heart = Natural(tmp_path).voice(VoiceChoice("natural"), "en", 30.0)
    try:
        assert np.array_equal(kore.speak("Rest now.", "en").samples, heart.speak("Rest now.", "en").samples)
    finally:
        kore.close()
        heart.close()
    assert kore.identity != heart.identity


def test_its_processes_end_soon_after_the_last_question() -> None:
    """They hold 200 MB that a long export needs for nothing; the next question starts others."""
    code = "import runpy, sys; m = runpy.run_path(sys.argv[1])['main']; m.__globals__['_IDLE'] = 0.2; "
    code += "sys.argv = sys.argv[1:]; m()"
    loop, *words = model_worker("_hibari_text_worker.py", "american")[2:]
    worker = Worker([sys.executable, "-I", "-c", code, loop, *words])
    first = worker.ask({"text": "Rest."}, 20.0)
    assert first.head["phonemes"] == "ɹˈɛst."
    assert worker._running is not None
    until = time.monotonic() + 10
    while worker._running.alive and time.monotonic() < until:
        time.sleep(0.05)
    assert not worker._running.alive
    assert worker.ask({"text": "Rest."}, 20.0) == first
    worker.close()


def test_the_process_of_the_phonemes_ends_with_the_last_voice() -> None:
    """Voices of one accent share it; a voice that is opened later has another."""
    engine = Natural()
    one, two = (engine.voice(VoiceChoice("natural"), "en", 30.0) for _ in range(2))
    shared = engine._phonemes_of("american")
    first = one.speak("Rest now.", "en")
    running = shared._worker._running
    assert running is not None
    one.close()
    one.close()
    assert np.array_equal(two.speak("Rest now.", "en").samples, first.samples)
    assert shared._worker._running is running
    two.close()
    assert not running.alive
    three = engine.voice(VoiceChoice("natural"), "en", 30.0)
    assert np.array_equal(three.speak("Rest now.", "en").samples, first.samples)
    three.close()


def test_the_measures_that_are_part_of_the_program_are_those_of_the_voice() -> None:
    """Within what another processor may change."""
    pool = VoicePool(Natural(), VoiceChoice("natural"), "en", MemoryCache(), 30.0)
    known = pool._calibrated()
    try:
        found = pool._measure()
    finally:
        pool.close()
    assert known is Natural().voice(VoiceChoice("natural"), "en-GB", 30.0).calibration
    assert known.gain == pytest.approx(found.gain, abs=0.05)
    assert known.pace.seconds(40) == pytest.approx(found.pace.seconds(40), rel=0.01)
    assert Natural().voice(VoiceChoice("natural", rate=200), "en", 30.0).calibration is None


def test_scipy_does_not_change_the_sound() -> None:
    """Hibari transforms with it where it is installed, to other bytes."""
    code = f"import runpy; load = runpy.run_path({str(WORKER)!r})['load']; m = {str(_hibari._package())!r};"
    code += "load('heart', m + '/assets/hibari.onnx'); import hibari.dsp; print(hibari.dsp.FFT_BACKEND)"
    found = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["numpy"]


def test_the_noise_is_that_of_a_generator_with_the_seed() -> None:
    """Made once, and given from its beginning each time, whatever was asked for before."""
    code = f"import runpy, json, numpy as np; n = runpy.run_path({str(WORKER)!r})['SeededNoise']();"
    code += "a = [n.standard_normal((3, k), np.float32).ravel() for k in (5, 9, 400_000, 2)];"
    code += (
        "b = [np.random.default_rng(0).standard_normal((3, k), dtype=np.float32).ravel() for k in (5, 9, 400_000, 2)];"
    )
    code += "print(json.dumps([bool((x == y).all()) for x, y in zip(a, b)]))"
    found = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True)
    assert json.loads(found.stdout) == [True, True, True, True]


def test_the_table_of_rates_is_that_of_heart() -> None:
    """The measure that others are compared with is that of heart today, within what another processor may change."""
    engine = Natural()
    heart = engine._voice("heart", _hibari._Manner(_hibari.speed(_hibari.RATE), 1.0), 30.0)
    found = _hibari_tempo.words_a_minute(lambda text: heart.speak(text, "en"))
    heart.close()
    assert found == pytest.approx(_hibari_tempo.HEART, rel=0.01)


def test_a_voice_that_is_faster_is_slowed_down_to_the_same_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is measured once; what was measured is kept in its folder, and used for this model only."""
    monkeypatch.setattr(_hibari_tempo, "HEART", _hibari_tempo.HEART / 1.2)
    model = tmp_path / "kore" / "af_kore.int8.onnx"
    model.parent.mkdir()
    model.write_bytes((_hibari._package() / "assets" / "hibari.onnx").read_bytes())
    choice = VoiceChoice("natural", "kore")
    kore = Natural(tmp_path).voice(choice, "en", 30.0)
    assert kore._manner.speed == _hibari.speed(round(160 / 1.2))
    kept = json.loads((tmp_path / "kore" / "tempo.json").read_text("utf-8"))
    assert kept["tempo"] == pytest.approx(1.2, rel=0.01)
    monkeypatch.setattr(_hibari_tempo, "words_a_minute", lambda _speak: 1 / 0)
    assert Natural(tmp_path).voice(choice, "en", 30.0).identity == kore.identity
    (tmp_path / "kore" / "tempo.json").write_text(json.dumps({**kept, "model": "another"}), "utf-8")
    with pytest.raises(ZeroDivisionError):
        Natural(tmp_path).voice(choice, "en", 30.0)


def test_the_other_name_of_an_engine_is_the_same_engine() -> None:
    """Settings for the one reach a script that names the other."""
    assert VoiceChoice("embedded").over(VoiceChoice("espeak", rate=140)).rate == 140
    assert VoiceChoice("natural").over(VoiceChoice("espeak", rate=140)).rate is None
