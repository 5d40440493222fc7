"""What `unknot fmt` does: any readable script, and the pauses of other programs, in the one canonical form."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from unknot.errors import ScriptError
from unknot.routine import NOWHERE
from unknot.script._header import header_end, write_header
from unknot.script._parser import parse, summary
from unknot.script._pauses import foreign_aside, foreign_pause, read_markup
from unknot.script._printer import write_blocks
from unknot.script._source import read_source
from unknot.script._tags import read_tag
from unknot.script._values import Fault, Span

if TYPE_CHECKING:
    from unknot.script._source import ScriptSource

_CANDIDATE = re.compile(
    r"""
      \\. | <!--.*?--> | ^[ \t]*[>#][^\n]*              # escapes, comments, notes and headings stay
    | \[(?P<tag>[^\[\]\\\n]{1,60})\]
    | \((?P<aside>[^()\\\n]{1,60})\)
    | \{(?P<brace>[^{}|\\\n]{1,60})\}
    | (?P<markup><[A-Za-z][^<>\\\n]{0,200}>)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_YAML_COMMENT = re.compile(r"(?:^|\s)#")


def canonical(text: str, file: str) -> str:
    """The script in its canonical form. Saying it again changes nothing.

    `[10 second pause]`, `(pause 30 seconds)`, `[PAUSE:5]` and `<break time="3s"/>` become tags. A header with comments
    keeps its own lines, because YAML's comments are not part of the routine.

    Raises:
        ScriptError: The text is no script; the findings are those of the text as it stands.
    """
    source, _ = read_source(text, file)
    start = header_end(source)
    rewritten, spots = _rewrite(source.text, start)
    try:
        routine = parse(rewritten, file)
    except ScriptError as error:
        raise _as_it_stands(text, source, spots, error) from None
    header = source.text[:start].strip()
    kept = "\n".join(line.rstrip() for line in header.split("\n")) + "\n" if _YAML_COMMENT.search(header) else ""
    body = write_blocks(routine.body)
    return (kept or write_header(routine.header)) + (f"\n{body}\n" if body else "")


def _rewrite(text: str, start: int) -> tuple[str, list[tuple[int, int]]]:
    """The text with the pauses of others as tags, and where they stood."""
    spots: list[tuple[int, int]] = []

    def tag(match: re.Match[str]) -> str:
        proposal = _proposal(match)
        if proposal is None:
            return match[0]
        spots.append((start + match.start(), start + match.end()))
        return proposal

    return text[:start] + _CANDIDATE.sub(tag, text[start:]), spots


def _proposal(match: re.Match[str]) -> str | None:
    if match["markup"] is not None:
        return read_markup(match["markup"])[1]
    if match["aside"] is not None or match["brace"] is not None:
        return foreign_aside(match["aside"] or match["brace"])
    if match["tag"] is None:
        return None
    try:
        read_tag(Span(match["tag"], 0), NOWHERE)
    except Fault:
        return foreign_pause(match["tag"])
    return None


def _as_it_stands(text: str, source: ScriptSource, spots: list[tuple[int, int]], rewritten: ScriptError) -> ScriptError:
    """The faults of the text before anything was rewritten, without those that the rewriting would have mended."""
    try:
        parse(text, source.file)
    except ScriptError as error:
        left = [f for f in error.findings if not _inside(source.offset(f.place), spots)]
        if left:
            return ScriptError(summary(source.file, len(left)), findings=left, next_step=error.next_step)
    return rewritten


def _inside(offset: int, spots: list[tuple[int, int]]) -> bool:
    at = bisect_right(spots, offset, key=lambda spot: spot[0]) - 1
    return at >= 0 and offset < spots[at][1]
