"""Which session `play` plays, and where it goes on: what `--resume` must find unchanged."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unknot import wiring
from unknot.app._routines import load
from unknot.errors import UsageError

if TYPE_CHECKING:
    from unknot.app._requests import SessionRequest
    from unknot.app._routines import Loaded
    from unknot.player import Position
    from unknot.units import Frames


@dataclass(frozen=True, slots=True)
class PlayedSession:
    """What a position names its session by."""

    routine: str
    """A name in the library, or a file."""
    length: Frames | None
    seed: int
    text: str = ""
    """A digest of the script as it was; "" as long as nobody has read it."""

    def of(self, loaded: Loaded) -> PlayedSession:
        """The same, of a script that was found."""
        text = hashlib.blake2b(loaded.text.encode(), digest_size=8).hexdigest()
        path = Path(self.routine)
        return dataclasses.replace(self, routine=str(path.resolve()) if path.exists() else self.routine, text=text)

    def name(self) -> str:
        """As one text, for `player.Position`."""
        return json.dumps(dataclasses.asdict(self))


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session that can be played."""

    loaded: Loaded
    request: SessionRequest
    """What was asked, with the length and the seed of this session."""
    name: str
    """Names it for `player.Position`."""
    start: Position | None
    """Where it goes on; None is its beginning."""


def find_session(routine: str | None, request: SessionRequest, *, resume: bool) -> FoundSession:
    """The session of that routine; with `resume` the one that was broken off, which `routine` may name as well.

    Raises:
        UsageError: No routine is named, there is no session to go on with or another one, or its script has changed.
        ScriptError: The routine cannot be parsed.
    """
    played, start = _asked(routine, request, resume=resume)
    loaded = load(played.routine)
    found = played.of(loaded)
    if start is not None and found.text != played.text:
        raise UsageError("the script has changed since", next_step=f"begin again: unknot play {played.routine}")
    request = dataclasses.replace(request, length=played.length, seed=played.seed)
    return FoundSession(loaded, request, found.name(), start)


def _asked(routine: str | None, request: SessionRequest, *, resume: bool) -> tuple[PlayedSession, Position | None]:
    """Which session, and where it goes on."""
    if not resume:
        if routine is None:
            raise UsageError("play what?", next_step="name a routine or a script; `unknot list` shows what there is")
        return PlayedSession(routine, request.length, request.seed), None
    kept = wiring.position_keeper().load()
    if kept is None:
        raise UsageError("there is no session to go on with", next_step="name a routine to begin one")
    played = PlayedSession(**json.loads(kept.session))
    if routine is not None and PlayedSession(routine, None, 0).of(load(routine)).routine != played.routine:
        raise UsageError(f"the session to go on with is “{kept.title}”", next_step="leave the routine or --resume away")
    return played, kept
