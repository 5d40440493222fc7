"""The session that `play` plays, and its saved position for `--resume`."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._routines import LoadedRoutine, load
from unknot.errors import UsageError

if TYPE_CHECKING:
    from unknot.app._requests import SessionRequest
    from unknot.player import Position
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class PlayedSession:
    """Identifies a session in a saved position."""

    routine: str
    """A name in the library, or a file."""
    length: Frames | None
    seed: int
    text: str = ""
    """A digest of the script; "" before the script was read."""

    def of(self, loaded: LoadedRoutine) -> PlayedSession:
        """The same session with the digest of its script."""
        text = hashlib.blake2b(loaded.text.encode(), digest_size=8).hexdigest()
        path = Path(self.routine)
        return dataclasses.replace(self, routine=str(path.resolve()) if path.exists() else self.routine, text=text)

    def name(self) -> str:
        """All fields as JSON, for `player.Position.session`."""
        return json.dumps(dataclasses.asdict(self))


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session that can be played."""

    loaded: LoadedRoutine
    request: SessionRequest
    """The request, with the length and the seed of this session."""
    name: str
    """The name of the session for `player.Position`."""
    start: Position | None
    """The saved position to resume from; None is the beginning."""
    edited: bool = False
    """Whether the script has changed since the position was saved."""
    same_length: bool = True
    """Whether the session is as long as it was when the position was saved."""


def find_session(routine: str | LoadedRoutine | None, request: SessionRequest, *, resume: bool) -> FoundSession:
    """The session of the routine, or with `resume` the last session that was not finished.

    A routine that is loaded already has no file. Its session cannot be resumed.

    With `resume`, `routine` is None or names the routine of that session.

    A length in the request is the new length of the session; otherwise it has the length that it had.

    Raises:
        UsageError: No routine is named, or there is no saved session of the routine.
        ScriptError: The routine cannot be parsed.
    """
    if isinstance(routine, LoadedRoutine):
        return FoundSession(routine, request, "", None)
    played, start = _saved_or_new(routine, request, resume=resume)
    loaded = load(played.routine)
    found = played.of(loaded)
    edited, length = start is not None and found.text != played.text, request.length or played.length
    found = dataclasses.replace(found, length=length)
    request = dataclasses.replace(request, length=length, seed=played.seed)
    return FoundSession(loaded, request, found.name(), start, edited, length == played.length)


def _saved_or_new(
    routine: str | None, request: SessionRequest, *, resume: bool
) -> tuple[PlayedSession, Position | None]:
    """The session, and the position to resume from."""
    if not resume:
        if routine is None:
            raise UsageError("play what?", next_step="name a routine or a script; `unknot list` shows what there is")
        return PlayedSession(routine, request.length, request.seed), None
    saved = wiring.position_store().load()
    if saved is None:
        raise _nothing_saved()
    played = _played(saved)
    if routine is not None and PlayedSession(routine, None, 0).of(load(routine)).routine != played.routine:
        raise UsageError(
            f"the session to go on with is “{saved.title}”", next_step="leave the routine or --resume away"
        )
    return played, saved


def _played(saved: Position) -> PlayedSession:
    try:
        return PlayedSession(**json.loads(saved.session))
    except (ValueError, TypeError):
        raise _nothing_saved() from None


def _nothing_saved() -> UsageError:
    """The error when no position was saved that this version can read."""
    return UsageError("there is no session to go on with", next_step="name a routine to begin one")
