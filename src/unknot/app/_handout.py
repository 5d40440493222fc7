"""`pack handout`: what a patient without unknot gets: sound files and a page to print."""

from __future__ import annotations

import contextlib
import re
import tempfile
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot import library, wiring
from unknot.app._export import ExportRequest, FileOptions, export
from unknot.app._files import new_folder
from unknot.app._requests import SessionRequest
from unknot.app._routines import LoadedRoutine, load, packs
from unknot.errors import UnknotError, UsageError
from unknot.ports import no_notice, no_tick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unknot.library import HandoutPage, Pack
    from unknot.ports import Notice, ProgressCallback
    from unknot.units import Frames

USUAL_COUNT: Final = 2
"""Routines of a hand-out unless all are asked for: people keep up two exercises far more often than four."""
_SUFFIXES: Final = frozenset({".html", ".pdf", ".mp3"})
"""The endings of the files of a hand-out."""
_LINK: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_LONGEST_LINK: Final = 300
"""Characters of the longest link. With more, the squares of its code are too small in print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutRequest:
    """Which hand-out to make."""

    pack: str
    """A pack file, a folder with a pack.toml, or the name of an installed pack."""
    lengths: tuple[Frames, ...]
    output: Path | None = None
    """The folder; the zip is beside it. None is the name of the pack with `-handout`."""
    link: str = ""
    """An address for the QR code; empty for none."""
    large: bool = False
    """Print the page in large letters."""
    every: bool = False
    """Take all routines of the pack, and not the first two."""
    session: SessionRequest = field(default_factory=SessionRequest)
    force: bool = False
    """Replace an older hand-out."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A hand-out that was made."""

    folder: Path
    archive: Path
    files: tuple[str, ...]
    """The names of its files."""
    left_out: tuple[str, ...]
    """Routines of the pack that are not in it."""


def handout(request: HandoutRequest, progress: ProgressCallback = no_tick, notice: Notice = no_notice) -> Handout:
    """The folder with a sound file for each routine and length and a page to print, and a zip of it.

    Both are made whole or not at all.

    Raises:
        UsageError: There is no such pack, a length is missing, the link is no address on the web, or the folder or the
            zip exists already. With `force`, only the folder of an older hand-out is replaced.
        ScriptError: A routine has errors, or cannot be that long.
        VoiceError: A cue could not be spoken.
        AudioFileError: A background cannot be read.
        WriteError: Something could not be written.
    """
    _check_link(request.link)
    if not request.lengths:
        raise UsageError("a hand-out of which length?", next_step="give --length 5m or --length 5m,10m")
    with _opened(request.pack) as (pack, folder):
        target = request.output or Path(f"{pack.name}-handout")
        archive = target.with_name(f"{target.name}.zip")
        _refuse_to_replace(target, archive, force=request.force)
        taken = pack.routines if request.every else pack.routines[:USUAL_COUNT]
        loaded = [_without(load(str(folder / name)), pack) for name in taken]
        with new_folder(target) as new:
            page = _write_sounds(new, request, pack, loaded, progress, notice)
            (new / "1-page.html").write_text(library.handout_html(page, large=request.large), encoding="utf-8")
            (new / "1-page.pdf").write_bytes(library.handout_pdf(page, large=request.large))
            files = tuple(sorted(path.name for path in new.iterdir()))
            with wiring.atomic_path(archive) as packed:
                _pack(new, packed)
        left_out = tuple(name for name in pack.routines if name not in taken)
        return Handout(target, archive, files, left_out)


def _write_sounds(
    folder: Path,
    request: HandoutRequest,
    pack: Pack,
    loaded: Sequence[LoadedRoutine],
    progress: ProgressCallback,
    notice: Notice,
) -> HandoutPage:
    """The page, after the sound files of its sessions were written."""
    options = FileOptions("mp3", artist=pack.author, album=pack.title)
    session = replace(request.session, as_written=True)
    files = ExportRequest(tuple(loaded), request.lengths, session, folder, options, folder=True)
    made = export(files, progress, notice, _stop)
    sessions, written = [], iter(made.files)
    for routine in loaded:
        own = [next(written) for _ in request.lengths]
        names = [(file.frames, file.path.name) for file in own]
        sessions.append(library.handout_session(routine.routine.header.title, names, own[0].timeline))
    areas = [area for routine in loaded for area in routine.routine.header.areas]
    return library.handout_page(pack, areas, sessions, request.lengths, request.link)


def _stop(fault: UnknotError) -> None:
    """Raise the error of one file, so that no hand-out is made without it."""
    raise fault


def _without(loaded: LoadedRoutine, pack: Pack) -> LoadedRoutine:
    """The routine without what the pack leaves out.

    Raises:
        UsageError: Nothing would be left of it.
    """
    left = library.alternative_for(loaded.routine, pack.avoid).routine
    if left is None:
        raise UsageError(
            f"nothing is left of {loaded.entry.name} without {', '.join(pack.avoid)}",
            next_step="take the routine or the area out of pack.toml",
        )
    return replace(loaded, routine=left)


@contextlib.contextmanager
def _opened(name: str) -> Iterator[tuple[Pack, Path]]:
    """A pack and the folder with its routines, which is there during the block."""
    installed = {one.pack.name: one for one in packs()}
    path = Path(name)
    if not path.exists():
        one = installed[library.one_of(name, installed, "pack")]
        yield one.pack, one.folder
        return
    with tempfile.TemporaryDirectory() as temporary:
        file = path
        if path.is_dir():
            file = library.build_pack(path, Path(temporary) / "pack.zip").path
        unpacked = library.install_pack(file, Path(temporary) / "packs")
        yield unpacked.pack, unpacked.folder


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, path.name)


def _refuse_to_replace(target: Path, archive: Path, *, force: bool) -> None:
    for path in (target, archive):
        if path.exists() and not force:
            raise UsageError(f"{path} exists already", next_step="add --force, or name another folder with -o")
    if target.exists() and not _is_handout(target):
        raise UsageError(
            f"{target} has other things in it than a hand-out",
            next_step="name another folder with -o; nothing was changed",
        )


def _is_handout(path: Path) -> bool:
    """Whether the path is a folder in which there is nothing but a page and sound files, or nothing at all."""
    return path.is_dir() and all(file.is_file() and file.suffix in _SUFFIXES for file in path.iterdir())


def _check_link(link: str) -> None:
    """Return only when the link is empty, or an address that a phone can open from the code."""
    if link and (not _LINK.fullmatch(link) or len(link) > _LONGEST_LINK):
        raise UsageError(
            f"{link[:60]!r} is no address on the web",
            next_step=f"write it whole, as https://example.org/knee, in at most {_LONGEST_LINK} characters",
        )
