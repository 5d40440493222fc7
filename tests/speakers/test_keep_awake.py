"""Keeping the computer awake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.speakers import _keep_awake

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_each_system_has_its_own_command_to_stay_awake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program there is no command."""
    for name in ("caffeinate", "systemd-inhibit"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _keep_awake.keep_awake_command("darwin", 7) == ["caffeinate", "-i", "-w", "7"]
    assert _keep_awake.keep_awake_command("linux", 7)[:2] == ["systemd-inhibit", "--what=idle:sleep"]
    assert _keep_awake.keep_awake_command("sunos", 7) == []
    monkeypatch.setenv("PATH", "")
    assert _keep_awake.keep_awake_command("darwin", 7) == _keep_awake.keep_awake_command("linux", 7) == []


def test_a_computer_that_cannot_be_kept_awake_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is missing or does not start is no error."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with _keep_awake.keep_awake("linux"):
        pass
    (tmp_path / "systemd-inhibit").write_bytes(b"\0")
    (tmp_path / "systemd-inhibit").chmod(0o755)
    with _keep_awake.keep_awake("linux"):
        pass
