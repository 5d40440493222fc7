"""Installing packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.library.packs.tools import GOOD, ROUTINE, folder, left_in, zipped
from unknot.errors import UsageError, WriteError
from unknot.library import build_pack, inspect_pack, install_pack, installed_packs

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_becomes_a_pack_and_a_pack_a_folder(tmp_path: Path) -> None:
    """Every file is the same after building and installing."""
    built = build_pack(folder(tmp_path))
    assert built.path == tmp_path / "knee-week.zip"
    one = install_pack(built.path, tmp_path / "packs")
    assert one.pack == built.pack == inspect_pack(built.path).pack
    assert {name: (one.folder / name).read_text() for name in left_in(one.folder)} == GOOD
    assert one.routines == (one.folder / "evening.md",)
    assert installed_packs(tmp_path / "packs") == (one,)


def test_a_pack_replaces_another_only_when_asked(tmp_path: Path) -> None:
    """No file of the old pack is left then."""
    path, packs = zipped(tmp_path), tmp_path / "packs"
    install_pack(path, packs)
    (packs / "knee-week" / "own.md").write_text(ROUTINE)
    with pytest.raises(UsageError, match="already"):
        install_pack(path, packs)
    assert (packs / "knee-week" / "own.md").exists()
    install_pack(path, packs, replace=True)
    assert left_in(packs) == sorted(f"knee-week/{name}" for name in GOOD)


def test_a_pack_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """The folder of packs is a file here."""
    (tmp_path / "packs").write_text("in the way")
    with pytest.raises(WriteError):
        install_pack(zipped(tmp_path), tmp_path / "packs")
    assert left_in(tmp_path) == ["other.zip", "packs"]
