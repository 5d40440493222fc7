"""Building a pack from a folder."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.library.packs.tools import GOOD, ROUTINE, folder
from unknot.errors import ScriptError
from unknot.library import build_pack
from unknot.library._packs._contents import SUMS

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    """The time of building does not matter."""
    source = folder(tmp_path)
    first = build_pack(source, tmp_path / "a.zip").path.read_bytes()
    (source / "evening.md").touch()
    assert build_pack(source, tmp_path / "b.zip").path.read_bytes() == first


def test_the_checksums_can_be_checked_by_other_tools(tmp_path: Path) -> None:
    """There are two spaces between checksum and name, as `sha256sum` writes them."""
    with zipfile.ZipFile(build_pack(folder(tmp_path)).path) as pack:
        lines = pack.read(SUMS).decode().splitlines()
    assert f"{hashlib.sha256(ROUTINE.encode()).hexdigest()}  evening.md" in lines


def test_files_that_cannot_be_in_a_pack_are_left_out_and_listed(tmp_path: Path) -> None:
    """These are hidden files, links and other kinds of files."""
    source = folder(tmp_path, {**GOOD, "letter.docx": "x", ".hidden.md": ROUTINE})
    (source / "link.md").symlink_to("/etc/hostname")
    assert build_pack(source).left == (".hidden.md", "letter.docx", "link.md")


def test_a_routine_with_faults_is_an_error_with_its_findings(tmp_path: Path) -> None:
    """The findings are those of the checker."""
    with pytest.raises(ScriptError) as fault:
        build_pack(folder(tmp_path, {**GOOD, "evening.md": ROUTINE + "[puase 3s]\n"}))
    assert fault.value.findings[0].place.file == "evening.md"
