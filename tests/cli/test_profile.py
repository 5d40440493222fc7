"""`unknot profile`."""

from __future__ import annotations

import pytest

from unknot import cli


@pytest.mark.parametrize("words", [["set", "avoid", "nek"], ["set", "nothing", "1"], ["set", "length", "long"]])
def test_an_invalid_value_of_the_profile_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An invalid value is refused with a next step, and the profile is unchanged."""
    assert cli.run(["profile", *words]) == 2
    assert "next:" in capsys.readouterr().err
    assert cli.run(["profile", "show", "--json"]) == 0
    assert '"avoid": ""' in capsys.readouterr().out
