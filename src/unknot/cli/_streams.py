"""The standard streams of a command: printing never ends the work, and every encoding can take every text."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import select
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

_REPLACE: Final = "unknot-replace"
"""The name of the error handler that replaces what an encoding does not have."""
_SIMILAR: Final = {
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‐‑–—−─", "-"),
    **dict.fromkeys("•·●", "*"),
    "…": "...",
    "→": "->",
    "←": "<-",
    "×": "x",
    "±": "+-",
    "≤": "<=",
    "≥": ">=",
    "⁄": "/",
    "│": "|",
    "╵": "|",
    "✓": "x",
    "♪": "*",
    "✔": "x",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "Æ": "AE",
    "æ": "ae",
    "Ø": "O",
    "ø": "o",
    **dict(zip("▁▂▃▄▅▆▇█░▒▓", "12345678.:#", strict=True)),
}
"""ASCII with the same meaning, for characters that the program or its routines print."""
_TABLE: Final = str.maketrans(_SIMILAR)


class _LastingBytes(io.RawIOBase):
    """The bytes of a stream. After an error, the error is kept and all further bytes are dropped."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.fault: OSError | None = None
        """Why the bytes could not be written."""

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: Buffer) -> int:
        """The number of bytes that were taken: all of them after an error."""
        while self.fault is None:
            try:
                taken = self._raw.write(data)
            except OSError as fault:
                self.fault = fault
                break
            if taken is not None:
                return int(taken)
            select.select([], [self._raw], [])  # the other end of a pipe that does not block is slow
        return memoryview(data).nbytes

    def fileno(self) -> int:
        """The descriptor of the stream."""
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return bool(self._raw.isatty())


class LastingStream(io.TextIOWrapper):
    """A stream for text whose errors do not end the program. What its encoding does not have is replaced."""

    def __init__(self, stream: TextIO) -> None:
        buffer = stream.buffer
        buffer.flush()
        self._bytes = _LastingBytes(getattr(buffer, "raw", buffer))
        super().__init__(io.BufferedWriter(self._bytes), stream.encoding, _REPLACE, line_buffering=stream.isatty())

    @property
    def fault(self) -> OSError | None:
        """Why something that was printed could not be written; None if everything was."""
        self.flush()
        return self._bytes.fault


@contextlib.contextmanager
def lasting_streams() -> Iterator[None]:
    """Inside the block, both standard streams are lasting ones. Those without bytes below stay as they are."""
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _lasting(out), _lasting(err)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = out, err


def output_fault() -> OSError | None:
    """Why an answer on standard output could not be written; None if it was, or if its reader has left (`| head`)."""
    fault = sys.stdout.fault if isinstance(sys.stdout, LastingStream) else None
    return None if fault is None or _reader_left(fault) else fault


def _lasting(stream: TextIO) -> TextIO:
    return LastingStream(stream) if hasattr(stream, "buffer") else stream


def _reader_left(fault: OSError) -> bool:
    """Whether the other end of the pipe is closed. Windows reports it as an invalid argument."""
    return isinstance(fault, BrokenPipeError) or (os.name == "nt" and fault.errno == errno.EINVAL)


def open_missing_streams() -> None:
    """Standard streams that were closed before the start (`>&-`) are the null device.

    Otherwise the next file that is opened would be the standard output of this process and of its children.
    """
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number is this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def _replace(fault: UnicodeError) -> tuple[str, int]:
    """ASCII with the same meaning for the characters that cannot be encoded; their number where there is none."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(map(_similar, fault.object[fault.start : fault.end])), fault.end


def _similar(character: str) -> str:
    if unicodedata.category(character) in ("Mn", "Cf"):  # accents of their own and marks without width
        return ""
    known = _SIMILAR.get(character)
    base = unicodedata.normalize("NFKD", character).translate(_TABLE).encode("ascii", "ignore").decode()
    return known or base or character.encode("ascii", "backslashreplace").decode()


codecs.register_error(_REPLACE, _replace)
