"""The bar of progress."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from unknot.cli import _progress


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error is a terminal, and a bar shows at once."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(_progress, "_PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(
        "rich.console.Console", lambda **_: Console(file=terminal, force_terminal=True, width=60, stderr=False)
    )
    return terminal


@pytest.mark.usefixtures("terminal")
def test_of_many_stages_only_the_present_one_is_shown() -> None:
    """A hundred files do not fill the terminal with bars; a name with brackets is no markup."""
    with _progress.Bar(watched=True) as bar:
        for number in range(1, 4):
            bar(f"file {number} of 3, a[b].mp3: speaking", number, 10)
        assert bar._bars is not None
        (shown,) = [task for task in bar._bars.tasks if task.visible]
        assert "file 3 of 3" in shown.description


def test_an_error_stands_on_a_line_of_its_own(terminal: Terminal) -> None:
    """The bar is taken away before an error is printed, and is there again after it."""
    before: list[str] = []

    def show(text: str) -> None:
        before.append(terminal.getvalue() + text)

    with _progress.Bar(watched=True) as bar:
        bar("file 1 of 2: speaking", 1, 10)
        bar.above(show)("the voice has failed")
        bar("file 2 of 2: speaking", 1, 10)
    assert before[0].endswith("\x1b[2Kthe voice has failed")
    assert terminal.getvalue().count("file 2 of 2") >= 1


def test_without_a_bar_nothing_is_in_the_way() -> None:
    """The answer of the function is passed on."""
    with _progress.Bar(watched=False) as bar:
        assert bar.above(str.upper)("yes") == "YES"
