"""What importing the library loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIST = "from unknot import library; library.routine_entries(); library.find_routine('breathing')"
REST = (
    "from unknot.library import alternative_for, build_pack, compose, install_pack, suggestions; "
    "from unknot.journal import Journal, make_report, this_week"
)


def loaded(code: str) -> set[str]:
    """The modules that are loaded after the code has run in a new interpreter."""
    command = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("code", [LIST, REST])
def test_no_sound_is_loaded(code: str) -> None:
    """Neither a list nor `compose` needs it."""
    assert not loaded(code) & {"numpy", "soxr", "miniaudio", "imageio_ffmpeg", "unknot.audio"}


def test_a_list_needs_neither_the_parser_nor_the_planning() -> None:
    """A list needs only the headers."""
    assert not loaded(LIST) & {"unknot.script", "unknot.planning", "sqlite3", "zipfile"}
