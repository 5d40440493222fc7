"""What a session measures like: `python -m benchmarks.report [ROUTINE] [LENGTH]` for every generated background.

Loudness is K-weighted as in ITU-R BS.1770-4, without a gate, because a cue is short; peaks are found between the
samples by four times oversampling.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from unknot.audio import Samples
    from unknot.mixer import Mix

STEP = SAMPLE_RATE // 20
"""50 ms."""


def loudness(sound: NDArray[np.floating]) -> float:
    """LUFS of a stretch, shape (n, 1 or 2), without a gate."""
    power = 0.0
    for channel in sound.T:
        spectrum = np.fft.rfft(channel.astype(np.float64))
        weighted = np.square(np.abs(spectrum)) * _weights(len(channel))
        power += float(2.0 * weighted.sum() / len(channel) ** 2)
    return float(-0.691 + 10.0 * np.log10(max(power, 1e-20)))


def _weights(length: int) -> NDArray[np.float64]:
    """The power response of BS.1770's two filters (its tables 1 and 2) at the bins of a transform."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1.0 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1.0 - 2.0 * z + z**2) / (1.0 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.square(np.abs(shelf * high)))


def true_peak(sound: Samples) -> float:
    """DBTP of a stretch of any length, shape (n, 2), by four times oversampling in overlapping windows."""
    window, edge, highest = 1 << 16, 1 << 10, 1e-10
    padded = np.pad(sound.astype(np.float64), ((edge, edge + window), (0, 0)))
    for start in range(0, len(sound), window - 2 * edge):
        spectrum = np.fft.rfft(padded[start : start + window], axis=0)
        fine = np.fft.irfft(spectrum, 4 * window, axis=0) * 4.0
        highest = max(highest, float(np.abs(fine[4 * edge : -4 * edge]).max()))
    return float(20.0 * np.log10(highest))


def over_background(mix: Mix) -> list[float]:
    """LU of the voice over the background, for each cue."""
    voice, under = mix.stem("voice"), mix.stem("background")
    found = []
    for cue in mix.timeline.cues:
        said = voice.render(cue.start, cue.frames)
        loud = np.flatnonzero(np.abs(said).max(axis=1) > 1e-3)
        first, last = int(loud[0]), int(loud[-1]) + 1
        heard = under.render(cue.start + first, last - first)
        found.append(loudness(said[first:last]) - loudness(heard))
    return found


def largest_step(sound: Samples) -> float:
    """The largest change in decibels from one 50 ms to the next, where either is over −60 dBFS."""
    power = np.square(sound[: len(sound) // STEP * STEP], dtype=np.float64).mean(axis=1).reshape(-1, STEP).mean(axis=1)
    level = 10.0 * np.log10(np.maximum(power, 1e-6))
    return float(np.max(np.abs(np.diff(level)))) if len(level) > 1 else 0.0


def lead_of_ducking(mix: Mix, at: int) -> int:
    """Frames before the cue at `at` from which on the background goes down."""
    place = max(i for i, segment in enumerate(mix.segments) if segment.start < at)
    while not any(r.shape == "decibels" for layer in mix.segments[place].piece.layers for r in layer.ramps):
        place -= 1
    return at - mix.segments[place].start


def rendered(mix: Mix, part: str = "") -> Samples:
    """The whole session, or one stem of it, shape (frames, 2)."""
    source = mix.stem("voice" if part == "voice" else "background") if part else mix
    return np.concatenate([source.render(at, 1 << 18) for at in range(0, mix.frames, 1 << 18)])


def row(name: str, mix: Mix) -> str:
    """One line of the report."""
    over = np.array(over_background(mix))
    wanted = -mix.levels.under_voice
    share = float(np.mean(np.abs(over - wanted) <= 1.5))
    spread = f"{over.min():5.1f} {np.median(over):5.1f} {over.max():5.1f}"
    bed = rendered(mix, "background")
    cells = f"{share:6.0%} {mix.pauses():7.1f} {largest_step(bed):6.1f} {true_peak(rendered(mix)):7.2f}"
    return f"{name:8} {spread} {cells}"


def main(arguments: Iterable[str] = ()) -> None:
    """Print one line for each generated background."""
    from unknot import wiring
    from unknot.backgrounds import GENERATED
    from unknot.session import Order, prepare
    from unknot.units import parse_duration

    name, length, *_ = [*arguments, "desk-neck-and-shoulders", "10m"][:2]
    routine = wiring.load(name).routine
    print("voice over background, LU (wanted 19.0); share within 1.5; pauses dBFS; largest step dB in 50 ms; dBTP")
    print(f"{'':8} {'least':>5} {'mid':>5} {'most':>5} {'within':>6} {'pauses':>7} {'step':>6} {'peak':>7}")
    with tempfile.TemporaryDirectory() as folder, wiring.world(Path(), cache=Path(folder)) as world:
        for background in GENERATED:
            session = prepare(routine, Order(parse_duration(length), background=background), world)
            print(row(background, session.mix), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
