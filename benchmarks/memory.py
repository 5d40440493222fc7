"""The memory of long sessions: the most that all processes of a command together take.

    python -m benchmarks.memory

Each command starts with an empty cache, so the processes of the voice count as well. A night is eight hours over rain
with a hundred cues; many cues are two thousand in eight hours, over an hour of words. What must be below `MOST` is the
proportional set size of the whole tree of processes, taken twenty times a second. Linux only.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._processes import cost

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 200.0
"""Megabytes."""
WORDS = ("breathe", "slowly", "and", "feel", "the", "weight", "of", "both", "hands", "let", "jaw", "neck", "be", "soft")
SESSIONS = {"a night": (100, "4m"), "many cues": (2000, "10s")}
"""Cues, and the pause behind each as the script says it."""
WAYS = {
    "MP3": ("export", "-o", "{folder}/a.mp3"),
    "MP3 again": ("export", "--force", "-o", "{folder}/a.mp3"),
    "M4B": ("export", "-o", "{folder}/a.m4b"),
    "played into a file": ("play", "--player", "record:{folder}/a.wav"),
}


def script(cues: int, pause: str) -> str:
    """A routine of that many cues of twelve words, no two alike."""
    rng = random.Random(cues)
    lines = (f"Number {number}, {' '.join(rng.sample(WORDS, 12))}. [{pause}]" for number in range(cues))
    return "---\ntitle: Night\nbackground: rain\n---\n\n" + "\n\n".join(lines) + "\n"


def measured(folder: Path, arguments: Sequence[str]) -> float:
    """The most megabytes that `unknot` takes with these arguments."""
    command, *options = (argument.format(folder=folder) for argument in arguments)
    routine, cache = str(folder / "night.md"), str(folder / "cache")
    return cost([sys.executable, "-m", "unknot", command, routine, "-l", "8h", "--cache", cache, *options]).megabytes


def main() -> int:
    """Print a row for each session and way; 1 when one of them takes too much."""
    most = 0.0
    for name, (cues, pause) in SESSIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "night.md").write_text(script(cues, pause), encoding="utf-8")
            for way, arguments in WAYS.items():
                megabytes = measured(Path(folder), arguments)
                most = max(most, megabytes)
                print(f"{name}: {way:20}{megabytes:6.0f} MB at most (goal {MOST:.0f})", flush=True)
    return int(most > MOST)


if __name__ == "__main__":
    sys.exit(main())
