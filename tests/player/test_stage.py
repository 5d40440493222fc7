"""Plans are made to sound by the mixer, whole or in two parts, and nothing is looked at twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.background import VanishingFile
from tests.fakes.sessions import session
from unknot.audio import Samples
from unknot.backgrounds import background, chime
from unknot.mixer import Levels, Mix
from unknot.planning import SessionPlan, repeat, replan
from unknot.player import Renderer
from unknot.routine import Utterance
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from unknot.audio import Background

PLAN = SessionPlan.of(session("A2 6 B2 6"))


class NoStore:
    """Keeps nothing."""

    def get(self, _key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, _key: str, _value: bytes) -> None:
        """Forgets it."""


class Clips(Mapping[Utterance, Samples]):
    """Two seconds of noise for each utterance, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, utterance: Utterance) -> Samples:
        """Of its own."""
        self.asked.append(utterance.text)
        noise = np.random.default_rng(ord(utterance.text)).uniform(-0.1, 0.1, (frames(2), 1))
        return noise.astype(np.float32)

    def __iter__(self) -> Iterator[Utterance]:
        """Nobody counts them."""
        return iter(())

    def __len__(self) -> int:
        """Nobody counts them."""
        return 0


def rain(_name: str) -> Background:
    """A background."""
    return background("rain", None, NoStore())


def stage(clips: Clips) -> Renderer:
    """With rain."""
    return Renderer(clips, lambda name: chime(name, None), rain, Levels())


def test_a_plan_sounds_as_the_mixer_makes_it() -> None:
    """Bit for bit."""
    made = stage(Clips())(PLAN.timeline)
    mix = Mix(PLAN.timeline, Clips(), {}, {"rain": rain("rain")}, Levels())
    assert np.array_equal(made.render(0, 480_000), mix.render(0, 480_000))


def test_words_and_background_are_the_whole() -> None:
    """Each on its own, to the last bit of a float."""
    made = stage(Clips())(PLAN.timeline)
    words, bed = made.stems(96_000, 480_000)
    assert np.allclose(words + bed, made.render(96_000, 480_000), atol=1e-7)
    assert not words[: frames(0.9)].any()
    assert bed[: frames(0.9)].any()


def test_a_changed_plan_looks_at_no_clip_again_and_sounds_as_if_it_had() -> None:
    """So that a key in an hour of cues is followed in time."""
    clips = Clips()
    staged = stage(clips)
    staged(PLAN.timeline)
    before = len(clips.asked)
    move = repeat(PLAN, Frames(frames(8)))
    assert move is not None
    changed = replan(PLAN, move, None).plan.timeline
    again = staged(changed)
    assert len(clips.asked) == before
    assert np.array_equal(again.render(frames(8), 480_000), stage(Clips())(changed).render(frames(8), 480_000))


def test_a_background_that_failed_is_remembered_whatever_plan_it_failed_in() -> None:
    """The first fault of each, although later plans know nothing of it."""
    bed = VanishingFile()
    bed.gone_from = 96_000
    staged = Renderer(Clips(), lambda name: chime(name, None), lambda _: bed, Levels())
    first = staged(PLAN.timeline)
    assert staged.faults == {}
    first.render(0, 480_000)
    for _ in range(3):
        staged(PLAN.timeline)
    assert "sea.flac" in staged.faults["rain"].message
