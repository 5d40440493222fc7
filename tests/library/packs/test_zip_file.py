"""Reading a pack from a zip file of unknown origin."""

from __future__ import annotations

import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.library.packs.tools import GOOD, LIST, ROUTINE, folder, zipped
from unknot.errors import ScriptError, UsageError
from unknot.library import build_pack, inspect_pack
from unknot.library._packs._pack import read_pack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_a_device_is_refused(tmp_path: Path, kind: int) -> None:
    """Its name does not matter."""
    with pytest.raises(UsageError, match="link"):
        inspect_pack(zipped(tmp_path, external_attr=(kind | 0o777) << 16))


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Names that differ only in case count as the same."""
    with pytest.raises(UsageError, match="twice"):
        inspect_pack(zipped(tmp_path, {**GOOD, "Evening.md": ROUTINE}))


def test_another_compression_method_is_refused(tmp_path: Path) -> None:
    """Only the two methods that `build_pack` uses are allowed."""
    with pytest.raises(UsageError, match="way of its own"):
        inspect_pack(zipped(tmp_path, compress_type=zipfile.ZIP_LZMA))


def test_a_file_that_becomes_very_large_is_refused(tmp_path: Path) -> None:
    """The file is 64 MB of zeros, compressed to a thousandth."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack, pack.open("evening.md", "w") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    with pytest.raises(UsageError, match="larger than a text"):
        inspect_pack(path)


def test_a_file_that_is_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    """Reading stops at the size in its entry."""
    path = zipped(tmp_path, {**GOOD, "long.wav": "x" * 50_000}, compress_type=zipfile.ZIP_DEFLATED)
    data = path.read_bytes().replace(struct.pack("<L", 50_000), struct.pack("<L", 10))
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"long\.wav"):
        inspect_pack(path)


def test_too_long_a_list_of_entries_is_not_read(tmp_path: Path) -> None:
    """The number of entries is checked first."""
    with pytest.raises(UsageError, match="no pack"):
        inspect_pack(zipped(tmp_path, {f"{n}.md": "" for n in range(600)}))


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all, but long enough to be one", bytes(100)])
def test_what_is_no_zip_is_no_pack(tmp_path: Path, data: bytes) -> None:
    """The error names the file."""
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"x\.zip is no pack"):
        inspect_pack(path)


def test_a_pack_is_refused_when_any_byte_of_it_changes(tmp_path: Path) -> None:
    """What can be read is what was built."""
    whole = build_pack(folder(tmp_path)).path.read_bytes()
    path = tmp_path / "damaged.zip"
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        try:
            contents = inspect_pack(path)
        except (UsageError, ScriptError):
            continue
        assert contents.pack == read_pack(LIST.encode())


def test_without_checksums_there_is_no_pack(tmp_path: Path) -> None:
    """A zip that was packed by hand has none."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as pack:
        for name, text in GOOD.items():
            pack.writestr(name, text)
    with pytest.raises(UsageError, match="not made by `unknot pack build`"):
        inspect_pack(path)
