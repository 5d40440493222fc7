"""Completion in shells, and `unknot help`."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from click.shell_completion import ShellComplete

from unknot import app, cli
from unknot.cli._commands import VARIABLE, program
from unknot.cli._completion import SHELLS, PowerShellComplete


def completed(*words: str) -> list[str]:
    """The values that complete the last of the words."""
    shell = ShellComplete(program, {}, "unknot", VARIABLE)
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["jour"], "journal"),
        (["help", "journal", "f"], "forget"),
        (["play", "desk"], "desk-neck-and-shoulders"),
        (["check", "feet-with-a-ball", "desk"], "desk-neck-and-shoulders"),
        (["export", "--background", "oc"], "ocean"),
        (["export", "--format", "m4"], "m4b"),
        (["say", "--voice", "thor"], "thorsten"),
        (["list", "--area", "ne"], "neck"),
        (["list", "--tool", "foam"], "foam-roller"),
        (["list", "--setting", "de"], "desk"),
        (["list", "--language", "d"], "de"),
        (["compose", "--areas", "neck,ja"], "neck,jaw"),
        (["areas", "shoul"], "shoulders"),
        (["profile", "set", "avo"], "avoid"),
        (["profile", "set", "avoid", "neck,ca"], "neck,calves"),
        (["journal", "add", "--routine", "feet"], "feet-with-a-ball"),
        (["voices", "install", "thor"], "thorsten"),
    ],
)
def test_names_are_completed(words: list[str], value: str) -> None:
    """Commands, routines, backgrounds, voices, areas, tools, keys and their values are completed."""
    assert value in completed(*words)


def test_a_word_that_begins_no_routine_is_completed_as_a_file() -> None:
    """Where no name fits, the shell completes the names of files."""
    shell = ShellComplete(program, {}, "unknot", VARIABLE)
    assert [item.type for item in shell.get_completions(["export"], "my/own")] == ["file"]


def test_a_profile_that_cannot_be_read_does_not_disturb_completion(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No error is printed while a shell completes."""
    folder = tmp_path_factory.mktemp("settings")
    (folder / "profile.toml").write_text("nonsense", "utf-8")
    monkeypatch.setenv("UNKNOT_CONFIG", str(folder / "settings.toml"))
    assert "neck" in completed("profile", "set", "avoid", "ne")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The script names the program and asks it by the variable."""
    assert cli.run(["completion", shell]) == 0
    script = capfd.readouterr().out
    assert "unknot" in script
    assert f"{shell}_complete" in script


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_one_that_the_shell_can_read(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The shell itself reads the script without an error."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    assert cli.run(["completion", shell]) == 0
    script = capfd.readouterr().out
    assert subprocess.run([found, "-n"], input=script, text=True, check=False).returncode == 0


def test_powershell_gives_its_words_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word may have spaces and backslashes; the last one may be empty."""
    shell = PowerShellComplete(program, {}, "unknot", VARIABLE)
    monkeypatch.setenv("COMP_WORDS", "unknot\nexport\nC:\\My files\\a.md\n--backg")
    monkeypatch.setenv("COMP_LAST", "--backg")
    assert shell.get_completion_args() == (["export", "C:\\My files\\a.md"], "--backg")
    monkeypatch.setenv("COMP_WORDS", "unknot\nplay")
    monkeypatch.setenv("COMP_LAST", "")
    assert shell.get_completion_args() == (["play"], "")
    assert "plain\tdesk-neck-and-shoulders\t" in shell.complete()


def test_powershell_is_known_to_click(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The program answers a PowerShell that completes."""
    monkeypatch.setenv(VARIABLE, "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", "unknot\nli")
    monkeypatch.setenv("COMP_LAST", "li")
    with pytest.raises(SystemExit):
        program.main([], prog_name="unknot", standalone_mode=False)
    assert "plain\tlist\t" in capsys.readouterr().out


def test_names_of_profiles_are_known_by_key() -> None:
    """A key with free text has no names."""
    assert "hands" in app.profile_names("tools")
    assert app.profile_names("length") == ()
    assert app.profile_names("nonsense") == ()


def test_help_shows_what_the_option_shows(capsys: pytest.CaptureFixture[str]) -> None:
    """`unknot help` is `unknot --help`, and `unknot help journal add` is `unknot journal add --help`."""
    for words in ([], ["list"], ["journal"], ["journal", "add"]):
        assert cli.run(["help", *words]) == 0
        helped = capsys.readouterr().out
        assert cli.run([*words, "--help"]) == 0
        assert helped == capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [(["jurnal"], "journal"), (["journal", "ad"], "add"), (["list", "now"], "unknot list has no commands of its own")],
)
def test_help_for_what_is_not_there_names_the_nearest(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown command is an error of use."""
    assert cli.run(["help", *words]) == 2
    assert told in capsys.readouterr().err
