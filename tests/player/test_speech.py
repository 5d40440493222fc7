"""Cues and prompts are spoken in threads while a session plays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.player.parts import Narrator, score
from unknot.errors import VoiceError
from unknot.player import PromptAnnouncer, SharedNarrator, SpeechAhead, prepare
from unknot.routine import Utterance
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def test_a_voice_that_fails_later_is_told_at_the_next_look() -> None:
    """The error of a voice in the thread is raised by the next call of `lengths`."""
    narrator = Narrator()
    made = prepare(score(120), SharedNarrator(narrator), narrator.sound, frames(120), clock=lambda: narrator.now)
    broken = type(made.fit.timeline.cues[0].utterance)("a fault")
    made.ahead.request([broken])
    made.ahead.start()
    with pytest.raises(VoiceError, match="cannot say"):
        look_until(made.ahead.lengths, lambda _: False)
    made.ahead.close()


def test_what_is_urgent_is_spoken_first_and_may_fail() -> None:
    """Urgent clips are spoken before all others, and their errors are ignored."""
    narrator = Narrator()
    ahead = SpeechAhead(SharedNarrator(narrator), [Utterance(f"line {n}") for n in range(8)])
    ahead.request([Utterance("a fault")], urgent=True)
    ahead.request([Utterance("nine minutes left")], urgent=True)
    ahead.start()
    look_until(ahead.lengths, lambda lengths: len(lengths) == 9)
    ahead.close()
    assert narrator.spoken[:2] == ["a fault", "nine minutes left"]


def test_a_prompt_is_spoken_in_its_own_time() -> None:
    """A preloaded text is kept, a requested one is given once, and one that cannot be spoken is never ready."""
    announcer = PromptAnnouncer(SharedNarrator(Narrator()), "en")
    announcer.preload(["Paused."])
    announcer.request("a fault")
    announcer.request("Jaw. Two minutes left.")
    ready = None
    while ready is None:
        ready = announcer.next_ready()
    text, sound = ready
    assert (text, sound.shape) == ("Jaw. Two minutes left.", (22 * 4000, 2))
    known = announcer.preloaded("Paused.")
    assert known is not None
    assert known.shape == (7 * 4000, 2)
    announcer.close()


def look_until(
    look: Callable[[], Mapping[Utterance, Frames]], seen: Callable[[Mapping[Utterance, Frames]], bool]
) -> None:
    """Polls until `seen` holds, for ten seconds at most."""
    until = time.monotonic() + 10
    while not seen(look()) and time.monotonic() < until:
        time.sleep(0.005)
