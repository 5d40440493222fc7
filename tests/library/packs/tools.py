"""Folders and zip files with packs, for tests."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from unknot.library._packs._contents import SUMS
from unknot.library._packs._zip_file import checksums

if TYPE_CHECKING:
    from pathlib import Path

LIST = """name = "knee-week"
title = "After Tuesday"
routines = ["evening.md"]
focus = ["calves"]
avoid = ["lower-back", "neck"]
sessions = 3
notes = "Easy does it."
"""
ROUTINE = "---\ntitle: Evening\n---\n\n# Calf\n\nGlide. [hold 20s]\n"
GOOD = {"pack.toml": LIST, "evening.md": ROUTINE, "recordings/cues.tsv": "a.wav\tGlide.\n", "recordings/a.wav": "RIFF"}


def folder(place: Path, files: dict[str, str] | None = None) -> Path:
    """A new folder with these files."""
    for name, text in (GOOD if files is None else files).items():
        path = place / "homework" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place / "homework"


def zipped(place: Path, files: dict[str, str] | None = None, **how: int) -> Path:
    """A zip with these files and right checksums, valid or not; `how` sets fields of each entry."""
    files = GOOD if files is None else files
    path = place / "other.zip"
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    with zipfile.ZipFile(path, "w") as pack:
        for name, text in {**files, SUMS: checksums(sums).decode()}.items():
            info = zipfile.ZipInfo(name)
            for field, value in how.items():
                setattr(info, field, value)
            pack.writestr(info, text)
    return path


def left_in(place: Path) -> list[str]:
    """The names of all files in the folder."""
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
