"""`plan`: what happens when, at a length."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unknot.app._person import read_person
from unknot.app._requests import SessionRequest
from unknot.app._routines import load
from unknot.ports import no_notice, no_tick

if TYPE_CHECKING:
    from unknot.planning import Fit
    from unknot.ports import Notice, ProgressCallback


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Which session to plan."""

    routine: str
    """A name in the library, or a file."""
    session: SessionRequest = field(default_factory=SessionRequest)


def plan(request: PlanRequest, progress: ProgressCallback = no_tick, notice: Notice = no_notice) -> Fit:
    """The timeline of the session, fitted with the measured lengths of its cues, and a report of the fit.

    Raises:
        UsageError: There is no such routine, or nothing of it is left.
        ScriptError: The script has errors.
        OutOfReach: No choice of pauses, counts and blocks is that long.
        VoiceError: A cue could not be spoken.
    """
    from unknot.app._session import prepared

    with prepared(load(request.routine), request.session, read_person(), progress, notice) as session:
        return session.fit
