"""The cover of a session from a picture file: its kind is known by its first bytes, and it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from unknot.errors import AudioFileError, UsageError
from unknot.platform import ffmpeg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MOST_READ: Final = 64 << 20
"""The most bytes of a picture file."""
_MOST_KEPT: Final = 4 << 20
"""The most bytes of a PNG or JPEG that is put into a file unchanged. A FLAC cannot hold 16 MiB."""
_HEIF: Final = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
_NEXT_STEP: Final = "give a PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF or HEIC, or leave out --cover"


def _any_end(_data: bytes) -> bool:
    """For kinds of which only decoding shows whether the file is whole."""
    return True


def _jpeg_ends(data: bytes) -> bool:
    """Whether the end of the picture is behind its data. A small picture inside its head has an end of its own."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return b"\xff\xd9" in data[at:]


def _riff_ends(data: bytes) -> bool:
    return len(data) >= 8 + int.from_bytes(data[4:8], "little")


@dataclass(frozen=True, slots=True)
class _PictureKind:
    """A kind of picture that can become a cover."""

    name: str
    form: str
    """The format as ffmpeg names it."""
    begin: bytes = b""
    """Its first bytes."""
    whole: Callable[[bytes], bool] = _any_end
    """Whether the file is not cut off."""


_PNG: Final = _PictureKind("PNG", "png_pipe", b"\x89PNG\r\n\x1a\n", lambda data: b"IEND\xae\x42\x60\x82" in data)
_JPEG: Final = _PictureKind("JPEG", "jpeg_pipe", b"\xff\xd8\xff", _jpeg_ends)
_KNOWN: Final = (
    _PNG,
    _JPEG,
    _PictureKind("GIF", "gif", b"GIF8", lambda data: data.rstrip(b"\0").endswith(b";")),
    _PictureKind("BMP", "bmp_pipe", b"BM"),
    _PictureKind("TIFF", "tiff_pipe", b"II*\0"),
    _PictureKind("TIFF", "tiff_pipe", b"MM\0*"),
)
_OTHER: Final = {
    b"%PDF": "a PDF", b"%!PS": "a PostScript file", b"8BPS": "a Photoshop file", b"PK\x03\x04": "a ZIP archive",
    b"ID3": "a sound file", b"RIFF": "a sound or film file", b"fLaC": "a sound file", b"OggS": "a sound file",
    b"\xff\x0a": "a JPEG XL", b"\0\0\0\x0cJXL ": "a JPEG XL", b"\0\0\0\x0cjP  ": "a JPEG 2000", b"\0\0\1\0": "an icon",
}  # fmt: skip
"""First bytes of what is often given by mistake."""


def read_cover(path: Path) -> bytes:
    """The picture at `path` as PNG or JPEG. Other kinds and very large pictures are converted to JPEG.

    Raises:
        UsageError: It is no picture, is cut off, is of a kind that is not read, or is too large.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"the cover {path} is not a file", next_step=_NEXT_STEP)
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_READ + 1)
    except OSError as fault:
        raise UsageError(f"the cover {path} cannot be read: {fault.strerror or fault}", next_step=_NEXT_STEP) from fault
    kind = _kind(data)
    if kind is None:
        raise UsageError(f"the cover {path} is {_told(data)}", next_step=_NEXT_STEP)
    if len(data) > _MOST_READ:
        raise UsageError(f"the cover {path} has more than {_MOST_READ >> 20} MiB", next_step="give a smaller picture")
    if not kind.whole(data):
        raise UsageError(f"the cover {path} is a {kind.name} that is cut off", next_step="give the whole picture")
    try:
        converted = ffmpeg.cover(path, kind.form)
    except AudioFileError as fault:
        raise UsageError(
            f"the cover {path} is a {kind.name} that cannot be used: {fault.message}", next_step=_NEXT_STEP
        ) from fault
    return data if kind in (_PNG, _JPEG) and len(data) <= _MOST_KEPT else converted


def picture_type(cover: bytes) -> str:
    """The media type of a cover, from its first bytes.

    Raises:
        UsageError: It is neither a PNG nor a JPEG. No other kind can be in every tag.
    """
    if cover.startswith(_PNG.begin):
        return "image/png"
    if cover.startswith(_JPEG.begin):
        return "image/jpeg"
    raise UsageError(f"the cover is {_told(cover)}", next_step="give a PNG or a JPEG")


def _kind(data: bytes) -> _PictureKind | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _PictureKind("WebP", "webp_pipe", whole=_riff_ends)
    if data[4:8] == b"ftyp" and any(data[at : at + 4] in _HEIF for at in range(8, 32, 4)):
        return _PictureKind("AVIF" if b"avi" in data[8:32] else "HEIC", "mov")
    return next((kind for kind in _KNOWN if data.startswith(kind.begin)), None)


def _told(data: bytes) -> str:
    """What a file is that is no picture, in words."""
    if not data:
        return "an empty file"
    if b"<svg" in data[:4096].lower():
        return "an SVG drawing, which is not read here"
    named = next((words for begin, words in _OTHER.items() if data.startswith(begin)), "")
    if named or data[4:8] == b"ftyp":
        return named or "a film or sound file"
    return "a text" if _is_text(data[:4096]) else "of a kind that is not read here"


def _is_text(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return sum(c.isprintable() or c.isspace() for c in text) > 0.95 * len(text) and "\ufffd" not in text[:-1]
