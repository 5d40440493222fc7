"""The catalogue of voices is complete and agrees with the documentation."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from unknot.errors import UsageError, VoiceError
from unknot.ports import speaking
from unknot.voices import catalogue, catalogue_voice
from unknot.voices._registry import engine

LENGTHS = {"sha256": 64, "md5": 32}


def test_every_voice_has_a_plain_name_of_its_own_and_says_what_its_licence_allows() -> None:
    """A name is one word. The credit is there where it is required, and the reason where the use is unclear."""
    voices = catalogue()
    assert len({voice.name for voice in voices}) == len(voices)
    for voice in voices:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", voice.name)
        assert voice.licence
        assert voice.quality in {"natural", "high", "medium", "low", "lowest"}
        assert bool(voice.note) == (voice.commercial == "unclear")
        assert voice.credit or voice.commercial not in {"credit", "no"}
        assert voice.page.startswith("https://")


def test_every_file_has_an_address_a_size_and_a_digest() -> None:
    """Piper's files are of one revision. No two files have the same name, since a mirror has them in one folder."""
    files = [file for voice in catalogue() for file in voice.files]
    assert len({file.name for file in files}) == len(files)
    for file in files:
        algorithm, _, digest = file.digest.partition(":")
        assert re.fullmatch(rf"[0-9a-f]{{{LENGTHS[algorithm]}}}", digest)
        assert file.url.startswith("https://")
        assert file.url.endswith(f"/{file.name}")
        assert file.size > 0
        assert "rhasspy" not in file.url or re.search(r"/resolve/[0-9a-f]{40}/", file.url)


def test_a_piper_voice_has_a_model_and_its_settings() -> None:
    """There are Piper voices for at least fifteen languages."""
    voices = [voice for voice in catalogue() if voice.engine == "piper"]
    for voice in voices:
        model, settings = voice.files
        assert model.name.endswith(".onnx")
        assert settings.name == f"{model.name}.json"
    assert len({tag.partition("-")[0] for voice in voices for tag in voice.languages}) >= 15


def test_the_entries_of_hibari_agree_with_its_package() -> None:
    """Its package has the sizes and digests of its voices."""
    pytest.importorskip("hibari")
    known = json.loads(resources.files("hibari").joinpath("assets/voices.json").read_text("utf-8"))
    natural = [voice for voice in catalogue() if voice.engine == "natural"]
    assert {voice.name for voice in natural} == set(known)
    for voice in natural:
        assert voice.languages == (known[voice.name]["language"],)
        for file in voice.files:
            facts = known[voice.name]
            assert (file.name, file.size, file.digest) == (facts["file"], facts["bytes"], f"sha256:{facts['sha256']}")


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "thorsten"), ("de-AT", "thorsten"), ("en-GB", "emma"), ("en-US", "fenrir"), ("xx", None)],
)
def test_the_first_voice_that_can_be_installed_for_a_language(language: str, name: str | None) -> None:
    """It speaks exactly that language, or the same language of another region."""
    found = speaking(language, [voice for voice in catalogue() if voice.files])
    assert (found[0].name if found else None) == name


def test_an_unknown_name_is_answered_with_the_nearest_names() -> None:
    """The names are those of voices that can be installed."""
    with pytest.raises(UsageError, match="no voice 'torsten'") as fault:
        catalogue_voice("torsten")
    assert "thorsten" in fault.value.next_step


def test_the_errors_for_a_voice_that_is_not_installed_and_for_an_unknown_one_differ() -> None:
    """The first says how to install it."""
    with pytest.raises(VoiceError, match="the voice thorsten is not installed") as fault:
        engine("thorsten", {})
    assert "unknot voices install thorsten" in fault.value.next_step
    with pytest.raises(VoiceError, match="there is no voice engine 'nobody'"):
        engine("nobody", {})


def test_the_page_about_voices_lists_every_voice_with_its_licence() -> None:
    """The size is given where there is something to download."""
    page = (Path(__file__).parents[2] / "docs" / "voices.md").read_text("utf-8")
    table = page.partition("| paid work |")[2].partition("\n\n")[0]
    rows = {row.split("`")[1]: row for row in table.splitlines()[2:]}
    assert set(rows) == {voice.name for voice in catalogue()}
    for voice in catalogue():
        size = f"{voice.size / 1e6:.0f} MB" if voice.files else "built in"
        assert f"| {', '.join(voice.languages)} | {voice.quality} | {size} | {voice.licence} |" in rows[voice.name]
        assert ("| yes" in rows[voice.name]) == (voice.commercial in {"yes", "credit"})
        assert voice.credit in rows[voice.name]
