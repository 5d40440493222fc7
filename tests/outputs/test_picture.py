"""A session as a picture."""

from __future__ import annotations

import struct
import zlib
from xml.etree import ElementTree

import numpy as np

from tests.fakes.background import KnownNoise
from tests.mixer.sessions import mix
from unknot.outputs import _picture
from unknot.timeline import Chapter, Timeline
from unknot.units import NO_FRAMES, Frames

SESSION = mix("200 A 300 !bell 90 B 400 C 375", {"noise": KnownNoise()})


def _titled(title: str) -> Timeline:
    chapter = Chapter(NO_FRAMES, Frames(SESSION.frames), title)
    return Timeline(Frames(SESSION.frames), title, "en", (chapter, *SESSION.timeline.events))


def test_the_svg_is_a_document_with_every_cue() -> None:
    """The SVG is valid XML with every cue and chime, for any title."""
    drawn = ElementTree.fromstring(_picture.picture_svg(_titled("<Neck> & \x07 “jaw” 🌧"), SESSION))
    lane = [box for box in drawn.iter("{http://www.w3.org/2000/svg}rect") if box.get("y") == "87.0"]
    assert len(lane) == 4
    assert "<Neck> &" in "".join(drawn.itertext())


def test_the_png_is_whole_and_shows_where_words_are() -> None:
    """The PNG is valid, has the right size, and shows the first cue in its place."""
    points = _points(_picture.picture_png(_titled("Neck"), SESSION))
    assert points.shape == (_picture.HEIGHT * _picture.SCALE, _picture.WIDTH * _picture.SCALE, 3)
    cue = SESSION.timeline.cues[0]
    column = 200 + 2120 * (cue.start + cue.frames // 2) // SESSION.frames
    assert tuple(points[190, column]) == (0x2F, 0x6F, 0x73)
    assert tuple(points[190, 204]) == (0xFB, 0xFA, 0xF7)


def test_letters_of_other_languages_are_drawn_as_themselves() -> None:
    """An umlaut and a capital are drawn as such, and an unknown letter as a question mark."""
    drawn = {title: _picture.picture_png(_titled(title)) for title in ("Schläfen", "Schlafen", "schlafen", "日", "?")}
    assert len({drawn[title] for title in ("Schläfen", "Schlafen", "schlafen")}) == 3
    assert drawn["日"] == drawn["?"]


def _points(raw: bytes) -> np.ndarray:
    assert raw[:8] == b"\x89PNG\r\n\x1a\n"
    at, body, size = 8, b"", (0, 0)
    while at < len(raw):
        length = struct.unpack(">I", raw[at : at + 4])[0]
        kind, content = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        assert struct.unpack(">I", raw[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        if kind == b"IHDR":
            size = struct.unpack(">II", content[:8])
        body += content if kind == b"IDAT" else b""
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(body), np.uint8).reshape(size[1], 1 + 3 * size[0])
    assert (rows[:, 0] == 2).all()  # each row is its difference from the one above
    return np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(size[1], size[0], 3)


def test_the_curve_of_the_background_goes_down_under_words() -> None:
    """The curve of the background is lower under words, by the ducking."""
    found = _picture.curves(SESSION)
    cue = SESSION.timeline.cues[1]
    column = len(found.background) * (cue.start + cue.frames // 2) // SESSION.frames
    pause = len(found.background) * (SESSION.timeline.rests[1].start + 150 * 1152) // SESSION.frames
    assert abs(found.background[pause] - found.background[column] - 9.0) < 1.0
    assert found.wave[column] > found.wave[pause]


def test_the_text_fits_its_screen() -> None:
    """No line of the text is longer than its width; voice, background, times and chapters are in it."""
    lines = _picture.picture_text(_titled("Neck"), 60).splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[0].lstrip().startswith("voice")
    assert "♪" in lines[0]
    assert "█" in lines[0]
    assert "░ noise ░" in lines[1]
    assert "╵0:00" in lines[2]
    assert lines[3].endswith("0:00  Neck")


def test_a_picture_without_sound_needs_only_the_timeline() -> None:
    """A picture without curves can be drawn of an empty timeline."""
    empty = Timeline(NO_FRAMES, "Nothing", "en", ())
    assert _picture.picture_svg(empty).startswith("<svg")
    assert _picture.picture_png(empty)
    assert _picture.picture_text(empty)
