"""From the command to the first sound, beside a Python that only imports numpy: `python -m benchmarks.starting`.

The command is `unknot play` on the null device, as the shell starts it; its first sound is the event `sounding` of
`--json`, told when the device has the first samples, and the session is there with the first event `began`. The first
words are ready when their clip is in the cache; they are heard after a lead-in of three seconds. All is measured with
the cues and the background in the cache, and with an empty cache, in turns with `python -c 'import numpy'`, without
which nothing can sound.
"""

from __future__ import annotations

import json
import operator
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = {"kept": 5.0, "empty": 20.0}
"""Times the bare Python, in the median, by what is in the cache: more is too slow."""
PROMISED = {"kept": 0.5, "empty": 2.0}
"""Seconds to the first sound on a machine that does nothing else, where the bare Python takes 0.08 s."""
MOST_WORDS = 19.0
"""Times the bare Python until the first words are ready, in the median, with an empty cache."""
PROMISED_WORDS = 1.5
"""Seconds for the same on a machine that does nothing else."""
LEAD_IN = 3.0
"""Seconds before the first words of a session."""
LATE = 0.1
"""Seconds that the first words may be heard after the end of the lead-in, on such a machine."""
TURNS = 9
COMMAND = [sys.executable, "-m", "unknot", "play", "desk-neck-and-shoulders", "-l", "10m", "--player", "null", "--json"]


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the command."""

    sound: float
    session: float
    heard: float
    """The first words."""
    ready: float
    """The clip of the first words; negative where it was in the cache before."""


def started(home: Path) -> Start:
    """One session that is ended as soon as its first words are heard."""
    begun, clock = time.perf_counter(), time.time()
    with subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=at_home(home)) as process:
        assert process.stdout is not None
        told: dict[str, float] = {}
        while "cue" not in told:
            event = json.loads(process.stdout.readline())
            now = time.perf_counter() - begun
            told.setdefault(event["event"], now)
            told.setdefault(event.get("kind", ""), now)
        process.terminate()
        process.stdout.read()
    return Start(told["sounding"], told["began"], told["cue"], made(home, event["text"]) - clock)


def made(home: Path, text: str) -> float:
    """When the clip of a text came into the cache, in seconds since the epoch."""
    entries = (home / "cache").rglob("*.entry")
    return min(entry.stat().st_mtime for entry in entries if text.encode() in entry.read_bytes()[:1000])


def at_home(home: Path) -> Mapping[str, str]:
    """The environment of a person who has nothing but what is in `home`."""
    places = {f"XDG_{place}_HOME": str(home / place.lower()) for place in ("STATE", "DATA", "CONFIG", "CACHE")}
    return os.environ | places | {"UNKNOT_CACHE": str(home / "cache")}


def bare() -> float:
    """Seconds that a Python takes to import numpy and to end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    return time.perf_counter() - begun


def spoken(home: Path) -> None:
    """Afterwards every cue and the background are in the cache."""
    words = COMMAND[: COMMAND.index("--player")]
    subprocess.run(
        [*words, "--player", f"record:{home}/all.wav"], env=at_home(home), stdout=subprocess.DEVNULL, check=True
    )


def main() -> int:
    """Print medians and bests; 1 when a start is too slow."""
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept"
        kept.mkdir()
        spoken(kept)
        starts: dict[str, list[Start]] = {"kept": [], "empty": []}
        pythons = []
        for turn in range(TURNS):
            pythons.append(bare())
            starts["kept"].append(started(kept))
            starts["empty"].append(started(Path(folder) / str(turn)))
    for cache, times in starts.items():
        ratio = statistics.median(start.sound / python for start, python in zip(times, pythons, strict=True))
        best = min(start.sound for start in times)
        middle, session = (
            statistics.median(column) for column in zip(*((s.sound, s.session) for s in times), strict=True)
        )
        late = statistics.median(start.heard - start.sound for start in times) - LEAD_IN
        slow = slow or ratio > MOST[cache]
        print(
            f"cache {cache:5}: sound after {middle:.2f} s, at best {best:.2f} s (promised {PROMISED[cache]} s)", end=""
        )
        print(f"; {ratio:.1f} times a bare Python with numpy (at most {MOST[cache]:.0f})", end="")
        print(f"; the session after {session:.2f} s", end="")
        print(f"; the words {late:.2f} s after the lead-in (promised {LATE} s)")
    ready = [start.ready for start in starts["empty"]]
    ratio = statistics.median(map(operator.truediv, ready, pythons))
    slow = slow or ratio > MOST_WORDS
    print(f"cache empty: first words ready after {statistics.median(ready):.2f} s, at best {min(ready):.2f} s", end="")
    print(f" (promised {PROMISED_WORDS} s); {ratio:.1f} times a bare Python (at most {MOST_WORDS:.0f})")
    print(f"python -c 'import numpy': {statistics.median(pythons):.2f} s")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
