"""A session as a picture: chapters, words, rests, the background and the waveform over time; as SVG, PNG and text."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape

import numpy as np

from unknot.timeline import Chime, Cue, Rest, Scene, Timeline
from unknot.units import SAMPLE_RATE, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from unknot.mixer import Mix
    from unknot.mixer.mix import Stem

WIDTH, HEIGHT = 1200, 400
"""Of the picture, in points."""
_LEFT, _RIGHT = 90, 1180
_COLUMNS = _RIGHT - _LEFT
_GLANCE = SAMPLE_RATE // 2
"""Frames that are looked at for a point of the waveform, at most."""
_INK, _QUIET, _PAPER = "#26323a", "#7d8a92", "#fbfaf7"
_WORDS, _REST, _BELL, _BED, _WAVE = "#2f6f73", "#e4e0d6", "#b5762a", "#8fb0a9", "#4d6a78"
_CHAPTERS = ("#d9e4e1", "#e9e3d4")
_FLOOR = -60.0
"""dBFS at the foot of the background's curve; its head is at −20."""


class Canvas(Protocol):
    """Something to draw on, with the origin at the upper left."""

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""

    def area(self, x: int, tops: Sequence[float], feet: Sequence[float], colour: str) -> None:
        """A filled shape between two curves, a point a column from `x` on."""

    def text(self, x: float, y: float, words: str, colour: str) -> None:
        """Words whose foot is at `y`."""


@dataclass(frozen=True, slots=True)
class Curves:
    """What a session sounds like, a value a column."""

    wave: NDArray[np.float64]
    """The highest sample of the whole, 0 to 1."""
    bed: NDArray[np.float64]
    """The level of the background in dBFS."""


def svg(timeline: Timeline, mix: Mix | None = None) -> str:
    """The picture as SVG; with the curves of `mix` where there is one."""
    canvas = Svg(timeline.title)
    _draw(canvas, timeline, mix)
    return canvas.written()


def png(timeline: Timeline, mix: Mix | None = None) -> bytes:
    """The same picture as PNG."""
    canvas = Raster()
    _draw(canvas, timeline, mix)
    return canvas.written()


def text(timeline: Timeline, width: int = 80) -> str:
    """The same in one screen of text: how much is spoken when, the background, the chapters."""
    columns = max(20, width - 12)
    edges = [timeline.frames * i // columns for i in range(columns + 1)]
    spoken = _shares([(c.start, c.start + c.frames) for c in timeline.cues], edges)
    rung = [(e.start, e.start + e.frames) for e in timeline.events if isinstance(e, Chime)]
    bed = _shares(_beds(timeline), edges)
    ringing = _shares(rung, edges)
    voice = "".join("♪" if r and not v else _BLOCKS[round(8 * v)] for v, r in zip(spoken, ringing, strict=True))
    lines = [f"{'voice':>10}  {voice}", f"{'background':>10}  {''.join('░' if share > 0.5 else ' ' for share in bed)}"]
    return "\n".join([*lines, f"{'':>10}  {_axis(timeline.frames, columns)}", *_chapters(timeline)])


_BLOCKS = "·▁▂▃▄▅▆▇█"


def _shares(spans: Sequence[tuple[int, int]], edges: Sequence[int]) -> list[float]:
    """How much of each column the spans, ascending and apart, cover."""
    heads = np.array([0, *(edge for span in spans for edge in span)], np.float64)
    covered = np.array([0, *(covered for span in spans for covered in (0, span[1] - span[0]))], np.float64).cumsum()
    at = np.interp(np.array(edges, np.float64), heads, covered)
    return [float(share) for share in np.clip(np.diff(at) / np.maximum(np.diff(edges), 1), 0.0, 1.0)]


def _beds(timeline: Timeline) -> list[tuple[int, int]]:
    scenes = [e for e in timeline.events if isinstance(e, Scene)]
    ends = [*(s.start for s in scenes[1:]), timeline.frames]
    return [(s.start, end) for s, end in zip(scenes, ends, strict=False) if s.name]


def _axis(frames: int, columns: int) -> str:
    line = [" "] * columns
    for at in _ticks(frames):
        label = f"╵{clock(at)}"
        place = at * columns // max(1, frames)
        if place + len(label) <= columns:
            line[place : place + len(label)] = label
    return "".join(line)


def _chapters(timeline: Timeline) -> list[str]:
    return [f"{clock(c.start):>10}  {'  ' * (c.level - 1)}{c.title}" for c in timeline.chapters]


def _ticks(frames: int) -> range:
    """Round times, ten or so."""
    steps = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
    step = next((s for s in steps if frames <= 11 * s * SAMPLE_RATE), 7200)
    return range(0, frames, step * SAMPLE_RATE)


def _draw(canvas: Canvas, timeline: Timeline, mix: Mix | None) -> None:
    frames = max(1, timeline.frames)

    def at(frame: int) -> float:
        return _LEFT + _COLUMNS * frame / frames

    canvas.box(0, 0, WIDTH, HEIGHT, _PAPER)
    canvas.text(_LEFT, 28, f"{timeline.title} · {clock(timeline.frames)}", _INK)
    for index, chapter in enumerate(timeline.chapters):
        width = at(chapter.start + chapter.frames) - at(chapter.start)
        canvas.box(at(chapter.start), 44, width, 26, _CHAPTERS[index % 2])
        canvas.text(at(chapter.start) + 4, 62, _fitting(chapter.title, width), _INK)
    _lanes(canvas, timeline, at)
    if mix is not None:
        _curves(canvas, curves(mix))
    for tick in _ticks(timeline.frames):
        canvas.box(at(tick), 364, 1, 6, _QUIET)
        canvas.text(at(tick) + 3, 382, clock(tick), _QUIET)
    for label, y in (("chapters", 62), ("words", 98), ("rests", 122), ("background", 190), ("waveform", 300)):
        canvas.text(6, y, label, _QUIET)


class _Place(Protocol):
    def __call__(self, frame: int) -> float: ...


def _lanes(canvas: Canvas, timeline: Timeline, at: _Place) -> None:
    for event in timeline.events:
        width = max(0.8, at(event.start + event.frames) - at(event.start))
        match event:
            case Cue():
                canvas.box(at(event.start), 82, width, 22, _WORDS)
            case Chime():
                canvas.box(at(event.start), 82, width, 22, _BELL)
            case Rest():
                canvas.box(at(event.start), 110, width, 16, _REST)
            case Scene():
                canvas.box(at(event.start), 134, 1, 96, _QUIET)
                canvas.text(at(event.start) + 4, 146, event.name or "off", _QUIET)


def _curves(canvas: Canvas, found: Curves) -> None:
    height = np.clip((found.bed - _FLOOR) / (-20.0 - _FLOOR), 0.0, 1.0) * 80.0
    canvas.area(_LEFT, [230.0 - h for h in height.tolist()], [230.0] * len(height), _BED)
    half = np.clip(found.wave, 0.004, 1.0) * 60.0
    canvas.area(_LEFT, [296.0 - h for h in half.tolist()], [296.0 + h for h in half.tolist()], _WAVE)


def _fitting(words: str, width: float) -> str:
    """As much of `words` as has room in `width` points."""
    room = int((width - 8) / 7.5)
    if len(words) <= room:
        return words
    return words[: room - 1].rstrip() + "…" if room > 3 else ""


def curves(mix: Mix) -> Curves:
    """The curves of a session, from the very samples that are heard."""
    edges = [mix.frames * i // _COLUMNS for i in range(_COLUMNS + 1)]
    under = mix.stem("background")
    heard = [_glance(mix, a, b) for a, b in pairwise(edges)]
    beds = [_glance(under, a, b) for a, b in pairwise(edges)]
    level = [10.0 * np.log10(max(float(np.mean(np.square(bed, dtype=np.float64))), 1e-12)) for bed in beds]
    return Curves(np.array([float(np.max(np.abs(block))) for block in heard]), np.array(level))


def _glance(source: Mix | Stem, start: int, stop: int) -> NDArray[np.float32]:
    block = source.render(start, max(1, min(stop - start, _GLANCE)))
    return block if len(block) else np.zeros((1, 2), np.float32)


class Svg:
    """A canvas that becomes SVG."""

    def __init__(self, title: str) -> None:
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            ' font-family="system-ui, sans-serif" font-size="13">',
            f"<title>{escape(_printable(title))}</title>",
        ]

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        self._parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')

    def area(self, x: int, tops: Sequence[float], feet: Sequence[float], colour: str) -> None:
        """A filled shape between two curves."""
        there = [f"{x + i},{y:.1f}" for i, y in enumerate(tops)]
        back = [f"{x + i},{y:.1f}" for i, y in reversed(list(enumerate(feet)))]
        self._parts.append(f'<path d="M{" ".join([*there, *back])}Z" fill="{colour}"/>')

    def text(self, x: float, y: float, words: str, colour: str) -> None:
        """Words whose foot is at `y`."""
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(_printable(words))}</text>')

    def written(self) -> str:
        """The whole document."""
        return "\n".join([*self._parts, "</svg>", ""])


def _printable(words: str) -> str:
    """`words` without what XML cannot hold."""
    return "".join(c if c.isprintable() else " " for c in words)


class Raster:
    """A canvas that becomes PNG."""

    def __init__(self) -> None:
        self._points = np.zeros((HEIGHT, WIDTH, 3), np.uint8)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle, at least a point wide."""
        left, top = round(x), round(y)
        self._points[top : round(y + height), left : max(left + 1, round(x + width))] = _colour(colour)

    def area(self, x: int, tops: Sequence[float], feet: Sequence[float], colour: str) -> None:
        """A filled shape between two curves."""
        for column, (top, foot) in enumerate(zip(tops, feet, strict=True), x):
            self._points[round(top) : round(foot), column] = _colour(colour)

    def text(self, x: float, y: float, words: str, colour: str) -> None:
        """Words whose foot is at `y`, in capitals five points wide and seven high."""
        plain = unicodedata.normalize("NFKD", words.replace("…", "...").replace("·", "-")).upper()
        for index, letter in enumerate(c for c in plain if not unicodedata.combining(c)):
            left, top = round(x) + 6 * index, round(y) - 9
            room = self._points[top : top + 7, left : left + 5]
            room[_glyph(letter)[: room.shape[0], : room.shape[1]]] = _colour(colour)

    def written(self) -> bytes:
        """The whole file (PNG specification, chunks IHDR, IDAT, IEND)."""
        head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        rows = np.concatenate([np.zeros((HEIGHT, 1), np.uint8), self._points.reshape(HEIGHT, -1)], axis=1)
        body = zlib.compress(rows.tobytes(), 9)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _colour(name: str) -> tuple[int, int, int]:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def _glyph(letter: str) -> NDArray[np.bool_]:
    """Shape (7, 5), where the letter is inked."""
    rows = bytes.fromhex(_GLYPHS.get(letter, _GLYPHS["?"]))
    return np.array([[bool(row >> (4 - column) & 1) for column in range(5)] for row in rows])


_GLYPHS = dict(
    line.split(" ", 1)
    for line in """\
A 0E11111F111111|B 1E11111E11111E|C 0E11101010110E|D 1E11111111111E|E 1F10101E10101F|F 1F10101E101010
G 0E11101711110F|H 1111111F111111|I 0E04040404040E|J 0702020202120C|K 11121418141211|L 1010101010101F
M 111B1515111111|N 11191513111111|O 0E11111111110E|P 1E11111E101010|Q 0E11111115120D|R 1E11111E141211
S 0F10100E01011E|T 1F040404040404|U 1111111111110E|V 11111111110A04|W 11111115151B11|X 11110A040A1111
Y 11110A04040404|Z 1F01020408101F|0 0E11131519110E|1 040C040404040E|2 0E11010204081F|3 1F02040201110E
4 02060A121F0202|5 1F101E0101110E|6 0608101E11110E|7 1F010204080808|8 0E11110E11110E|9 0E11110F01020C
. 00000000000C0C|, 000000000C0408|: 000C0C000C0C00|- 0000001F000000|' 0C040800000000|! 04040404040004
? 0E110102040004|( 02040808080402|) 08040202020408|/ 00010204081000|& 0C12140815120D|+ 0004041F040400""".replace(
        "\n", "|"
    ).split("|")
) | {" ": "00" * 7}
"""Capitals, digits and marks, seven rows of five points each, a byte a row."""
