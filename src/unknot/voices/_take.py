"""From a script to a person's own voice: what to read, and one long take cut into its cues."""

from __future__ import annotations

import math
import re
import wave
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

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
    from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

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
_BLOCK: Final = 20 * SAMPLE_RATE
"""Frames of the take that are decoded at once."""
_MILLISECOND: Final = SAMPLE_RATE // 1000
"""Frames."""
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

    take: Path
    """Its file."""
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
    heard = _stretches(take)
    again = said_again(_sounds(take, heard), SAMPLE_RATE)
    way = aligned(heard, [weigh(line.text) for line in lines], again)
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
    return TakeCuts(take, marked, sure, missing)


def record_write(cutting: TakeCuts, folder: Path) -> tuple[Path, ...]:
    """Afterwards `folder` has a file for each cut without a long pause, and all on its list, beside what it had.

    Raises:
        AudioFileError: The take cannot be read any more.
        WriteError: Something could not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = _rows(folder)
    written = []
    kept = [cut for cut in cutting.cuts if not cut.parted]
    spans = [(cut.start - _MARGIN, cut.end + _MARGIN) for cut in kept]
    for cut, sound in zip(kept, _sounds(cutting.take, spans), strict=True):
        path = folder / f"{cut.number:03d}-{_slug(cut.text)}.wav"
        with atomic_path(path) as beside:
            _write(beside, to_sixteen_bits(sound).tobytes())
        rows[sameness(cut.text)] = f"{path.name}\t{cut.text}"
        written.append(path)
    with atomic_path(folder / LIST) as beside:
        beside.write_text("".join(f"{row}\n" for row in rows.values()), encoding="utf-8")
    return tuple(written)


def _stretches(take: Path) -> list[Span]:
    """Everything that is not quiet: where no window of `_BREATH` milliseconds is `_BELOW` decibels under the take.

    Raises:
        AudioFileError: The take cannot be read.
    """
    powers, frames = _powers(take)
    loudness = math.sqrt(int(powers.sum()) / max(1, frames))
    limit = int(loudness) * 10.0 ** (-_BELOW / 20.0)
    starts = [*range(0, len(powers) - _BREATH + 1, _STEP)]
    if len(powers) > _BREATH and (len(powers) - _BREATH) % _STEP:
        starts.append(len(powers) - _BREATH)
    sums = np.concatenate([[0], np.cumsum(powers)])
    windows = np.asarray(starts, np.int64)
    means = (sums[windows + _BREATH] - sums[windows]) / (_BREATH * _MILLISECOND)
    quiet = _joined(windows[np.floor(np.sqrt(means)) <= limit].tolist())
    edges = [0, *(edge for span in quiet for edge in span), len(powers)]
    found = zip(edges[::2], edges[1::2], strict=True)
    return [(start / 1000, end / 1000) for start, end in found if start < end]


def _powers(take: Path) -> tuple[NDArray[np.int64], int]:
    """The sum of the squares in each millisecond of the take, in 16 bits, and its frames."""
    parts, rest, frames = [], np.zeros(0, np.int64), 0
    for block in ffmpeg.decode_stream(take, SAMPLE_RATE, 1, _BLOCK):
        squares = np.concatenate([rest, np.square(to_sixteen_bits(block[:, 0]).astype(np.int64))])
        whole = len(squares) // _MILLISECOND * _MILLISECOND
        parts.append(squares[:whole].reshape(-1, _MILLISECOND).sum(axis=1))
        rest, frames = squares[whole:], frames + len(block)
    if 2 * len(rest) > _MILLISECOND:
        parts.append(rest.sum(keepdims=True))
    return np.concatenate([np.zeros(0, np.int64), *parts]), frames


def _joined(starts: Sequence[int]) -> list[tuple[int, int]]:
    """Quiet windows that touch or overlap, as spans in milliseconds."""
    spans: list[tuple[int, int]] = []
    for start in starts:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], start + _BREATH)
        else:
            spans.append((start, start + _BREATH))
    return spans


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


def _sounds(take: Path, spans: Iterable[Span]) -> Iterator[NDArray[np.float32]]:
    """The samples of each span of the take, in its order. Not much more than one of them is in memory."""
    blocks = ffmpeg.decode_stream(take, SAMPLE_RATE, 1, _BLOCK)
    held, at = np.zeros((0, 1), np.float32), 0
    for span in spans:
        start, end = (max(0, round(edge * SAMPLE_RATE)) for edge in span)
        while at + len(held) < end and (block := next(blocks, None)) is not None:
            held = np.concatenate([held, block])
            held, at = held[max(0, start - at) :], max(at, min(start, at + len(held)))
        yield held[max(0, start - at) : max(0, end - at), 0]
    blocks.close()


def _write(path: Path, raw: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(raw)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:4]) or "cue"
