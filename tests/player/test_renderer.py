"""Plans are rendered by the mixer, whole or in two parts, and no clip is analysed twice."""

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
    """A cache that keeps nothing."""

    def get(self, _key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, _key: str, _value: bytes) -> None:
        """Does nothing."""


class Clips(Mapping[Utterance, Samples]):
    """Two seconds of noise for each utterance; records which were read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __getitem__(self, utterance: Utterance) -> Samples:
        """Noise of its own for each."""
        self.read.append(utterance.text)
        noise = np.random.default_rng(ord(utterance.text)).uniform(-0.1, 0.1, (frames(2), 1))
        return noise.astype(np.float32)

    def __iter__(self) -> Iterator[Utterance]:
        """Not needed."""
        return iter(())

    def __len__(self) -> int:
        """Not needed."""
        return 0


def rain(_name: str) -> Background:
    """The background rain."""
    return background("rain", None, NoStore())


def renderer(clips: Clips) -> Renderer:
    """A renderer with the background rain."""
    return Renderer(clips, lambda name: chime(name, None), rain, Levels())


def test_a_plan_sounds_as_the_mixer_makes_it() -> None:
    """The sound of a plan is the mix, bit for bit."""
    made = renderer(Clips())(PLAN.timeline)
    mix = Mix(PLAN.timeline, Clips(), {}, {"rain": rain("rain")}, Levels())
    assert np.array_equal(made.render(0, 480_000), mix.render(0, 480_000))


def test_words_and_background_are_the_whole() -> None:
    """The two stems add up to the mix, within the rounding of floats."""
    made = renderer(Clips())(PLAN.timeline)
    words, background = made.stems(96_000, 480_000)
    assert np.allclose(words + background, made.render(96_000, 480_000), atol=1e-7)
    assert not words[: frames(0.9)].any()
    assert background[: frames(0.9)].any()


def test_a_changed_plan_looks_at_no_clip_again_and_sounds_as_if_it_had() -> None:
    """A changed plan reads no clip again, and sounds the same as if it had."""
    clips = Clips()
    render = renderer(clips)
    render(PLAN.timeline)
    before = len(clips.read)
    move = repeat(PLAN, Frames(frames(8)))
    assert move is not None
    changed = replan(PLAN, move, None).plan.timeline
    again = render(changed)
    assert len(clips.read) == before
    assert np.array_equal(again.render(frames(8), 480_000), renderer(Clips())(changed).render(frames(8), 480_000))


def test_a_background_that_failed_is_remembered_whatever_plan_it_failed_in() -> None:
    """The fault of a background is kept when later plans are rendered."""
    vanishing = VanishingFile()
    vanishing.gone_from = 96_000
    render = Renderer(Clips(), lambda name: chime(name, None), lambda _: vanishing, Levels())
    first = render(PLAN.timeline)
    assert render.faults == {}
    first.render(0, 480_000)
    for _ in range(3):
        render(PLAN.timeline)
    assert "sea.flac" in render.faults["rain"].message
