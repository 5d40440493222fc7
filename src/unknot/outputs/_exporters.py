"""The exporters (`ports.Exporter`), by the suffix of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from unknot.errors import UsageError
from unknot.outputs import _captions
from unknot.outputs._cover import draw_cover
from unknot.outputs._formats import export_incremental, open_output
from unknot.outputs._serial import write_all, write_stems
from unknot.outputs._suffixes import SUFFIXES
from unknot.platform import atomic_path
from unknot.script import to_ssml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from unknot.mixer import Mix
    from unknot.ports import Exporter, FileRequest, ProgressCallback, Tags
    from unknot.timeline import Timeline


def exporter(path: Path) -> Exporter:
    """The exporter for the suffix of `path`.

    Raises:
        UsageError: No format has that suffix. The error lists those that exist.
    """
    return _by_suffix(path, _EXPORTERS, "write")


def picture_exporter(path: Path) -> Exporter:
    """The exporter that draws a session as a picture, for the suffix of `path`.

    Raises:
        UsageError: No picture has that suffix. The error lists those that exist.
    """
    return _by_suffix(path, _PICTURES, "draw")


class SerialExporter:
    """Any format with sound, encoded from the first frame to the last."""

    sounds = True

    def export(self, request: FileRequest, tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        mix, tags = request.mix(), _with_cover(request.tags)
        write_all(mix, open_output(request.path, _described(request), tags, kilobits=request.bit_rate), tick)
        _write_beside(request, mix)


class Mp3Exporter:
    """MP3, of which only the frames that are not cached are encoded. The bytes equal those of `SerialExporter`."""

    sounds = True

    def export(self, request: FileRequest, tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        mix, tags = request.mix(), _with_cover(request.tags)
        export_incremental(
            request.path,
            mix,
            request.cache,
            _described(request),
            tags,
            kilobits=request.bit_rate,
            tick=lambda done, of: tick("writing", done, of),
        )
        _write_beside(request, mix)


class SsmlExporter:
    """The words and pauses of a session as SSML, for other engines. It has no sound."""

    sounds = False

    def export(self, request: FileRequest, _tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        _write(request.path, to_ssml(request.timeline).encode())


class PictureExporter:
    """A picture of a session.

    Args:
        draw: Gives the bytes of the file.
    """

    sounds = False

    def __init__(self, draw: Callable[[Timeline, Mix], bytes]) -> None:
        self._draw = draw

    def export(self, request: FileRequest, _tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        _write(request.path, self._draw(request.timeline, request.mix()))


_EXPORTERS: Final[Mapping[str, Exporter]] = {
    **dict.fromkeys(SUFFIXES, SerialExporter()),
    ".mp3": Mp3Exporter(),
    ".ssml": SsmlExporter(),
}


def _svg(timeline: Timeline, mix: Mix) -> bytes:
    from unknot.outputs._picture import picture_svg  # here, because no file with sound needs it

    return picture_svg(timeline, mix).encode()


def _png(timeline: Timeline, mix: Mix) -> bytes:
    from unknot.outputs._picture import picture_png

    return picture_png(timeline, mix)


_PICTURES: Final[Mapping[str, Exporter]] = {".svg": PictureExporter(_svg), ".png": PictureExporter(_png)}


def _by_suffix(path: Path, known: Mapping[str, Exporter], verb: str) -> Exporter:
    found = known.get(path.suffix.lower())
    if found is None:
        kind = path.suffix or "a file without a suffix"
        raise UsageError(f"cannot {verb} {kind}", next_step=f"use one of {', '.join(known)}")
    return found


def _described(request: FileRequest) -> Timeline | None:
    """The timeline whose chapters and words are in the file; None for a file without tags."""
    return request.timeline if request.tags else None


def _with_cover(tags: Tags | None) -> Tags | None:
    return replace(tags, cover=tags.cover or draw_cover(tags.title)) if tags else None


def _write_beside(request: FileRequest, mix: Mix) -> None:
    if request.captions:
        _captions.write_captions(request.path, request.timeline, tuple(_captions.CAPTION_KINDS))
    if request.stems:
        write_stems(request.path, mix.stem("voice"), mix.stem("background"))


def _write(path: Path, content: bytes) -> None:
    with atomic_path(path) as beside:
        beside.write_bytes(content)
