"""The carried eSpeak NG repeats itself to the byte, wherever it is installed and whatever it is asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from unknot.errors import VoiceError
from unknot.platform import Worker
from unknot.routine import VoiceChoice
from unknot.voices import _espeak
from unknot.voices._engine import match_language

LIBRARY, DATA = _espeak.carried()
QUESTION = {"text": "Let go, and rest."}


VOICE = ("gmw/en-US+m7", "107", "45")


def _worker(data: Path = DATA, *, code: str = "pass", once: bool = False) -> Worker:
    """`code` is run in the worker's process before it begins."""
    script = str(Path(_espeak.__file__).with_name("_espeak_worker.py"))
    begin = f"import sys, runpy; {code}; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    return Worker([sys.executable, "-I", "-S", "-c", begin, script, str(LIBRARY), str(data), *VOICE], once=once)


def _spoken(worker: Worker, **others: object) -> bytes:
    try:
        return bytes(worker.ask(QUESTION | others, 20.0).body)
    finally:
        worker.close()


def test_a_system_without_fork_hears_the_same(tmp_path: Path) -> None:
    """There each process speaks one cue and ends; the samples are those of a copied process."""
    plain, without = _worker(), _worker(code="import os; del os.fork", once=True)
    try:
        for text in ("Rest.", "Let go, and rest.", "Rest."):
            assert plain.ask(QUESTION | {"text": text}, 20.0) == without.ask(QUESTION | {"text": text}, 20.0)
    finally:
        plain.close()
        without.close()


def test_its_data_may_lie_at_a_long_path(tmp_path: Path) -> None:
    """Longer than the buffer in which eSpeak NG keeps it."""
    deep = tmp_path.joinpath(*["a folder with a rather long name"] * 8)
    deep.mkdir(parents=True)
    shutil.copytree(DATA, deep / "espeak-ng-data", symlinks=True)
    assert len(str(deep)) > 250
    assert _spoken(_worker(deep / "espeak-ng-data")) == _spoken(_worker())


def test_the_environment_cannot_lead_it_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another eSpeak's data is not used."""
    good = _spoken(_worker())
    monkeypatch.setenv("ESPEAK_DATA_PATH", "/nowhere")
    assert _spoken(_worker()) == good


def test_the_worker_loads_nothing_that_takes_time() -> None:
    """It has to sound within half a second of being asked for."""
    script = Path(_espeak.__file__).with_name("_espeak_worker.py")
    code = f"import runpy, sys, json; runpy.run_path({str(script)!r}); print(json.dumps(sorted(sys.modules)))"
    out = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=True).stdout
    assert not {"numpy", "unknot", "espeakng_loader", "logging", "asyncio"} & set(json.loads(out))


@pytest.mark.parametrize(
    ("name", "language", "found"),
    [
        (None, "en", "gmw/en-US+m7"),
        (None, "en-GB", "gmw/en+m7"),
        (None, "en-AU", "gmw/en+m7"),
        (None, "de-AT", "gmw/de+m7"),
        (None, "pt-BR", "roa/pt-BR+m7"),
        (None, "zh-Hans-CN", "sit/cmn+m7"),
        ("en-gb-x-rp", "en", "gmw/en-GB-x-rp+m7"),
        ("+f2", "en", "gmw/en-US+f2"),
        ("en-us+", "en", "gmw/en-US"),
        ("fr-FR+Annie", "en", "roa/fr+Annie"),
    ],
)
def test_names_and_languages_find_their_voice(name: str | None, language: str, found: str) -> None:
    """BCP 47, with any variant behind a plus."""
    assert _espeak._voice_name(name, language, DATA) == found


def test_a_language_that_it_does_not_speak_is_told() -> None:
    """And never spoken with another's sounds."""
    with pytest.raises(VoiceError, match="no voice 'tlh-unheard'"):
        _espeak._voice_name(None, "tlh-unheard", DATA)


@pytest.mark.parametrize(
    ("language", "known", "found"),
    [
        ("en-GB", ["en", "en-gb"], "en-gb"),
        ("en-NZ", ["en", "en-gb"], "en"),
        ("en", ["en-us", "en-gb"], "en-gb"),
        ("sr-Latn-RS", ["sr", "sl"], "sr"),
        ("en_US", ["en-US"], "en-US"),
        ("e", ["en"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_language_is_found(language: str, known: list[str], found: str | None) -> None:
    """Itself, then what it is a kind of, then the first kind of it."""
    assert match_language(language, known) == found


def test_rate_and_pitch_change_the_sound_and_the_identity() -> None:
    """Words a minute as spoken; 50 is the voice's own pitch."""
    engine = _espeak.EspeakEngine()
    voices = [engine.voice(VoiceChoice(rate=rate, pitch=pitch), "en", 20) for rate, pitch in [(None, None), (200, 80)]]
    try:
        slow, fast = (voice.speak("Let your shoulders drop.", "en") for voice in voices)
    finally:
        for voice in voices:
            voice.close()
    assert slow.seconds > 1.3 * fast.seconds
    assert voices[0].identity != voices[1].identity
