"""A script that several tests of verbs use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.scripts import SCRIPT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The path of a script."""
    path = tmp_path / "breath.md"
    path.write_text(SCRIPT, "utf-8")
    return path
