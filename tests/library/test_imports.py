"""What importing the library costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIST = "from unknot import library; library.routine_entries(); library.find_routine('breathing')"
REST = (
    "import unknot.journal, unknot.library._composition, unknot.library._packs, unknot.library._today, "
    "unknot.library._alternatives"
)


def loaded(code: str) -> set[str]:
    """The modules that are there after the code has run in an interpreter of its own."""
    command = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("code", [LIST, REST])
def test_no_sound_is_loaded(code: str) -> None:
    """Neither to list nor to compose: both answer at once."""
    assert not loaded(code) & {"numpy", "soxr", "miniaudio", "imageio_ffmpeg", "unknot.audio"}


def test_a_list_needs_neither_the_parser_nor_the_fitting() -> None:
    """The headers are enough."""
    assert not loaded(LIST) & {"unknot.script", "unknot.planning", "sqlite3", "zipfile"}
