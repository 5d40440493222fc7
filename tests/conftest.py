"""Every test has its own folders, and never uses those of the person who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, journal, positions and the cache are in the folder of the test."""
    monkeypatch.setenv("UNKNOT_CONFIG", str(tmp_path / "config" / "settings.toml"))
    for name in ("DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"UNKNOT_{name}", str(tmp_path / name.lower()))
