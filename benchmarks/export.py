"""The time of an export relative to `lame` and to an ffmpeg filter graph for the same job in the same run.

    python -m benchmarks.export [MINUTES] [TURNS] [BACKGROUND]
    python -m benchmarks.export night [BACKGROUND]

Three cues a minute, with the same levels in each way. Each turn starts with an empty cache of frames; the results are
medians of the turns. `lame` and `ffmpeg` are those on the path. `lame` only encodes the finished samples; every other
way renders them as well. A night is eight hours with a hundred cues, once. `benchmarks.memory` measures its memory.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pydub import AudioSegment

from benchmarks._processes import cost
from unknot.backgrounds import background
from unknot.cache import FileCache
from unknot.mixer import Levels, Mix
from unknot.outputs import export_incremental, open_output
from unknot.routine import Utterance
from unknot.timeline import BackgroundSpan, Cue, Rest, Timeline
from unknot.units import GRID, Frames

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.audio import Samples
    from unknot.ports import Cache

STEPS_A_MINUTE = 2500
BLOCK = 240_000
NIGHT = 480.0
"""Minutes."""
NIGHT_CUES = 100


def clip(number: int) -> Samples:
    """Sound like a voice, 2 to 6 s, at −18 dBFS; `number` + 1000 gives another clip of the same length."""
    rng = np.random.default_rng(number % 1000)
    t = np.arange(GRID * int(rng.integers(83, 250))) / 48_000
    phase = 2 * np.pi * (110 + number % 40 + number // 1000) * (t + 0.002 * np.sin(2 * np.pi * 3.1 * t))
    voice = sum(np.sin(k * phase) / k for k in range(1, 25)) * np.clip(np.sin(2 * np.pi * 3.7 * t) + 0.6, 0, None)
    voice += 0.05 * rng.standard_normal(len(t))
    steps = np.rint(np.clip(voice / np.sqrt(np.mean(voice**2)) * 0.126, -1, 1) * 32767)
    return np.asarray(steps[:, None] / 32768, np.float32)


def session(minutes: float, numbers: list[int], name: str, cache: Cache, stretch: float = 1.0) -> Mix:
    """A session of these cues with equal pauses, `stretch` times as long as `minutes`."""
    clips = {Utterance(f"cue {number}"): clip(number) for number in numbers}
    lengths = {utterance: len(clips[utterance]) // GRID for utterance in clips}
    total = round(minutes * STEPS_A_MINUTE * stretch)
    pause = (total - sum(lengths.values())) // (len(numbers) + 1)
    events: list[Cue | Rest | BackgroundSpan] = [BackgroundSpan(Frames(0), Frames(total * GRID), name)]
    at = 0
    for utterance, steps in lengths.items():
        events.append(Rest(Frames(at * GRID), Frames(pause * GRID), Frames(pause * GRID), "pause"))
        at += pause
        events.append(Cue(Frames(at * GRID), Frames(steps * GRID), utterance, utterance.text))
        at += steps
    events.append(Rest(Frames(at * GRID), Frames((total - at) * GRID), Frames(pause * GRID), "close"))
    plan = Timeline(Frames(total * GRID), "Benchmark", "en", tuple(events))
    backgrounds = {name: background(name, None, cache)} if name else {}
    return Mix(plan, clips, {}, backgrounds, Levels())


def warmed(mix: Mix) -> Mix:
    """The same mix, after its background is cached: it is made only once for each cache."""
    for start in range(0, min(mix.frames, 16_000 * GRID), BLOCK):
        mix.render(start, BLOCK)
    return mix


def seconds(job: Callable[[], object]) -> float:
    """The seconds that a job takes."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def wav(mix: Mix, path: Path) -> None:
    """Write the finished samples, for encoders."""
    output = open_output(path)
    for start in range(0, mix.frames, BLOCK):
        output.write(mix.render(start, min(BLOCK, mix.frames - start)))
    output.finish()


def graph(folder: Path, mix: Mix) -> list[str]:
    """An ffmpeg command line for the same job: the background looped, ducked by the voice, both mixed and encoded."""
    ducked = (
        "[1:a]asplit[v][k];[0:a][k]sidechaincompress=threshold=0.02:ratio=8:attack=300:release=1200[b];[b][v]amix=2"
    )
    inputs = ["-stream_loop", "-1", "-i", str(folder / "background.wav"), "-i", str(folder / "voice.wav")]
    command = ["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex", ducked, "-t", str(mix.frames / 48_000)]
    return [*command, "-b:a", "128k", str(folder / "graph.mp3")]


def overlaid(folder: Path, mix: Mix) -> None:
    """The same job with pydub, as most scripts do it: each cue is laid over the looped background, which is lowered."""
    sound = AudioSegment.from_wav(str(folder / "background.wav"))
    length = mix.frames // 48
    sound = (sound * (length // len(sound) + 1))[:length]
    for cue in mix.timeline.cues:
        samples = (clip(int(cue.text.split()[1])) * 32767).clip(-32768, 32767).astype("<i2")
        voice = AudioSegment(samples.tobytes(), sample_width=2, frame_rate=48_000, channels=1)
        sound = sound.overlay(voice, position=cue.start // 48, gain_during_overlay=-6)
    sound.export(str(folder / "pydub.mp3"), format="mp3", bitrate="128k")


def turn(folder: Path, minutes: float, name: str) -> dict[str, float]:
    """The seconds of every way, once."""
    numbers = list(range(max(2, round(minutes * 3))))
    cache, chunks = FileCache(folder / "cache"), FileCache(folder / "chunks")
    first = warmed(session(minutes, numbers, name, chunks))
    longer = session(minutes, numbers, name, chunks, 1.2)
    changed = session(minutes, [*numbers[:-2], numbers[-2] + 1000, numbers[-1]], name, chunks)
    wav(first, folder / "mix.wav")
    wav(session(minutes, numbers, "", chunks), folder / "voice.wav")
    wav(session(3, [], name or "rain", chunks), folder / "background.wav")
    lame = ["lame", "--quiet", "-b", "128", str(folder / "mix.wav"), str(folder / "lame.mp3")]

    def export(mix: Mix) -> float:
        return seconds(lambda: export_incremental(folder / "a.mp3", mix, cache, mix.timeline))

    times = {"first": export(first), "again": export(first), "another length": export(longer)}
    times["one cue changed"] = export(changed)
    times["serial"] = seconds(lambda: serial(folder / "serial.mp3", first))
    times["lame"] = seconds(lambda: subprocess.run(lame, check=True))
    times["ffmpeg graph"] = seconds(lambda: subprocess.run(graph(folder, first), check=True))
    times["pydub"] = seconds(lambda: overlaid(folder, first))
    return times


def serial(path: Path, mix: Mix) -> None:
    """Export without a cache, by one encoder."""
    output = open_output(path, mix.timeline)
    for start in range(0, mix.frames, BLOCK):
        output.write(mix.render(start, min(BLOCK, mix.frames - start)))
    output.finish()


def night(name: str = "rain") -> None:
    """Print the cost of eight hours, each way in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        mix = warmed(session(NIGHT, list(range(NIGHT_CUES)), name, FileCache(Path(folder) / "chunks")))
        wav(session(3, [], name, FileCache(Path(folder) / "chunks")), Path(folder) / "background.wav")
        wav(session(NIGHT, list(range(NIGHT_CUES)), "", FileCache(Path(folder) / "chunks")), Path(folder) / "voice.wav")
        again = [sys.executable, "-m", "benchmarks.export", "export-night", folder, name]
        first, second, other = cost(again), cost(again), cost(graph(Path(folder), mix))
    print(f"eight hours over {name}, whole processes")
    for way, found in (("first", first), ("again", second), ("ffmpeg graph", other)):
        print(f"{way:18}{found.seconds / other.seconds:9.3f} of ffmpeg")


def export_night(folder: Path, name: str) -> None:
    """Export a night. This is the process that `night` measures; the background is cached."""
    mix = session(NIGHT, list(range(NIGHT_CUES)), name, FileCache(folder / "chunks"))
    export_incremental(folder / "a.mp3", mix, FileCache(folder / "cache"), mix.timeline)


def main(minutes: float = 30.0, turns: int = 5, name: str = "rain") -> None:
    rows = []
    for _ in range(turns):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(turn(Path(folder), minutes, name))
    print(f"{minutes:g} minutes over {name or 'nothing'}, medians of {turns}")
    print(f"{'':18}{'of lame':>9}{'of ffmpeg':>11}{'of the first':>14}")
    for way in rows[0]:
        shares = [statistics.median(row[way] / row[of] for row in rows) for of in ("lame", "ffmpeg graph", "first")]
        print(f"{way:18}{shares[0]:9.2f}{shares[1]:11.2f}{shares[2]:14.3f}")


if __name__ == "__main__":
    missing = [program for program in ("lame", "ffmpeg") if shutil.which(program) is None]
    if missing:
        sys.exit(f"needs {' and '.join(missing)} on the path")
    match sys.argv[1:]:
        case ["night", *rest]:
            night(*rest)
        case ["export-night", folder, name]:
            export_night(Path(folder), name)
        case [*given]:
            main(float(given[0]) if given else 30.0, int(given[1]) if given[1:] else 5, *given[2:3])
