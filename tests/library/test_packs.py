"""Homework packs."""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from unknot.errors import ScriptError, UsageError, WriteError
from unknot.library import Pack, Profile, build_pack, inspect_pack, install_pack, installed_packs, with_value
from unknot.library._packs._contents import SUMS, is_safe
from unknot.library._packs._pack import read_pack
from unknot.library._packs._zip_file import checksums

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
    """A folder with these files."""
    for name, text in (GOOD if files is None else files).items():
        path = place / "homework" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place / "homework"


def zipped(place: Path, files: dict[str, str] | None = None, **how: int) -> Path:
    """A zip with these files and right checksums, whatever they are; `how` sets fields of each entry."""
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
    """Everything below a folder."""
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())


def test_a_folder_becomes_a_pack_and_a_pack_a_folder(tmp_path: Path) -> None:
    """Every file comes back as it was."""
    built = build_pack(folder(tmp_path))
    assert built.path == tmp_path / "knee-week.zip"
    one = install_pack(built.path, tmp_path / "packs")
    assert one.pack == built.pack == inspect_pack(built.path).pack
    assert {name: (one.folder / name).read_text() for name in left_in(one.folder)} == GOOD
    assert one.routines == (one.folder / "evening.md",)
    assert installed_packs(tmp_path / "packs") == (one,)


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whenever it is built."""
    source = folder(tmp_path)
    first = build_pack(source, tmp_path / "a.zip").path.read_bytes()
    (source / "evening.md").touch()
    assert build_pack(source, tmp_path / "b.zip").path.read_bytes() == first


def test_the_checksums_can_be_checked_by_other_tools(tmp_path: Path) -> None:
    """Two spaces between sum and name, as `sha256sum` has them."""
    with zipfile.ZipFile(build_pack(folder(tmp_path)).path) as pack:
        lines = pack.read(SUMS).decode().splitlines()
    assert f"{hashlib.sha256(ROUTINE.encode()).hexdigest()}  evening.md" in lines


def test_what_is_no_part_of_a_pack_is_left_and_told(tmp_path: Path) -> None:
    """Other files and links, by name."""
    source = folder(tmp_path, {**GOOD, "letter.docx": "x", ".hidden.md": ROUTINE})
    (source / "link.md").symlink_to("/etc/hostname")
    assert build_pack(source).left == (".hidden.md", "letter.docx", "link.md")


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
    """And neither does a zip with it: the message says where."""
    with pytest.raises(UsageError, match=why):
        build_pack(folder(tmp_path, {**GOOD, **change}))
    with pytest.raises(UsageError, match=why):
        install_pack(zipped(tmp_path, {**GOOD, **change}), tmp_path / "packs")
    assert not (tmp_path / "knee-week.zip").exists()
    assert not (tmp_path / "packs").exists()


def test_a_routine_with_faults_is_told_with_its_lines(tmp_path: Path) -> None:
    """As `check` would."""
    with pytest.raises(ScriptError) as fault:
        build_pack(folder(tmp_path, {**GOOD, "evening.md": ROUTINE + "[puase 3s]\n"}))
    assert fault.value.findings[0].place.file == "evening.md"


@pytest.mark.parametrize(
    "name",
    ["../evil.md", "/etc/evil.md", "a/../../evil.md", "a\\..\\evil.md", "C:evil.md", "con.md", "a/b/c/d.md", ".evil.md",
     "evil.md ", "evil.sh", "evil.py", "a/.git/x.md", "nul/evil.md", "evil..", "x\n.md", "e\u0301vil.md", "-rf.md"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing of the pack is written then."""
    path = zipped(tmp_path, {**GOOD, name: "x"})
    with pytest.raises(UsageError):
        install_pack(path, tmp_path / "packs")
    assert left_in(tmp_path) == ["other.zip"]


@pytest.mark.parametrize("name", ["evening.md", "a/b/Übung 2.md", "recordings/001-sit-back-and.wav", "a (2).md"])
def test_an_ordinary_name_is_fine(name: str) -> None:
    """Spaces and other alphabets too."""
    assert is_safe(name)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_a_device_is_refused(tmp_path: Path, kind: int) -> None:
    """Whatever it is called."""
    with pytest.raises(UsageError, match="link"):
        inspect_pack(zipped(tmp_path, external_attr=(kind | 0o777) << 16))


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Also when a file system would take the two for one."""
    with pytest.raises(UsageError, match="twice"):
        inspect_pack(zipped(tmp_path, {**GOOD, "Evening.md": ROUTINE}))


def test_a_pack_packed_in_a_way_of_its_own_is_refused(tmp_path: Path) -> None:
    """Only the two ways that `build` uses."""
    with pytest.raises(UsageError, match="way of its own"):
        inspect_pack(zipped(tmp_path, compress_type=zipfile.ZIP_LZMA))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    """Sixty-four megabytes of nothing, a thousand times smaller when packed."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack, pack.open("evening.md", "w") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    with pytest.raises(UsageError, match="larger than a text"):
        inspect_pack(path)


def test_a_file_that_is_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    """Reading stops at what was said."""
    path = zipped(tmp_path, {**GOOD, "long.wav": "x" * 50_000}, compress_type=zipfile.ZIP_DEFLATED)
    data = path.read_bytes().replace(struct.pack("<L", 50_000), struct.pack("<L", 10))
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"long\.wav"):
        inspect_pack(path)


def test_a_list_of_entries_without_end_is_not_read(tmp_path: Path) -> None:
    """The count is looked at first."""
    with pytest.raises(UsageError, match="no pack"):
        inspect_pack(zipped(tmp_path, {f"{n}.md": "" for n in range(600)}))


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all, but long enough to be one", bytes(100)])
def test_what_is_no_zip_is_no_pack(tmp_path: Path, data: bytes) -> None:
    """It is told by its name."""
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"x\.zip is no pack"):
        inspect_pack(path)


def test_a_pack_is_refused_when_any_byte_of_it_changes(tmp_path: Path) -> None:
    """Damage or a hand in between: what is installed is what was built."""
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
    """A zip that somebody packed by hand."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as pack:
        for name, text in GOOD.items():
            pack.writestr(name, text)
    with pytest.raises(UsageError, match="checksums"):
        inspect_pack(path)


def test_a_pack_replaces_another_only_when_asked(tmp_path: Path) -> None:
    """And wholly: nothing of the old one is left."""
    path, packs = zipped(tmp_path), tmp_path / "packs"
    install_pack(path, packs)
    (packs / "knee-week" / "own.md").write_text(ROUTINE)
    with pytest.raises(UsageError, match="already"):
        install_pack(path, packs)
    assert (packs / "knee-week" / "own.md").exists()
    install_pack(path, packs, replace=True)
    assert left_in(packs) == sorted(f"knee-week/{name}" for name in GOOD)


def test_a_pack_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "packs").write_text("in the way")
    with pytest.raises(WriteError):
        install_pack(zipped(tmp_path), tmp_path / "packs")
    assert left_in(tmp_path) == ["other.zip", "packs"]


def test_the_lists_of_a_pack_add_to_the_profile() -> None:
    """What the therapist leaves out is no longer in focus; what the person told stays."""
    pack = Pack("a", "A", ("a.md",), focus=("calves",), avoid=("neck",), sessions=3)
    profile = pack.onto(with_value(with_value(Profile(), "focus", "neck, jaw"), "avoid", "feet"))
    assert (profile.focus, profile.avoid, profile.sessions) == (("jaw", "calves"), ("feet", "neck"), 3)


def test_the_example_in_the_documentation_is_a_pack() -> None:
    """Word for word."""
    text = (Path(__file__).parents[2] / "docs" / "therapist.md").read_text(encoding="utf-8")
    pack = read_pack(text.partition("```toml\n")[2].partition("```")[0].encode())
    assert (pack.name, pack.made, pack.weeks) == ("knee-week", "2026-11-23", 2)
