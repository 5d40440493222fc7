"""Checks of what is in a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.library.packs.tools import GOOD, LIST, ROUTINE, folder, left_in, zipped
from unknot.errors import UsageError
from unknot.library import build_pack, install_pack
from unknot.library._packs._contents import is_safe

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pack.toml": ""}, "`name` is missing"),
        ({"pack.toml": "name = ["}, "pack.toml"),
        ({"pack.toml": "[" * 5000}, "pack.toml"),
        ({"pack.toml": LIST + 'color = "blue"'}, "color"),
        ({"pack.toml": LIST.replace("knee-week", "../x")}, "small letters"),
        ({"pack.toml": LIST.replace("calves", "knee")}, "knee"),
        ({"pack.toml": LIST.replace("= 3", "= 99")}, "sessions"),
        ({"pack.toml": LIST.replace("Easy", "\\u001b[2J")}, "notes"),
        ({"pack.toml": LIST.replace("evening.md", "morning.md")}, "morning"),
        ({"evening.md": ROUTINE.replace("title", "voice: {engine: command, name: say}\ntitle")}, "command"),
        ({"evening.md": ROUTINE + "\n::: voice engine piper, name x.onnx\nHello.\n:::\n"}, "piper"),
        ({"recordings/cues.tsv": "b.wav\tGlide.\n"}, r"b\.wav"),
    ],
)
def test_a_folder_with_a_fault_makes_no_pack(tmp_path: Path, change: dict[str, str], why: str) -> None:
    """A zip with the same fault is not installed, and the message says where it is."""
    with pytest.raises(UsageError, match=why):
        build_pack(folder(tmp_path, {**GOOD, **change}))
    with pytest.raises(UsageError, match=why):
        install_pack(zipped(tmp_path, {**GOOD, **change}), tmp_path / "packs")
    assert not (tmp_path / "knee-week.zip").exists()
    assert not (tmp_path / "packs").exists()


@pytest.mark.parametrize(
    "name",
    ["../evil.md", "/etc/evil.md", "a/../../evil.md", "a\\..\\evil.md", "C:evil.md", "con.md", "a/b/c/d.md", ".evil.md",
     "evil.md ", "evil.sh", "evil.py", "a/.git/x.md", "nul/evil.md", "evil..", "x\n.md", "e\u0301vil.md", "-rf.md"],
)  # fmt: skip
def test_an_unsafe_name_is_refused(tmp_path: Path, name: str) -> None:
    """No file of the pack is written."""
    path = zipped(tmp_path, {**GOOD, name: "x"})
    with pytest.raises(UsageError):
        install_pack(path, tmp_path / "packs")
    assert left_in(tmp_path) == ["other.zip"]


@pytest.mark.parametrize("name", ["evening.md", "a/b/Übung 2.md", "recordings/001-sit-back-and.wav", "a (2).md"])
def test_a_usual_name_is_safe(name: str) -> None:
    """Spaces and other alphabets are allowed."""
    assert is_safe(name)
