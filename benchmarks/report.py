"""Levels of a session: `python -m benchmarks.report [ROUTINE [LENGTH [SEED]]]` for every generated background.

Loudness is K-weighted as in ITU-R BS.1770-4, without a gate, because a cue is short. True peaks are measured with four
times oversampling.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tests import ffmpeg

from unknot.loudness import audible, loudness
from unknot.ports import no_notice
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unknot.audio import Background, Samples
    from unknot.mixer import Mix

STEP = SAMPLE_RATE // 20
"""Frames: 50 ms."""


def true_peak(sound: Samples) -> float:
    """The true peak in dBTP of samples, shape (n, 2), by four times oversampling in overlapping windows."""
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
        speech = voice.render(cue.start, cue.frames)
        words = audible(speech)
        background = under.render(cue.start + words.start, words.stop - words.start)
        found.append(loudness(speech[words]) - loudness(background))
    return found


def largest_step(sound: Samples) -> float:
    """The largest change in decibels from one 50 ms to the next, where either is over −60 dBFS."""
    power = np.square(sound[: len(sound) // STEP * STEP], dtype=np.float64).mean(axis=1).reshape(-1, STEP).mean(axis=1)
    level = 10.0 * np.log10(np.maximum(power, 1e-6))
    return float(np.max(np.abs(np.diff(level)))) if len(level) > 1 else 0.0


def lead_of_ducking(mix: Mix, at: int) -> int:
    """Frames from the beginning of the ducking to the cue at `at`."""
    place = max(i for i, segment in enumerate(mix.segments) if segment.start < at)
    while not any(r.shape == "decibels" for layer in mix.segments[place].piece.layers for r in layer.ramps):
        place -= 1
    return at - mix.segments[place].start


def rendered(mix: Mix, part: str = "") -> Samples:
    """The whole session, or one stem of it, shape (frames, 2)."""
    source = mix.stem("voice" if part == "voice" else "background") if part else mix
    return np.concatenate([source.render(at, 1 << 18) for at in range(0, mix.frames, 1 << 18)])


def jump_at_seam(loop: Background) -> float:
    """The largest second difference of samples around the seam of a loop of a pure tone, in dBFS."""
    samples = loop.read(loop.period - 5 * SAMPLE_RATE, 10 * SAMPLE_RATE).astype(np.float64)
    return float(20.0 * np.log10(np.abs(np.diff(samples, 2, axis=0)).max()))


def tone(path: Path, hertz: float = 97.3) -> Path:
    """A WAV file of twenty seconds of a tone at −6 dBFS, whose length is not a whole number of periods."""
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE)
    path.write_bytes(ffmpeg.encode(["-f", "wav"], np.stack([wave, wave], axis=1).astype(np.float32)))
    return path


def row(name: str, mix: Mix) -> str:
    """One line of the report."""
    over = np.array(over_background(mix))
    share = float(np.mean(np.abs(over + mix.levels.under_voice) <= 1.5))
    spread = f"{over.min():5.1f} {np.median(over):5.1f} {over.max():5.1f}"
    lead = lead_of_ducking(mix, mix.timeline.cues[0].start) / SAMPLE_RATE
    under = rendered(mix, "background")
    cells = (
        f"{share:6.0%} {mix.pause_level():7.1f} {largest_step(under):6.1f} {lead:6.2f} {true_peak(rendered(mix)):7.2f}"
    )
    return f"{name:8} {spread} {cells}"


def repetition(period: Samples) -> float:
    """The correlation of a background with itself 20 s or more later, by octave levels per second; 0 to 1."""
    window = SAMPLE_RATE // 10
    whole = period[: len(period) // window * window].mean(axis=1).reshape(-1, window)
    power = np.square(np.abs(np.fft.rfft(whole * np.hanning(window).astype(np.float32), axis=1)))
    octaves = np.add.reduceat(power, 9 * 2 ** np.arange(9), axis=1)[:, :-1]
    levels = 10.0 * np.log10(octaves[: len(octaves) // 10 * 10].reshape(-1, 10, 8).mean(axis=1) + 1e-12)
    spectrum = np.fft.rfft(levels - levels.mean(axis=0), axis=0)
    correlation = np.fft.irfft(np.square(np.abs(spectrum)), len(levels), axis=0).sum(axis=1)
    return float(correlation[20 : len(correlation) // 2].max() / correlation[0])


def period(background: Background) -> str:
    """The measured levels of a whole period of a background, and those in the code in brackets."""
    samples, loud, peak = background.read(0, background.period), background.loudness, background.peak
    levels = f"{ffmpeg.loudness(samples):6.1f} ({loud:.1f}) {true_peak(samples):6.1f} ({peak:.1f})"
    return f"{levels} {repetition(samples):6.2f}"


def main(arguments: Iterable[str] = ()) -> None:
    """Print one line for each generated background, and the jump at the seam of a looped file."""
    from unknot import app, wiring
    from unknot.backgrounds import GENERATED, background
    from unknot.units import parse_duration

    given = [*arguments]
    name, length, seed = [*given, *_USUAL[len(given) :]][:3]
    routine, person = app.load(name).routine, app.read_person()
    print("voice over background, LU (expected 19.0); share within 1.5; pauses dBFS; largest step dB in 50 ms;")
    print("ducking before the first word, s; dBTP of the session; then of a whole period: LUFS and dBTP (in brackets:")
    print("those in the code), and its correlation with itself 20 s or more later, 0 to 1")
    print(f"{'':8} {'least':>5} {'mid':>5} {'most':>5} {'within':>6} {'pauses':>7} {'step':>6} {'lead':>6} {'peak':>7}")
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        services = opened.enter_context(wiring.services(Path(), person.settings, folder, None, no_notice))
        for each in GENERATED:
            request = app.SessionRequest(length=parse_duration(length), seed=int(seed), background=each)
            session = app.prepare(routine, request, person, services)
            print(row(each, session.mix), period(services.background(each)), flush=True)
        looped = background(str(tone(folder / "tone.wav")), None, services.cache)
        print(f"seam of a looped tone: {jump_at_seam(looped):.1f} dBFS")


_USUAL = ("desk-neck-and-shoulders", "10m", "0")
"""Routine, length and seed."""

if __name__ == "__main__":
    main(sys.argv[1:])
