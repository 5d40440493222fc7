"""A session may begin before all cues are spoken; with all cues in the cache it is the same as a file."""

from __future__ import annotations

from tests.player.parts import Narrator, score
from unknot.planning import _estimate, fit
from unknot.player import (
    SharedNarrator,
    prepare,
)
from unknot.units import frames


def test_with_every_cue_spoken_the_fit_is_the_one_of_a_file() -> None:
    """With a fast voice, the fit is the same as for a file, to the frame."""
    narrator = Narrator()
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    assert made.complete
    assert made.fit.timeline == fit(score(120), narrator, frames(120)).timeline


def test_with_a_slow_voice_a_session_begins_after_a_second_on_estimates() -> None:
    """With a slow voice, the session is fitted with estimates after the first cues, and each cue is spoken once."""
    narrator = Narrator(takes=0.6)
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    assert not made.complete
    assert len(narrator.spoken) == 4
    assert made.fit.timeline.frames == frames(120)
    made.ahead.start()
    while len(made.ahead.lengths()) < len({cue.utterance for cue in made.fit.timeline.cues}):
        pass
    made.ahead.close()
    assert len(narrator.spoken) == len(set(narrator.spoken))


def test_estimates_learn_from_what_was_measured() -> None:
    """The length of a cue that is not spoken yet is estimated from the pace of the others."""
    assert _estimate.estimated_length("x" * 100, 0.05) == frames(5.2)
    narrator = Narrator(takes=0.6)
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    guessed = {c.utterance: c.frames for c in made.fit.timeline.cues if c.utterance not in made.ahead.ready}
    assert all(len(u.text) * 4000 * 0.85 < n < len(u.text) * 4000 * 1.25 + 1152 for u, n in guessed.items())
