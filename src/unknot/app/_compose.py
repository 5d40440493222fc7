"""`compose`: a routine built from blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import library
from unknot.app._files import TextResult, deliver, refuse_to_replace
from unknot.app._person import read_profile

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.units import Frames


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeRequest:
    """What the routine is to be made for."""

    areas: tuple[str, ...] = ()
    """What to work on; none is the whole body."""
    tools: tuple[str, ...] = ()
    """What is at hand; none is what the profile has."""
    length: Frames | None = None
    """About how long."""
    less_talk: bool = False
    """Fewer words."""
    boost: tuple[str, ...] = ()
    """Areas with more time."""
    skip: tuple[str, ...] = ()
    """Areas to leave out, beside those of the profile."""
    language: str = "en"
    """BCP 47."""
    seed: int = 0
    """Another number gives other blocks."""
    output: Path | None = None
    """The script to write."""
    force: bool = False
    """Replace a file that is there already."""


@dataclass(frozen=True, slots=True)
class ComposeResult:
    """A composed script."""

    script: TextResult
    said: tuple[str, ...]
    """What could not be had as asked, a sentence each."""


def compose(request: ComposeRequest) -> ComposeResult:
    """A script for what is asked, without what the profile leaves out.

    Raises:
        UsageError: An area or a tool is unknown, nothing is left to work on, or the file is there already.
        WriteError: The script could not be written.
    """
    from unknot.library import CompositionRequest, compose

    if request.output is not None:
        refuse_to_replace(request.output, force=request.force)
    profile = read_profile()
    asked = CompositionRequest(
        areas=request.areas,
        tools=request.tools or profile.tools,
        length=request.length,
        less_talk=request.less_talk,
        boost=request.boost,
        skip=tuple(dict.fromkeys((*request.skip, *profile.left_out))),
        language=request.language,
        seed=request.seed,
    )
    composed = compose(asked, library.routine_entries())
    return ComposeResult(deliver(composed.text, request.output, force=request.force), composed.messages)
