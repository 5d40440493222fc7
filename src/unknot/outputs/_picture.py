"""A session as a picture: chapters, words, rests, the background and the waveform over time; as SVG, PNG and text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape

import numpy as np

from unknot.outputs._cover import png as png_file
from unknot.timeline import BackgroundSpan, Chime, Cue, Rest, Timeline
from unknot.units import SAMPLE_RATE, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from unknot.mixer import Mix, Stem

WIDTH, HEIGHT = 1200, 400
"""Of the picture, in units of the drawing."""
SCALE = 2
"""Pixels of a PNG for each of these units."""
_LEFT, _RIGHT = 100, 1160
_COLUMNS = _RIGHT - _LEFT
_MOST_FRAMES = SAMPLE_RATE // 2
"""The most frames that are rendered for one column of the curves."""
_INK, _QUIET, _LINE, _PAPER = "#26323a", "#5f6c74", "#dcd9d1", "#fbfaf7"
_WORDS, _REST, _BELL, _BACKGROUND, _WAVE = "#2f6f73", "#e4e0d6", "#b5762a", "#8fb0a9", "#4d6a78"
_CHAPTERS = ("#d9e4e1", "#e9e3d4")
_LOW, _HIGH = -60.0, -20.0
"""dBFS at the bottom and at the top of the curve of the background."""
_BACKGROUND_TOP, _BACKGROUND_BOTTOM = 156, 236
_WAVE_MIDDLE, _WAVE_HALF = 304, 56
_AXIS = 366
"""The y of the time axis."""
_SMALL, _LARGE = 13, 18
"""Sizes of text."""


class Canvas(Protocol):
    """Something to draw on, with the origin at the upper left."""

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""

    def area(self, x: int, tops: Sequence[float], bottoms: Sequence[float], colour: str) -> None:
        """A filled shape between two curves, one value for each column from `x` on."""

    def text(self, x: float, y: float, words: str, colour: str, size: int = _SMALL) -> None:
        """Words whose baseline is at `y`."""


@dataclass(frozen=True, slots=True)
class PictureCurves:
    """The levels of a session, one value for each column."""

    wave: NDArray[np.float64]
    """The highest sample of the mix, 0 to 1."""
    background: NDArray[np.float64]
    """The level of the background in dBFS."""


def picture_svg(timeline: Timeline, mix: Mix | None = None) -> str:
    """The picture as SVG, with the curves of `mix` if there is one."""
    canvas = SvgCanvas(timeline.title)
    _draw(canvas, timeline, mix)
    return canvas.finished()


def picture_png(timeline: Timeline, mix: Mix | None = None) -> bytes:
    """The same picture as PNG."""
    canvas = PngCanvas()
    _draw(canvas, timeline, mix)
    return canvas.finished()


def picture_text(timeline: Timeline, width: int = 80) -> str:
    """The same as text, `width` characters wide: how much is spoken when, the backgrounds, the chapters."""
    columns = max(20, width - 12)
    edges = [timeline.frames * i // columns for i in range(columns + 1)]
    spoken = _shares([(c.start, c.start + c.frames) for c in timeline.cues], edges)
    chimes = [(e.start, e.start + e.frames) for e in timeline.events if isinstance(e, Chime)]
    ringing = _shares(chimes, edges)
    voice = "".join("♪" if r and not v else _BLOCKS[round(8 * v)] for v, r in zip(spoken, ringing, strict=True))
    lines = [f"{'voice':>10}  {voice}", f"{'background':>10}  {_background_line(timeline, edges)}"]
    return "\n".join([*lines, f"{'':>10}  {_axis(timeline.frames, columns)}", *_chapters(timeline)])


def _background_line(timeline: Timeline, edges: Sequence[int]) -> str:
    """The backgrounds: where each is, and its name."""
    columns = len(edges) - 1
    line = [
        "░" if share > 0.5 else " " for share in _shares([(at, end) for at, end, _ in _backgrounds(timeline)], edges)
    ]
    for at, end, span in _backgrounds(timeline):
        first, room = at * columns // max(1, timeline.frames), (end - at) * columns // max(1, timeline.frames)
        name = f" {_label(span)} "
        if len(name) + 2 <= room:
            line[first + 1 : first + 1 + len(name)] = name
    return "".join(line)


_BLOCKS = "·▁▂▃▄▅▆▇█"


def _shares(spans: Sequence[tuple[int, int]], edges: Sequence[int]) -> list[float]:
    """How much of each column is covered by the spans, which ascend and do not overlap."""
    positions = np.array([0, *(edge for span in spans for edge in span)], np.float64)
    covered = np.array([0, *(covered for span in spans for covered in (0, span[1] - span[0]))], np.float64).cumsum()
    at = np.interp(np.array(edges, np.float64), positions, covered)
    return [float(share) for share in np.clip(np.diff(at) / np.maximum(np.diff(edges), 1), 0.0, 1.0)]


def _backgrounds(timeline: Timeline) -> list[tuple[int, int, BackgroundSpan]]:
    """The first frame, the end and the event of each background."""
    spans = [e for e in timeline.events if isinstance(e, BackgroundSpan)]
    ends = [*(s.start for s in spans[1:]), timeline.frames]
    return [(s.start, end, s) for s, end in zip(spans, ends, strict=False) if s.name]


def _label(span: BackgroundSpan) -> str:
    """The name of a background, and the decibels that a script adds."""
    return f"{span.name} {span.change:+g} dB".replace("-", "−") if span.change else span.name


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
    """About ten round times, in frames."""
    steps = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
    step = next((s for s in steps if frames <= 11 * s * SAMPLE_RATE), 7200)
    return range(0, frames, step * SAMPLE_RATE)


def _draw(canvas: Canvas, timeline: Timeline, mix: Mix | None) -> None:
    frames = max(1, timeline.frames)

    def at(frame: int) -> float:
        return _LEFT + _COLUMNS * frame / frames

    canvas.box(0, 0, WIDTH, HEIGHT, _PAPER)
    canvas.text(_LEFT, 32, f"{_shortened(timeline.title, 900, 12.0)} · {clock(timeline.frames)}", _INK, _LARGE)
    _draw_lines(canvas, timeline, at)
    if mix is not None:
        _draw_curves(canvas, curves(mix))
    _draw_lanes(canvas, timeline, at)
    for name, y in (("chapters", 67), ("rests", 126), ("background", 200), ("sound", 308)):
        canvas.text(8, y, name, _QUIET)
    canvas.text(8, 103, "voice", _WORDS)
    if any(isinstance(event, Chime) for event in timeline.events):
        canvas.text(60, 103, "bell", _BELL)


class _XPosition(Protocol):
    def __call__(self, frame: int) -> float: ...


def _draw_lines(canvas: Canvas, timeline: Timeline, at: _XPosition) -> None:
    """The time axis, a line where each chapter begins, and lines for the level of the background."""
    for chapter in timeline.chapters[1:]:
        canvas.box(at(chapter.start), 76, 0.5, _AXIS - 76, _LINE)
    for level in (_HIGH, (_HIGH + _LOW) / 2, _LOW):
        y = _height(level)
        canvas.box(_LEFT, y, _COLUMNS, 0.5, _LINE)
        canvas.text(_RIGHT + 6, y + 4, f"{level:.0f}".replace("-", "−"), _QUIET)
    canvas.text(_RIGHT + 2, _BACKGROUND_TOP - 14, "dBFS", _QUIET)
    canvas.box(_LEFT, _AXIS, _COLUMNS, 0.5, _QUIET)
    for tick in _ticks(timeline.frames):
        canvas.box(at(tick), _AXIS, 0.5, 6, _QUIET)
        canvas.text(at(tick), _AXIS + 20, clock(tick), _QUIET)


def _height(level: float) -> float:
    """The y of a level of the background."""
    return _BACKGROUND_BOTTOM - (_BACKGROUND_BOTTOM - _BACKGROUND_TOP) * (level - _LOW) / (_HIGH - _LOW)


def _draw_lanes(canvas: Canvas, timeline: Timeline, at: _XPosition) -> None:
    for index, chapter in enumerate(timeline.chapters):
        width = at(chapter.start + chapter.frames) - at(chapter.start)
        canvas.box(at(chapter.start), 50, width, 26, _CHAPTERS[index % 2])
        canvas.text(at(chapter.start) + 6, 67, _shortened(chapter.title, width), _INK)
    for event in timeline.events:
        width = max(0.8, at(event.start + event.frames) - at(event.start))
        match event:
            case Cue():
                canvas.box(at(event.start), 87, width, 22, _WORDS)
            case Chime():
                canvas.box(at(event.start), 87, width, 22, _BELL)
            case Rest():
                canvas.box(at(event.start), 115, width, 14, _REST)
    for start, end, span in _backgrounds(timeline):
        canvas.text(at(start) + 4, _BACKGROUND_TOP - 4, _shortened(_label(span), at(end) - at(start)), _QUIET)
        canvas.box(at(start), _BACKGROUND_TOP - 16, 0.5, _BACKGROUND_BOTTOM - _BACKGROUND_TOP + 16, _QUIET)


def _draw_curves(canvas: Canvas, found: PictureCurves) -> None:
    tops = [_height(level) for level in np.clip(found.background, _LOW, _HIGH).tolist()]
    canvas.area(_LEFT, tops, [float(_BACKGROUND_BOTTOM)] * len(tops), _BACKGROUND)
    half = (np.clip(found.wave, 0.004, 1.0) * _WAVE_HALF).tolist()
    canvas.area(_LEFT, [_WAVE_MIDDLE - h for h in half], [_WAVE_MIDDLE + h for h in half], _WAVE)


def _shortened(words: str, width: float, letter: float = 9.0) -> str:
    """As much of `words` as fits into `width`, where each letter takes `letter`."""
    room = int((width - 8) / letter)
    if len(words) <= room:
        return words
    return words[: room - 1].rstrip() + "…" if room > 3 else ""


def curves(mix: Mix) -> PictureCurves:
    """The curves of a session, from its samples."""
    edges = [mix.frames * i // _COLUMNS for i in range(_COLUMNS + 1)]
    under = mix.stem("background")
    wave = [float(np.max(np.abs(_column(mix, a, b)))) for a, b in pairwise(edges)]
    powers = [float(np.mean(np.square(_column(under, a, b), dtype=np.float64))) for a, b in pairwise(edges)]
    return PictureCurves(np.array(wave), 10.0 * np.log10(np.maximum(powers, 1e-12)))


def _column(source: Mix | Stem, start: int, stop: int) -> NDArray[np.float32]:
    block = source.render(start, max(1, min(stop - start, _MOST_FRAMES)))
    return block if len(block) else np.zeros((1, 2), np.float32)


class SvgCanvas:
    """A canvas that writes SVG."""

    def __init__(self, title: str) -> None:
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' font-family="system-ui, sans-serif" font-size="{_SMALL}">',
            f"<title>{escape(_printable(title))}</title>",
        ]

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        self._parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')

    def area(self, x: int, tops: Sequence[float], bottoms: Sequence[float], colour: str) -> None:
        """A filled shape between two curves."""
        upper = [f"{x + i},{y:.1f}" for i, y in enumerate(tops)]
        lower = [f"{x + i},{y:.1f}" for i, y in reversed(list(enumerate(bottoms)))]
        self._parts.append(f'<path d="M{" ".join([*upper, *lower])}Z" fill="{colour}"/>')

    def text(self, x: float, y: float, words: str, colour: str, size: int = _SMALL) -> None:
        """Words whose baseline is at `y`."""
        font = f' font-size="{size}"' if size != _SMALL else ""
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{font}>{escape(_printable(words))}</text>')

    def finished(self) -> str:
        """The whole document."""
        return "\n".join([*self._parts, "</svg>", ""])


def _printable(words: str) -> str:
    """`words` with a space for each character that XML cannot hold."""
    return "".join(c if c.isprintable() else " " for c in words)


class PngCanvas:
    """A canvas that writes PNG, with `SCALE` pixels to a unit."""

    def __init__(self) -> None:
        self._pixels = np.zeros((HEIGHT * SCALE, WIDTH * SCALE, 3), np.uint8)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle, at least a pixel wide and high."""
        left, top, right, bottom = (round(SCALE * edge) for edge in (x, y, x + width, y + height))
        self._pixels[top : max(top + 1, bottom), left : max(left + 1, right)] = _colour(colour)

    def area(self, x: int, tops: Sequence[float], bottoms: Sequence[float], colour: str) -> None:
        """A filled shape between two curves."""
        for column, (top, bottom) in enumerate(zip(tops, bottoms, strict=True), x):
            self.box(column, top, 1, bottom - top, colour)

    def text(self, x: float, y: float, words: str, colour: str, size: int = _SMALL) -> None:
        """Words whose baseline is at `y`, in letters of five by seven dots, and two above and two below."""
        step = round(size * SCALE / 9)
        left, top = round(SCALE * x), round(SCALE * y) - 9 * step
        for letter in _letters(words):
            ink = _smoothed(_glyph(letter), step)
            room = self._pixels[top : top + len(ink), left : left + len(ink[0])]
            ink = ink[: room.shape[0], : room.shape[1], None]
            room[:] = np.rint(room + (np.array(_colour(colour)) - room) * ink)
            left += 6 * step

    def finished(self) -> bytes:
        """The whole file."""
        return png_file(self._pixels)


def _colour(name: str) -> tuple[int, int, int]:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def _letters(words: str) -> list[str]:
    """Each letter with its accents; dashes and quotation marks as their plain forms."""
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", words.translate(_PLAIN)):
        if unicodedata.combining(mark) and letters:
            letters[-1] += mark
        else:
            letters.append(mark)
    return letters


_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": "'", "”": "'", "„": "'"})


def _glyph(letter: str) -> NDArray[np.bool_]:
    """The dots of a letter, shape (11, 5): two rows for accents, seven for the letter, two for descenders."""
    base, accents = letter[0], letter[1:]
    body = bytes.fromhex(_GLYPHS.get(base, _GLYPHS["?"]))
    rows = bytearray(2) + body + bytes(9 - len(body))
    for accent in accents:
        for row, ink in enumerate(_ACCENTS.get(accent, b""), 2 if base.islower() else 0):
            rows[row] = ink if base in "ij" else rows[row] | ink
    return np.array([[bool(row >> (4 - column) & 1) for column in range(5)] for row in rows])


def _smoothed(glyph: NDArray[np.bool_], step: int) -> NDArray[np.float64]:
    """The ink of each pixel, 0 to 1, with `step` pixels to a dot and round corners."""
    fine = np.pad(np.kron(glyph, np.ones((step, step))), 1)
    rows = fine[:-2] + fine[1:-1] + fine[2:]
    near = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9.0
    return np.asarray(np.clip(2.0 * near - 0.5, 0.0, 1.0))


_ACCENTS = {
    "\u0308": b"\x0a",
    "\u0301": b"\x02\x04",
    "\u0300": b"\x08\x04",
    "\u0302": b"\x04\x0a",
    "\u0303": b"\x0d\x16",
    "\u030a": b"\x04\x04",
}
_GLYPHS = dict(
    line.split(" ", 1)
    for line in """\
A 0E11111F111111|B 1E11111E11111E|C 0E11101010110E|D 1E11111111111E|E 1F10101E10101F|F 1F10101E101010
G 0E11101711110F|H 1111111F111111|I 0E04040404040E|J 0702020202120C|K 11121418141211|L 1010101010101F
M 111B1515111111|N 11191513111111|O 0E11111111110E|P 1E11111E101010|Q 0E11111115120D|R 1E11111E141211
S 0F10100E01011E|T 1F040404040404|U 1111111111110E|V 11111111110A04|W 11111115151B11|X 11110A040A1111
Y 11110A04040404|Z 1F01020408101F|0 0E11131519110E|1 040C040404040E|2 0E11010204081F|3 1F02040201110E
4 02060A121F0202|5 1F101E0101110E|6 0608101E11110E|7 1F010204080808|8 0E11110E11110E|9 0E11110F01020C
a 00000E010F110F|b 10101E1111111E|c 00000F1010100F|d 01010F1111110F|e 00000E111F100E|f 06081E08080808
g 00000F1111110F010E|h 10101E11111111|i 04000C0404040E|j 0200060202020212|k 10101214181412|l 0C04040404040E
m 00001A15151515|n 00001E11111111|o 00000E1111110E|p 00001E1111111E1010|q 00000F1111110F0101|r 00001618101010
s 00000F100E011E|t 08081E08080806|u 0000111111110F|v 000011110A0A04|w 0000111515150A|x 0000110A040A11
y 0000111111110F010E|z 00001F0204081F|ß 0C121216111116|. 00000000000C0C|, 000000000C0408|: 000C0C000C0C00
- 0000001F000000|' 0C040800000000|! 04040404040004|? 0E110102040004|( 02040808080402|) 08040202020408
/ 00010204081000|& 0C12140815120D|+ 0004041F040400|· 0000000C0C0000|_ 0000000000001F|% 18190204081303
… 00000000000015""".replace("\n", "|").split("|")
) | {" ": "00"}
"""Letters, digits and marks: a byte for each of seven rows of five dots, or nine rows with a descender."""
