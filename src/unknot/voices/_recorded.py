"""A person's own voice: a folder of cues, and a list of which file says what.

recordings/
├── cues.tsv               one line a cue: file, tab, text
├── 001-sit-back-and.wav
└── …
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.ports import EngineState
from unknot.voices._decode import decoded_sound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unknot.audio import Sound
    from unknot.routine import VoiceChoice

LIST: Final = "cues.tsv"
"""The list of a folder's cues."""
FOLDER: Final = "recordings"
"""The folder of a routine that names none."""
_MEASURED: Final = 12
"""Cues that the voice is measured by."""
_PLAN: Final = "`unknot record plan ROUTINE --folder {}` prints every line, with ✓ where it is there"


class RecordedEngine:
    """Folders of cues."""

    name = "recorded"
    dialect: Final = "written"
    deadline = 30.0
    workers = 2

    def __init__(self, folder: Path) -> None:
        """`folder` is where the names of folders begin that are no whole paths."""
        self._folder = folder

    def state(self) -> EngineState:
        """Ready where there is a folder with a list."""
        here = tuple(sorted(path.parent.name for path in self._folder.glob(f"*/{LIST}")))
        wanted = f"needs a folder with a {LIST}; `unknot record plan ROUTINE` prints what is to be read"
        detail = f"folders of recorded cues: {', '.join(here)}" if here else wanted
        return EngineState(self.name, bool(here), detail, here)

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> RecordedVoice:  # noqa: ARG002
        """One speaker.

        Raises:
            VoiceError: There is no such folder, or its list cannot be read.
        """
        folder = self._folder / (choice.name or FOLDER)
        return RecordedVoice(folder, listed(folder))


class RecordedVoice:
    """One folder of cues."""

    def __init__(self, folder: Path, files: Mapping[str, Path]) -> None:
        """`files` by the sameness of their text."""
        self._folder = folder
        self._files = files

    @functools.cached_property
    def identity(self) -> str:
        """Everything beside the text that changes the sound: every file's content."""
        sums = hashlib.blake2b(digest_size=16)
        for path in sorted(set(self._files.values())):
            sums.update(path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
        return f"recorded {sums.hexdigest()}"

    @property
    def passage(self) -> tuple[str, ...]:
        """The texts that the voice is measured by: the first that are recorded."""
        return tuple(text for text, path in self._files.items() if path.is_file())[:_MEASURED]

    def speak(self, text: str, language: str) -> Sound:  # noqa: ARG002 - it was recorded in its own
        """The recording of one sentence.

        Raises:
            VoiceError: It is not recorded yet, or its file cannot be read.
        """
        path = self._files.get(sameness(text))
        if path is None:
            raise VoiceError(f"it is not recorded in {self._folder} yet", next_step=_PLAN.format(self._folder))
        try:
            return decoded_sound(path.read_bytes())
        except OSError as fault:
            raise VoiceError(
                f"{path} cannot be read: {fault.strerror or fault}", next_step=_PLAN.format(self._folder)
            ) from fault

    def close(self) -> None:
        """Nothing to do."""


def listed(folder: Path) -> dict[str, Path]:
    """The files of a folder by the sameness of their text, in the order of the list.

    Raises:
        VoiceError: There is no list, or a line of it has no text.
    """
    try:
        lines = (folder / LIST).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise VoiceError(f"there is no list of recorded cues in {folder}", next_step=_PLAN.format(folder)) from fault
    found = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            name, tab, text = line.partition("\t")
            if not tab or not text.strip() or Path(name).name != name.strip():
                raise VoiceError(f"{folder / LIST}:{number}: write it as file name, tab, text")
            found[sameness(text)] = folder / name.strip()
    return found


def sameness(text: str) -> str:
    """What two texts have in common that are read aloud in the same way: their words."""
    return " ".join(re.findall(r"[\w'’]+", unicodedata.normalize("NFKC", text).casefold()))
