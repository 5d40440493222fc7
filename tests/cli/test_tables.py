"""Tables in terminals of every width."""

from __future__ import annotations

import pytest

from unknot import app, cli
from unknot.cli._tables import table_text

HEAD = ("name", "for", "what it is")
ROWS = [
    ("desk-neck-and-shoulders", "neck, shoulders, upper-back", "Neck and shoulders at the desk"),
    ("feet", "feet", "Feet with a ball"),
]


def words(text: str) -> list[str]:
    """The words, in order of the alphabet."""
    return sorted(text.replace(":", " ").split())


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 200])
def test_a_table_is_wrapped_at_words(width: int) -> None:
    """No line is wider than the terminal, and every word of every cell is there whole."""
    table = table_text(ROWS, HEAD, width)
    lines = [*table.head, *table.body]
    assert all(len(line) <= max(width, len(ROWS[0][0])) for line in lines)
    found = words("\n".join(lines))
    assert set(words(" ".join(map(" ".join, ROWS)))) <= set(found)


def test_a_wide_terminal_has_a_row_in_a_line() -> None:
    """Nothing is wrapped where there is room."""
    table = table_text(ROWS, HEAD, 200)
    assert (len(table.head), len(table.body)) == (1, 2)
    assert table == table_text(ROWS, HEAD, None)


def test_a_narrow_terminal_has_blocks() -> None:
    """Where no column can be narrower, each cell has its own lines, with the name of its column."""
    table = table_text(ROWS[1:], HEAD, 20)
    assert table.head == ()
    assert table.body == ("feet", "  for: feet", "  what it is: Feet", "    with a ball")


@pytest.mark.parametrize("columns", [20, 40, 80, 100])
def test_the_list_of_routines_fits_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names stay whole, so that they can be copied; tools and places are in the list."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert cli.run(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = {entry.name for entry in app.list_routines(app.ListRequest())}
    assert max(map(len, lines)) <= max(columns, max(map(len, names)))
    assert names <= {line.split()[0] for line in lines if line}
    assert any("foam-roller" in line for line in lines)
    assert any("floor" in line for line in lines)


def test_a_pipe_has_a_routine_in_each_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read the list line by line."""
    monkeypatch.delenv("COLUMNS", raising=False)
    assert cli.run(["list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(app.list_routines(app.ListRequest()))
