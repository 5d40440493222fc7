"""The settings and the profile of a person, read once for a request."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from unknot import app
from unknot.routine import VoiceChoice
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = "---\ntitle: Breath\n---\n\nSit down. [5s, 1s..60s]\n\nBreathe out. [5s, 1s..60s]\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a script, settings and a profile."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text(
        'background = "rain"\nloudness = -19\n[voice]\nengine = "espeak"\nrate = 130\n', "utf-8"
    )
    (tmp_path / "profile.toml").write_text('avoid = ["jaw"]\nbackground = "ocean"\n', "utf-8")
    (tmp_path / "breath.md").write_text(SCRIPT, "utf-8")
    return tmp_path


@pytest.fixture
def read(home: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file of `home` was read as text, by name; still counted while a test runs."""
    counted: Counter[str] = Counter()
    plain: Callable[..., str] = Path.read_text

    def read_text(path: Path, *words: Any, **named: Any) -> str:
        counted[path.name] += 1
        return plain(path, *words, **named)

    monkeypatch.setattr(Path, "read_text", read_text)
    return counted


def test_an_export_of_two_files_reads_settings_and_profile_once(home: Path, read: Counter[str]) -> None:
    """An export of two files reads the settings and the profile once for both."""
    lengths = (frames(20), frames(25))
    made = app.export(
        app.ExportRequest((str(home / "breath.md"),), lengths, output=home, options=app.FileOptions("wav"))
    )
    assert [file.path.name for file in made.files] == ["breath-20s.wav", "breath-25s.wav"]
    assert (read["settings.toml"], read["profile.toml"]) == (1, 1)


@pytest.mark.parametrize("verb", ["plan", "show", "plot", "play", "say"])
def test_every_verb_with_sound_reads_settings_and_profile_once(home: Path, read: Counter[str], verb: str) -> None:
    """Each verb with sound reads the settings and the profile once."""
    script = str(home / "breath.md")
    listener = app.Listener(lambda _: None, controls=_no_controls)
    verbs: dict[str, Callable[[], object]] = {
        "plan": lambda: app.plan(app.PlanRequest(script)),
        "show": lambda: app.show(app.ShowRequest(script, width=60)),
        "plot": lambda: app.plot(app.PlotRequest(script, output=home / "a.svg")),
        "play": lambda: app.play(app.PlayRequest(script, player=f"record:{home}/a.wav"), listener),
        "say": lambda: app.say(app.SayRequest("Sit down.", output=home / "a.wav")),
    }
    verbs[verb]()
    assert (read["settings.toml"], read["profile.toml"]) == (1, 1)


def test_what_the_profile_prefers_goes_before_the_settings(home: Path) -> None:
    """The profile overrides the settings; a voice of the same engine keeps the rate of the settings."""
    (home / "profile.toml").write_text('background = "ocean"\nvoice = "embedded:de"\n', "utf-8")
    (home / "settings.toml").write_text('[voice]\nengine = "embedded"\nname = "fr"\nrate = 130\n', "utf-8")
    settings = app.read_person().settings
    assert settings.background == "ocean"
    assert settings.voice == VoiceChoice("embedded", "de", 130)


def test_a_person_without_files_has_the_usual_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without files, a person has the usual settings."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "none" / "settings.toml"))
    assert app.read_person() == app.Person()


def _no_controls(_title: str) -> Any:
    """Controls without commands."""
    import contextlib

    from unknot.player import NoControls

    return contextlib.nullcontext(NoControls())
