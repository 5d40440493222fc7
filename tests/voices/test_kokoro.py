"""Kokoro has many voices in one model, and each knows one language."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.fakes.kokoro_model import write_kokoro
from unknot.errors import VoiceError
from unknot.ports import CatalogueVoice, VoiceFile
from unknot.routine import VoiceChoice
from unknot.voices import folder_source, install_voice
from unknot.voices._kokoro import KokoroEngine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kokoro(tmp_path: Path) -> KokoroEngine:
    """The engine with a tiny model."""
    pytest.importorskip("kokoro_onnx", reason="kokoro-onnx is not available for this Python")
    files = [(file, hashlib.sha256(file.read_bytes()).hexdigest()) for file in write_kokoro(tmp_path)]
    here = tuple(VoiceFile(file.name, "", file.stat().st_size, f"sha256:{digest}") for file, digest in files)
    voice = CatalogueVoice("kokoro", "kokoro", ("en-US", "fr"), "natural", "Apache-2.0", "yes", "", here)
    install_voice(voice, tmp_path / "voices", folder_source(tmp_path), lambda _done, _of: None)
    return KokoroEngine(tmp_path / "voices")


def identity(kokoro: KokoroEngine, language: str, name: str | None = None, rate: int | None = None) -> str:
    """The identity of the voice, a part of every key in the cache."""
    voice = kokoro.voice(VoiceChoice("kokoro", name, rate), language, 5.0)
    voice.close()
    return voice.identity


def test_its_names_are_those_of_languages_that_are_supported(kokoro: KokoroEngine) -> None:
    """Japanese needs packages that are not used."""
    assert kokoro.state().names == ("af_heart", "bf_emma", "ff_siwis")


def test_each_language_has_a_default_voice(kokoro: KokoroEngine) -> None:
    """A voice that is named is used instead."""
    assert " af_heart " in identity(kokoro, "en")
    assert " bf_emma " in identity(kokoro, "en-GB")
    assert " ff_siwis " in identity(kokoro, "fr-FR")
    assert " bf_emma " in identity(kokoro, "en", "bf_emma")


def test_the_model_and_the_rate_are_parts_of_the_identity(kokoro: KokoroEngine) -> None:
    """So a clip in the cache is never used for another model or rate."""
    assert identity(kokoro, "en", rate=150) != identity(kokoro, "en", rate=170)
    assert "sha256:" in identity(kokoro, "en")


@pytest.mark.parametrize(("language", "name"), [("de", None), ("en", "jf_alpha"), ("en", "nobody")])
def test_an_unknown_voice_or_language_is_an_error(kokoro: KokoroEngine, language: str, name: str | None) -> None:
    """The error has a next step."""
    with pytest.raises(VoiceError, match="Kokoro has no voice") as fault:
        identity(kokoro, language, name)
    assert fault.value.next_step


def test_the_state_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either the package or the model is missing."""
    if KokoroEngine(None).state().detail.startswith("Kokoro"):
        pytest.skip("kokoro-onnx is not available for this Python")
    assert "unknot voices install kokoro" in KokoroEngine(tmp_path).state().detail
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert "pip install 'unknot[kokoro]'" in KokoroEngine(tmp_path).state().detail
