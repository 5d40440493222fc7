"""Fetches the files of voices: from the publisher's server, from a mirror, or from a folder."""

from __future__ import annotations

import errno
import hashlib
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from unknot import __version__
from unknot.errors import UsageError, VoiceError, WriteError
from unknot.platform import sync_to_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from unknot.ports import VoiceFile

Arrived: TypeAlias = "Callable[[int], None]"
"""Called with the number of bytes of a file that have been fetched."""
Fetch: TypeAlias = "Callable[[VoiceFile, Path, Arrived], None]"
"""Fetches one file: afterwards the path holds all of it, checked and on the disk."""

STALL: Final = 30.0
"""Seconds without enough new bytes after which a download fails."""
_LEAST: Final = 1 << 14
"""How many new bytes are enough to begin the time anew."""
_BLOCK: Final = 1 << 16
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 4.0
"""Seconds before the next attempt after an interrupted download."""
_MOST_WITHOUT_PROGRESS: Final = 8
"""Attempts in a row without progress. Without this limit, a server without ranges would be asked for ever."""
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that are worth another attempt."""

_ONLINE: Final = "connect to the network and run it again, or copy the files from another computer with --from FOLDER"
_AGAIN: Final = "run it again to resume it"
_ANOTHER_PLACE: Final = "try again later, set UNKNOT_VOICES_URL to a mirror, or copy the files with --from FOLDER"
_CERTIFICATES: Final = "set SSL_CERT_FILE to the certificates of your network, or copy the files with --from FOLDER"
_PROXY: Final = "check HTTPS_PROXY, or copy the files with --from FOLDER"
_ROOM: Final = "free some space, or set UNKNOT_DATA to a folder on another disk"


class _Interrupted(Exception):
    """The transfer stopped and can be resumed; the message says why it stopped."""


class _ContentChanged(Exception):
    """The file on the server is not the one whose beginning was fetched before."""


def web_source(mirror: str = "", patience: float = STALL) -> Fetch:
    """Downloads files from their publisher, or from `mirror`, the address of a folder that holds all of them by name.

    `patience` is how many seconds a download may go without progress.

    Raises:
        UsageError: The mirror is not the address of a web server.
    """
    if mirror and urllib.parse.urlsplit(mirror).scheme not in {"http", "https"}:
        raise UsageError(
            f"UNKNOT_VOICES_URL is not the address of a web server: {mirror}",
            next_step="write it like https://mirror.example/voices, or use --from for a folder",
        )

    def fetch(file: VoiceFile, part: Path, arrived: Arrived) -> None:
        address = f"{mirror.rstrip('/')}/{urllib.parse.quote(file.name)}" if mirror else file.url
        download(file, address, part, arrived, patience)

    return fetch


def folder_source(place: Path) -> Fetch:
    """Copies files from a folder, or from the folder of the file that is given.

    Raises:
        UsageError: There is no such file or folder.
    """
    if not place.exists():
        raise UsageError(f"there is no file or folder {place}", next_step="give --from a folder with the files")
    folder = place if place.is_dir() else place.parent

    def fetch(file: VoiceFile, part: Path, arrived: Arrived) -> None:
        _copy(file, folder / file.name, part, arrived)

    return fetch


def download(file: VoiceFile, address: str, part: Path, arrived: Arrived, patience: float = STALL) -> None:
    """Afterwards `part` holds the whole file, checked and on the disk. Bytes that it has already are not fetched.

    Raises:
        VoiceError: The server cannot be reached, does not have the file, makes no progress for `patience` seconds, or
            sends another file. Bytes that may be right stay in `part` for the next time.
        WriteError: It could not be written.
    """
    resumed = _size(part) > 0
    transfer = _Transfer(file, address, part, arrived, patience)
    transfer.run()
    try:
        _check_or_drop(file, part)
    except VoiceError:
        if not resumed:
            raise
        transfer.run()  # the beginning may have been of another file, so all of it is fetched again
        _check_or_drop(file, part)
    sync_to_disk(part)


def check(file: VoiceFile, path: Path, advice: str = _ANOTHER_PLACE) -> None:
    """Afterwards the size and the digest of `path` were found to be those of the catalogue. An error has `advice`.

    Raises:
        VoiceError: They are others, or `path` cannot be read.
    """
    algorithm, _, digest = file.digest.partition(":")
    try:
        with path.open("rb") as opened:
            found = hashlib.file_digest(opened, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
    except OSError as fault:
        raise VoiceError(f"cannot read {path}: {fault.strerror}", next_step=advice) from fault
    if found != digest or _size(path) != file.size:
        raise VoiceError(
            f"{file.name} is not the file that was published: its {algorithm.upper()} digest is {found}",
            next_step=advice,
        )


def _check_or_drop(file: VoiceFile, part: Path, advice: str = _ANOTHER_PLACE) -> None:
    """As `check`; a file that is not the published one is deleted."""
    try:
        check(file, part, advice)
    except VoiceError:
        part.unlink()
        raise


class _Transfer:
    """Fetches one file from one address, in as many attempts as are needed while there is progress."""

    def __init__(self, file: VoiceFile, address: str, part: Path, arrived: Arrived, patience: float) -> None:
        self._file = file
        self._address = address
        self._host = urllib.parse.urlsplit(address).hostname or address
        self._part = part
        self._arrived = arrived
        self._patience = patience
        self._until = 0.0
        """When the transfer fails, in seconds of the monotonic clock, unless there is progress before."""
        self._new = 0
        """Bytes that were received since `_until` was set."""
        self._reached = False
        """Whether the server has answered."""

    def run(self) -> None:
        """Afterwards the file has its size. Its content is not checked yet.

        Raises:
            VoiceError: It could not be fetched.
            WriteError: It could not be written.
        """
        self._until = time.monotonic() + self._patience
        best, without_progress = _size(self._part), 0
        while (here := _size(self._part)) != self._file.size:
            try:
                self._receive(here)
            except _ContentChanged:
                self._part.unlink()
            except _Interrupted as fault:
                here = _size(self._part)
                best, without_progress = max(best, here), 0 if here > best else without_progress + 1
                self._wait(without_progress, fault)

    def _receive(self, begin: int) -> None:
        """Afterwards more of the file was received, from byte `begin` on or from its beginning."""
        if begin > self._file.size:
            raise _ContentChanged
        with self._opened(begin) as response:
            begin = self._beginning(response, begin)
            try:
                self._write(self._blocks(response), begin)
            except OSError as fault:
                raise _cannot_write(self._part, fault) from fault

    def _opened(self, begin: int) -> http.client.HTTPResponse:
        opener = urllib.request.build_opener()  # goes through the proxies that the environment names
        opener.addheaders = [("User-Agent", f"unknot/{__version__}")]
        if begin:
            opener.addheaders.append(("Range", f"bytes={begin}-"))
        try:
            response: http.client.HTTPResponse = opener.open(self._address, timeout=self._left())
        except urllib.error.HTTPError as fault:
            fault.close()
            self._refused(fault.code, begin)
        except (OSError, http.client.HTTPException) as fault:
            self._unreached(fault)
        self._reached = True
        return response

    def _refused(self, status: int, begin: int) -> NoReturn:
        if status == 416 and begin:
            raise _ContentChanged
        if status in _PASSING:
            raise _Interrupted(f"{self._host} answered {status}")
        raise VoiceError(
            f"cannot download {self._file.name}: {self._host} answered {status}",
            next_step=_PROXY if status == 407 else _ANOTHER_PLACE,
        )

    def _unreached(self, fault: OSError | http.client.HTTPException) -> NoReturn:
        cause = fault.reason if isinstance(fault, urllib.error.URLError) else fault
        told = f"{self._host} cannot be reached: {_reason(cause)}"
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise VoiceError(told, next_step=_CERTIFICATES) from fault
        if str(cause).startswith("Tunnel"):
            raise VoiceError(told, next_step=_PROXY) from fault
        if _is_offline(cause) and not self._reached:
            raise VoiceError(told, next_step=_ONLINE) from fault
        raise _Interrupted(told) from fault

    def _beginning(self, response: http.client.HTTPResponse, begin: int) -> int:
        """The byte of the file at which the answer begins.

        Raises:
            _ContentChanged: It does not continue the file.
            VoiceError: It does not have the length of the file.
        """
        if response.status != 206:
            begin = 0
        elif response.headers.get("Content-Range") != f"bytes {begin}-{self._file.size - 1}/{self._file.size}":
            if begin:
                raise _ContentChanged
            raise self._other_file("a part of a file")
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) != self._file.size - begin:
            raise self._other_file(f"{length} bytes instead of {self._file.size - begin}")
        return begin

    def _blocks(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """The bytes that the server sends.

        Raises:
            _Interrupted: The server stops sending.
        """
        while True:
            try:
                block = response.read1(_BLOCK)
            except (OSError, http.client.HTTPException) as fault:
                raise _Interrupted(_reason(fault)) from fault
            if not block:
                return
            self._count(len(block))
            yield block

    def _write(self, blocks: Iterator[bytes], begin: int) -> None:
        self._part.touch(0o600)
        with self._part.open("r+b") as out:
            out.truncate(begin)
            out.seek(begin)
            for block in blocks:
                out.write(block)
                self._arrived(out.tell())
                if out.tell() > self._file.size:
                    raise self._other_file("more bytes than that")
            if out.tell() < self._file.size:
                raise _Interrupted("the connection was cut")

    def _other_file(self, what: str) -> VoiceError:
        name = self._file.name
        self._part.unlink(missing_ok=True)
        return VoiceError(f"{self._host} sends something other than {name}: {what}", next_step=_ANOTHER_PLACE)

    def _count(self, count: int) -> None:
        """Count `count` received bytes.

        Raises:
            _Interrupted: They arrive too slowly.
        """
        self._new += count
        if self._new >= _LEAST:
            self._new = 0
            self._until = time.monotonic() + self._patience
        self._left()

    def _left(self) -> float:
        """Seconds that are left until the transfer fails.

        Raises:
            _Interrupted: None are left.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise _Interrupted(f"almost nothing arrived for {self._patience:.0f} s")
        return left

    def _wait(self, without_progress: int, fault: _Interrupted) -> None:
        """Wait before the next attempt. `without_progress` is how many attempts in a row brought no new bytes.

        Raises:
            VoiceError: There were too many attempts, or there was no progress for too long.
        """
        wait = min(_FIRST_WAIT * 2**without_progress, _LONGEST_WAIT)
        if without_progress < _MOST_WITHOUT_PROGRESS and time.monotonic() + wait < self._until:
            time.sleep(wait)
            return
        here = f"{_size(self._part) / 1e6:.1f} of {self._file.size / 1e6:.1f} MB"
        raise VoiceError(f"the download of {self._file.name} stopped at {here}: {fault}", next_step=_AGAIN) from fault


def _from_its_page(file: VoiceFile) -> str:
    return f"get {file.name} from {file.url}"


def _copy(file: VoiceFile, source: Path, part: Path, arrived: Arrived) -> None:
    """Afterwards `part` is a copy of `source`, checked and on the disk.

    Raises:
        VoiceError: `source` cannot be read, or is not the file of the catalogue.
        WriteError: It could not be written.
    """
    part.touch(0o600)
    try:
        with part.open("wb") as out:
            for block in _read(file, source):
                out.write(block)
                arrived(out.tell())
    except OSError as fault:
        raise _cannot_write(part, fault) from fault
    _check_or_drop(file, part, _from_its_page(file))
    sync_to_disk(part)


def _read(file: VoiceFile, source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as opened:
            while block := opened.read(1 << 20):
                yield block
    except OSError as fault:
        raise VoiceError(f"cannot read {source}: {fault.strerror}", next_step=_from_its_page(file)) from fault


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_offline(cause: object) -> bool:
    """Whether this machine has no connection to the server, rather than an answer that is wrong."""
    away = isinstance(cause, OSError) and cause.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
    return away or isinstance(cause, (socket.gaierror, ConnectionRefusedError))


def _reason(fault: object) -> str:
    """The reason of a failure, in a few words."""
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


def _cannot_write(path: Path, fault: OSError) -> WriteError:
    return WriteError(f"cannot write {path}: {fault.strerror or fault}", next_step=_ROOM)
