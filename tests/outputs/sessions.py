"""Sounds and sessions, and files of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unknot import outputs
from unknot.routine import Utterance
from unknot.timeline import Chapter, Cue, Rest, Timeline
from unknot.units import Frames

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Tags


HOSTILE = ["new\nline", "a=b;c#d\\e", "; [CHAPTER]", "💆 neck", "שלום neck", "quote \" and ' it", "ünïcode", "-f mp3"]


SESSION = 480_000


def tone(frames: int) -> Samples:
    """A quiet chord, different on left and right, shape (frames, 2)."""
    t = np.arange(frames, dtype=np.float64)[:, None]
    return (0.1 * np.sin(t * [0.03, 0.02]) + 0.05 * np.sin(t * [0.11, 0.13])).astype(np.float32)


def timeline(*titles: str) -> Timeline:
    """Ten seconds: for each title a chapter with a cue at its beginning."""
    step = SESSION // len(titles)
    events: list[Chapter | Cue | Rest] = []
    for n, title in enumerate(titles):
        start, cue = Frames(n * step), Frames(48_000)
        events.append(Chapter(start, Frames(step), title))
        events.append(Cue(start, cue, Utterance(title), f"Say <{n}> & rest"))
        events.append(Rest(Frames(start + cue), Frames(step - cue), Frames(step - cue), "pause"))
    return Timeline(Frames(SESSION), titles[0], "en", tuple(events))


def write_samples(path: Path, samples: Samples, block: int = 5000) -> None:
    """Write the samples in blocks to the output for that path."""
    output = outputs.open_output(path)
    for start in range(0, len(samples), block):
        output.write(samples[start : start + block])
    output.finish()


def write(path: Path, tags: Tags, plan: Timeline) -> Path:
    """A file of a session with that timeline and those tags."""
    output = outputs.open_output(path, plan, tags)
    output.write(tone(plan.frames))
    output.finish()
    return path
