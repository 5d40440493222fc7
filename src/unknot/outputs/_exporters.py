"""The exporters (`ports.Exporter`), by the suffix of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from unknot.errors import UsageError
from unknot.outputs import _captions, _picture
from unknot.outputs._cover import draw_cover
from unknot.outputs._formats import SUFFIXES, export_remembered, open_output
from unknot.outputs._serial import write_all
from unknot.outputs._stems import write_stems
from unknot.platform import atomic_path
from unknot.script import to_ssml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from unknot.mixer import Mix
    from unknot.ports import Exporter, FileRequest, ProgressCallback, Tags
    from unknot.timeline import Timeline


def exporter(path: Path) -> Exporter:
    """The exporter of the format that the suffix of `path` names.

    Raises:
        UsageError: No format has that suffix; those that there are are named.
    """
    return _by_suffix(path, _EXPORTERS, "write")


def picture_exporter(path: Path) -> Exporter:
    """What draws a session as the kind of picture that the suffix of `path` names.

    Raises:
        UsageError: No picture has that suffix; those that there are are named.
    """
    return _by_suffix(path, _PICTURES, "draw")


class SerialExporter:
    """Any format with sound, encoded from its first frame to its last."""

    sounds = True

    def export(self, wanted: FileRequest, tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        mix, tags = wanted.mix(), _with_cover(wanted.tags)
        write_all(mix, open_output(wanted.path, _told(wanted), tags, kilobits=wanted.bit_rate), tick)
        _write_beside(wanted, mix)


class Mp3Exporter:
    """MP3, of which only those frames are encoded that the store does not have. The bytes are those of a serial one."""

    sounds = True

    def export(self, wanted: FileRequest, tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        mix, tags = wanted.mix(), _with_cover(wanted.tags)
        export_remembered(
            wanted.path,
            mix,
            wanted.cache,
            _told(wanted),
            tags,
            kilobits=wanted.bit_rate,
            tick=lambda done, of: tick("writing", done, of),
        )
        _write_beside(wanted, mix)


class SsmlExporter:
    """The words and pauses of a session as SSML, for an engine outside. It has no sound."""

    sounds = False

    def export(self, wanted: FileRequest, _tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        _write(wanted.path, to_ssml(wanted.timeline).encode())


class PictureExporter:
    """A picture of a session.

    Args:
        draw: Gives the bytes of the file.
    """

    sounds = False

    def __init__(self, draw: Callable[[Timeline, Mix], bytes]) -> None:
        self._draw = draw

    def export(self, wanted: FileRequest, _tick: ProgressCallback) -> None:
        """See `ports.Exporter`."""
        _write(wanted.path, self._draw(wanted.timeline, wanted.mix()))


_EXPORTERS: Final[Mapping[str, Exporter]] = {
    **dict.fromkeys(SUFFIXES, SerialExporter()),
    ".mp3": Mp3Exporter(),
    ".ssml": SsmlExporter(),
}
_PICTURES: Final[Mapping[str, Exporter]] = {
    ".svg": PictureExporter(lambda timeline, mix: _picture.picture_svg(timeline, mix).encode()),
    ".png": PictureExporter(_picture.picture_png),
}


def _by_suffix(path: Path, known: Mapping[str, Exporter], verb: str) -> Exporter:
    found = known.get(path.suffix.lower())
    if found is None:
        kind = path.suffix or "a file without an ending"
        raise UsageError(f"cannot {verb} {kind}", next_step=f"use one of {', '.join(known)}")
    return found


def _told(wanted: FileRequest) -> Timeline | None:
    """Whose chapters and words the file names; None where it says nothing of itself."""
    return wanted.timeline if wanted.tags else None


def _with_cover(tags: Tags | None) -> Tags | None:
    return replace(tags, cover=tags.cover or draw_cover(tags.title)) if tags else None


def _write_beside(wanted: FileRequest, mix: Mix) -> None:
    if wanted.captions:
        _captions.write_captions(wanted.path, wanted.timeline, tuple(_captions.CAPTION_KINDS))
    if wanted.stems:
        write_stems(wanted.path, mix.stem("voice"), mix.stem("background"))


def _write(path: Path, content: bytes) -> None:
    with atomic_path(path) as beside:
        beside.write_bytes(content)
