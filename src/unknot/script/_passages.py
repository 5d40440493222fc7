"""What another program's script says, passage by passage, and how a passage becomes words, pauses and notes.

Every reader of a foreign kind gives passages. Only here is it decided what of their text is spoken: never a mark, a
pause in words, a clock time in brackets, or an address.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from unknot.routine import NOWHERE, Alternatives, BackgroundTag, ChimeTag, Words
from unknot.script._draft import speakable
from unknot.script._pauses import (
    BREAKS,
    DOTS,
    bare_pause,
    begins_as_pause,
    foreign_aside,
    foreign_pause,
    is_dots,
    read_markup,
)
from unknot.script._tags import read_tag
from unknot.script._values import Fault, Span, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from unknot.routine import Inline
    from unknot.script._draft import ScriptDraft
    from unknot.script._source import Faults

BREAK: Final = "\v"
"""A line end that is meant, inside a fragment; `\\n` is one that a reader may have put there to fold a long line."""
MOST_EMPHASIS: Final = 60
"""Characters that can be said with emphasis; a whole paragraph in bold is only a way to print it."""

Kind: TypeAlias = Literal["paragraph", "heading", "item", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text in one style."""

    text: str
    offset: int
    """Where it begins in the source."""
    emphasis: bool = False
    literal: bool = False
    """Square brackets and braces in it are words, not tags."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of another program's script."""

    fragments: tuple[Fragment, ...]
    kind: Kind = "paragraph"
    level: int = 1
    """Of a heading."""

    @property
    def text(self) -> str:
        """Its characters, whatever their style."""
        return "".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of another program's script."""

    rows: tuple[tuple[Passage, ...], ...]
    """A passage a cell."""
    headed: bool = False
    """Whether the first row names the columns."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts passages into a draft and tells what is lost on the way."""

    draft: ScriptDraft
    faults: Faults
    exists: Callable[[str, str], bool] | None = None
    """Whether there is a `"sound"` or a `"background"` of a name; None where nobody can tell."""

    def passages(self, passages: Iterable[Passage | Grid]) -> None:
        """Afterwards the draft says them; list items that follow one another are one paragraph."""
        before = ""
        for passage in passages:
            kind = "table" if isinstance(passage, Grid) else passage.kind
            if not (kind == before == "item"):
                self.draft.paragraph()
            before = kind
            if isinstance(passage, Grid):
                from unknot.script._tables import tell_rows  # it reads cells with this module

                tell_rows(passage, self)
            else:
                self._passage(passage)
        self.draft.paragraph()

    def _passage(self, passage: Passage) -> None:
        match passage.kind:
            case "heading":
                self._heading(passage)
            case "quote":
                self._shown(passage, "a quotation is shown, not spoken", "take its marks away to have it spoken")
            case "code":
                self._shown(passage, "code is shown, not spoken", "write it as prose to have it spoken")
            case _:
                self.prose(passage.fragments)
                if passage.kind == "item" or BREAK in passage.text:
                    self.draft.stop()

    def _heading(self, passage: Passage) -> None:
        tags: list[Inline] = []
        words: list[str] = []
        _Scan(self, passage.fragments, words.append, tags.append).read()
        title = " ".join("".join(words).split())
        if speakable(title):
            self.draft.heading(title, min(2, passage.level))
        else:
            self.lines_lost(passage.text, passage.fragments[0].offset if passage.fragments else 0, "no words here")
        for tag in tags:
            self.draft.tag(tag)

    def _shown(self, passage: Passage, message: str, hint: str) -> None:
        text = " ".join(passage.text.split())
        if text:
            self.draft.note(text)
            for fragment in passage.fragments:
                self.lines_lost(fragment.text, fragment.offset, message, hint)

    def prose(self, fragments: Iterable[Fragment]) -> None:
        """Running text, in the paragraph that is open. Lines of dots and lines that are pauses are pauses."""
        group: list[Fragment] = []
        for line in _lines(tuple(fragments)):
            text = "".join(f.text for f in line)
            tag = bare_pause(text)
            if tag or not (speakable(text) or set(text) & set("<[{(\\")):
                self._words(group)
                group = []
                self._silence(tag, text, line)
            else:
                group += line
        self._words(group)

    def _silence(self, tag: str | None, text: str, line: list[Fragment]) -> None:
        """A line that holds nothing to speak."""
        if tag:
            self.draft.tag(read_tag(Span(tag[1:-1], 0), NOWHERE))
        elif is_dots(text):
            self.draft.pause(DOTS)
        elif text.strip():
            self.draft.paragraph()
        if pictures := _PICTURE.search(text):
            self.lost(line[0].offset, pictures[0], "cannot be spoken")

    def _words(self, fragments: list[Fragment]) -> None:
        short = [replace(f, emphasis=f.emphasis and (f.literal or len(f.text) <= MOST_EMPHASIS)) for f in fragments]
        _Scan(self, short, None, self.draft.tag).read()

    def lost(self, offset: int, text: str, why: str = "cannot be carried over", hint: str = "") -> None:
        """Tell that a piece of the source is not carried over."""
        self.faults.add(offset, len(text), "not-carried", f"{quoted(text)} {why}", hint)

    def lines_lost(self, text: str, offset: int, message: str, hint: str = "") -> None:
        """Tell of each line of a text that it is not spoken."""
        for line in re.finditer(r"[^\n\v]+", text):
            if line[0].strip():
                self.faults.add(offset + line.start(), len(line[0]), "not-carried", message, hint)


def _lines(fragments: tuple[Fragment, ...]) -> list[list[Fragment]]:
    """The fragments of each line; a line end stays with the line that it ends."""
    lines: list[list[Fragment]] = [[]]
    for fragment in fragments:
        at = 0
        for part in re.findall(r"[^\n\v]*[\n\v]|[^\n\v]+", fragment.text):
            lines[-1].append(replace(fragment, text=part, offset=fragment.offset + at))
            at += len(part)
            if part[-1] in "\n\v":
                lines.append([])
    return [line for line in lines if line]


# --- line ends ------------------------------------------------------------------------------------------------------

_NARROW = 40
"""Characters: lines that are all shorter were not folded at a margin."""
_WIDEST = 140
"""Characters: a longer line is a paragraph of its own."""
_BULLET = r"[ \t]*[•‣▪◦●○■□▸►➤✓✔☐☑–—:-][ \t]+"
_ENDED = re.compile(r"[.!?…:;。！？][\"'”’)\]*_]*\Z")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


def folded_at(text: str) -> int:
    """The margin in characters at which the lines of a text were folded, or 0 where its line ends are meant."""
    lines = [line.rstrip() for line in text.split("\n")]
    full = _ends(lines, max((len(line) for line in lines if len(line) <= _WIDEST), default=0))
    width = max((len(before) for before, _ in full), default=0)
    if width < _NARROW or len(full) < 3:
        return 0
    return width if sum(not _fits(*pair, width) for pair in full) >= 0.6 * len(full) else 0


def _ends(lines: list[str], widest: int) -> list[tuple[str, str]]:
    """The line ends between two lines of words: the line before and the line behind."""
    return [
        (a, b) for a, b in pairwise(lines) if a.strip() and b.strip() and len(a) <= widest and not a.startswith("#")
    ]


def _fits(before: str, after: str, width: int) -> bool:
    """Whether the next word would have had room on the line before it."""
    return len(before) + 1 + len(after.lstrip().split(" ", 1)[0]) <= width


def line_ends(text: str, width: int = 0) -> str:
    """The text with `BREAK` for each line end that is meant, and as many characters as before.

    Args:
        text: Lines of one paragraph.
        width: The margin at which they were folded, as `folded_at` finds it; 0 where they were not.
    """
    lines = text.split("\n")
    small = lines[0].lstrip()[:1].islower()
    out = [lines[0]]
    for before, line in pairwise(lines):
        out.append((BREAK if _is_meant(before.rstrip(), line.lstrip(), width, small) else "\n") + line)
    return "".join(out)


def _is_meant(before: str, after: str, width: int, small: bool) -> bool:
    """Whether a line end ends what is said. A sentence that goes on in small letters was only folded."""
    small_after = after[:1].islower()
    if (_ENDED.search(before) and not small_after) or re.match(_BULLET, after):
        return True
    if width and not _fits(before, after, width):
        return False
    return not small_after or (small and not width)


# --- inside a line ----------------------------------------------------------------------------------------------------

_TIME = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
_PICTURES = (
    "\u2190-\u21ff\u2300-\u23ff\u2460-\u249f\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\u20e3\ufffd\uf000-\uf8ff"
    "\U0001f000-\U0001faff"
)
_PICTURE = re.compile(f"[{_PICTURES}][{_PICTURES}\u200d]*")
_DOMAINS = r"(?-i:com|org|net|edu|gov|io|info|co\.uk|de|fr|nl|eu|ch)"
_ADDRESS = (
    r"(?:https?|ftp)://[^\s<>\[\]\"”]+|(?:mailto:|tel:)[^\s<>\[\]]+|\bwww\.[^\s<>\[\]\"”]+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    rf"|\b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}}\.{_DOMAINS}(?:/[^\s<>\[\]\"”)]*|\b(?![\w.-]))"
)
_MARK = re.compile(
    rf"""
      (?P<comment><!--(?:(?!<!--|-->).){{0,20000}}-->)
    | (?P<stop><\#\s{{0,9}}\d{{1,9}}(?:[.,]\d{{1,3}})?\s{{0,9}}\#>)
    | (?P<angle><<[^<>\n\v]{{1,100}}>>|</?[A-Za-z][^<>]{{0,300}}>)
    | (?P<double>\[\[[^\[\]]{{1,200}}\]\]|\{{\{{[^{{}}]{{1,200}}\}}\}})
    | (?P<square>\[[^\[\]]{{0,500}}\])
    | (?P<brace>\{{[^{{}}]{{0,500}}\}})
    | (?P<round>\([^()]{{1,100}}\))
    | (?P<control>\\[a-z]{{1,9}}=\d{{1,9}}\\)
    | (?P<dashed>(?<![\w/|*~])(?P<edge>[-–—~…/|*]{{1,3}})[ \t]*
        (?P<inner>[^\W\d_][^-–—~…/|*\n\v]{{2,60}}?)[ \t]*(?P=edge)(?!\w))
    | (?P<address>{_ADDRESS})
    | (?P<fence>(?:(?<=[\n\v])|\A)[ \t]*:{{3,}}[^\n\v]*)
    | (?P<bullet>(?:(?<=[\n\v])|\A){_BULLET})
    | (?P<dots>(?<!\S)[.…](?:[ \t]{{0,3}}[.…])+|…)
    | (?P<picture>[{_PICTURES}][{_PICTURES}\u200d]*)
    | (?P<symbol>[*_`|~^\\]+|==+|[-=]+>|<[-=]+|\#+(?=\w)|<(?=[A-Za-z/!])|[\[\]{{}}])
    | (?P<end>[\n\v])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SENTENCE_OVER = re.compile(r"(?:\A|[.!?…:\n\v])[\"'”’)\]]*\s*\Z")
_SINGLE = re.compile(r"[|*~_]+")
_ADDRESSES = re.compile(_ADDRESS, re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]+\]")
_ESCAPED = set("[]{}()*_#|~<>`")
_CHECKBOX = re.compile(r"\[[ xX]\]")
_BARE_TAG = re.compile(r"</?[\w:-]+\s*/?>")
_CITATION = re.compile(r"\d{1,3}(?:[,–-] ?\d{1,3})*")
_CLOCK = re.compile(rf"\W*{_TIME}(?:\s*(?:-->|-|–|—)\s*{_TIME})?\W*")
_BLOCKS = {"br", "p", "div", "li", "ul", "ol", "tr", "hr"}


class _Scan:
    """Reads fragments of one line or several, mark by mark."""

    def __init__(
        self,
        teller: Teller,
        fragments: Iterable[Fragment],
        words: Callable[[str], None] | None,
        tag: Callable[[Inline], None],
    ) -> None:
        self._teller = teller
        self._fragments = [fragment for fragment in fragments if fragment.text]
        self._text = "".join(fragment.text for fragment in self._fragments)
        self._words, self._tag = words, tag
        self._starts = [0, *accumulate(len(fragment.text) for fragment in self._fragments)]
        """Where each fragment begins in the text, and where the last one ends."""

    def read(self) -> None:
        """Afterwards the draft has what the fragments say."""
        done = at = 0
        while match := _MARK.search(self._text, at):
            at = match.end()
            self._teller.draft.count_mark()
            handler = _HANDLERS[str(match.lastgroup)]
            if self._fragments[self._index(match.start())].literal and _is_literal(match[0]):
                at = match.start() + 1
                continue
            self._say(done, match.start())
            done = match.start()
            if handler(self, match):
                done = at
            elif single := _SINGLE.match(self._text, match.start()):
                done = at = single.end()
                self._symbol(single)
            else:
                at = match.start() + 1
        self._say(done, len(self._text))

    # where and what

    def _index(self, at: int) -> int:
        """Which fragment a character belongs to."""
        return min(bisect_right(self._starts, at), len(self._fragments)) - 1

    def _offset(self, at: int) -> int:
        index = self._index(at)
        return self._fragments[index].offset + at - self._starts[index]

    def _say(self, start: int, end: int) -> None:
        """The words from `start` to `end`, each in its fragment's style."""
        while start < end:
            index = self._index(start)
            fragment, stop = self._fragments[index], min(end, self._starts[index + 1])
            text = self._text[start:stop]
            if self._words is not None:
                self._words(text)
            elif fragment.emphasis:
                self._teller.draft.emphasis(text)
            else:
                self._teller.draft.words(text)
            start = stop

    def _lose(self, match: re.Match[str], why: str = "cannot be carried over", hint: str = "") -> bool:
        """Tell that a mark is lost; white space stays where it stood, so that no two words become one."""
        self._teller.lost(self._offset(match.start()), match[0], why, hint)
        if match[0] not in "~^\\" and self._after(match) not in set(".,;:!?"):
            self._add(" ")
        return True

    def _after(self, match: re.Match[str]) -> str:
        """The character behind a mark."""
        return self._text[match.end() : match.end() + 1]

    def _add(self, text: str) -> None:
        (self._words or self._teller.draft.words)(text)

    def _pause(self, tag: str | None) -> bool:
        """Afterwards the tag is in the draft, if it is one."""
        if tag is None:
            return False
        try:
            item = read_tag(Span(tag[1:-1], 0), NOWHERE)
        except Fault:
            return False
        self._tag(item)
        return True

    # each kind of mark

    def _comment(self, match: re.Match[str]) -> bool:
        self._teller.draft.comment(" ".join(match[0][4:-3].split()))
        return True

    def _stop(self, match: re.Match[str]) -> bool:
        return self._pause(foreign_pause(f"pause {match[0].strip('<#> ')} s")) or self._lose(match)

    def _angle(self, match: re.Match[str]) -> bool:
        name, tag = read_markup(match[0])
        bare = _BARE_TAG.fullmatch(match[0]) is not None
        if name in _BLOCKS:
            return self._end(match) and (bare or self._lose(match))
        if (bare and match[0].startswith("</")) or tag == "[0s]" or self._pause(tag):
            return True
        return self._lose(match, hint="the usual gap follows" if name in BREAKS else "its words are kept")

    def _double(self, match: re.Match[str]) -> bool:
        inside = match[0][2:-2].strip()
        thousandths = re.fullmatch(r"(?:slnc|pause|sil|silence|break|wait)\s*[ =:]\s*(\d{1,7})", inside, re.IGNORECASE)
        tag = foreign_pause(f"pause {thousandths[1]} ms" if thousandths else inside)
        return self._pause(tag) or self._lose(match)

    def _square(self, match: re.Match[str]) -> bool:
        inside = " ".join(match[0][1:-1].split())
        if _FOOTNOTE.fullmatch(match[0]) or not speakable(inside):
            return self._empty(match, inside)
        if _CHECKBOX.fullmatch(match[0]):
            return True
        if _CITATION.fullmatch(inside) and match.start() and not self._text[match.start() - 1].isspace():
            return self._lose(match, "is a note's mark, and not spoken")
        if self._own(inside, match):
            return True
        return self._pause(foreign_pause(inside)) or self._aside(match, inside)

    def _empty(self, match: re.Match[str], inside: str) -> bool:
        """Brackets without a word: dots are a pause, a footnote's mark is told, others are nothing."""
        if is_dots(inside):
            self._tag(read_tag(Span("2.5s", 0), NOWHERE))
            return True
        return self._lose(match) if speakable(inside) else True

    def _own(self, inside: str, match: re.Match[str]) -> bool:
        """Whether the brackets hold a tag of the routine language; it is in the draft then."""
        try:
            item = read_tag(Span(inside, 0), NOWHERE)
        except Fault:
            return False
        kind = "sound" if isinstance(item, ChimeTag) else "background" if isinstance(item, BackgroundTag) else ""
        name = getattr(item, "name", "") if kind else ""
        if name and self._teller.exists is not None and not self._teller.exists(kind, name):
            return self._lose(match, hint=f"there is no {kind} of that name beside the script")
        self._tag(item)
        return True

    def _aside(self, match: re.Match[str], inside: str) -> bool:
        """Brackets that are no tag: shown as a note. What begins as a pause is one as well."""
        if begins_as_pause(inside):
            self._pause(foreign_pause("pause"))
        self._teller.draft.note(match[0])
        if self._words is None:
            self._add(" ")
        self._teller.lost(self._offset(match.start()), match[0], "is not a pause", "it is shown as a note")
        return True

    def _brace(self, match: re.Match[str]) -> bool:
        inside = match[0][1:-1].strip()
        options = [option.strip() for option in inside.split("|")]
        if len(options) > 1 and self._words is None and all(map(_is_plain, options)):
            self._teller.draft.choice(Alternatives(tuple((Words(" ".join(option.split())),) for option in options)))
            return True
        return self._pause(foreign_pause(inside)) or (self._aside(match, inside) if inside else True)

    def _round(self, match: re.Match[str]) -> bool:
        inside = match[0][1:-1]
        alone = _SENTENCE_OVER.search(self._text[max(0, match.start() - 40) : match.start()])
        if self._pause(foreign_pause(inside) if alone else foreign_aside(inside)):
            return True
        if is_dots(inside):
            return self._empty(match, inside)
        if begins_as_pause(inside):
            return self._aside(match, inside)
        if _ADDRESSES.fullmatch(inside.strip()):
            return self._lose(match, "is an address, and not spoken")
        return bool(_CLOCK.fullmatch(inside)) and self._lose(match, "is a time, and not spoken")

    def _control(self, match: re.Match[str]) -> bool:
        name, number = match[0].strip("\\").lower().split("=")
        return self._pause(foreign_pause(f"pause {number} ms") if name in BREAKS else None) or self._lose(match)

    def _dashed(self, match: re.Match[str]) -> bool:
        return self._pause(bare_pause(match["inner"]))

    def _address(self, match: re.Match[str]) -> bool:
        trailing = len(match[0]) - len(match[0].rstrip(".,;:!?)'’"))
        text = match[0][: len(match[0]) - trailing]
        self._teller.lost(self._offset(match.start()), text, "is an address, and not spoken")
        self._add(match[0][len(text) :].replace(")", ""))
        return True

    def _bullet(self, _: re.Match[str]) -> bool:
        return True

    def _fence(self, match: re.Match[str]) -> bool:
        return self._lose(match)

    def _dots(self, match: re.Match[str]) -> bool:
        """Dots with spaces between them are one ellipsis; alone between two pauses they are dropped as no word."""
        self._add("…" if match[0] == "…" else "...")
        return True

    def _picture(self, match: re.Match[str]) -> bool:
        return self._lose(match, "cannot be spoken")

    def _symbol(self, match: re.Match[str]) -> bool:
        if match[0] == "`" and self._text[match.start() - 1 : match.start()].isalpha() and self._after(match).isalpha():
            self._add("'")  # as some keyboards write an apostrophe
            return True
        if match[0] == "\\" and self._after(match) in _ESCAPED:
            return True
        return self._lose(match, "is a mark, and not spoken")

    def _end(self, match: re.Match[str]) -> bool:
        """A line end: folded lines are joined, others end their sentence."""
        if match[0] == "\n":
            before = self._text[max(0, match.start() - 1) : match.start()]
            self._add("" if _EAST.match(before) and _EAST.match(self._after(match)) else " ")
        elif self._words is None:
            self._teller.draft.stop()
        else:
            self._add(" ")
        return True


def _is_literal(mark: str) -> bool:
    """Whether a mark in literal text is words: brackets of any kind that do not speak of a pause."""
    if mark[0] == "<" and not mark.startswith("<!--"):
        return read_markup(mark)[1] is None
    return mark[0] in "[]{}" and not foreign_aside(mark[1:-1])


def _is_plain(option: str) -> bool:
    """Whether one of several words can be written as it stands."""
    return speakable(option) and not re.search(r"[\[\]<>*_`\\~^#]|://|:::|@", option)


_HANDLERS: Final[Mapping[str, Callable[[_Scan, re.Match[str]], bool]]] = {
    "comment": _Scan._comment,
    "stop": _Scan._stop,
    "angle": _Scan._angle,
    "double": _Scan._double,
    "square": _Scan._square,
    "brace": _Scan._brace,
    "round": _Scan._round,
    "control": _Scan._control,
    "dashed": _Scan._dashed,
    "address": _Scan._address,
    "fence": _Scan._fence,
    "bullet": _Scan._bullet,
    "dots": _Scan._dots,
    "picture": _Scan._picture,
    "symbol": _Scan._symbol,
    "end": _Scan._end,
}
"""What is done with each kind of mark, by the name of its group in `_MARK`."""
