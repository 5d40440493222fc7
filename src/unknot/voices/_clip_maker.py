"""Where cues become clips: out of the cache, or spoken on all cores, each checked and kept as soon as it is done.

Only the length of a clip is held, and a digest. Its samples are read from the cache when they are asked for.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from unknot.audio import from_sixteen_bits
from unknot.errors import VoiceError
from unknot.routine import Utterance, VoiceChoice
from unknot.units import Frames, factor, frames
from unknot.voices import _calibration, _clip, _registry
from unknot.voices._defaults import complete
from unknot.voices._letters import refuse_foreign_letters
from unknot.voices._lexicon import lexicon
from unknot.voices._spool import Spool
from unknot.voices._text import plain, sentences
from unknot.voices._voice_pool import CalibrationFailed, VoicePool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from unknot.audio import Samples
    from unknot.ports import Cache
    from unknot.voices._registry import EngineTable
    from unknot.voices._text import SpokenSentence

SENTENCE_GAP: Final = frames(1.2)
"""Silence between two sentences of one cue."""
_SHOWN: Final = 80
"""Characters of a text that a message shows."""
PART_GAP: Final = frames(0.2)
"""Silence between two parts of an over-long sentence."""
_OTHERWISE: Final = VoiceError(
    "its clip was deleted from the cache, and the voice now speaks it differently",
    next_step="try again, and leave the cache as it is meanwhile",
)
"""Why a clip that was measured cannot be had again."""


@dataclass(frozen=True, slots=True)
class _CuePlan:
    """How one utterance is to be spoken."""

    utterance: Utterance
    choice: VoiceChoice
    pool: VoicePool
    parts: tuple[tuple[str, SpokenSentence], ...]
    """Each sentence with its key."""

    @property
    def gaps(self) -> list[int]:
        """Frames of silence behind each part but the last."""
        return [SENTENCE_GAP if sentence.ends else PART_GAP for _, sentence in self.parts[:-1]]


@dataclass(frozen=True, slots=True)
class _MadePart:
    """What is held of the clip of one sentence."""

    frames: int
    digest: bytes
    """Of its bytes in the cache."""

    @classmethod
    def of(cls, raw: bytes) -> _MadePart:
        """What is held of the clip that is `raw` in the cache."""
        return cls(len(raw) // 2, hashlib.blake2b(raw, digest_size=16).digest())


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
        self._plans: dict[Utterance, _CuePlan] = {}
        """How each utterance was spoken."""
        self._parts: dict[str, _MadePart] = {}
        """Every sentence that was spoken, by its key."""
        self._unkept = Spool()
        """The clips that the cache did not keep, by key."""

    def lengths(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Frames]:
        """The frames of each clip; `progress(done, of)` after each that had to be made.

        Raises:
            VoiceError: A voice failed, and so did the fallback where there is one. The message names the text.
        """
        self._make(utterances, progress)
        return {u: self._length(self._plans[u]) for u in utterances}

    def clips(
        self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]
    ) -> Mapping[Utterance, Samples]:
        """The clip of each utterance, shape (frames, 1), read from the cache when it is asked for.

        Raises:
            VoiceError: As from `lengths`. Reading raises it too, when a clip is no longer in the cache and the voice
                does not speak it again as it did.
        """
        self._make(utterances, progress)
        return _ReadWhenAsked(tuple(dict.fromkeys(utterances)), self._read)

    def close(self) -> None:
        """Afterwards no voice has a process left. May be called twice; clips can still be read."""
        for pool in self._pools.values():
            pool.close()

    def _make(self, utterances: Sequence[Utterance], progress: Callable[[int, int], None]) -> None:
        """Afterwards each utterance has a plan whose parts were spoken."""
        plans = {u: self._planned(u) for u in dict.fromkeys(utterances) if u not in self._plans}
        self._look_up(plans.values())
        missing = [plan for plan in plans.values() if not self._is_made(plan)]
        for done, plan in enumerate(self._spoken(missing), 1):
            plans[plan.utterance] = plan
            progress(done, len(missing))
        self._plans |= plans

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

    def _look_up(self, plans: Iterable[_CuePlan]) -> None:
        """Afterwards every part that is in the cache is known."""
        for key in dict.fromkeys(key for plan in plans for key, _ in plan.parts if key not in self._parts):
            raw = self._store.get(key)
            if raw:
                self._parts[key] = _MadePart.of(raw)

    def _is_made(self, plan: _CuePlan) -> bool:
        return all(key in self._parts for key, _ in plan.parts)

    def _spoken(self, plans: Sequence[_CuePlan]) -> Iterator[_CuePlan]:
        """Each plan once all of it is made; another for the same utterance where it fell back."""
        while plans:
            again: list[_CuePlan] = []
            for pool, own in _by_pool(plans).items():
                yield from self._spoken_by(pool, own, again)
            plans = again

    def _spoken_by(self, pool: VoicePool, plans: Sequence[_CuePlan], again: list[_CuePlan]) -> Iterator[_CuePlan]:
        """The plans of one pool as they are made; those that failed go into `again`, with the fallback voice."""
        wanted = {key: s for plan in plans for key, s in plan.parts if key not in self._parts}
        open_plans = list(plans)
        try:
            for key, made in pool.speak(wanted):
                if isinstance(made, VoiceError):
                    failed = [plan for plan in open_plans if any(k == key for k, _ in plan.parts)]
                    again += [self._fallen_back(plan.utterance, plan.choice, made) for plan in failed]
                else:
                    self._keep(key, made)
                    failed = []
                finished = [plan for plan in open_plans if self._is_made(plan)]
                open_plans = [plan for plan in open_plans if plan not in failed and plan not in finished]
                yield from finished
        except CalibrationFailed as fault:
            again += [self._fallen_back(plan.utterance, plan.choice, fault) for plan in open_plans]

    def _keep(self, key: str, made: bytes) -> None:
        """Afterwards the clip can be read again, if not from the cache, then from the spool."""
        self._parts[key] = _MadePart.of(made)
        if self._store.get(key) != made:
            self._unkept.put(key, made)

    def _length(self, plan: _CuePlan) -> Frames:
        return Frames(sum(self._parts[key].frames for key, _ in plan.parts) + sum(plan.gaps))

    def _read(self, utterance: Utterance) -> Samples:
        plan = self._plans[utterance]
        parts = [from_sixteen_bits(self._kept(key, sentence, plan)) for key, sentence in plan.parts]
        whole = _clip.joined_clips(parts, plan.gaps)
        return whole if self._factor == 1.0 else whole * self._factor

    def _kept(self, key: str, sentence: SpokenSentence, plan: _CuePlan) -> bytes:
        """The bytes of a clip as they were when it was measured. It is spoken again if they are gone.

        Raises:
            VoiceError: The voice failed, or gave other bytes.
        """
        for kept in (self._store, self._unkept):
            raw = kept.get(key)
            if raw and _MadePart.of(raw) == self._parts[key]:
                return raw
        made = dict(plan.pool.speak({key: sentence}))[key]
        if isinstance(made, VoiceError):
            raise _named(made, plan.utterance, plan.choice)
        if _MadePart.of(made) != self._parts[key]:
            raise _named(_OTHERWISE, plan.utterance, plan.choice)
        return made


class _ReadWhenAsked(Mapping[Utterance, "Samples"]):
    """The clips of some utterances. Each is read when it is asked for."""

    def __init__(self, utterances: Sequence[Utterance], read: Callable[[Utterance], Samples]) -> None:
        self._utterances, self._read_one = utterances, read

    def __getitem__(self, utterance: Utterance) -> Samples:
        return self._read_one(utterance)

    def __iter__(self) -> Iterator[Utterance]:
        return iter(self._utterances)

    def __len__(self) -> int:
        return len(self._utterances)


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
