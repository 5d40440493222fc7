"""`unknot voices`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot import cli

if TYPE_CHECKING:
    import pytest


def test_the_names_of_one_engine_are_listed_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """The voices of one engine are printed one per line; an unknown engine is an error."""
    assert cli.run(["voices", "espeak"]) == 0
    output = capsys.readouterr()
    assert {"en-gb", "de", "fr"} <= set(output.out.splitlines())
    assert "eSpeak NG" in output.err
    assert cli.run(["voices", "embedded"]) == 0
    assert capsys.readouterr().out == output.out
    assert cli.run(["voices", "nobody"]) == 2
    assert "no voice engine 'nobody'" in capsys.readouterr().err
