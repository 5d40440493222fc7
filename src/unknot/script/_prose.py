"""Reads and writes the text of a paragraph: words, emphasis, variables, choices and tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from unknot.routine import Alternatives, Emphasis, Inline, Piece, Say, Variable, Words
from unknot.script._pauses import foreign_aside
from unknot.script._source import nearest
from unknot.script._tags import read_tag, write_tag
from unknot.script._values import ESCAPABLE, Fault, Span, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unknot.script._source import Faults

DEEPEST_CHOICE: Final = 8
"""The deepest nesting of braces."""

LONGEST_LINE: Final = 110
"""The most characters on one line for the words before a tag."""

_TOKEN = re.compile(
    rf"""
      (?P<plain>[^\\\[\]{{}}|*<:_]+)
    | (?P<escape>\\(?:{ESCAPABLE})?)
    | (?P<tag>\[(?:\\.|[^\[\]\\])*+\])
    | (?P<fence>:{{3,}})
    | (?P<markup><[A-Za-z/!?][^<>\n]{{0,200}}>?)
    | (?P<mark>[\[\]{{}}|*_])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING_UNDERSCORE = re.compile(
    r"(?<!\w)_(?=[^\s_])(?=(?:[^_\[\]{}*]|(?<=[^\W_])_(?=[^\W_])|\{[^_{}]*\})*(?<=[^\s_])_(?!\w))"
)
"""An underscore that begins an emphasis, as in Markdown: before a word, with one that ends it."""
_CLOSING_UNDERSCORE = re.compile(r"(?<=[^\s_])_(?!\w)")
_SPACES = re.compile(r"[ \t\n]{2,}|[\t\n]")
"""White space that is not a single space."""
_BLANK = " \t\n\x00"


@dataclass(slots=True)
class _Level:
    """The paragraph, an emphasis or a choice while it is read."""

    kind: Literal["prose", "emphasis", "choice"]
    start: int
    """Offset of its first character."""
    options: list[tuple[Piece, ...]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    first: int | None = None
    """Offset of the first word after the last tag."""
    mark: str = "*"
    """What begins and ends the emphasis."""

    def flush(self) -> None:
        """Make a piece of the words so far, with single spaces."""
        if not self.words:
            return
        text = _SPACES.sub(" ", "".join(self.words).replace("\x00", ""))
        self.words.clear()
        if text:
            self.pieces.append(Words(text))

    def take(self) -> tuple[Piece, ...]:
        """The pieces since the last call, without white space at both ends."""
        self.flush()
        pieces, self.pieces = self.pieces, []
        if pieces and isinstance(pieces[0], Words):
            pieces[0] = Words(pieces[0].text.lstrip(" "))
        if pieces and isinstance(pieces[-1], Words):
            pieces[-1] = Words(pieces[-1].text.rstrip(" "))
        return tuple(p for p in pieces if p != Words(""))


class ProseReader:
    """Reads prose. Faults are added to `faults`; the result is only valid when there are none."""

    def __init__(self, span: Span, faults: Faults, names: tuple[str, ...], *, words_only: str = "") -> None:
        self._span, self._faults, self._names = span, faults, names
        self._words_only = words_only
        self._levels = [_Level("prose", span.offset)]
        self._items: list[Inline] = []
        self._nested = False
        """Whether an underscore has begun an emphasis inside another one."""

    def items(self) -> tuple[Inline, ...]:
        """The items of the prose, in order."""
        handlers: dict[str, Callable[[str, int], None]] = {
            "plain": self._plain, "other": self._plain, "escape": self._escape, "tag": self._tag,
            "fence": self._fence, "markup": self._markup, "mark": self._mark,
        }  # fmt: skip
        for match in _TOKEN.finditer(self._span.text):
            handlers[match.lastgroup or "plain"](match[0], self._span.offset + match.start())
        while len(self._levels) > 1:
            self._unclosed()
        self._end_say()
        return tuple(self._items)

    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of prose without tags."""
        items = self.items()
        return items[0].pieces if items and isinstance(items[0], Say) else ()

    # each kind of token

    def _plain(self, text: str, offset: int) -> None:
        level = self._levels[-1]
        level.words.append(text)
        if self._levels[0].first is None:
            lead = len(text) - len(text.lstrip(_BLANK))
            if lead < len(text):
                self._levels[0].first = offset + lead

    def _escape(self, text: str, offset: int) -> None:
        if len(text) == 1:
            hint = "write \\\\ for a plain backslash"
            self._faults.add(offset, 1, "unknown-escape", "a backslash before something that needs none", hint)
            return
        self._begin(offset)
        self._levels[-1].words.append(text[1])

    def _begin(self, offset: int) -> None:
        if self._levels[0].first is None:
            self._levels[0].first = offset

    def _tag(self, text: str, offset: int) -> None:
        if self._words_only or len(self._levels) > 1:
            where = (
                self._words_only or f"{'an' if self._levels[-1].kind == 'emphasis' else 'a'} {self._levels[-1].kind}"
            )
            message = f"{quoted(text)} stands in {where}, where only words can"
            self._faults.add(offset, len(text), "misplaced-tag", message, "put it behind, or write \\[")
            return
        self._end_say()
        try:
            inside = text[1:-1].replace("\x00", " ").replace("\n", " ")
            self._items.append(read_tag(Span(inside, offset + 1), self._faults.source.place(offset)))
        except Fault as fault:
            width = len(fault.span.text)
            self._faults.add(fault.span.offset, width, fault.rule, fault.message, fault.hint)

    def _fence(self, text: str, offset: int) -> None:
        hint = "put it on a line of its own, or write \\:\\:\\:"
        self._faults.add(offset, len(text), "stray-fence", f"`{text}` in the middle of a line", hint)

    def _markup(self, text: str, offset: int) -> None:
        hint = "write a tag like [4s], or \\< for a plain bracket"
        self._faults.add(offset, len(text), "markup", f"{quoted(text)} would be read aloud", hint)

    def _mark(self, text: str, offset: int) -> None:
        match text:
            case "[":
                self._faults.add(
                    offset, 1, "open-bracket", "this bracket is not closed", "close it with ]; or write \\["
                )
            case "{":
                self._open_choice(offset)
            case "|":
                self._next_option(offset)
            case "}":
                self._close_choice(offset)
            case "*":
                self._star(offset)
            case "_":
                self._underscore(offset)
            case _:
                self._faults.add(offset, 1, "stray-bracket", f"`{text}` closes nothing", f"write \\{text}")

    # choices and variables

    def _open_choice(self, offset: int) -> None:
        self._begin(offset)
        if sum(level.kind == "choice" for level in self._levels) == DEEPEST_CHOICE:
            self._faults.add(offset, 1, "too-deep", f"more than {DEEPEST_CHOICE} braces inside each other")
            return
        self._levels[-1].flush()
        self._levels.append(_Level("choice", offset))

    def _next_option(self, offset: int) -> None:
        if not any(level.kind == "choice" for level in self._levels):
            self._plain("|", offset)
            return
        self._close_emphases()
        self._end_option(offset)

    def _end_option(self, offset: int) -> None:
        level = self._levels[-1]
        option = level.take()
        if not option:
            self._faults.add(offset, 1, "bad-choice", "one of these choices is empty", "write words on both sides of |")
        level.options.append(option)

    def _close_choice(self, offset: int) -> None:
        if not any(level.kind == "choice" for level in self._levels):
            self._faults.add(offset, 1, "stray-bracket", "`}` closes nothing", "write \\}")
            return
        self._close_emphases()
        level = self._levels[-1]
        if level.options:
            self._end_option(offset)
            self._levels.pop()
            node = Alternatives(tuple(level.options), place=self._faults.source.place(level.start))
            self._levels[-1].pieces.append(node)
        else:
            self._levels.pop()
            self._variable(level, offset)

    def _variable(self, level: _Level, offset: int) -> None:
        pieces = level.take()
        name = pieces[0].text if len(pieces) == 1 and isinstance(pieces[0], Words) else ""
        if name not in self._names:
            written = self._faults.source.text[level.start : offset + 1]
            message = f"{quoted(written)} is not known here"
            self._faults.add(level.start, offset + 1 - level.start, "unknown-variable", message, self._name_hint(name))
        self._levels[-1].pieces.append(Variable(name, place=self._faults.source.place(level.start)))

    def _name_hint(self, name: str) -> str:
        if near := nearest(name, self._names):
            return f"did you mean {{{near}}}?"
        if name.partition(".")[0] in {"side", "round", "rounds"}:
            fence = "each side: left, right" if name.startswith("side") else "repeat"
            return f"it is known inside `::: {fence}`"
        return "expected a choice {a | b}, or one of " + ", ".join(f"{{{n}}}" for n in self._names)

    # emphasis

    def _star(self, offset: int) -> None:
        at = offset - self._span.offset
        before, after = self._span.text[at - 1 : at], self._span.text[at + 1 : at + 2]
        if self._levels[-1].kind == "emphasis":
            self._close_emphasis(offset, spaced=before in _BLANK)
        elif after == "*":
            self._faults.add(
                offset, 2, "bad-emphasis", "`**` is not known", "write *words* for emphasis, \\* for a star"
            )
        elif not after or after in _BLANK:
            self._faults.add(
                offset, 1, "bad-emphasis", "this star begins no emphasis", "write *words*, or \\* for a star"
            )
        else:
            self._begin(offset)
            self._levels[-1].flush()
            self._levels.append(_Level("emphasis", offset))

    def _underscore(self, offset: int) -> None:
        """`_words_` is an emphasis; inside another one its marks mean nothing. Any other underscore is a letter."""
        text, at = self._span.text, offset - self._span.offset
        level = self._levels[-1]
        if self._nested or (level.kind == "emphasis" and level.mark == "_"):
            if not _CLOSING_UNDERSCORE.match(text, at):
                self._plain("_", offset)
            elif self._nested:
                self._nested = False
            else:
                self._close_emphasis(offset, spaced=False)
        elif not _OPENING_UNDERSCORE.match(text, at):
            self._plain("_", offset)
        elif any(outer.kind == "emphasis" for outer in self._levels):
            self._nested = True
        else:
            self._begin(offset)
            level.flush()
            self._levels.append(_Level("emphasis", offset, mark="_"))

    def _close_emphasis(self, offset: int, *, spaced: bool) -> None:
        if spaced:
            self._faults.add(offset, 1, "bad-emphasis", "a space before the star that ends an emphasis")
        level = self._levels.pop()
        self._levels[-1].pieces.append(Emphasis(level.take()))

    def _close_emphases(self) -> None:
        while self._levels[-1].kind == "emphasis":
            self._unclosed()

    # ends

    def _unclosed(self) -> None:
        level = self._levels.pop()
        if level.kind == "emphasis":
            self._faults.add(
                level.start, 1, "bad-emphasis", "this star has no second one", "write \\* for a plain star"
            )
        else:
            self._faults.add(
                level.start, 1, "open-bracket", "this brace is not closed", "close it with }; or write \\{"
            )
        self._levels[-1].pieces.extend(level.take())

    def _end_say(self) -> None:
        prose = self._levels[0]
        start, prose.first = prose.first, None
        if pieces := prose.take():
            place = self._faults.source.place(prose.start if start is None else start)
            self._items.append(Say(pieces, place=place))


# --- writing ------------------------------------------------------------------------------------------------------

_LONE_UNDERSCORE = r"(?<![^\W_])_|_(?![^\W_])"
"""An underscore that is not inside a word."""
_SPECIAL = re.compile(rf"[\\\[\]{{}}*<]|:{{3,}}|{_LONE_UNDERSCORE}")
_SPECIAL_IN_CHOICE = re.compile(rf"[\\\[\]{{}}*<|]|:{{3,}}|{_LONE_UNDERSCORE}")
_ASIDE = re.compile(r"\((?=([^()\\\n]{1,60})\))")
"""Text in round brackets. `_canonical` would read it as a pause if it had no backslash."""
_SENTENCE_END = re.compile(r"(?<=[.!?…]) (?=[^a-z ])")
_LINE_MARK = re.compile(r"[#>]|-{3,}\Z")


def write_pieces(pieces: Iterable[Piece], *, in_choice: bool = False) -> str:
    """The canonical text of words, on one line."""
    return "".join(_write_piece(piece, in_choice) for piece in pieces)


def _write_piece(piece: Piece, in_choice: bool) -> str:
    match piece:
        case Words(text):
            pattern = _SPECIAL_IN_CHOICE if in_choice else _SPECIAL
            text = pattern.sub(lambda m: "".join("\\" + c for c in m[0]), text)
            return _ASIDE.sub(lambda m: "\\(" if foreign_aside(m[1]) else "(", text)
        case Emphasis(pieces):
            return f"*{write_pieces(pieces, in_choice=in_choice)}*"
        case Variable(name):
            return f"{{{name}}}"
        case Alternatives(options):
            return "{" + " | ".join(write_pieces(option, in_choice=True) for option in options) + "}"


def write_items(items: Iterable[Inline]) -> str:
    """The canonical text of a paragraph: a line for the words before a tag and the tags after them.

    Words that are longer than `LONGEST_LINE` get a line for each sentence.
    """
    lines: list[str] = []
    for item in items:
        if isinstance(item, Say):
            lines.extend(_lines(item))
        elif lines:
            lines[-1] += " " + write_tag(item)
        else:
            lines.append(write_tag(item))
    return "\n".join(lines)


def _lines(say: Say) -> list[str]:
    """The lines of the words. None of them begins like a block."""
    text = write_pieces(say.pieces)
    if len(text) > LONGEST_LINE:
        text = _break_sentences(say.pieces)
    return ["\\" + line if _LINE_MARK.match(line) else line for line in text.split("\n")]


def _break_sentences(pieces: Iterable[Piece]) -> str:
    texts = ((piece, _write_piece(piece, in_choice=False)) for piece in pieces)
    return "".join(_SENTENCE_END.sub("\n", text) if isinstance(piece, Words) else text for piece, text in texts)
