"""What holds for every test: it sees nothing of the person who runs it, and leaves nothing with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that take long come first, so that no core waits for them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, journal, positions and the cache are in the test's own folders.

    eSpeak NG speaks where no voice is named: it needs a hundredth of the time of the natural voice.
    """
    settings = tmp_path_factory.mktemp("config") / "settings.toml"
    settings.write_text('voice.engine = "espeak"\n', encoding="utf-8")
    monkeypatch.setenv("UNKNOT_CONFIG", str(settings))
    for name in ("DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"UNKNOT_{name}", str(tmp_path / name.lower()))
