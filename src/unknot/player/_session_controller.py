"""Who holds the plan while it is played: the timeline, its sound, and when it should end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from unknot.planning import (
    LEAD_IN,
    PlanMove,
    SessionPlan,
    choose_again,
    outdated_words,
    replan,
    with_lengths,
    with_words,
)
from unknot.player._plan_controller import PlanChange
from unknot.timeline import Chime, Cue, Rest
from unknot.units import GRID, NO_FRAMES, Frames, frames, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from unknot.planning import Fit
    from unknot.player._output_mix import PlaybackSource
    from unknot.routine import Utterance
    from unknot.timeline import Timeline

AHEAD: Final = frames(1.5)
"""A cue without a clip keeps at least so far from what is heard."""


class ArrivingClips(Protocol):
    """Clips that are spoken ahead while earlier pauses play."""

    def lengths(self) -> Mapping[Utterance, Frames]:
        """The frames of each clip that there is by now. Grows until all are there, and never changes.

        Raises:
            VoiceError: A cue could not be spoken.
        """

    def want(self, utterances: Sequence[Utterance], *, soon: bool = False) -> None:
        """Afterwards these are being spoken too, if they are not there yet.

        With `soon` before all others, and without harm where no voice can speak them.
        """


class SessionController:
    """Changes the plan and has it mixed. A `_plan_controller.PlanController`."""

    def __init__(
        self,
        timeline: Timeline,
        stage: Callable[[Timeline], PlaybackSource],
        *,
        fit: Fit | None = None,
        arriving: ArrivingClips | None = None,
        on_time: bool = True,
    ) -> None:
        """The plan as it is before anything is heard.

        Args:
            timeline: The plan. Cues that are not yet spoken stand in it with estimated lengths.
            stage: Makes a plan sound. It is given no cue that has not arrived.
            fit: How the plan came about, so that counts and blocks can be chosen again where pauses are not enough.
            arriving: Where clips come from while it plays; None when all are there.
            on_time: Whether the session ends when it was going to (`--end-on-time`), or keeps its pauses.
        """
        self.plan = SessionPlan.of(timeline)
        self.end: Frames = timeline.frames
        """The frame of the plan at which it was going to end, whether it still can or not."""
        self._promised = timeline.frames
        """How long the plan was made to be, which no clip that arrives changes."""
        self.on_time = on_time
        self._stage = stage
        self._fit = fit
        self._booth = arriving
        self._arriving = arriving
        self._known: Mapping[Utterance, Frames] = dict(arriving.lengths()) if arriving else {}
        self._retold: set[Utterance] = set()
        """Words that tell the time anew, and that were asked for."""
        self._measure(NO_FRAMES)
        if self._complete(self._known):
            self._arriving = None
        self.source = self._staged()

    @property
    def timeline(self) -> Timeline:
        """The plan as it is now."""
        return self.plan.timeline

    def change(self, move: PlanMove) -> PlanChange:
        """The plan after a move, ending on time where that is wanted and possible."""
        before = self.timeline.frames
        made = replan(self.plan, move, self.end if self.on_time and not move.natural else None)
        self.plan = made.plan if made.exact else self._chosen_again(move) or made.plan
        self._promised = self.timeline.frames
        self._retell(move.at)
        self.source = self._staged()
        return PlanChange(self.source, Frames(self.timeline.frames - (self.end if self.on_time else before)))

    def lost(self, count: int) -> None:
        """So much time has gone by in which nothing of the plan was heard: on time is so much sooner now."""
        if self.on_time:
            self.end = Frames(self.end - count)

    def follow_on(self, at: Frames, lost: int) -> None:
        """Take over from a lead-in at frame `at`: the one of the plan reaches a moment beyond it.

        `lost` frames have gone by beside it in which nothing was heard.
        """
        self.lost(lost)
        lead = self.plan.items[0]
        missing = max(0, on_grid(at + LEAD_IN - lead.end)) if isinstance(lead.event, Rest) else 0
        if missing or lost:
            self.change(PlanMove(NO_FRAMES, lengths={0: Frames(lead.event.frames + missing)}))

    def arrived(self, at: Frames) -> SessionController | None:
        """This, with what is to be played from frame `at` on; None while no more clips have arrived.

        Raises:
            VoiceError: A cue could not be spoken.
        """
        if self._arriving is None:
            return None
        lengths = self._arriving.lengths()
        waiting = self._waiting(at, lengths)
        if len(lengths) == len(self._known) and waiting is None:
            return None
        self._known = dict(lengths)
        if self._complete(lengths):
            self._arriving = None
        if waiting is not None:
            self.plan = replan(self.plan, waiting, self._promised).plan
        self._measure(at)
        self._retell(at)
        self.source = self._staged()
        return self

    def _complete(self, lengths: Mapping[Utterance, Frames]) -> bool:
        """Whether there is a clip for every cue that may come."""
        return all(isinstance(e := i.event, Rest | Chime) or e.utterance in lengths for i in self.plan.planned)

    def _chosen_again(self, move: PlanMove) -> SessionPlan | None:
        """The plan on time with other counts and blocks; None where there are none, or nobody to speak their words."""
        made = choose_again(self.plan, self._fit, move, self.end) if self._fit else None
        if made is None:
            return None
        plan, fit = made
        new = {cue.utterance for cue in plan.timeline.cues} - {cue.utterance for cue in self.timeline.cues}
        new -= {item.event.utterance for item in self.plan.planned if isinstance(item.event, Cue)}
        if new and self._booth is None:
            return None
        self._fit = fit
        if self._booth is not None and new:
            self._booth.want([cue.utterance for cue in plan.timeline.cues if cue.utterance in new])
            self._arriving = self._booth
        return with_lengths(plan, move.at, self._known, self.end).plan if _off(plan, self._known) else plan

    def _waiting(self, at: Frames, lengths: Mapping[Utterance, Frames]) -> PlanMove | None:
        """The move that keeps a cue without a clip at a distance."""
        row = self.plan.items
        ahead = ((i, item.event) for i, item in enumerate(row) if item.start >= at)
        first = next((i for i, event in ahead if isinstance(event, Cue) and event.utterance not in lengths), None)
        if first is None or row[first].start - at >= AHEAD:
            return None
        short = on_grid(AHEAD + AHEAD - (row[first].start - at))
        before = max(0, first - 1)
        return PlanMove(at, lengths={before: Frames(row[before].event.frames + short)})

    def _retell(self, at: Frames) -> None:
        """Afterwards words that tell the time are true to the plan. Those that are not there yet are being spoken."""
        if self._fit is None or self._booth is None:
            return
        since = Frames(at + AHEAD)
        words = outdated_words(self.plan, self._fit, since)
        ready = {origin: speak for origin, speak in words.items() if speak.utterance in self._known}
        if ready:
            self.plan = with_words(self.plan, since, ready)
            self._measure(at)
        missing = list(dict.fromkeys(speak.utterance for speak in words.values() if speak.utterance not in self._known))
        if missing:
            self._arriving = self._booth
            self._booth.want([u for u in missing if u not in self._retold], soon=True)
            self._retold.update(missing)

    def _measure(self, at: Frames) -> None:
        """Afterwards cues that come have the lengths of their clips. A plan in which they had them stays as it is."""
        if _off(self.plan, self._known):
            self.plan = with_lengths(self.plan, at, self._known, self._promised).plan

    def _staged(self) -> PlaybackSource:
        return self._stage(self.timeline if self._arriving is None else _spoken(self.timeline, self._known))


def _off(plan: SessionPlan, lengths: Mapping[Utterance, Frames]) -> bool:
    """Whether a cue has another length than its clip and less than a grid step."""
    cues = (item.event for item in plan.planned if isinstance(item.event, Cue))
    return any(not 0 <= cue.frames - lengths[cue.utterance] < GRID for cue in cues if cue.utterance in lengths)


def _spoken(timeline: Timeline, lengths: Mapping[Utterance, Frames]) -> Timeline:
    """The plan without the cues that cannot sound yet."""
    ready = tuple(e for e in timeline.events if not isinstance(e, Cue) or e.utterance in lengths)
    return replace(timeline, events=ready)
