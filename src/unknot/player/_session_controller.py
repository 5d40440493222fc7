"""Has the plan of a session while it is played: the timeline, its sound, and when it should end."""

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
"""A cue without a clip stays at least this far after what is heard."""


class ArrivingClips(Protocol):
    """Clips that are spoken while earlier parts of the session play."""

    def lengths(self) -> Mapping[Utterance, Frames]:
        """The frames of each clip that is ready. Clips are added, and none changes.

        Raises:
            VoiceError: A cue could not be spoken.
        """

    def request(self, utterances: Sequence[Utterance], *, urgent: bool = False) -> None:
        """Requests clips that are not ready yet. Urgent ones come before all others, and their errors are ignored."""


class SessionController:
    """Changes the plan and has it rendered. A `_plan_controller.PlanController`."""

    def __init__(
        self,
        timeline: Timeline,
        render: Callable[[Timeline], PlaybackSource],
        *,
        fit: Fit | None = None,
        arriving: ArrivingClips | None = None,
        on_time: bool = True,
    ) -> None:
        """The plan as it is before anything is heard.

        Args:
            timeline: The plan. Cues that are not spoken yet have estimated lengths.
            render: Gives the sound of a plan. It is given no cue whose clip is not ready.
            fit: Where the plan is from, so that counts and blocks can be chosen again when rests are not enough.
            arriving: Where clips come from while it plays; None when all are ready.
            on_time: Whether the session ends when it should (`--end-on-time`), or keeps its rests.
        """
        self.plan = SessionPlan.of(timeline)
        self.end: Frames = timeline.frames
        """The frame of the plan at which it should end, whether that is still possible or not."""
        self._length = timeline.frames
        """How long the plan was made to be. Clips that arrive do not change it."""
        self.on_time = on_time
        self._render = render
        self._fit = fit
        self._clips = arriving
        self._waiting_for = arriving
        """The source of clips as long as some are missing; None when all are ready."""
        self._known: Mapping[Utterance, Frames] = dict(arriving.lengths()) if arriving else {}
        """The frames of each clip that is ready."""
        self._requested: set[Utterance] = set()
        """Words with another time that were requested."""
        self._measure(NO_FRAMES)
        if self._is_complete(self._known):
            self._waiting_for = None
        self.source = self._rendered()

    @property
    def timeline(self) -> Timeline:
        """The plan as it is now."""
        return self.plan.timeline

    def change(self, move: PlanMove) -> PlanChange:
        """The plan after a move, ending on time if that is wanted and possible."""
        before = self.timeline.frames
        made = replan(self.plan, move, self.end if self.on_time and not move.natural else None)
        self.plan = made.plan if made.exact else self._rechosen(move) or made.plan
        self._length = self.timeline.frames
        self._update_time_words(move.at)
        self.source = self._rendered()
        return PlanChange(self.source, Frames(self.timeline.frames - (self.end if self.on_time else before)))

    def add_lost(self, count: int) -> None:
        """Moves `end` forward by frames in which nothing of the plan was heard, if it should end on time."""
        if self.on_time:
            self.end = Frames(self.end - count)

    def take_over(self, at: Frames, lost: int) -> None:
        """Follows a lead-in that is at frame `at`. The lead-in of the plan is made to last until a moment later.

        `lost` is how many frames were lost meanwhile.
        """
        self.add_lost(lost)
        lead = self.plan.items[0]
        missing = max(0, on_grid(at + LEAD_IN - lead.end)) if isinstance(lead.event, Rest) else 0
        if missing or lost:
            self.change(PlanMove(NO_FRAMES, lengths={0: Frames(lead.event.frames + missing)}))

    def update(self, at: Frames) -> SessionController | None:
        """This controller, if clips have arrived that change what is to be played from frame `at` on; None otherwise.

        Raises:
            VoiceError: A cue could not be spoken.
        """
        if self._waiting_for is None:
            return None
        lengths = self._waiting_for.lengths()
        delay = self._delay(at, lengths)
        if len(lengths) == len(self._known) and delay is None:
            return None
        self._known = dict(lengths)
        if self._is_complete(lengths):
            self._waiting_for = None
        if delay is not None:
            self.plan = replan(self.plan, delay, self._length).plan
        self._measure(at)
        self._update_time_words(at)
        self.source = self._rendered()
        return self

    def _is_complete(self, lengths: Mapping[Utterance, Frames]) -> bool:
        """Whether there is a clip for every cue that may come."""
        return all(isinstance(e := i.event, Rest | Chime) or e.utterance in lengths for i in self.plan.planned)

    def _rechosen(self, move: PlanMove) -> SessionPlan | None:
        """The plan on time with other counts and blocks; None if there is none, or if no voice can speak its cues."""
        made = choose_again(self.plan, self._fit, move, self.end) if self._fit else None
        if made is None:
            return None
        plan, fit = made
        new = {cue.utterance for cue in plan.timeline.cues} - {cue.utterance for cue in self.timeline.cues}
        new -= {item.event.utterance for item in self.plan.planned if isinstance(item.event, Cue)}
        if new and self._clips is None:
            return None
        self._fit = fit
        if self._clips is not None and new:
            self._clips.request([cue.utterance for cue in plan.timeline.cues if cue.utterance in new])
            self._waiting_for = self._clips
        return with_lengths(plan, move.at, self._known, self.end).plan if _differs(plan, self._known) else plan

    def _delay(self, at: Frames, lengths: Mapping[Utterance, Frames]) -> PlanMove | None:
        """The move that delays the next cue without a clip until `AHEAD` after frame `at` or later; None if it is."""
        row = self.plan.items
        ahead = ((i, item.event) for i, item in enumerate(row) if item.start >= at)
        first = next((i for i, event in ahead if isinstance(event, Cue) and event.utterance not in lengths), None)
        if first is None or row[first].start - at >= AHEAD:
            return None
        missing = on_grid(AHEAD + AHEAD - (row[first].start - at))
        before = max(0, first - 1)
        return PlanMove(at, lengths={before: Frames(row[before].event.frames + missing)})

    def _update_time_words(self, at: Frames) -> None:
        """Corrects words that say the time, as far as their clips are ready. Clips that are missing are requested."""
        if self._fit is None or self._clips is None:
            return
        since = Frames(at + AHEAD)
        words = outdated_words(self.plan, self._fit, since)
        ready = {origin: speak for origin, speak in words.items() if speak.utterance in self._known}
        if ready:
            self.plan = with_words(self.plan, since, ready)
            self._measure(at)
        missing = list(dict.fromkeys(speak.utterance for speak in words.values() if speak.utterance not in self._known))
        if missing:
            self._waiting_for = self._clips
            self._clips.request([u for u in missing if u not in self._requested], urgent=True)
            self._requested.update(missing)

    def _measure(self, at: Frames) -> None:
        """Gives cues after frame `at` the lengths of their clips. A plan that has them already stays as it is."""
        if _differs(self.plan, self._known):
            self.plan = with_lengths(self.plan, at, self._known, self._length).plan

    def _rendered(self) -> PlaybackSource:
        return self._render(self.timeline if self._waiting_for is None else _ready(self.timeline, self._known))


def _differs(plan: SessionPlan, lengths: Mapping[Utterance, Frames]) -> bool:
    """Whether a cue is shorter than its clip, or longer by a grid step or more."""
    cues = (item.event for item in plan.planned if isinstance(item.event, Cue))
    return any(not 0 <= cue.frames - lengths[cue.utterance] < GRID for cue in cues if cue.utterance in lengths)


def _ready(timeline: Timeline, lengths: Mapping[Utterance, Frames]) -> Timeline:
    """The plan without the cues that have no clip yet."""
    ready = tuple(e for e in timeline.events if not isinstance(e, Cue) or e.utterance in lengths)
    return replace(timeline, events=ready)
