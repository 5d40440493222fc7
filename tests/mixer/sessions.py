"""Timelines and mixes from a line of letters and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.caches import MemoryCache
from unknot.backgrounds import background as named_background
from unknot.loudness import loudness
from unknot.mixer import Levels, Mix
from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan, Chime, Cue, Event, Rest, Timeline
from unknot.units import GRID, NO_FRAMES, Frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.audio import Background, Samples

CLIP = 60
"""Grid steps of every clip: 1.44 s."""
SESSION = "170 A 60 B 45 C 200 D 110 E 300 F 20 G 5 H 150 !bell 100 I 90 J 400"
EVERY_GAP = "125 A 40 B 70 A 300 !bell 90 C 20 C 5 A 375"
"""A short session with every kind of gap."""
NEVER_DUCKED = Levels(background=-19.0)
"""A background so quiet that words need no ducking."""
CACHE = MemoryCache()
"""Chunks of backgrounds that all tests share."""


def keys(mix: Mix) -> list[tuple[str, int]]:
    """The identity of the sound of each grid step: its content and its place in the content."""
    return [(run.content, run.place(run.first + index)) for run in mix.runs() for index in range(run.count)]


def clip(word: str) -> Samples:
    """A different clip for each word, shape (frames, 1): noise at −18 LUFS, a little shorter than its grid steps."""
    noise = np.random.default_rng(list(word.encode())).uniform(-0.107, 0.107, (CLIP * GRID - 331, 1))
    return noise.astype(np.float32)


class NoiseClips(dict[Utterance, "Samples"]):
    """A clip for every utterance: noise in syllables at `level` LUFS, or at the level in `others` for its text."""

    def __init__(self, level: float, **others: float) -> None:
        super().__init__()
        self._level = level
        self._others = others

    def __missing__(self, utterance: Utterance) -> Samples:
        sound = clip(utterance.text) * (0.6 + 0.4 * np.sin(np.arange(CLIP * GRID - 331) / 1500.0))[:, None]
        both = np.repeat(sound, 2, axis=1)
        level = self._others.get(utterance.text, self._level)
        self[utterance] = (sound * 10 ** ((level - loudness(both)) / 20)).astype(np.float32)
        return self[utterance]


def timeline(line: str, background: str = "noise", odd: int = 0) -> Timeline:
    """A session like `125 A 60 B 400 !bell 375`: rests in grid steps, cues, chimes `!`, backgrounds `=`.

    A chime with `_` sounds under words. `odd` frames are added to the last rest.
    """
    events: list[Event] = [BackgroundSpan(NO_FRAMES, NO_FRAMES, background)] if background else []
    at = 0
    words = line.split()
    for index, word in enumerate(words):
        reason = "lead" if index == 0 else "close" if index == len(words) - 1 else "pause"
        event = _event(word, at, reason, odd if index == len(words) - 1 else 0)
        events.append(event)
        at += 0 if isinstance(event, BackgroundSpan) or (isinstance(event, Chime) and event.under) else event.frames
    return Timeline(Frames(at), "By hand", "en", tuple(events))


def _event(word: str, at: int, reason: str, odd: int) -> Event:
    start = Frames(at)
    if word.isdigit():
        length = Frames(int(word) * GRID + odd)
        return Rest(start, length, length, reason)
    if word[0] in "!_":
        return Chime(start, Frames(100 * GRID), word[1:], under=word[0] == "_")
    if word[0] == "=":
        name, _, change = word[1:].partition(",")
        return BackgroundSpan(start, NO_FRAMES, name, float(change or 0), Frames(100 * GRID))
    return Cue(start, Frames(CLIP * GRID), Utterance(word), word)


def chimes() -> dict[str, Samples]:
    """One chime, `bell`: 2.4 s of a decaying tone, shape (frames, 2)."""
    time = np.arange(100 * GRID) / 48_000
    tone = 0.3 * np.sin(2 * np.pi * 528 * time) * np.exp(-3 * time)
    return {"bell": np.stack([tone, tone], axis=1).astype(np.float32)}


def mix(line: str, backgrounds: Mapping[str, Background], levels: Levels | None = None, odd: int = 0) -> Mix:
    """The mix of such a session over `backgrounds`; it begins with the first of them."""
    session = timeline(line, next(iter(backgrounds), ""), odd)
    clips = {cue.utterance: clip(cue.text) for cue in session.cues}
    return Mix(session, clips, chimes(), backgrounds, levels or Levels())


def mix_over(
    name: str, levels: Levels | None = None, line: str = SESSION, clips: Mapping[Utterance, Samples] | None = None
) -> Mix:
    """The mix of such a session over a generated background, by default with clips at −18 LUFS."""
    backgrounds = {name: named_background(name, None, CACHE)}
    clips = NoiseClips(-18.0) if clips is None else clips
    return Mix(timeline(line, name), clips, chimes(), backgrounds, levels or Levels())
