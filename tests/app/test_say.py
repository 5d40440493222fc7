"""`app.say`: one spoken line."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.errors import ScriptError, UsageError, VoiceError
from unknot.routine import VoiceChoice

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.timeline import Cue

ESPEAK = app.VoiceRequest(VoiceChoice("espeak"))


def test_say_takes_no_format_without_sound_and_no_unknown_loudspeaker(tmp_path: Path) -> None:
    """A format without sound and an unknown loudspeaker are refused before anything is spoken."""
    for request in (
        app.SayRequest("Sit.", output=tmp_path / "a.ssml"),
        app.SayRequest("Sit.", output=tmp_path / "a.xyz"),
        app.SayRequest("Sit.", player="gramophone"),
    ):
        with pytest.raises(UsageError):
            app.say(request)
    assert not list(tmp_path.glob("cache/*"))


def said(folder: Path, text: str, **more: str) -> float:
    """The seconds of the file that holds the text."""
    path = folder / f"{len(list(folder.iterdir()))}.wav"
    app.say(app.SayRequest(text, voice=ESPEAK, output=path, **more))  # type: ignore[arg-type]
    with wave.open(str(path)) as file:
        return float(file.getnframes() / file.getframerate())


def test_a_pause_in_the_text_is_made(tmp_path: Path) -> None:
    """`[4s]` is four seconds of silence, not a word."""
    assert said(tmp_path, "One. [4s] Two.") == pytest.approx(
        said(tmp_path, "One.") + said(tmp_path, "Two.") - 0.5 + 4, abs=0.1
    )


def test_words_alone_have_a_quarter_of_a_second_on_either_side(tmp_path: Path) -> None:
    """No lead-in and no close of a session."""
    assert said(tmp_path, "One.") < 2


def test_a_line_is_said_as_the_routine_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The `say:` map, the language and the voice of the routine are those of the line; options come first."""
    header = "title: Hands\nlanguage: de\nvoice: {engine: espeak, rate: 120}\nsay: {thenar: /ˈθiːnɑr/}"
    script = tmp_path / "hands.md"
    script.write_text(f"---\n{header}\n---\n\nHallo.\n", "utf-8")
    cues: list[Cue] = []
    monkeypatch.setattr(
        "unknot.app._say._to_loudspeaker", lambda _name: lambda mix, _cache: cues.extend(mix.timeline.cues)
    )
    app.say(app.SayRequest("Der thenar.", routine=str(script)))
    app.say(app.SayRequest("The thenar.", routine=str(script), language="en"))
    first, second = (cue.utterance for cue in cues)
    assert first.say == (("thenar", "/ˈθiːnɑr/"),)
    assert (first.language, second.language) == ("de", "en")
    assert first.voice == VoiceChoice("espeak", rate=120)


@pytest.mark.parametrize(
    ("text", "column"), [("One. [4x] Two.", 7), ("One (pause 5 seconds) two", 5), ("Hello <break time='3s'/>.", 7)]
)
def test_markup_that_is_none_of_a_script_is_refused_by_name(tmp_path: Path, text: str, column: int) -> None:
    """Nothing is read aloud by mistake; the place counts from the beginning of the text."""
    with pytest.raises(ScriptError) as fault:
        said(tmp_path, text)
    (finding,) = fault.value.findings
    assert (finding.place.line, finding.place.column) == (1, column)


@pytest.mark.parametrize("text", ["", "  ", "[4s]", "# A heading"])
def test_a_text_without_words_is_refused(tmp_path: Path, text: str) -> None:
    """There is nothing to say."""
    with pytest.raises(UsageError, match="no words to say"):
        said(tmp_path, text)


def test_a_voice_that_fails_is_told_without_a_place(tmp_path: Path) -> None:
    """The text is no file, so that a line and a column would mislead."""
    voice = app.VoiceRequest(VoiceChoice("nope"))
    with pytest.raises(VoiceError) as fault:
        app.say(app.SayRequest("One.", voice=voice, output=tmp_path / "a.wav"))
    assert fault.value.message.startswith("the voice nope")
