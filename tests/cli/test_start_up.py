"""What starting the program costs, and what it touches."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from unknot.cli._commands import COMMANDS, program

HEAVY = ("numpy", "soxr", "yaml", "rich", "mutagen", "miniaudio", "pydub", "pyttsx3", "imageio_ffmpeg", "unittest")


def loaded_by(statement: str) -> set[str]:
    """The names of all modules that are loaded after one statement in a fresh Python."""
    code = (
        f"import sys\ntry:\n  {statement}\nexcept SystemExit: pass\nprint(chr(10).join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Start-up counts: help and version need no numpy and no engine."""
    loaded = loaded_by(f"from unknot.cli import main; main({words!r})")
    assert "unknot.cli._commands" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize(
    "module",
    ["unknot", "unknot.cli", "unknot.app", "unknot.wiring", "unknot.script", "unknot.planning", "unknot.library"],
)
def test_the_rooms_without_sound_import_without_numpy(module: str) -> None:
    """The language, the fitting and the library can be used on their own, quickly."""
    assert not loaded_by(f"import {module}") & {"numpy", "soxr", "rich"}


def test_the_first_sound_needs_no_fitting_no_voice_and_nothing_that_makes_files() -> None:
    """They come while the lead-in sounds."""
    first = "app._play, app._play_session, app._play_journal, cli._play, cli._screen, cli._keys"
    first += ", player.opening, player.performance, player.stage"
    modules = "; ".join(f"import unknot.{name}" for name in [*first.split(", "), "speakers.miniaudio_speaker"])
    later = {"unknot.planning", "unknot.voices", "unknot.outputs", "unknot.script._check", "importlib.metadata"}
    assert not loaded_by(modules) & (later | {*HEAVY, "asyncio"} - {"numpy", "yaml"})


@pytest.mark.parametrize("room", ["player", "script"])
def test_what_is_imported_later_is_there_when_it_is_asked_for(room: str) -> None:
    """Every public name of the rooms that import some of theirs late; and no other name."""
    module = importlib.import_module(f"unknot.{room}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert not hasattr(module, "nothing_of_the_sort")


def test_the_table_of_commands_says_what_each_command_says() -> None:
    """The help of the group is written without importing the commands, so it must not drift from theirs."""
    context = program.make_context("unknot", ["list"])
    for name, (_, text) in COMMANDS.items():
        command = program.get_command(context, name)
        assert command is not None
        assert (command.help or "").replace("\n", " ").startswith(text.rstrip("."))
