"""`app.prepare`: a session from a request, a script and the settings of a person."""

from __future__ import annotations

import numpy as np
import pytest

from tests.app.services import SILENT_WORD, CountedClips, CountedServices
from unknot import app, script
from unknot.app._session import chosen, length_of, levels
from unknot.config import Settings
from unknot.errors import VoiceError
from unknot.routine import Routine, VoiceChoice
from unknot.units import frames

PERSON = app.Person(Settings(background="ocean", background_level=-3.0, loudness=-20.0))


def routine(header: str = "", body: str = "Sit down. [5s]\n\nBreathe out. [5s]\n\nSit down. [5s]\n") -> Routine:
    """A script of that header and body."""
    return script.parse(f"---\ntitle: Breath\n{header}---\n\n{body}", "breath.md")


@pytest.mark.parametrize(
    ("asked", "written", "heard"),
    [
        (None, "", "ocean"),
        (None, "background: rain\n", "rain"),
        ("bowls", "background: rain\n", "bowls"),
        ("", "background: rain\n", ""),
    ],
)
def test_the_background_is_the_requests_the_scripts_or_the_persons(asked: str | None, written: str, heard: str) -> None:
    """The background is that of the request, else the script, else the settings; "" is no background."""
    found = chosen(routine(written), app.SessionRequest(background=asked), PERSON)
    assert found.header.background == heard


def test_the_voice_of_the_request_takes_what_it_leaves_open_from_the_script() -> None:
    """A request with only a rate keeps the voice of the script."""
    asked = app.SessionRequest(voice=app.VoiceRequest(VoiceChoice(rate=120)))
    found = chosen(routine("voice: {engine: embedded, name: de}\n"), asked, PERSON)
    assert found.header.voice == VoiceChoice("embedded", "de", 120)


def test_the_length_is_the_requests_before_the_scripts() -> None:
    """The length is that of the request, else the script; without both it is the natural length."""
    assert length_of(routine("length: 2m\n"), app.SessionRequest(length=frames(60))) == frames(60)
    assert length_of(routine("length: 2m\n"), app.SessionRequest()) == frames(120)
    assert length_of(routine(), app.SessionRequest()) is None


def test_a_level_that_was_asked_for_goes_before_that_of_the_settings() -> None:
    """The level of the request overrides the level of the settings; both are relative to the usual level."""
    usual = levels(app.SessionRequest(), app.Person()).background
    assert levels(app.SessionRequest(), PERSON).background == usual - 3.0
    loud = levels(app.SessionRequest(background_level=6.0, clear_voice=True), PERSON)
    assert (loud.voice, loud.background, loud.clear_voice) == (-20.0, usual + 6.0, True)


def test_a_prepared_session_has_every_clip_once_and_reads_no_background_before_it_sounds() -> None:
    """Preparing makes each clip once and reads no background; the mix reads it once."""
    counted = CountedServices()
    session = app.prepare(routine(), app.SessionRequest(length=frames(60)), PERSON, counted.services())
    assert session.timeline.frames == frames(60)
    assert sorted(counted.narrator.requested) == ["Breathe out.", "Sit down."]
    assert counted.backgrounds == []
    assert session.mix is session.mix
    assert counted.backgrounds == ["ocean"]


def test_two_preparations_of_one_request_sound_the_same() -> None:
    """Two sessions with the same seed have the same samples."""
    one, two = (
        app.prepare(routine(), app.SessionRequest(seed=3), PERSON, CountedServices().services()).mix for _ in range(2)
    )
    assert np.array_equal(one.render(0, one.frames), two.render(0, two.frames))


def test_the_error_of_a_cue_names_its_line() -> None:
    """The error of a cue that cannot be spoken names its line in the script."""
    body = f"Sit down. [5s]\n\nThe {SILENT_WORD}. [5s]\n"
    with pytest.raises(VoiceError, match=r"^breath\.md:7:1: cannot say"):
        app.prepare(routine(body=body), app.SessionRequest(), PERSON, CountedServices().services())


def test_a_session_holds_no_clip_but_the_last_few_that_were_heard() -> None:
    """After preparing, and while forty cues are rendered, at most four clips are in memory."""
    narrator = CountedClips()
    body = "\n\n".join(f"Breathe in, number {n}. [2s]" for n in range(40))
    session = app.prepare(routine(body=body), app.SessionRequest(), PERSON, CountedServices(narrator).services())
    assert narrator.held == 0
    mix = session.mix
    assert narrator.held == 0
    held = []
    for start in range(0, mix.frames, 48_000):
        mix.render(start, 48_000)
        held.append(narrator.held)
    assert 0 < max(held) <= 4


def test_no_voice_runs_once_the_last_cue_is_spoken() -> None:
    """The narrator is closed when the session is prepared, before anything is rendered."""
    narrator = CountedClips()
    app.prepare(routine(), app.SessionRequest(), PERSON, CountedServices(narrator).services())
    assert narrator.closed == 1
