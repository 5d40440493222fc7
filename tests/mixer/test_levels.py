"""How loud things are in the finished sound, by measuring it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.report import largest_step, lead_of_ducking, over_background, rendered, true_peak

from tests.fakes.background import KnownNoise
from tests.fakes.caches import MemoryCache
from tests.mixer.sessions import CLIP, Sayings, chimes, mix, timeline
from unknot.audio import rms
from unknot.backgrounds import GENERATED, background
from unknot.loudness import loudness
from unknot.mixer import Levels, Mix
from unknot.mixer._background_placement import JOIN
from unknot.mixer._gain_tracks import DOWN, FADE_IN, FADE_OUT, UP
from unknot.mixer._levels import LOUDER, QUIETER
from unknot.units import GRID, SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from unknot.audio import Samples

SESSION = "170 A 60 B 45 C 200 D 110 E 300 F 20 G 5 H 150 !bell 100 I 90 J 400"
CACHE = MemoryCache()
NEVER_DUCKED = Levels(background=-19.0)
"""So quiet that words need no more; joins are heard without the ducking in which they end."""


def _over(name: str, levels: Levels | None = None) -> Mix:
    """A session over a generated background, with clips at −18 LUFS."""
    session = timeline(SESSION, name)
    clips = Sayings(-18.0)
    return Mix(session, clips, chimes(), {name: background(name, None, CACHE)}, levels or Levels())


def test_the_voice_is_over_the_background_by_what_is_set() -> None:
    """Within 1.5 LU for 95 of 100 cues, over every generated background."""
    over = np.array([lu for name in GENERATED for lu in over_background(_over(name))])
    assert np.mean(np.abs(over - 19.0) <= 1.5) >= 0.95


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        (Levels(), 19.0),
        (Levels(clear_voice=True), 20.0),
        (Levels(background=-24.0), 24.0),
        (Levels(background=-4.0), 19.0),
    ],
)
def test_the_levels_say_how_far_the_background_stays_under_the_words(levels: Levels, wanted: float) -> None:
    """A clear voice has 20 dB; a loud background is ducked all the same; a quiet one needs none."""
    assert np.median(over_background(_over("pink", levels))) == pytest.approx(wanted, abs=0.5)


def test_the_background_goes_down_as_far_as_the_words_need() -> None:
    """Quiet words and loud ones are as clear as the others, alone and held together; within bounds."""
    clips = Sayings(-18.0, B=-22.0, C=-16.5, F=-32.0)
    line = "170 A 200 B 200 C 200 A 20 B 9 C 3 A 200 F 400"
    session = Mix(timeline(line, "pink"), clips, {}, {"pink": background("pink", None, CACHE)}, Levels())
    over = over_background(session)
    assert over[:-1] == pytest.approx([19.0] * 7, abs=0.8)
    assert over[-1] == pytest.approx(19.0 - 14.0 + QUIETER, abs=0.5)
    assert largest_step(rendered(session, "background")[FADE_IN // 8 : -FADE_OUT // 8]) < 6.0


def test_the_depth_of_ducking_goes_with_the_words() -> None:
    """In half decibels, within bounds; what is quiet enough is not ducked."""
    assert Levels().duck_for(-18.0) == -9.0
    assert Levels().duck_for(-18.7) == -9.5
    assert Levels().duck_for(0.0) == -9.0 + LOUDER
    assert Levels().duck_for(float("-inf")) == -9.0 - QUIETER
    assert Levels(background=-24.0).duck_for(-18.0) == 0.0


@pytest.mark.parametrize("name", ["brown", "ocean"])
def test_a_background_as_loud_as_can_be_set_is_as_far_under_the_words(name: str) -> None:
    """Its peaks hold it back in the pauses, and that is not taken off again under the words; nothing is too loud."""
    levels = Levels(background=2.0)
    line = "170 A 160 B 145 C 200 _bell D 210 !bell 200 E 400"
    session = Mix(timeline(line, name), Sayings(-18.0), chimes(), {name: background(name, None, CACHE)}, levels)
    assert over_background(session) == pytest.approx([19.0] * 5, abs=1.5)
    assert true_peak(rendered(session)) <= -1.0
    assert largest_step(rendered(session, "background")[FADE_IN // 8 : -FADE_OUT // 8]) < 6.0


def test_a_cue_behind_a_bell_finds_the_waves_as_middling_as_any() -> None:
    """Where cues and bells stand too near for a join, the waves fit all of them."""
    line = "170 !bell 3 A 200 !bell 3 B 200 !bell 2 C 200 D 10 E 400"
    session = Mix(
        timeline(line, "ocean"), Sayings(-18.0), chimes(), {"ocean": background("ocean", None, CACHE)}, Levels()
    )
    assert over_background(session) == pytest.approx([19.0] * 5, abs=2.5)


def test_the_background_comes_back_in_pauses() -> None:
    """In the middle of a long pause it is 10 LU under the voice."""
    session = _over("pink")
    middle = session.timeline.rests[5].start + 100 * GRID
    assert loudness(session.render(middle, 100 * GRID)) == pytest.approx(-28.0, abs=0.7)


@pytest.mark.parametrize("name", GENERATED)
def test_nothing_steps_and_nothing_is_too_loud(name: str) -> None:
    """No step over 6 dB in 50 ms in the background; no peak over −1 dBTP in the whole."""
    session = _over(name)
    under = rendered(session, "background")
    assert largest_step(under[FADE_IN // 8 : -FADE_OUT // 8]) < 6.0
    assert true_peak(rendered(session)) <= -1.0


def test_joins_cannot_be_seen_in_level() -> None:
    """Over a join of two stretches of noise the power stays within a decibel."""
    session = mix("300 A 400 B 375", {"bed": KnownNoise(steps=5000)}, NEVER_DUCKED)
    joined = [s for s in session.segments if len(s.piece.layers) == 2 and s.piece.layers[0].source == "known-noise"]
    for segment in joined:
        heard = session.render(segment.start - 100 * GRID, 100 * GRID + segment.piece.frames)
        assert rms(heard[100 * GRID :]) == pytest.approx(rms(heard[: 80 * GRID]), abs=0.3)
    assert joined


def test_ducking_ends_at_the_onset_and_begins_before_it_by_what_is_set() -> None:
    """Down over 0.41 s to the first word, held over a short gap, up over 1.49 s behind the last."""
    session = mix("300 A 40 B 400", {"bed": KnownNoise()})
    first = session.timeline.cues[0].start
    assert lead_of_ducking(session, first) == DOWN
    under = session.stem("background")
    levels = [
        rms(under.render(frame, 10 * GRID))
        for frame in (first - DOWN - 11 * GRID, first, first + (CLIP + 15) * GRID, first + (2 * CLIP + 40) * GRID + UP)
    ]
    assert levels == pytest.approx([levels[0], levels[0] - 9.0, levels[0] - 9.0, levels[0]], abs=0.4)


def test_a_session_fades_in_and_out() -> None:
    """Silence at both ends, everything in between, exact to the frame."""
    session = mix("300 A 500", {"bed": KnownNoise()}, odd=7)
    heard = session.render(0, session.frames)
    assert np.abs(heard[:50]).max() < 1e-4
    assert np.abs(heard[-50:]).max() < 1e-4
    assert rms(heard[FADE_IN // 2 - 2000 : FADE_IN // 2 + 2000]) == pytest.approx(
        rms(heard[FADE_IN:][:9000]) - 6, abs=1
    )
    assert session.frames == (300 + CLIP + 500) * GRID + 7


def test_scenes_cross_and_change_and_go() -> None:
    """Another background, three decibels more, and none: each with its own way there."""
    beds = {"bed": KnownNoise(), "other": KnownNoise(identity="other-noise")}
    session = mix("250 A 250 =other 300 A 200 =other,3 300 A 200 = 300 A 375", beds)
    scenes = [250 + CLIP + 250, 250 + 2 * CLIP + 750, 250 + 3 * CLIP + 1250]
    under = session.stem("background")
    before, crossed, louder, gone = (
        rms(under.render(at * GRID, 50 * GRID)) for at in (400, scenes[0] + 110, scenes[1] + 110, scenes[2] + 110)
    )
    assert [crossed, louder] == pytest.approx([before, before + 3.0], abs=0.3)
    assert gone == float("-inf")
    middle = rms(under.render((scenes[0] + 40) * GRID, 20 * GRID))
    assert middle == pytest.approx(before, abs=0.4)


def test_pauses_that_players_would_trim_are_told() -> None:
    """A background 24 LU under the voice is under −38 dBFS in its pauses; the usual one is not."""
    assert not _over("rain").trimmed()
    assert _over("rain", Levels(background=-24.0)).trimmed()
    assert mix("300 A 400 A 400", {}).trimmed()


def test_a_background_of_high_peaks_is_lowered_rather_than_limited() -> None:
    """Claps in a quiet file: the whole of it goes down until its peaks are in the budget."""
    bed = KnownNoise(loudness=-45.0)
    bed.peak = true_peak(bed.samples)
    session = mix("300 A 400", {"bed": bed})
    assert true_peak(rendered(session, "background")) <= -8.9


def test_the_stems_add_up_to_the_session() -> None:
    """Voice and background, each with its own gains."""
    session = mix(SESSION, {"bed": KnownNoise()})
    parts = rendered(session, "voice") + rendered(session, "background")
    assert np.max(np.abs(parts - rendered(session))) < 1e-6


def test_a_chime_cut_off_by_the_end_goes_softly() -> None:
    """The last second of a session ends whatever still rings."""
    session = mix("100 A 20 !bell", {})
    assert np.abs(session.render(session.frames - 20, 20)).max() < 1e-4


def test_a_session_shorter_than_its_fades_is_still_pure() -> None:
    """Two grid steps, and a frame."""
    session = mix("2", {"bed": KnownNoise()}, odd=1)
    assert len(session.render(0, Frames(10 * SAMPLE_RATE))) == 2 * GRID + 1


@pytest.mark.parametrize("name", ["rain", "stream", "brown", "pink", "drone", "forest"])
def test_joins_cannot_be_seen_in_level_or_spectrum(name: str) -> None:
    """In each octave, joins in pauses have the power that the background has beside them."""
    line = "170 " + " ".join(f"{word} 260" for word in "ABCDEFGHIJKLMNOPQRST") + " 400"
    bed = background(name, None, CACHE)
    session = Mix(timeline(line, name), Sayings(-18.0), {}, {name: bed}, NEVER_DUCKED)
    inside = session.segments[8:-8]
    plain = [s for s in inside if s.piece.frames > 80 * GRID and [la.ramps for la in s.piece.layers] == [()]]
    alone = [[la.source for la in s.piece.layers] == [bed.identity] for s in inside]
    joins = [s for s, before in zip(inside[1:], alone, strict=False) if before and len(s.piece.layers) == 2]
    joins = [s for s in joins if s.piece.layers[1].source == bed.identity]
    between, beside = (
        np.mean([_octaves(session.render(s.start, JOIN)) for s in found], axis=0) for found in (joins, plain)
    )
    assert len(joins) >= 15
    assert np.max(np.abs(10 * np.log10(between / beside))) < 1.6
    assert abs(10 * np.log10(between.sum() / beside.sum())) < 1.0


def _octaves(heard: Samples) -> NDArray[np.float64]:
    """The power in eight octaves from 88 Hz to 22 kHz."""
    power = np.square(np.abs(np.fft.rfft(heard.astype(np.float64), axis=0))).sum(axis=1)
    edges = (88.4 * 2.0 ** np.arange(9) * len(heard) / SAMPLE_RATE).astype(int)
    return np.array([power[a:b].sum() + 1e-5 * power.sum() for a, b in pairwise(edges)])
