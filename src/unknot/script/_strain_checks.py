"""Rules about how long something lasts on the body: work on an area, holds, raised arms, tension, changes of side."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from unknot.routine import Hold, Work
from unknot.script._heard import HeardChapter, HeardSilence, HeardWords
from unknot.script._phrases import any_of, whole
from unknot.script._subject import walk_blocks
from unknot.units import NO_FRAMES, Frames, clock, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from unknot.errors import Place
    from unknot.routine import Length
    from unknot.script._body_rules import AreaRules
    from unknot.script._heard import Heard
    from unknot.script._phrases import Phrases
    from unknot.script._subject import CheckedScript, Remark

LONGEST_TENSION: Final = frames(10)
"""The longest rest while a muscle is tense."""
SHORTEST_CHANGE: Final = frames(4)
"""The shortest rest to change sides."""
SHORTEST_TURN: Final = frames(10)
"""The shortest rest to turn over or get up."""
LONGEST_RAISED: Final = frames(120)
"""The longest time with raised arms that are not supported."""
SHORTEST_ARM_REST: Final = frames(5)
"""A shorter rest with the arms down does not count as one."""
LONGEST_SETUP: Final = frames(6)
"""The longest pause after a caution, an instruction of the opening, or an in-breath."""
REST: Final = frames(60)
"""A pause of this length is a rest and belongs to no instruction."""
_WRITTEN_RESTS = {"pause", "hold", "move"}


# --- work on an area ----------------------------------------------------------------------------------------------


def _long_work(subject: CheckedScript) -> Iterator[Remark]:
    """Remarks on the holds of each area and side, added up over the whole session."""
    time: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], Place] = {}
    for chapter, key, held in _held(subject):
        time[key] = time.get(key, 0) + held
        first.setdefault(key, chapter.place)
    for (area, side), total in time.items():
        rules = subject.body.areas[area]
        most = Frames(rules.most * (2 if rules.sided and not side else 1))
        if most and total > most:
            message = f"{clock(Frames(total))} of work on `{area}`{side and f', {side}'}; {clock(most)} is the most"
            yield subject.remark(first[area, side], "", message, "bound its holds, or rest between")


def _held(subject: CheckedScript) -> Iterator[tuple[HeardChapter, tuple[str, str], int]]:
    """Every hold with its chapter, its area and its side. A chapter whose heading names no area has none."""
    chapter: HeardChapter | None = None
    key: tuple[str, str] | None = None
    for event in subject.heard:
        if isinstance(event, HeardChapter):
            chapter, key = event, _area_and_side(subject, event.title)
        elif chapter and key and isinstance(event, HeardSilence) and event.reason == "hold":
            yield chapter, key, event.frames


def _area_and_side(subject: CheckedScript, title: str) -> tuple[str, str] | None:
    named = [area for area, rules in subject.body.areas.items() if any_of(rules.words).search(title)]
    area = min(named, key=lambda key: _first_word(subject.body.areas[key], title), default=None)
    if area is None:
        return None
    sides = subject.phrases and (("left", subject.phrases.left), ("right", subject.phrases.right))
    return area, next((side for side, pattern in sides or () if whole(pattern).search(title)), "")


def _first_word(rules: AreaRules, title: str) -> int:
    match = any_of(rules.words).search(title)
    return match.start() if match else len(title)


# --- one hold -----------------------------------------------------------------------------------------------------


def _long_hold(subject: CheckedScript) -> Iterator[Remark]:
    most = subject.body.longest_hold
    for node in walk_blocks(subject.routine.body):
        held = [node] if isinstance(node, Work) else [i for i in getattr(node, "items", ()) if isinstance(i, Hold)]
        for hold in held:
            if (length := _natural(hold.length)) > most:
                message = f"a hold of {clock(length)}; {clock(most)} on one spot is as good"
                yield subject.remark(hold.place, "", message, "shorten it, or move on to another spot")


def _natural(length: Length) -> Frames:
    """The written length, or else the middle of its bounds."""
    if length.natural is not None:
        return length.natural
    return Frames(((length.least or 0) + (length.most or 0)) // 2)


# --- after certain words ------------------------------------------------------------------------------------------


def _after(
    subject: CheckedScript, phrase: str, wrong: Callable[[Frames], bool], message: str, hint: str
) -> Iterator[Remark]:
    """A remark for each phrase that is followed by a written silence of a wrong length."""
    pattern = whole(phrase)
    for event, following in itertools.pairwise(subject.written):
        if not (
            isinstance(event, HeardWords) and isinstance(following, HeardSilence) and following.reason in _WRITTEN_RESTS
        ):
            continue
        match = pattern.search(event.text)
        if match and wrong(following.frames):
            yield subject.remark(event.place, match[0], message.format(seconds(following.frames)), hint)


def _long_tension(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    release = whole(subject.phrases.release)
    hint = "tense for 5 to 7 s, let go for 20 to 30"
    for remark in _after(subject, subject.phrases.tense, lambda f: f > LONGEST_TENSION, "tense for {:g} s", hint):
        if not any(s.place == remark.place and release.search(s.text) for s in subject.spoken):
            yield remark


def _short_change(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    change, turn = subject.phrases.change, subject.phrases.turn
    yield from _after(subject, change, lambda f: f < SHORTEST_CHANGE, "{:g} s to change sides", "it takes 4 to 8 s")
    yield from _after(
        subject, turn, lambda f: f < SHORTEST_TURN, "{:g} s to turn over or get up", "it takes 10 to 20 s"
    )


def _long_setup_pause(subject: CheckedScript) -> Iterator[Remark]:
    known = subject.phrases
    if known is None or not subject.routine.header.areas:
        return
    seen = set()
    chapters = 0
    for event, following in itertools.pairwise(subject.heard):
        chapters += isinstance(event, HeardChapter)
        if not (isinstance(event, HeardWords) and isinstance(following, HeardSilence) and following.reason == "pause"):
            continue
        if LONGEST_SETUP < following.frames < REST and event.place not in seen and _is_setup(known, event, chapters):
            seen.add(event.place)
            message = f"{seconds(following.frames):.0f} s after an instruction of the opening or an in-breath"
            yield subject.remark(following.place, "", message, "give the pause bounds: [3s, 2s..6s]")


def _is_setup(known: Phrases, words: HeardWords, chapters: int) -> bool:
    """Whether the words need no long pause: an in-breath, or in the first chapter anything but a question."""
    if whole(known.breathe_in).search(words.text) and not whole(known.release).search(words.text):
        return True
    return chapters < 2 and not words.text.rstrip().endswith("?") and not whole(known.announce).search(words.text)


# --- raised arms ----------------------------------------------------------------------------------------------------


def _arms_raised(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    for words, length in _raised_times(_arm_positions(subject.heard, subject.phrases)):
        if length > LONGEST_RAISED:
            message = f"from here the arms are raised for {clock(length)}; {clock(LONGEST_RAISED)} is the most"
            hint = "let the arms rest for 5 s or more in between, or support the elbows"
            yield subject.remark(words.place, " ".join(words.text.split()[:2]), message, hint)


def _raised_times(positions: Iterator[tuple[Heard, str]]) -> Iterator[tuple[HeardWords, Frames]]:
    """The words that raise the arms, with the time until they rest. A rest that is too short is part of that time."""
    start: HeardWords | None = None
    total = down = 0
    resting = False
    for event, position in positions:
        if position == "up" and isinstance(event, HeardWords):
            start, resting = start or event, False
        elif position == "down" and not resting:
            resting, down = True, 0
        total, down = total + _time(event), down + _time(event)
        if start is None or (resting and down >= SHORTEST_ARM_REST):
            if start:
                yield start, Frames(total - down)
            start, total = None, 0
    if start:
        yield start, Frames(total)


def _arm_positions(heard: Iterable[Heard], known: Phrases) -> Iterator[tuple[Heard, str]]:
    """Each event, with `up` or `down` where its words move the arms. Supported elbows stay so through a chapter."""
    supported = False
    for event in heard:
        position = _arm_position(event.text, known) if isinstance(event, HeardWords) else ""
        if position == "down" or isinstance(event, HeardChapter):
            supported = False
        supported = supported or position == "supported"
        yield event, "down" if supported else position


def _arm_position(text: str, known: Phrases) -> str:
    patterns = (("supported", known.elbows), ("down", known.arms_down), ("up", known.arms_up))
    return next((position for position, pattern in patterns if whole(pattern).search(text)), "")


def _time(event: Heard) -> Frames:
    """The time that an event takes. Words inside a hold take none."""
    return NO_FRAMES if isinstance(event, HeardChapter) or getattr(event, "inside", False) else event.frames


CHECKS: Final = {
    "long-work": _long_work,
    "long-hold": _long_hold,
    "long-tension": _long_tension,
    "long-setup-pause": _long_setup_pause,
    "arms-raised": _arms_raised,
    "short-change": _short_change,
}
"""The function of each rule by its name."""
