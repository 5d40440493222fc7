"""`compose`: a routine built from blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot import library
from unknot.app._files import TextResult, deliver, refuse_to_replace
from unknot.app._person import read_profile
from unknot.app._preferences import preferences

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.units import Frames


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeRequest:
    """Which routine to compose."""

    areas: tuple[str, ...] = ()
    """The areas to work on; empty is the whole body."""
    tools: tuple[str, ...] = ()
    """The tools that may be used; empty is those of the profile."""
    length: Frames | None = None
    """The approximate length; None leaves it open."""
    less_talk: bool = False
    """Use fewer words."""
    boost: tuple[str, ...] = ()
    """Areas that get more time."""
    skip: tuple[str, ...] = ()
    """Areas to leave out, in addition to those of the profile."""
    language: str = "en"
    """BCP 47 tag."""
    seed: int = 0
    """Another number chooses other blocks."""
    output: Path | None = None
    """The script to write; None writes no file."""
    force: bool = False
    """Replace an existing file."""


@dataclass(frozen=True, slots=True)
class ComposeResult:
    """A composed script."""

    script: TextResult
    messages: tuple[str, ...]
    """Which parts of the request could not be met, one sentence each."""


def compose(request: ComposeRequest) -> ComposeResult:
    """A script for the request, without the areas that the profile leaves out.

    Raises:
        UsageError: An area, a tool or a language is unknown, no area is left, or the file exists already.
        WriteError: The script could not be written.
    """
    from unknot.library import CompositionRequest, compose

    if request.output is not None:
        refuse_to_replace(request.output, force=request.force)
    known = library.routine_entries()
    languages = sorted({entry.language.partition("-")[0] for entry in known})
    library.one_of(request.language.partition("-")[0].lower(), languages, "routine in the language")
    profile = read_profile()
    composition = CompositionRequest(
        areas=request.areas,
        tools=request.tools or profile.tools,
        length=request.length,
        less_talk=request.less_talk,
        boost=request.boost,
        skip=tuple(dict.fromkeys((*request.skip, *profile.left_out))),
        language=request.language,
        seed=request.seed,
        preferences=preferences(),
    )
    composed = compose(composition, known)
    return ComposeResult(deliver(composed.text, request.output, force=request.force), composed.messages)
