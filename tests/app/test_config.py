"""`config` without a terminal: what is kept in the settings file, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app, config
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file with comments, in no special order."""
    path = tmp_path / "settings.toml"
    path.write_text('# mine\nloudness = -20  # quiet\n\n[voice]\nengine = "espeak"  # always there\n# end\n', "utf-8")
    monkeypatch.setenv("UNKNOT_CONFIG", str(path))
    return path


@pytest.mark.parametrize(
    ("key", "text", "line"),
    [
        ("loudness", "-16.5", "loudness = -16.5  # quiet"),
        ("background", "ocean", 'background = "ocean"'),
        ("background_level", "-3", "background_level = -3"),
        ("voice.rate", "135", "rate = 135"),
        ("voice.name", "en-gb", 'name = "en-gb"'),
        ("cache_cap", "500 MB", 'cache_cap = "500 MB"'),
        ("http.url", "http://127.0.0.1:8880/v1", 'url = "http://127.0.0.1:8880/v1"'),
        ("commands.slow", "flite -t {text} -o {out}", 'slow = "flite -t {text} -o {out}"'),
    ],
)
def test_a_value_is_changed_and_everything_else_stays(file: Path, key: str, text: str, line: str) -> None:
    """Comments and order are as they were, and the file can be read."""
    before = file.read_text("utf-8").splitlines()
    app.config_set(key, text)
    after = file.read_text("utf-8").splitlines()
    assert line in after
    assert [old for old in before if old not in after] in ([], ["loudness = -20  # quiet"])
    assert app.config_get(key).source == "settings"
    assert app.config_unset(key)
    assert line not in file.read_text("utf-8")
    assert not app.config_unset(key)


@pytest.mark.parametrize(
    ("key", "text", "step"),
    [
        ("voice.engine", "esepak", "did you mean espeak?"),
        ("voice.engine", "emma", "unknot voices install emma"),
        ("voice.name", "en-gbb", "espeak:en-gb"),
        ("voice.rate", "9000", "60 to 400"),
        ("voice.rate", "fast", "words a minute"),
        ("voice.pitch", "1.5", "0 to 100"),
        ("background", "rian", "did you mean rain?"),
        ("background_level", "nan", "-40 to 12"),
        ("loudness", "inf", "-40 to -12"),
        ("loudness", "3e38", "-40 to -12"),
        ("cache_cap", "much", "disk"),
        ("cache_cap", "1 KB", "10 MiB"),
        ("http.url", "localhost", "http"),
        ("commands.x", "'", "a program that speaks"),
        ("commands.x.y", "flite", "commands.NAME"),
        ("voice.spead", "1", "known are"),
        ("backgroud", "rain", "did you mean background"),
        ("rate", "90", "voice.rate"),
    ],
)
def test_a_wrong_value_is_refused_before_it_is_written(file: Path, key: str, text: str, step: str) -> None:
    """The next step names what is allowed, or the nearest that is known."""
    before = file.read_bytes()
    with pytest.raises(UsageError) as caught:
        app.config_set(key, text)
    assert step in f"{caught.value.message} {caught.value.next_step}"
    assert file.read_bytes() == before


def test_a_wrong_line_can_be_taken_out(file: Path) -> None:
    """`unset` needs no valid file, or nobody could repair one."""
    file.write_text("loudness = 5\nnonsense = 1\n", "utf-8")
    assert app.config_unset("nonsense")
    app.config_set("loudness", "-18")
    assert file.read_text("utf-8") == "loudness = -18\n"


def test_the_list_says_where_each_value_comes_from(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile and the environment take precedence over the file."""
    monkeypatch.setenv("UNKNOT_HTTP_MODEL", "kokoro")
    app.profile_set("background", "ocean")
    found = {row.key: (row.value, row.source) for row in app.config_list()}
    assert found["loudness"] == (-20, "settings")
    assert found["background"] == ("ocean", "profile")
    assert found["http.model"] == ("kokoro", "UNKNOT_HTTP_MODEL")
    assert found["voice.pitch"] == (None, "default")


def test_an_edited_file_is_checked_and_nothing_typed_is_lost(file: Path) -> None:
    """A text with an error is kept beside the file."""
    before = file.read_text("utf-8")
    assert not app.config_edit(lambda _text: None)
    with pytest.raises(UsageError, match="loudness"):
        app.config_edit(lambda text: text.replace("-20", "20"))
    assert file.read_text("utf-8") == before
    assert "loudness = 20" in file.with_name("settings.rejected.toml").read_text("utf-8")
    assert app.config_edit(lambda text: text.replace("-20", "-21"))
    assert app.config_get("loudness").value == -21


def test_a_new_file_begins_with_every_setting_as_a_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is TOML, and sets nothing. A person takes away a mark."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "new" / "settings.toml"))
    shown: list[str] = []
    assert not app.config_edit(lambda text: shown.append(text))
    assert all(f"# {setting.key.rpartition('.')[2]} = " in shown[0] for setting in config.SETTINGS)
    config.parse_settings(shown[0], tmp_path)


def test_a_link_to_the_settings_stays_a_link(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some people keep such files in a folder of their own."""
    link = file.with_name("link.toml")
    link.symlink_to(file)
    monkeypatch.setenv("UNKNOT_CONFIG", str(link))
    app.config_set("loudness", "-19")
    assert link.is_symlink()
    assert "loudness = -19" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "value", "step"),
    [
        ("voice", "nope", "choose one of"),
        ("voice", "espek", "did you mean espeak"),
        ("voice", "espeak:en-gbb", "espeak:en-gb"),
        ("background", "rian", "did you mean rain"),
        ("language", "english", "did you mean en?"),
        ("language", "q9", "write a tag like en"),
        ("level", "begginer", "beginner"),
        ("length", "10", "10 minutes? write 10m"),
        ("length", "0s", "10m"),
        ("length", "25h", "10m"),
        ("tools", "bal", "tennis-ball"),
        ("avoid", "nek", "neck"),
        ("focus", "neck, jew", "jaw"),
        ("conditions", "pregnant", "pregnancy"),
        ("sessions", "²", "1 to 14"),
        ("lenght", "10m", "length"),
    ],
)
def test_a_wrong_value_of_the_profile_is_refused_with_the_nearest(key: str, value: str, step: str) -> None:
    """Every key is checked when it is set, not when it is used."""
    with pytest.raises(UsageError) as caught:
        app.profile_set(key, value)
    assert step in f"{caught.value.message} {caught.value.next_step}"
    assert app.profile_show() == tuple(
        (k, "hands" if k == "tools" else "2" if k == "sessions" else "") for k, _ in app.profile_show()
    )


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("voice", "espeak:en-gb", "espeak:en-gb"),
        ("background", "none", "none"),
        ("language", "de-AT", "de-AT"),
        ("length", "half an hour", "30m"),
        ("avoid", "", ""),
    ],
)
def test_a_right_value_of_the_profile_is_kept(key: str, value: str, kept: str) -> None:
    """As `profile show` prints it."""
    assert app.profile_set(key, value) == kept


def test_a_background_that_is_a_file_is_kept_with_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scripts that use it are in other folders."""
    (tmp_path / "waves.mp3").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert app.profile_set("background", "waves.mp3") == str(tmp_path / "waves.mp3")


def test_a_wrong_key_in_the_profile_can_be_set_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise nobody could repair it from the command line."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "profile.toml").write_text('avoid = ["nek"]  # oh\n', "utf-8")
    with pytest.raises(UsageError, match="avoid in the profile"):
        app.profile_show()
    assert app.profile_set("avoid", "neck") == "neck"


@pytest.mark.parametrize(
    ("settings", "profile", "source"),
    [
        ('[voice]\nengine = "nope"\n', "", "voice.engine in "),
        ('[voice]\nengine = "espeak"\nname = "xx"\n', "", "voice.engine in "),
        ("", 'voice = "espeak:xx"\n', "voice in "),
        ('background = "rian"\n', "", "background in "),
        ("", 'background = "rian"\n', "background in "),
    ],
)
def test_an_error_of_a_voice_or_a_background_names_where_it_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, profile: str, source: str
) -> None:
    """The file and the key, and the command that sets another one."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text(settings or 'voice.engine = "espeak"\n', "utf-8")
    (tmp_path / "profile.toml").write_text(profile, "utf-8")
    script = tmp_path / "short.md"
    script.write_text("---\ntitle: Short\n---\n\n# Settle\n\nSit back. [4s]\n", "utf-8")
    with pytest.raises(Exception, match=source) as caught:
        app.export(app.ExportRequest((str(script),), output=tmp_path / "x.wav"))
    place = tmp_path / ("profile.toml" if profile else "settings.toml")
    assert str(place) in str(caught.value)
    assert "set another one: unknot" in caught.value.next_step.lower()  # type: ignore[attr-defined]


def test_an_error_of_a_voice_on_the_command_line_names_no_file(tmp_path: Path) -> None:
    """The voice of the settings is right, or is not asked."""
    from unknot.errors import VoiceError
    from unknot.routine import VoiceChoice

    request = app.SayRequest("Hello", output=tmp_path / "x.wav", voice=app.VoiceRequest(VoiceChoice("nope")))
    with pytest.raises(VoiceError) as caught:
        app.say(request)
    assert "settings.toml" not in str(caught.value)
