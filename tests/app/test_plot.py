"""`app.plot`: a picture as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_picture_is_named_after_the_routine(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture has the name of the routine; an existing file and an unknown format are refused."""
    monkeypatch.chdir(script.parent)
    assert app.plot(app.PlotRequest(str(script))).name == "breath.svg"
    with pytest.raises(UsageError, match="there already"):
        app.plot(app.PlotRequest(str(script)))
    with pytest.raises(UsageError, match=r"cannot draw \.mp3"):
        app.plot(app.PlotRequest(str(script), output=script.with_suffix(".mp3")))
