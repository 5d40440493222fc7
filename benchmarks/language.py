"""How long a script takes to read, as ratios in one run: `python -m benchmarks.language`.

Each pair is timed in turn, several times over, and the medians are divided, so that what else the machine does weighs
on both alike.
"""

from __future__ import annotations

import json
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.library import body_rules
from unknot.script import check, parse, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 5
SCRIPT = Path(__file__).parents[1] / "scripts" / "desk-neck-and-shoulders.md"


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    before = time.process_time()
    work()
    return time.process_time() - before


def medians(*works: Callable[[], object]) -> list[float]:
    """The median time of each, all of them run in turn."""
    turns = [[seconds(work) for work in works] for _ in range(TURNS)]
    return [statistics.median(times) for times in zip(*turns, strict=True)]


def script_of(size: int) -> str:
    """A script of about that many characters: a shipped one over and over under one header."""
    _, header, body = SCRIPT.read_text("utf-8").split("---\n", 2)
    return f"---\n{header}---\n" + body * (size // len(body) + 1)


def main() -> None:
    """Print the figures."""
    half, whole = script_of(500_000), script_of(1_000_000)
    routine = parse(whole, "t.md")
    read_half, read, write, told, as_json = medians(
        partial(parse, half, "t.md"),
        partial(parse, whole, "t.md"),
        partial(to_text, routine),
        partial(check, routine, whole, body=body_rules()),
        partial(json.dumps, whole.split()),
    )
    print(f"a script of a megabyte    {read:.2f} s to read, {write:.2f} s to write, {told:.2f} s to check")
    print(f"twice the text            {read / read_half:.2f} times the work")
    print(f"against its words as JSON {read / as_json:.1f} times the work")


if __name__ == "__main__":
    main()
