r"""Routines in a few lines, for tests: `routine("# Neck\n\nGlide. [hold 20s]")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot.script import parse

if TYPE_CHECKING:
    from unknot.routine import Routine


def routine(body: str, **header: str) -> Routine:
    """The routine with this body; a header's keys as keywords."""
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": "A test", **header}.items())
    return parse(f"---\n{lines}---\n\n{body}\n", "test.md")
