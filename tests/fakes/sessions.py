"""Sessions of the tests, written on one line, with sound that tells what it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from unknot.planning._plan import PlanItem, laid_out
from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan, Chapter, Cue, Rest, Timeline
from unknot.units import GRID, NO_FRAMES, Frames, frames, on_grid, seconds

if TYPE_CHECKING:
    from unknot.audio import Samples
    from unknot.planning._plan import Mark

BACKGROUND = 0.01
"""What the background of a toy session is."""


def session(line: str) -> Timeline:
    """A plan: `#Jaw` a chapter, `A3` a cue of 3 s, `10` a rest of 10 s that flexes from 5 to 30 s, `=5` a fixed one.

    It begins with a lead of 3 s and ends with a close of 10 s.
    """
    row: list[PlanItem] = []
    marks: list[Mark] = [BackgroundSpan(NO_FRAMES, NO_FRAMES, "rain")]
    words = line.split()
    first = 1 if words[0].startswith("#") else 0
    for word in [*words[:first], ",3", *words[first:], ".10"]:
        if word.startswith("#"):
            marks.append(Chapter(NO_FRAMES, NO_FRAMES, word[1:]))
            continue
        row.append(PlanItem(_event(word), tuple(marks)))
        marks = []
    return laid_out(Timeline(NO_FRAMES, "Toy", "en", ()), row)


def _event(word: str) -> Cue | Rest:
    if word[0].isalpha():
        text, length = word[0], frames(float(word[1:]))
        return Cue(NO_FRAMES, on_grid(length), Utterance(text), text)
    if word[0] in ",.":
        return _rest(float(word[1:]), "lead" if word[0] == "," else "close", fixed=True)
    return _rest(float(word.removeprefix("=")), "pause", fixed=word[0] == "=")


def _rest(length: float, reason: str, *, fixed: bool) -> Rest:
    natural = on_grid(frames(length))
    if fixed:
        return Rest(NO_FRAMES, natural, natural, reason)
    return Rest(NO_FRAMES, natural, natural, reason, least=on_grid(natural // 2), most=Frames(natural * 3))


def outline(timeline: Timeline) -> str:
    """The cues of a plan with the second each begins at: `A 3.0, B 16.0`."""
    return ", ".join(f"{cue.text} {seconds(cue.start):.1f}" for cue in timeline.cues)


class Toy:
    """The sound of a plan: each cue is a constant of its own, the background another."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    def render(self, start: int, count: int) -> Samples:
        """Words and background together."""
        words, background = self.stems(start, count)
        return words + background

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """Words, and background."""
        words = np.zeros((count, 2), np.float32)
        for cue in self.timeline.cues:
            if cue.start < start + count and cue.start + cue.frames > start:
                words[max(0, cue.start - start) : max(0, cue.start + cue.frames - start)] = value(cue.text)
        return words, np.full((count, 2), BACKGROUND, np.float32)


class Still:
    """No sound at all, at once, for long sessions."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    def render(self, start: int, count: int) -> Samples:
        """Zeros."""
        return np.zeros((count, 2), np.float32)

    def stems(self, start: int, count: int) -> tuple[Samples, Samples]:
        """Zeros."""
        return self.render(start, count), self.render(start, count)


def value(text: str) -> float:
    """What the cue of one letter sounds like: A is 0.1, B is 0.11."""
    return 0.1 + 0.01 * (ord(text) - ord("A"))


def heard(sound: Samples) -> str:
    """The cues that sound in a stretch, in order, by their letters; each time that one is there for 60 ms."""
    exact = (sound[:: GRID // 4, 0] - BACKGROUND - 0.1) * 100
    steps = np.where(np.abs(exact - np.rint(exact)) < 0.1, np.rint(exact), -1).astype(int)
    edges = np.flatnonzero(np.diff(np.concatenate(([-2], steps, [-2]))))
    runs = [(steps[a], b - a) for a, b in pairwise(edges)]
    return "".join(chr(ord("A") + step) for step, count in runs if 0 <= step < 26 and count >= 10)
