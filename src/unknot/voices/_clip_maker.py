"""Where cues become clips: out of the store, or spoken on all cores, each checked and kept as soon as it is done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import from_sixteen_bits
from unknot.errors import VoiceError
from unknot.routine import VoiceChoice
from unknot.units import factor, frames
from unknot.voices import _calibration, _clip, _registry
from unknot.voices._defaults import complete
from unknot.voices._letters import refuse_foreign_letters
from unknot.voices._lexicon import lexicon
from unknot.voices._text import plain, sentences
from unknot.voices._voice_pool import CalibrationFailed, VoicePool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from unknot.audio import Samples
    from unknot.ports import Cache
    from unknot.routine import Utterance
    from unknot.voices._registry import EngineTable
    from unknot.voices._text import SpokenSentence

SENTENCE_GAP: Final = frames(1.2)
"""Silence between two sentences of one cue."""
_SHOWN: Final = 80
"""Characters of a text that a message shows."""
PART_GAP: Final = frames(0.2)
"""Silence between two parts of an over-long sentence."""


@dataclass(frozen=True, slots=True)
class _CuePlan:
    """How one utterance is to be spoken."""

    utterance: Utterance
    choice: VoiceChoice
    pool: VoicePool
    parts: tuple[tuple[str, SpokenSentence], ...]
    """Each sentence with its key."""


class ClipMaker:
    """Speaks utterances with any engine. Implements `ports.Narrator`."""

    def __init__(
        self,
        store: Cache,
        voice: VoiceChoice = VoiceChoice(),
        *,
        fallback: VoiceChoice | None = None,
        level: float = _calibration.LEVEL,
        deadline: float | None = None,
        notice: Callable[[str], None] = lambda _: None,
        known: EngineTable | None = None,
    ) -> None:
        """`voice` fills in what an utterance leaves open; `fallback` speaks what its own voice could not.

        `level` is in LUFS; `deadline` is in seconds a sentence, each engine's own by default; `notice` is told in
        words of every cue that fell back; `known` are the engines by name.
        """
        self._store = store
        self._voice = voice
        self._fallback = fallback
        self._factor = np.float32(factor(level - _calibration.LEVEL))
        self._deadline = deadline
        self._notice = notice
        self._known = _registry.known_engines() if known is None else known
        self._pools: dict[tuple[VoiceChoice, str], VoicePool] = {}
        self._told: set[str] = set()

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """One clip, shape (frames, 1), for each utterance; `progress(done, of)` after each that had to be made.

        Raises:
            VoiceError: A voice failed, and so did the fallback where there is one. The message names the text.
        """
        plans = {u: self._planned(u) for u in dict.fromkeys(utterances)}
        ready = self._kept(plans.values())
        missing = [plan for plan in plans.values() if not _is_ready(plan, ready)]
        for done, plan in enumerate(self._made(missing, ready), 1):
            plans[plan.utterance] = plan
            progress(done, len(missing))
        return {u: self._joined(plan, ready) for u, plan in plans.items()}

    def close(self) -> None:
        """Afterwards no voice has a process left."""
        for pool in self._pools.values():
            pool.close()

    def _planned(self, utterance: Utterance) -> _CuePlan:
        choice = self._complete(utterance.voice.over(self._voice), utterance.language)
        try:
            return self._plan(utterance, choice)
        except VoiceError as fault:
            return self._fallen_back(utterance, choice, fault)

    def _complete(self, choice: VoiceChoice, language: str) -> VoiceChoice:
        """The choice with the engine that it leaves open; what a person should know of that is told once."""
        found, hint = complete(choice, language, self._known)
        if hint and hint not in self._told:
            self._told.add(hint)
            self._notice(hint)
        return found

    def _plan(self, utterance: Utterance, choice: VoiceChoice) -> _CuePlan:
        pool = self._pool(choice, utterance.language)
        words = lexicon(utterance.language, utterance.say)
        found = sentences(utterance.text, words, pool.engine.dialect)
        if not found:
            raise VoiceError("there is nothing in it to say", next_step="write words, or a pause like [4s]")
        for sentence in found:
            refuse_foreign_letters(sentence.words, choice, utterance.language)
        return _CuePlan(utterance, choice, pool, tuple((pool.key(s), s) for s in found))

    def _pool(self, choice: VoiceChoice, language: str) -> VoicePool:
        place = (choice, language)
        if place not in self._pools:
            engine = _registry.engine(choice.engine or "", self._known)
            deadline = engine.deadline if self._deadline is None else self._deadline
            self._pools[place] = VoicePool(engine, choice, language, self._store, deadline)
        return self._pools[place]

    def _fallen_back(self, utterance: Utterance, choice: VoiceChoice, fault: VoiceError) -> _CuePlan:
        """The plan with the fallback voice.

        Raises:
            VoiceError: There is none, or it is the one that failed, or it cannot speak here either.
        """
        named = _named(fault, utterance, choice)
        fallback = self._complete(self._fallback, utterance.language) if self._fallback else None
        if fallback is None or fallback == choice:
            raise named from fault
        try:
            plan = self._plan(utterance, fallback)
        except VoiceError as second:
            raise _named(second, utterance, fallback) from fault
        self._notice(f"{named.message}; the voice {fallback.engine} speaks it instead")
        return plan

    def _kept(self, plans: Iterable[_CuePlan]) -> dict[str, Samples]:
        keys = dict.fromkeys(key for plan in plans for key, _ in plan.parts)
        kept = ((key, self._store.get(key)) for key in keys)
        return {key: from_sixteen_bits(raw) for key, raw in kept if raw}

    def _made(self, plans: Sequence[_CuePlan], ready: dict[str, Samples]) -> Iterator[_CuePlan]:
        """Each plan once all of it is in `ready`; another for the same utterance where it fell back."""
        while plans:
            again: list[_CuePlan] = []
            for pool, own in _by_pool(plans).items():
                yield from self._spoken(pool, own, ready, again)
            plans = again

    def _spoken(
        self, pool: VoicePool, plans: Sequence[_CuePlan], ready: dict[str, Samples], again: list[_CuePlan]
    ) -> Iterator[_CuePlan]:
        """The plans of one pool as they are ready; those that failed go into `again`, with the fallback voice."""
        wanted = {key: s for plan in plans for key, s in plan.parts if key not in ready}
        open_plans = list(plans)
        try:
            for key, made in pool.speak(wanted):
                if isinstance(made, VoiceError):
                    failed = [plan for plan in open_plans if any(k == key for k, _ in plan.parts)]
                    again += [self._fallen_back(plan.utterance, plan.choice, made) for plan in failed]
                else:
                    ready[key] = made
                    failed = []
                finished = [plan for plan in open_plans if _is_ready(plan, ready)]
                open_plans = [plan for plan in open_plans if plan not in failed and plan not in finished]
                yield from finished
        except CalibrationFailed as fault:
            again += [self._fallen_back(plan.utterance, plan.choice, fault) for plan in open_plans]

    def _joined(self, plan: _CuePlan, ready: Mapping[str, Samples]) -> Samples:
        gaps = [SENTENCE_GAP if sentence.ends else PART_GAP for _, sentence in plan.parts[:-1]]
        whole = _clip.joined_clips([ready[key] for key, _ in plan.parts], gaps)
        return whole if self._factor == 1.0 else whole * self._factor


def _is_ready(plan: _CuePlan, ready: Mapping[str, Samples]) -> bool:
    return all(key in ready for key, _ in plan.parts)


def _by_pool(plans: Sequence[_CuePlan]) -> Mapping[VoicePool, list[_CuePlan]]:
    found: dict[VoicePool, list[_CuePlan]] = defaultdict(list)
    for plan in plans:
        found[plan.pool].append(plan)
    return found


def _named(fault: VoiceError, utterance: Utterance, choice: VoiceChoice) -> VoiceError:
    """The same fault, with the words that could not be spoken."""
    words = plain(utterance.text)
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return VoiceError(
        f"the voice {choice.engine} could not speak “{shown}”: {fault.message}",
        utterance=utterance,
        next_step=fault.next_step or "try again, or choose another voice: `unknot voices` lists them",
    )
