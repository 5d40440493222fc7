"""Verbs that give a value and leave the printing to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app, config
from unknot.errors import UsageError, VoiceError

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "---\ntitle: Breath\n---\n\n# Settle\n\nSit down. [4s]\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The path of a script."""
    path = tmp_path / "breath.md"
    path.write_text(SCRIPT, "utf-8")
    return path


def test_check_counts_errors_and_warnings_over_all_scripts(tmp_path: Path, script: Path) -> None:
    """And gives them as plain values, for editors."""
    bad = tmp_path / "bad.md"
    bad.write_text(SCRIPT.replace("[4s]", "[puase 4s]"), "utf-8")
    checked = app.check([str(script), str(bad)])
    assert (checked.errors, checked.warnings) == (1, len(checked.findings) - 1)
    assert [found["rule"] for found in checked.as_json() if found["severity"] == "error"] == ["unknown-tag"]


def test_show_without_a_width_speaks_nothing_and_draws_nothing(script: Path) -> None:
    """What a routine is can be told at once."""
    voice = app.VoiceRequest(app.read_person().settings.voice)
    shown = app.show(app.ShowRequest(str(script), app.SessionRequest(voice=voice)))
    assert (shown.entry.title, shown.chapters, shown.text) == ("Breath", ("Settle",), SCRIPT)
    assert (shown.picture, shown.fault) == (None, None)


def test_show_tells_of_a_routine_whose_session_cannot_be_drawn(script: Path) -> None:
    """Its page is there, and so is the reason."""
    from unknot.routine import VoiceChoice

    nobody = app.SessionRequest(voice=app.VoiceRequest(VoiceChoice("nobody")))
    shown = app.show(app.ShowRequest(str(script), nobody, width=60))
    assert shown.entry.title == "Breath"
    assert shown.picture is None
    assert isinstance(shown.fault, VoiceError)


def test_a_picture_stands_where_it_was_asked_for_or_beside(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is the routine's where none was given; another kind of file is refused."""
    monkeypatch.chdir(script.parent)
    assert app.plot(app.PlotRequest(str(script))).name == "breath.svg"
    with pytest.raises(UsageError, match="there already"):
        app.plot(app.PlotRequest(str(script)))
    with pytest.raises(UsageError, match=r"cannot draw \.mp3"):
        app.plot(app.PlotRequest(str(script), output=script.with_suffix(".mp3")))


def test_fmt_gives_the_files_that_change_and_changes_none_when_it_only_checks(tmp_path: Path, script: Path) -> None:
    """A file in the canonical form is not among them."""
    untidy = tmp_path / "untidy.md"
    untidy.write_text(SCRIPT.replace("[4s]", "[4 second pause]"), "utf-8")
    request = app.FmtRequest((script, untidy), check=True)
    assert app.fmt(request) == (untidy,)
    assert "4 second" in untidy.read_text("utf-8")
    assert app.fmt(app.FmtRequest((script, untidy))) == (untidy,)
    assert app.fmt(request) == ()


def test_a_text_without_a_file_to_go_to_is_given_and_not_written(tmp_path: Path, script: Path) -> None:
    """With one it is both."""
    request = app.ImportRequest(tmp_path / "a.txt", content=b"Sit down.;4\n", title="A")
    given = app.import_script(request).script
    assert given.path is None
    assert "Sit down. [4s]" in given.text
    written = app.compose(app.ComposeRequest(areas=("neck",), output=tmp_path / "neck.md")).script
    assert written.path == tmp_path / "neck.md"
    assert (tmp_path / "neck.md").read_text("utf-8") == written.text
    with pytest.raises(UsageError, match="there already"):
        app.compose(app.ComposeRequest(areas=("neck",), output=script))


def test_say_takes_no_format_without_sound_and_no_unknown_loudspeaker(tmp_path: Path) -> None:
    """Before anything is spoken."""
    for request in (
        app.SayRequest("Sit.", output=tmp_path / "a.ssml"),
        app.SayRequest("Sit.", output=tmp_path / "a.xyz"),
        app.SayRequest("Sit.", player="gramophone"),
    ):
        with pytest.raises(UsageError):
            app.say(request)
    assert not list(tmp_path.glob("cache/*"))


def test_a_profile_that_cannot_be_read_keeps_a_pack_from_being_taken_over(tmp_path: Path) -> None:
    """Before the pack is installed, so that nothing is half done."""
    folder = tmp_path / "knee-week"
    folder.mkdir()
    (folder / "evening.md").write_text("---\ntitle: Evening\nareas: [feet]\n---\n\nRoll the ball. [10s]\n", "utf-8")
    (folder / "pack.toml").write_text(
        'name = "knee-week"\ntitle = "Knee week"\nauthor = "B"\nfocus = ["feet"]\nroutines = ["evening.md"]\n', "utf-8"
    )
    built = app.pack_build(folder, tmp_path / "knee-week.zip")
    app.profile_set("avoid", "jaw")
    profile = config.settings_file().with_name("profile.toml")
    profile.write_text("nonsense = 1\n", "utf-8")
    with pytest.raises(UsageError):
        app.pack_install(app.PackInstallRequest(built.path, take_over=True))
    assert app.pack_list() == ()
    profile.unlink()
    app.pack_install(app.PackInstallRequest(built.path, take_over=True))
    assert dict(app.profile_show())["focus"] == "feet"
