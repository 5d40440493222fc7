"""`app.say`: one spoken line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unknot import app
from unknot.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_say_takes_no_format_without_sound_and_no_unknown_loudspeaker(tmp_path: Path) -> None:
    """A format without sound and an unknown loudspeaker are refused before anything is spoken."""
    for request in (
        app.SayRequest("Sit.", output=tmp_path / "a.ssml"),
        app.SayRequest("Sit.", output=tmp_path / "a.xyz"),
        app.SayRequest("Sit.", player="gramophone"),
    ):
        with pytest.raises(UsageError):
            app.say(request)
    assert not list(tmp_path.glob("cache/*"))
