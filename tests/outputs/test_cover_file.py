"""The kind of a cover is known by its first bytes."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from unknot.errors import UsageError
from unknot.outputs import draw_cover, read_cover
from unknot.outputs._cover_file import picture_type
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

_AVIF = ("-c:v", "libaom-av1", "-cpu-used", "8", "-pix_fmt", "yuv420p")


def picture(path: Path, form: str, *codec: str, source: str = "testsrc=size=64x48") -> Path:
    """A picture in that format, at that path."""
    command = [ffmpeg.program(), "-v", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", "1", *codec]
    made = path.with_suffix(form)
    subprocess.run([*command, str(made)], check=True, capture_output=True)
    return made.rename(path)


@pytest.mark.parametrize(
    ("form", "codec"),
    [(".png", ()), (".jpg", ()), (".gif", ()), (".bmp", ()), (".tiff", ()), (".webp", ()), (".avif", _AVIF)],
)
def test_every_kind_of_picture_becomes_a_cover_whatever_its_name_is(
    tmp_path: Path, form: str, codec: tuple[str, ...]
) -> None:
    """PNG and JPEG stay as they are, every other kind becomes a JPEG; the ending of the name says nothing."""
    path = picture(tmp_path / "cover.txt", form, *codec)
    cover = read_cover(path)
    assert picture_type(cover) == ("image/png" if form == ".png" else "image/jpeg")
    assert (cover == path.read_bytes()) == (form in {".png", ".jpg"})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is an empty file"),
        (b"hi\n", "is a text"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"PK\x03\x04" + bytes(40), "is a ZIP archive"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "is a sound or film file"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "is a film or sound file"),
        (b"\0\1\2\3" * 20, "is of a kind that is not read here"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a PNG that is cut off"),
        (b"BM" + bytes(60), "is a BMP that cannot be used"),
    ],
)
def test_anything_else_is_refused_by_name(tmp_path: Path, data: bytes, says: str) -> None:
    """What is no whole picture is refused, with its name, what it is, and what can be given instead."""
    path = tmp_path / "cover.png"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=rf"cover\.png {says}") as caught:
        read_cover(path)
    assert caught.value.next_step


@pytest.mark.parametrize("form", [".png", ".jpg", ".gif", ".bmp", ".tiff", ".webp"])
def test_half_a_picture_is_refused(tmp_path: Path, form: str) -> None:
    """A picture that is cut off is refused in every kind."""
    path = picture(tmp_path / "cover", form)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UsageError, match=r"is cut off|cannot be used"):
        read_cover(path)


def test_a_small_picture_inside_a_jpeg_does_not_hide_that_it_is_cut_off(tmp_path: Path) -> None:
    """A photograph has a small picture in its head, with an end of its own."""
    whole = picture(tmp_path / "cover", ".jpg").read_bytes()
    inside = b"\xff\xe1" + (len(whole) + 2).to_bytes(2, "big") + whole
    path = tmp_path / "photograph.jpg"
    path.write_bytes(whole[:2] + inside + whole[2:])
    assert read_cover(path) == path.read_bytes()
    path.write_bytes((whole[:2] + inside + whole[2:])[: -len(whole) // 2])
    with pytest.raises(UsageError, match="is cut off"):
        read_cover(path)


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    """A large picture becomes a JPEG of at most 1400 pixels a side."""
    path = picture(tmp_path / "cover", ".bmp", source="color=c=red:s=2000x1500")
    cover = read_cover(path)
    assert b"\x04\x1a\x05\x78" in cover  # the height and the width: 1050 and 1400
    assert len(cover) < 100_000


def test_too_many_pixels_are_refused(tmp_path: Path) -> None:
    """A small file with a huge picture is refused before it is decoded."""
    path = tmp_path / "cover.png"
    png = bytearray(draw_cover("x"))
    png[16:24] = (60_000).to_bytes(4, "big") * 2
    path.write_bytes(png)
    with pytest.raises(UsageError, match="cannot be used"):
        read_cover(path)


def test_a_folder_is_no_cover(tmp_path: Path) -> None:
    """A folder is refused, and so is a file that is gone."""
    with pytest.raises(UsageError, match="is not a file"):
        read_cover(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_cover(tmp_path / "gone.png")
