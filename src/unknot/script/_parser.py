"""Parses text to a routine. Each character becomes part of the tree or of a fault; one pass finds all faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.errors import ScriptError
from unknot.routine import Comment, Each, Heading, Moment, Node, NoteBlock, Paragraph, Repeat, Routine
from unknot.script import _values
from unknot.script._fences import ALWAYS, ASSUMED, WORDS, OpenedFence, fence_of
from unknot.script._header import read_header
from unknot.script._prose import ProseReader
from unknot.script._source import Faults, ScriptSource, did_you_mean, read_source
from unknot.script._values import Fault, Span, quoted
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.errors import Place
    from unknot.routine import Piece


DEEPEST_FENCE: Final = 24
"""The deepest nesting of fences."""
LARGEST_UNFOLDED: Final = 100_000
"""The most blocks and tags that a repeated body may have once it is unfolded."""
_BLANK = " \t\n\x00"
_COMMENT = re.compile(r"\\.|<!--", re.DOTALL)
_HEADING = re.compile(r"(#+)(.*)", re.DOTALL)
_FENCE = re.compile(r":{3,}(.*)", re.DOTALL)
_DASHES = re.compile(r"[-=_]{3,}")
_MOMENT = re.compile(r"at\s+(\S*?)\s*:(?!:)", re.IGNORECASE)


def parse(text: str, file: str) -> Routine:
    """The routine of a script.

    Raises:
        ScriptError: The script has faults. `findings` has all of them, in the order of the text.
    """
    source, faults = read_source(text, file)
    header, start = read_header(source, faults)
    body = _BodyReader(source, faults, start).nodes()
    found = faults.sorted()
    if found:
        bare = any(finding.rule == "no-header" for finding in found)
        next_step = f"make a routine of it: unknot import {file}" if bare else "mend these lines and try again"
        raise ScriptError(summary(file, len(found)), findings=found, next_step=next_step)
    return Routine(header, body)


def turns(node: Node) -> int:
    """The most times that the body of a fence is heard."""
    match node:
        case Repeat(count):
            return count.most
        case Each(_, values):
            return len(values)
        case _:
            return 1


def summary(file: str, count: int) -> str:
    """The message for a script that cannot be used."""
    return f"{file}: {count} {'thing is' if count == 1 else 'things are'} wrong in this script"


@dataclass(slots=True)
class _Open:
    """A fence or the script while it is read."""

    start: int
    names: tuple[str, ...]
    holds: str = "blocks"
    opened: OpenedFence | None = None
    nodes: list[Node] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    size: int = 0
    """Items inside `nodes` once they are unfolded at the highest counts."""
    commented: list[Node] = field(default_factory=list)
    """Comments in a fence that cannot contain them. They are placed before the fence."""


class _BodyReader:
    """Reads the text after the header line by line."""

    def __init__(self, source: ScriptSource, faults: Faults, start: int) -> None:
        self._source, self._faults = source, faults
        self._text, self._comments = _blank_comments(source, faults, start)
        self._start = start
        self._stack = [_Open(start, ALWAYS)]
        self._kind = ""
        """The kind of the collected lines: `prose`, `note`, `moment`, or "" for none."""
        self._collected = (start, start)
        """The offsets of the beginning and the end of those lines."""

    def nodes(self) -> tuple[Node, ...]:
        """The blocks of the script."""
        for start, end in self._lines():
            self._take_comments(end)
            self._line(Span(self._text[start:end], start))
        self._flush()
        self._take_comments(len(self._text) + 1)
        while len(self._stack) > 1:
            fence = self._stack.pop()
            self._fault(
                self._line_span(fence.start), "open-fence", "this fence is not closed", "close it with a line of :::"
            )
        return tuple(self._stack[0].nodes)

    def _lines(self) -> Iterator[tuple[int, int]]:
        start = self._start
        while start <= len(self._text):
            end = self._text.find("\n", start)
            end = len(self._text) if end < 0 else end
            yield start, end
            start = end + 1

    def _line(self, line: Span) -> None:
        here = line.stripped()
        if not here.text:
            if "\x00" not in line.text:
                self._flush()
        elif match := _FENCE.match(here.text):
            self._flush()
            self._fence(here, here.after(match.start(1)))
        elif self._stack[-1].holds != "blocks":
            self._inside_no_blocks(here)
        else:
            self._block_line(here)

    def _block_line(self, here: Span) -> None:
        if here.text.startswith("#"):
            self._flush()
            self._heading(here)
        elif here.text.startswith(">"):
            self._collect("note", here)
        elif _DASHES.fullmatch(here.text):
            self._fault(here, "stray-line", "a line of dashes means nothing here", "write # for a heading")
        else:
            if self._kind == "note":
                self._fault(
                    here, "note-continues", "prose right under a note", "begin it with >, or leave a line empty"
                )
            self._collect("prose", here)

    # lines that are collected

    def _collect(self, kind: str, here: Span) -> None:
        if self._kind != kind:
            self._flush()
            self._kind, self._collected = kind, (here.offset, here.offset)
        self._collected = (self._collected[0], here.offset + len(here.text))

    def _flush(self) -> None:
        kind, self._kind = self._kind, ""
        start, end = self._collected
        span = Span(self._text[start:end], start)
        if kind == "prose":
            items = ProseReader(span, self._faults, self._stack[-1].names).items()
            if items:
                self._stack[-1].nodes.append(Paragraph(items, place=self._source.place(start)))
                self._stack[-1].size += len(items)
        elif kind == "note":
            self._stack[-1].nodes.append(NoteBlock(self._note(span), place=self._source.place(start)))
        elif kind == "moment":
            self._moment(span)

    def _note(self, span: Span) -> str:
        lines, offset = [], span.offset
        for line in span.text.split("\n"):
            here = Span(line, offset).stripped()
            offset += len(line) + 1
            if here.text:  # otherwise the line has only a comment
                lines.append(self._plain(here.after(1)))
        return "\n".join(lines).strip("\n")

    def _plain(self, span: Span) -> str:
        try:
            return _values.plain(span)
        except Fault as fault:
            self._fault(fault.span, fault.rule, fault.message, fault.hint)
            return ""

    # headings

    def _heading(self, here: Span) -> None:
        match = _HEADING.fullmatch(here.text)
        marks, rest = (match[1], here.after(match.start(2))) if match else ("#", here)
        if len(marks) > 2:
            self._fault(here, "bad-heading", "only # and ## are headings", f"write ## {rest.text}")
        elif not rest.text:
            self._fault(here, "bad-heading", "a heading without words", "write its words behind the #, or \\# for one")
        elif rest.offset == here.offset + len(marks):
            self._fault(here, "bad-heading", "no space behind the #", f"write {marks} {rest.text}, or \\{here.text}")
        pieces = self._words(rest, "a heading")
        self._stack[-1].nodes.append(Heading(pieces, len(marks), place=self._source.place(here.offset)))

    def _words(self, span: Span, where: str) -> tuple[Piece, ...]:
        return ProseReader(span, self._faults, self._stack[-1].names, words_only=where).pieces()

    # fences

    def _fence(self, here: Span, rest: Span) -> None:
        if rest.text:
            self._open_fence(here, rest)
        elif len(self._stack) == 1:
            self._fault(here, "stray-fence", "this `:::` closes nothing", "remove it, or open a fence before it")
        else:
            self._close_fence()

    def _open_fence(self, here: Span, rest: Span) -> None:
        outer = self._stack[-1]
        if outer.holds != "blocks":
            self._fault(here, "bad-fence", f"no fence can stand in a fence that holds {outer.holds}")
        if len(self._stack) > DEEPEST_FENCE:
            self._fault(here, "too-deep", f"more than {DEEPEST_FENCE} fences inside each other")
        word, arguments = rest.first_word()
        row = fence_of(word.text)
        opening = _Open(here.offset, (*ASSUMED, *outer.names), row.holds if row else "blocks")
        if row is None:
            hint = did_you_mean(word.text, WORDS, "::: {}")
            self._fault(word, "unknown-fence", f"{quoted(word.text)} is not a fence", hint)
        else:
            self._read_opening(opening, row.read, arguments)
        self._stack.append(opening)

    def _read_opening(self, opening: _Open, read: Callable[[Span, Place], OpenedFence], arguments: Span) -> None:
        try:
            opening.opened = read(
                Span(arguments.text.replace("\x00", " "), arguments.offset), self._source.place(opening.start)
            )
            outer = self._stack[-1].names
            opening.names = (*opening.opened.names, *(name for name in outer if name not in opening.opened.names))
        except Fault as fault:
            self._fault(fault.span, fault.rule, fault.message, fault.hint)

    def _close_fence(self) -> None:
        done = self._stack.pop()
        self._stack[-1].nodes.extend(done.commented)
        if done.holds != "nothing" and not (done.nodes or done.moments):
            self._fault(self._line_span(done.start), "bad-fence", "nothing stands in this fence", "remove it")
        if done.opened is not None:
            node = done.opened.close(tuple(done.nodes), tuple(done.moments))
            self._stack[-1].nodes.append(node)
            self._stack[-1].size += self._unfolded(done, turns(node))

    def _unfolded(self, done: _Open, often: int) -> int:
        size = (done.size + len(done.nodes)) * often
        if often == 1 or size <= LARGEST_UNFOLDED:
            return size
        self._fault(self._line_span(done.start), "too-large", f"this unfolds to more than {LARGEST_UNFOLDED:,} items")
        return 0  # so that the outer fences give no fault

    def _inside_no_blocks(self, here: Span) -> None:
        if self._stack[-1].holds == "nothing":
            self._fault(here, "bad-fence", "nothing can stand inside an include", "close it first with a line of :::")
        elif _MOMENT.match(here.text):
            self._flush()
            self._collect("moment", here)
        elif self._kind == "moment" and not here.text.startswith(("#", ">")):
            self._collect("moment", here)
        else:
            self._fault(here, "bad-fence", "a hold takes only words at a time", "like at half: Halfway.")

    def _moment(self, span: Span) -> None:
        match = _MOMENT.match(span.text)
        if match is None:
            return
        at = self._time(Span(match[1], span.offset + match.start(1)))
        pieces = self._words(span.after(match.end()), "a hold's line")
        if not pieces:
            self._fault(span, "bad-fence", "no words stand here", "like at half: Halfway.")
        self._stack[-1].moments.append(Moment(at, pieces, place=self._source.place(span.offset)))

    def _time(self, span: Span) -> Frames | None:
        if span.text.lower() == "half":
            return None
        sign = -1 if span.text.startswith(("-", "−")) else 1
        try:
            return Frames(sign * _values.duration(span.after(1) if sign < 0 else span, zero=sign > 0))
        except Fault as fault:
            self._fault(span, fault.rule, fault.message, "write half, a time like 20s, or one before the end like -10s")
            return None

    # comments and faults

    def _take_comments(self, before: int) -> None:
        """Place the comments before an offset; those in a fence that cannot contain them go before the fence."""
        while self._comments and self._comments[-1][0] < before:
            offset, text = self._comments.pop()
            here = self._stack[-1]
            target = here.nodes if here.holds == "blocks" else here.commented
            target.append(Comment(text, place=self._source.place(offset)))

    def _line_span(self, offset: int) -> Span:
        place = self._source.place(offset)
        return Span(self._source.line(place.line)[place.column - 1 :], offset)

    def _fault(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        self._faults.add(span.offset, len(span.text), rule, message, hint)


def _blank_comments(source: ScriptSource, faults: Faults, start: int) -> tuple[str, list[tuple[int, str]]]:
    """The text with each character of a comment replaced by NUL, and the comments, the last one first."""
    text, done, parts, comments = source.text, start, [source.text[:start]], []
    for begin, end in _comment_spans(text, start):
        if end < 0:
            faults.add(begin, 4, "open-comment", "this comment is not closed", "close it with -->")
            end = begin + 4
        else:
            comments.append((begin, text[begin + 4 : end - 3].strip()))
        parts += [text[done:begin], "\x00" * (end - begin)]
        done = end
    return "".join([*parts, text[done:]]), comments[::-1]


def _comment_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    while match := _COMMENT.search(text, start):
        start = match.end()
        if match[0] != "<!--":
            continue
        end = text.find("-->", start)
        yield match.start(), end if end < 0 else end + 3
        if end < 0:
            return
        start = end + 3
