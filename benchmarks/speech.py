"""Cold synthesis of half an hour's cues, beside eSpeak NG's own command line: `python -m benchmarks.speech`.

All speak the same cues, in turns in one run: eSpeak NG here with the same voice, rate and pitch as the command line,
and the natural voice as it is by default. Ours begins with no process and an empty store each time: it starts its
workers, measures the voice, checks, trims and keeps every clip. The command line is run once a cue and only writes its
file. Needs the program espeak-ng (apt package espeak-ng).
"""

from __future__ import annotations

import operator
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.cache import FileCache
from unknot.planning import unfold
from unknot.routine import VoiceChoice
from unknot.script import parse
from unknot.units import frames
from unknot.voices import ClipMaker, _espeak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.routine import Utterance

MOST = {"espeak": 0.6, "natural": 2.5}
"""Times the command line, by engine: more is too slow."""
TURNS = 5
ROUTINE = Path(__file__).parents[1] / "scripts" / "whole-body-evening.md"


def _cues() -> list[Utterance]:
    """What the routine says in half an hour, each once."""
    routine = parse(ROUTINE.read_text(encoding="utf-8"), str(ROUTINE))
    return list(dict.fromkeys(unfold(routine, length=frames(1800)).utterances))


def _ours(engine: str, cues: Sequence[Utterance]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        studio = ClipMaker(FileCache(Path(folder)), VoiceChoice(engine))
        studio.clips(cues, _quiet)
        studio.close()
        return time.perf_counter() - begun


def _quiet(_done: int, _of: int) -> None:
    """Progress that nobody looks at."""


def _theirs(cues: Sequence[Utterance]) -> float:
    rate = str(round(_espeak.RATE / _espeak.COUNTED))
    how = ["-v", f"en-us+{_espeak.VARIANT}", "-s", rate, "-p", str(_espeak.PITCH)]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        for number, cue in enumerate(cues):
            subprocess.run(["espeak-ng", *how, "-w", f"{folder}/{number}.wav", "--", cue.text], check=True)
        return time.perf_counter() - begun


def main() -> int:
    """Print the medians of times and of ratios; 1 when it is too slow."""
    if shutil.which("espeak-ng") is None:
        print("needs the program espeak-ng (apt package espeak-ng)")
        return 2
    cues = _cues()
    theirs: list[float] = []
    ours: dict[str, list[float]] = {engine: [] for engine in MOST}
    for _ in range(TURNS):
        theirs.append(_theirs(cues))
        for engine, times in ours.items():
            times.append(_ours(engine, cues))
    print(f"{len(cues)} cues: espeak-ng one by one {statistics.median(theirs):.2f} s")
    ratios = {engine: statistics.median(map(operator.truediv, times, theirs)) for engine, times in ours.items()}
    for engine, times in ours.items():
        print(f"{engine}: {statistics.median(times):.2f} s, ratio {ratios[engine]:.2f} (at most {MOST[engine]})")
    return int(any(ratios[engine] > MOST[engine] for engine in MOST))


if __name__ == "__main__":
    sys.exit(main())
