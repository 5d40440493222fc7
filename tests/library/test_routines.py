"""Routines by name or path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import library
from unknot.errors import UsageError
from unknot.routine import SIDES
from unknot.units import Frames

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "---\ntitle: Mine\nareas: [neck, jaw]\nlength: 1:30\n---\n\nBreathe.\n"


def write(folder: Path, name: str, text: str = SCRIPT) -> Path:
    """The path of a new script."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_routines_that_ship_are_found_and_named_by_their_headers() -> None:
    """Each has a title and a summary."""
    found = library.routine_entries()
    assert "desk-neck-and-shoulders" in [entry.name for entry in found]
    assert all(entry.title != entry.name and entry.summary and entry.shipped for entry in found)


def test_a_routine_that_ships_is_found_by_its_name() -> None:
    """The entry has the path and the whole text."""
    entry = library.find_routine("feet-with-a-ball")
    assert entry.title == "Feet with a ball"
    assert "# Sole of the foot, {side}" in entry.text
    assert entry.file.endswith("feet-with-a-ball.md")


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    """The entry has the values of its header."""
    entry = library.find_routine(str(write(tmp_path, "mine.md")))
    assert (entry.name, entry.title, entry.areas, entry.length, entry.shipped) == (
        "mine",
        "Mine",
        ("neck", "jaw"),
        90 * 48_000,
        False,
    )


def test_a_missing_routine_is_an_error_with_the_nearest_names() -> None:
    """A typing error leads to the routine that was meant."""
    with pytest.raises(UsageError, match="desk-nek") as caught:
        library.find_routine("desk-nek-and-sholders")
    assert "desk-neck-and-shoulders" in caught.value.next_step


@pytest.mark.parametrize("name", ["", "..", "../pyproject", "scripts/", "zzzzzz", "\0"])
def test_a_wrong_name_is_an_error(name: str) -> None:
    """A name never leads out of the library."""
    with pytest.raises(UsageError):
        library.find_routine(name)


def test_a_header_that_cannot_be_read_leaves_the_name_as_title(tmp_path: Path) -> None:
    """The parser reports the error later."""
    entry = library.find_routine(str(write(tmp_path, "broken.md", "---\ntitle: [\n---\nWords.")))
    assert entry.title == "broken"


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "sound.md"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(UsageError, match="sound"):
        library.find_routine(str(path))


def test_an_include_is_found_beside_the_script_and_then_in_the_library(tmp_path: Path) -> None:
    """A person's own script of the same name comes first."""
    script = write(tmp_path, "a.md")
    own = write(tmp_path, "closing.md", "Mine.")
    include = library.include_finder(script)
    assert include("closing") == (str(own.resolve()), "Mine.")
    assert (include("feet-with-a-ball") or ("", ""))[1] == library.find_routine("feet-with-a-ball").text
    assert include("nothing-like-it") is None


@pytest.mark.parametrize("name", ["../b", "../../etc/passwd", "/etc/hostname", "link", "\0", "up/../../b"])
def test_an_include_never_leads_out_of_its_folders(tmp_path: Path, name: str) -> None:
    """Neither `..`, nor an absolute path, nor a link is followed."""
    outside = write(tmp_path, "b.md")
    script = write(tmp_path, "inside/a.md")
    (tmp_path / "inside" / "link.md").symlink_to(outside)
    assert library.include_finder(script)(name) is None


def test_routines_in_other_folders_are_found_by_folder_and_name(tmp_path: Path) -> None:
    """They come after those that ship, and never replace one of them."""
    write(tmp_path, "knee-week/evening.md")
    write(tmp_path, "knee-week/feet-with-a-ball.md")
    more = [tmp_path / "knee-week"]
    assert library.find_routine("knee-week/evening", more).title == "Mine"
    assert library.find_routine("evening", more).name == "knee-week/evening"
    assert library.find_routine("feet-with-a-ball", more).shipped
    assert [entry.name for entry in library.routine_entries(more)][-2:] == [
        "knee-week/evening",
        "knee-week/feet-with-a-ball",
    ]


def test_routines_are_chosen_by_what_they_work_on_and_need() -> None:
    """An empty condition is fulfilled by every routine."""
    every = library.routine_entries()
    assert library.matching_entries(every) == every
    chosen = library.matching_entries(
        every, areas=library.body_parts("feet"), tools=["hands"], settings=["sofa"], language="en"
    )
    assert [entry.name for entry in chosen] == ["feet-by-hand"]
    sided = [
        {e.name for e in library.matching_entries(every, areas=library.body_parts(f"{s} shoulder"))} for s in SIDES
    ]
    assert sided[1] - sided[0] == {"one-shoulder"}
    assert all(entry.tools == () for entry in library.matching_entries(every, tools=[]))
    assert {e.name for e in library.matching_entries(every, longest=Frames(180 * 48_000))} == {
        "drei-minuten-pause",
        "kettle-minute",
        "three-minute-break",
        "three-minute-hands",
    }
