"""The time of a fit of a large routine, as a ratio to a fixed loop of plain Python on the same machine.

The routine has 500 cues, 40 ranges and 20 optional blocks. Each figure is the least of several runs, divided by the
least of the runs of the loop between them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from unknot import routine as tree
from unknot.planning import fit, unfold
from unknot.units import Frames, Seconds, clock, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RUNS = 7
TURNS = 1_000_000
"""Turns of the reference loop: about 50 ms on a machine of 2020."""


class Letters:
    """Every letter takes 60 ms."""

    def speech(self, utterances: Sequence[tree.Utterance]) -> Mapping[tree.Utterance, Frames]:
        """The length of each, by its letters."""
        return {utterance: Frames(2881 * len(utterance.text)) for utterance in utterances}

    def sound(self, name: str) -> Frames:  # noqa: ARG002
        """Two seconds for every chime."""
        return frames(Seconds(2))


def large() -> tree.Routine:
    """500 cues at natural length, 40 ranges of 3 to 8 turns, 20 optional blocks of three priorities."""
    blocks: list[tree.Node] = [tree.Heading((tree.Words("Begin"),)), _lines(20, "begin")]
    for number in range(40):
        body = _lines(2, f"turn {number}")
        blocks.append(tree.Repeat(tree.Count(3, 8), (body,)))
    blocks += [tree.Optional(1 + n % 3, (_lines(3 + n % 3, f"block {n}"),)) for n in range(20)]
    return tree.Routine(tree.Header("Large"), (*blocks, _lines(20, "end")))


def _lines(count: int, name: str) -> tree.Paragraph:
    items: list[tree.Inline] = []
    for number in range(count):
        items.append(tree.Say((tree.Words(f"Sentence {number} of {name} {'and on ' * (number % 3)}goes here."),)))
        rest = tree.Length(frames(Seconds(3 + (number + len(name)) % 5)))
        items.append(tree.Hold(rest) if number % 7 == 0 else tree.Pause(rest))
    return tree.Paragraph(tuple(items))


def reference_loop() -> int:
    """A loop whose time depends on the interpreter only."""
    total = 0
    for number in range(TURNS):
        total += number & 7
    return total


def least(action: Callable[[], object]) -> float:
    """The time of the fastest run of an action, in seconds."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    routine, measurer = large(), Letters()
    score = unfold(routine, length=None)
    natural = fit(score, measurer, None)
    reach = natural.report.reach
    cues = len(natural.timeline.cues)
    print(f"{cues} cues, natural {clock(natural.timeline.frames)}, reach {reach}, {len(score.utterances)} utterances")
    for share in (0, 2, 10, 25, 50, 75, 90, 98, 100):
        length = Frames(reach.shortest + (reach.longest - reach.shortest) * share // 100)
        loop = least(reference_loop)
        taken = least(lambda length=length: fit(score, measurer, length))  # type: ignore[misc]
        print(f"{clock(length):>9}  {1000 * taken:6.0f} ms  {taken / loop:5.2f} loops of {1000 * loop:.0f} ms")


if __name__ == "__main__":
    main()
