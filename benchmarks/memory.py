"""The memory of long sessions: the most that all processes of a command together take.

    python -m benchmarks.memory [SESSION…]

The cues are spoken before, because the processes of a voice take 200 MB each while they speak. Then each command is
measured: the proportional set size of its whole tree of processes, twenty times a second. Linux only.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._processes import cost

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = ("breathe", "slowly", "and", "feel", "the", "weight", "of", "both", "hands", "let", "jaw", "neck", "be", "soft")
WAYS = {
    "MP3": ("export", "-o", "{folder}/a.mp3"),
    "MP3 again": ("export", "--force", "-o", "{folder}/a.mp3"),
    "M4B": ("export", "-o", "{folder}/a.m4b"),
    "played into a file": ("play", "--player", "record:{folder}/a.opus"),
}


@dataclass(frozen=True, slots=True)
class LongSession:
    """Eight hours over rain."""

    cues: int
    pause: str
    """Behind each cue, as the script says it."""
    most: float
    """Megabytes: more is too much."""

    def script(self) -> str:
        """Its cues have twelve words, and no two are alike."""
        rng = random.Random(self.cues)
        lines = (f"Number {n}, {' '.join(rng.sample(WORDS, 12))}. [{self.pause}]" for n in range(self.cues))
        return "---\ntitle: Night\nbackground: rain\n---\n\n" + "\n\n".join(lines) + "\n"


SESSIONS = {"night": LongSession(100, "4m", 200.0), "words": LongSession(2000, "10s", 300.0)}


def command(folder: Path, arguments: Sequence[str]) -> list[str]:
    """The command line of `unknot` with these arguments; the first one is the command."""
    verb, *options = (argument.format(folder=folder) for argument in arguments)
    voice = ["--voice", "espeak", "--cache", str(folder / "cache")]
    return [sys.executable, "-m", "unknot", verb, str(folder / "night.md"), "-l", "8h", *voice, *options]


def main(names: Sequence[str]) -> int:
    """Print a row for each session and way; 1 when one of them takes too much."""
    too_much = False
    for name in names or SESSIONS:
        session = SESSIONS[name]
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "night.md").write_text(session.script(), encoding="utf-8")
            subprocess.run(command(Path(folder), ["plan"]), stdout=subprocess.DEVNULL, check=True)
            for way, arguments in WAYS.items():
                megabytes = cost(command(Path(folder), arguments)).megabytes
                too_much = too_much or megabytes > session.most
                print(f"{name:8}{way:20}{megabytes:6.0f} MB at most (goal {session.most:.0f})", flush=True)
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
