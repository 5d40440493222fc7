"""`app.show`: the facts about a routine, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.scripts import SCRIPT
from unknot import app
from unknot.errors import VoiceError

if TYPE_CHECKING:
    from pathlib import Path


def test_show_without_a_width_speaks_nothing_and_draws_nothing(script: Path) -> None:
    """Without a width, a routine is shown without a voice and without a picture."""
    voice = app.VoiceRequest(app.read_person().settings.voice)
    shown = app.show(app.ShowRequest(str(script), app.SessionRequest(voice=voice)))
    assert (shown.entry.title, shown.chapters, shown.text) == ("Breath", ("Settle",), SCRIPT)
    assert (shown.picture, shown.fault) == (None, None)


def test_show_has_a_routine_whose_session_cannot_be_drawn(script: Path) -> None:
    """When the picture fails, the result has the routine and the error."""
    from unknot.routine import VoiceChoice

    no_voice = app.SessionRequest(voice=app.VoiceRequest(VoiceChoice("nobody")))
    shown = app.show(app.ShowRequest(str(script), no_voice, width=60))
    assert shown.entry.title == "Breath"
    assert shown.picture is None
    assert isinstance(shown.fault, VoiceError)
