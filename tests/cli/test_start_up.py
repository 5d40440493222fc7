"""The modules that are imported when the program starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "numpy",
    "soxr",
    "yaml",
    "rich",
    "mutagen",
    "miniaudio",
    "pydub",
    "pyttsx3",
    "imageio_ffmpeg",
    "unittest",
    "markdown_it",
    "charset_normalizer",
)


def loaded_by(statement: str) -> set[str]:
    """The names of all modules that are loaded after one statement in a fresh Python."""
    code = (
        f"import sys\ntry:\n  {statement}\nexcept SystemExit: pass\nprint(chr(10).join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """--help and --version import no numpy and no voice engine."""
    loaded = loaded_by(f"from unknot.cli import main; main({words!r})")
    assert "unknot.cli._commands" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize(
    "module",
    ["unknot", "unknot.cli", "unknot.app", "unknot.wiring", "unknot.script", "unknot.planning", "unknot.library"],
)
def test_packages_without_sound_import_without_numpy(module: str) -> None:
    """Packages without sound import without numpy, soxr and rich."""
    assert not loaded_by(f"import {module}") & {"numpy", "soxr", "rich"}


def test_the_first_sound_imports_no_planning_no_voices_and_no_outputs() -> None:
    """The modules for the lead-in import no planning, no voices and no outputs."""
    first = "app._play, app._play_session, app._play_journal, cli._play, cli._screen, cli._keys"
    first += ", player._lead_in, player._loop, player._renderer"
    modules = "; ".join(f"import unknot.{name}" for name in [*first.split(", "), "speakers._miniaudio"])
    fitting = {f"unknot.planning.{name}" for name in ("_choices", "_fit", "_layout", "_score", "_solver", "_unfold")}
    later = {*fitting, "unknot.voices", "unknot.outputs", "unknot.script._check", "importlib.metadata"}
    assert not loaded_by(modules) & (later | {*HEAVY, "asyncio"} - {"numpy", "yaml"})
