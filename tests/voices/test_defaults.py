"""Who speaks where no engine is named: by language, by name, and by what is installed."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from tests.fakes.caches import MemoryCache
from tests.fakes.piper_model import write_model
from unknot.errors import documentation
from unknot.ports import VoiceFile
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import ClipMaker, EngineSettings, _hibari, _piper, catalogue_voice, known_engines
from unknot.voices._defaults import complete

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = known_engines(EngineSettings())


def install(folder: Path, *names: str) -> EngineSettings:
    """The voices of these names with a tiny model, as they are after their installation."""
    for name in names:
        (folder / name).mkdir(parents=True)
        model = write_model(folder / name / "tiny.onnx")
        files = tuple(
            VoiceFile(path.name, "", path.stat().st_size, "") for path in (model, model.with_suffix(".onnx.json"))
        )
        facts = asdict(replace(catalogue_voice(name), files=files))
        (folder / name / "voice.json").write_text(json.dumps(facts), encoding="utf-8")
    return EngineSettings(voices=folder)


@pytest.mark.parametrize(
    ("choice", "language", "engine", "hint"),
    [
        (VoiceChoice(), "en", "natural", ""),
        (VoiceChoice(rate=200), "en-GB", "natural", ""),
        (VoiceChoice(), "de", "espeak", "eSpeak NG speaks de"),
        (VoiceChoice(name="en-gb+f2"), "en", "espeak", ""),
        (VoiceChoice(name="+f2"), "de", "espeak", ""),
        (VoiceChoice(name="heart"), "en", "natural", ""),
        (VoiceChoice("embedded"), "en", "espeak", ""),
        (VoiceChoice("hibari"), "en", "natural", ""),
        (VoiceChoice("flite"), "en", "flite", ""),
        (VoiceChoice("espeak"), "de", "espeak", ""),
    ],
)
def test_the_language_and_the_name_decide_who_speaks(
    choice: VoiceChoice, language: str, engine: str, hint: str
) -> None:
    """Other names of engines are their usual ones; what a person should know is one line."""
    found, told = complete(choice, language, NOTHING)
    assert found.engine == engine
    assert (found.name, found.rate) == (choice.name, choice.rate)
    assert told.startswith(hint)
    assert bool(told) == bool(hint)


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("de", "`unknot voices install thorsten`"),
        ("de-AT", "`unknot voices install thorsten`"),
        ("pt", "`unknot voices install faber`"),
        ("nl", "`unknot voices install alex`"),
        ("nl-BE", "`unknot voices install nathalie`"),
        ("fr", "`unknot voices install gilles`"),
        ("tr", "`unknot voices install dfki`"),
        ("ja", documentation("voices")),
    ],
)
def test_the_hint_names_a_voice_of_the_language(language: str, advice: str) -> None:
    """One whose recordings everybody may use is named first; where there is none to install, the manual is."""
    told = complete(VoiceChoice(), language, NOTHING)[1]
    assert told.startswith(f"eSpeak NG speaks {language}; {advice}")
    assert "\n" not in told


@pytest.mark.parametrize(
    ("installed", "language", "engine"),
    [
        (("thorsten",), "de", "thorsten"),
        (("thorsten",), "de-AT", "thorsten"),
        (("kerstin", "thorsten"), "de", "thorsten"),
        (("kerstin",), "de", "kerstin"),
        (("nathalie", "alex"), "nl", "alex"),
        (("nathalie", "alex"), "nl-BE", "nathalie"),
        (("thorsten",), "fr", "espeak"),
        (("thorsten", "joe"), "en", "natural"),
    ],
)
def test_an_installed_voice_speaks_its_language(
    tmp_path: Path, installed: tuple[str, ...], language: str, engine: str
) -> None:
    """Of several, the first of the catalogue; English is spoken by the natural voice all the same."""
    found, told = complete(VoiceChoice(rate=140), language, known_engines(install(tmp_path, *installed)))
    assert found == VoiceChoice(engine, rate=140)
    assert bool(told) == (engine == "espeak")


def test_what_was_chosen_is_not_replaced_by_an_installed_voice(tmp_path: Path) -> None:
    """Neither an engine nor one of eSpeak NG's names."""
    known = known_engines(install(tmp_path, "thorsten"))
    for choice in (VoiceChoice("espeak"), VoiceChoice("command", "flite")):
        assert complete(choice, "de", known) == (choice, "")
    assert complete(VoiceChoice(name="de+m3"), "de", known) == (VoiceChoice("espeak", "de+m3"), "")


def test_the_plain_name_of_an_installed_voice_needs_no_engine(tmp_path: Path) -> None:
    """`voice: {name: thorsten}` means the same as `voice: {engine: thorsten}`."""
    known = known_engines(install(tmp_path, "thorsten"))
    assert complete(VoiceChoice(name="thorsten"), "de", known) == (VoiceChoice("thorsten"), "")


def test_a_voice_whose_engine_cannot_speak_is_named_with_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ESpeak NG speaks meanwhile."""
    monkeypatch.setattr(_piper, "_installed", lambda: False)
    found, told = complete(VoiceChoice(), "de", known_engines(install(tmp_path, "thorsten")))
    assert found.engine == "espeak"
    assert told.startswith("eSpeak NG speaks de, because the voice thorsten needs Piper: install it with `pip install")


def test_clips_of_an_installed_voice_are_not_those_of_espeak(tmp_path: Path) -> None:
    """In the cache each has its own key, so that a voice that is installed later is heard at once."""
    cue, cache = Utterance("Ruhe jetzt.", "de"), MemoryCache()
    told: list[str] = []
    lengths = []
    for settings in (EngineSettings(), install(tmp_path, "thorsten")):
        maker = ClipMaker(cache, notice=told.append, known=known_engines(settings))
        lengths.append(len(maker.clips([cue, replace(cue, text="Lass los.")], lambda _done, _of: None)[cue]))
        maker.close()
    assert lengths[0] != lengths[1]
    assert len(told) == 1


def test_without_hibari_espeak_speaks_and_says_why_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on machines that onnxruntime has no build for."""
    monkeypatch.setattr(_hibari, "_NEEDED", ("hibari", "no_such_runtime"))
    told: list[str] = []
    maker = ClipMaker(MemoryCache(), notice=told.append)
    try:
        maker.clips([Utterance("Rest."), Utterance("Let go.")], lambda _done, _of: None)
    finally:
        maker.close()
    assert len(told) == 1
    assert told[0].startswith("eSpeak NG speaks, because the natural voice needs no_such_runtime")
