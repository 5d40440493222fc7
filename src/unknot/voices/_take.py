"""From a script to a person's own voice: what to read, and one long take cut into its cues."""

from __future__ import annotations

import re
import warnings
import wave
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from unknot.audio import to_sixteen_bits
from unknot.errors import AudioFileError
from unknot.platform import atomic_path, ffmpeg
from unknot.reading import weigh
from unknot.units import SAMPLE_RATE
from unknot.voices._alignment import aligned, edge, gaps, reader
from unknot.voices._lexicon import lexicon
from unknot.voices._recorded import LIST, listed, sameness
from unknot.voices._repeats import said_again
from unknot.voices._text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set as AbstractSet
    from pathlib import Path

    from unknot.audio import Sound
    from unknot.routine import Utterance
    from unknot.voices._alignment import Span

_BREATH: Final = 250
"""Milliseconds of quiet that can part two cues."""
_BELOW: Final = 20.0
"""Decibels under the take's loudness that count as quiet."""
_STEP: Final = 10
"""Milliseconds between two looks."""
_MARGIN: Final = 0.12
"""Seconds that are kept before and after each cue."""
_PARTING: Final = 0.5
"""Seconds: a shorter pause never parts two readings."""
_SURE: Final = 1.5
"""Times: the shortest pause that was cut at must be that much longer than the longest that was not."""


@dataclass(frozen=True, slots=True)
class LineToRead:
    """One line to read."""

    number: int
    text: str
    recorded: bool
    """Whether the folder has it already."""


@dataclass(frozen=True, slots=True)
class LineCut:
    """One line as it was found in the take."""

    number: int
    text: str
    start: float
    """Seconds into the take."""
    end: float
    expected: float
    """Seconds that the text should take, from all lines of this take."""
    earlier: bool = False
    """Whether an earlier reading of it, or a false start, was left over before it."""
    parted: bool = False
    """Whether a pause is inside it that is as long as those between lines. Such a cut is not written."""

    @property
    def doubtful(self) -> bool:
        """Whether its length does not fit its text, so that a person should listen to it."""
        return self.parted or not 0.5 * self.expected - 0.3 <= self.end - self.start <= 2.0 * self.expected + 0.3


@dataclass(frozen=True, slots=True)
class TakeCuts:
    """A take with the places where it is to be cut. A table of it is shown before anything is written."""

    take: Sound
    cuts: tuple[LineCut, ...]
    sure: bool
    """Whether the pauses between lines are clearly longer than those within them, and no line is missing."""
    missing: tuple[LineToRead, ...] = ()
    """The lines that seem not to have been read: what was heard fits the others best."""

    @property
    def left_out(self) -> tuple[LineToRead, ...]:
        """The lines that get no file: the missing ones, and those with a long pause inside."""
        parted = (LineToRead(cut.number, cut.text, recorded=False) for cut in self.cuts if cut.parted)
        return tuple(sorted((*self.missing, *parted), key=lambda line: line.number))


def record_plan(utterances: Iterable[Utterance], folder: Path) -> tuple[LineToRead, ...]:
    """What to read, in order, each text once, and which of it `folder` has already.

    Raises:
        VoiceError: The folder has a list that cannot be read.
    """
    known = listed(folder) if (folder / LIST).exists() else {}
    texts: dict[str, str] = {}
    for utterance in utterances:
        for sentence in sentences(utterance.text, lexicon(""), "written"):
            texts.setdefault(sameness(sentence.plain), sentence.plain)
    return tuple(
        LineToRead(number, text, same in known and known[same].is_file())
        for number, (same, text) in enumerate(texts.items(), 1)
    )


def record_cut(take: Path, lines: Sequence[LineToRead]) -> TakeCuts:
    """Where `take` is to be cut into `lines`, as its pauses and the lengths of its stretches tell.

    Raises:
        AudioFileError: The take cannot be read, or has no more than half of the lines.
    """
    sound = ffmpeg.decode(take, SAMPLE_RATE, 1)
    heard = _stretches(sound)
    way = aligned(heard, [weigh(line.text) for line in lines], said_again(sound, heard))
    read = [(line, at) for line, at in zip(lines, way, strict=True) if at]
    if len(read) * 2 <= len(lines):
        raise AudioFileError(
            f"{take} has {len(heard)} stretches of speech for {len(lines)} lines",
            next_step="read every line, with two seconds of quiet behind each, and nothing else",
        )
    missing = tuple(line for line, at in zip(lines, way, strict=True) if not at)
    spans = [(heard[first][0], heard[end - 1][1]) for _, (first, end) in read]
    within = {n for _, (first, end) in read for n in range(first, end - 1)}
    sure = not missing and _is_sure(gaps(heard), within)
    longest = max(_PARTING, edge(heard, len(lines)))
    cuts = _told([line for line, _ in read], spans)
    ends = [0, *(end for _, (_, end) in read)]
    marked = tuple(
        replace(
            cut,
            earlier=first > before,
            parted=any(gap > longest for gap in gaps(heard[first:end])),
        )
        for cut, (_, (first, end)), before in zip(cuts, read, ends, strict=False)
    )
    return TakeCuts(sound, marked, sure, missing)


def record_write(cutting: TakeCuts, folder: Path) -> tuple[Path, ...]:
    """Afterwards `folder` has a file for each cut without a long pause, and all on its list, beside what it had.

    Raises:
        WriteError: Something could not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = _rows(folder)
    written = []
    for cut in (cut for cut in cutting.cuts if not cut.parted):
        path = folder / f"{cut.number:03d}-{_slug(cut.text)}.wav"
        with atomic_path(path) as beside:
            _write(beside, _piece(cutting.take, cut))
        rows[sameness(cut.text)] = f"{path.name}\t{cut.text}"
        written.append(path)
    with atomic_path(folder / LIST) as beside:
        beside.write_text("".join(f"{row}\n" for row in rows.values()), encoding="utf-8")
    return tuple(written)


def _stretches(sound: Sound) -> list[Span]:
    """Everything that is not quiet, as pydub finds it."""
    with warnings.catch_warnings():
        # pydub looks for an ffmpeg on the PATH when it is loaded, and complains; what is used of it here needs none.
        warnings.filterwarnings("ignore", "Couldn't find ff", RuntimeWarning)
        from pydub import AudioSegment
        from pydub.silence import detect_nonsilent

    steps = to_sixteen_bits(sound.samples[:, 0])
    segment = AudioSegment(steps.tobytes(), sample_width=2, frame_rate=sound.rate, channels=1)
    found = detect_nonsilent(segment, _BREATH, segment.dBFS - _BELOW, _STEP)
    return [(start / 1000, end / 1000) for start, end in found]


def _is_sure(pauses: Sequence[float], inside: AbstractSet[int]) -> bool:
    between = [pause for n, pause in enumerate(pauses) if n not in inside]
    within = [pause for n, pause in enumerate(pauses) if n in inside]
    return not between or not within or min(between) > _SURE * max(within)


def _told(lines: Sequence[LineToRead], spans: Sequence[tuple[float, float]]) -> tuple[LineCut, ...]:
    """Each line with its span, and how long it should be at the pace of this reader."""
    pace = reader([end - start for start, end in spans], [weigh(line.text) for line in lines])
    return tuple(
        LineCut(line.number, line.text, start, end, pace.seconds(weigh(line.text)))
        for line, (start, end) in zip(lines, spans, strict=True)
    )


def _rows(folder: Path) -> dict[str, str]:
    if not (folder / LIST).exists():
        return {}
    lines = (folder / LIST).read_text(encoding="utf-8-sig").splitlines()
    return {sameness(line.partition("\t")[2]) or line: line for line in lines if line.strip()}


def _piece(take: Sound, cut: LineCut) -> bytes:
    start, end = (round(at * take.rate) for at in (cut.start - _MARGIN, cut.end + _MARGIN))
    return to_sixteen_bits(take.samples[max(0, start) : end, 0]).tobytes()


def _write(path: Path, raw: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(raw)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:4]) or "cue"
