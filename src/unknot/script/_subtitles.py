"""Words with times beside a recording: SubRip, WebVTT, LRC, SubStation, SBV and TTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from unknot.script._clocks import FIRST, Timed, clock, tell_places
from unknot.script._draft import speakable
from unknot.script._frontmatter import language_of
from unknot.script._passages import Fragment, Passage
from unknot.script._values import Span
from unknot.script._xmltree import Characters, Element, local, read_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.script._passages import Teller

SHORTEST: Final = 0.5
"""Seconds: a shorter silence between two cues is part of how they were said."""

_TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_SBV_TIME = r"\d{1,2}:\d{2}:\d{2}\.\d{3}"
_ARROW = re.compile(
    rf"^[ \t]*(?:(?P<start>{_TIME})[ \t]*-->[ \t]*(?P<end>{_TIME})[^\n]*"
    rf"|(?P<from>{_SBV_TIME}),(?P<to>{_SBV_TIME})[ \t]*)$",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NUMBER_BELOW = re.compile(r"\n[ \t]*\d*[ \t]*\n?\Z")
_LRC_LINE = re.compile(
    r"^[ \t]*(?P<times>(?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\][ \t]*)+)(?P<words>[^\n]*)$", re.MULTILINE
)
_LRC_ID = re.compile(r"^[ \t]*\[(?P<key>[a-z#]{1,10}):(?P<value>[^\]\n]*)\][ \t]*$", re.MULTILINE | re.IGNORECASE)
_DIALOGUE = re.compile(r"^Dialogue:[ \t]*(?P<fields>(?:[^,\n]*,){9})(?P<words>[^\n]*)$", re.MULTILINE)
_TAG = re.compile(r"</?(?:[ibuvc]|font|ruby|rt|lang|\d{1,2}:\d{2})\b[^<>\n]*>|<[\d:.]+>|\{\\?[^{}\n]*\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subtitle:
    """Words that are shown from one time to another."""

    start: float
    """Seconds."""
    end: float | None
    """None where nothing says it."""
    lines: tuple[tuple[Fragment, ...], ...]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join("".join(f.text for f in line) for line in self.lines)


@dataclass(slots=True)
class Captions:
    """Takes the lines of a file of subtitles apart; what is none of its cues is told."""

    text: str
    teller: Teller
    cues: list[Subtitle] = field(default_factory=list)
    _taken: list[tuple[int, int]] = field(default_factory=list)

    def cue(self, start: float, end: float | None, words: Span) -> None:
        """Words at a time, their lines as the file folds them."""
        lines = [(m[0], words.offset + m.start()) for m in re.finditer(r"[^\n]+", words.text)]
        self.cues.append(Subtitle(start, end, tuple(tuple(self._fragments(*line)) for line in lines)))

    def taken(self, start: int, end: int) -> None:
        """This stretch of the source is used."""
        self._taken.append((start, end))

    def tell(self) -> None:
        """Afterwards the draft says the cues with their silences, and the rest of the file is told as not carried."""
        done = 0
        for start, end in [*sorted(self._taken), (len(self.text), len(self.text))]:
            for line in re.finditer(r"[^\n]+", self.text[done : max(done, start)]):
                if speakable(line[0]) and not re.fullmatch(r"\s*(?:\d{1,6}|WEBVTT)\s*", line[0]):
                    self.teller.lost(done + len(line[0]) - len(line[0].lstrip()) + line.start(), line[0].strip())
            done = max(done, end)
        tell_cues(self.cues, self.teller)

    def _fragments(self, line: str, offset: int) -> Iterator[Fragment]:
        """The words of a line without the marks of subtitles; a name in one is told."""
        done = 0
        for match in _TAG.finditer(line):
            yield Fragment(_plain(line[done : match.start()]), offset + done)
            done = match.end()
            if re.match(r"<(?:v|lang)\b", match[0]):
                self.teller.lost(offset + match.start(), match[0])
        yield Fragment(_plain(line[done:]), offset + done)


def _plain(text: str) -> str:
    """Words with their entities as characters."""
    return html.unescape(re.sub(r"\\[Nnh]", "  ", text))


def tell_cues(cues: list[Subtitle], teller: Teller) -> None:
    """Afterwards the draft says the words of the cues, and is silent between them as the recording was."""
    told = _joined(_once(sorted((cue for cue in cues if speakable(cue.text)), key=lambda cue: cue.start)))
    first = told[0].start if told and told[0].start >= FIRST else 0.0
    said = dict(enumerate(told))
    places = [
        Timed(cue.start - first, None if cue.end is None else cue.end - first, Span(str(n), _offset(cue)))
        for n, cue in said.items()
    ]

    def say(place: Timed) -> None:
        lines = said[int(place.words.text)].lines
        apart = [fragment for line in lines for fragment in (*line, Fragment(" ", line[-1].offset))]
        teller.passages([Passage(tuple(apart))])

    tell_places(places, teller, say)


def _offset(cue: Subtitle) -> int:
    return cue.lines[0][0].offset


def _once(cues: list[Subtitle]) -> list[Subtitle]:
    """The cues without the lines that a rolling caption shows a second time."""
    out: list[Subtitle] = []
    shown: list[str] = []
    until = 0.0
    for cue in cues:
        lines = list(cue.lines)
        while lines and cue.start <= until + 0.1 and _bare(lines[0]) in {"", *shown[-2:]}:
            lines.pop(0)
        shown = [_bare(line) for line in cue.lines if _bare(line)]
        until = cue.start if cue.end is None else cue.end
        if any(map(_bare, lines)):
            out.append(replace(cue, lines=tuple(lines)))
        elif out and out[-1].end is not None:
            out[-1] = replace(out[-1], end=max(out[-1].end, until))
    return out


def _bare(line: tuple[Fragment, ...]) -> str:
    return " ".join("".join(f.text for f in line).split())


def _joined(cues: list[Subtitle]) -> list[Subtitle]:
    """The cues, those as one that follow at once on another."""
    out: list[Subtitle] = []
    for cue in cues:
        end = out[-1].end if out else None
        if end is not None and cue.start - end < SHORTEST:
            out[-1] = Subtitle(out[-1].start, None if cue.end is None else max(end, cue.end), out[-1].lines + cue.lines)
        else:
            out.append(cue)
    return out


# --- the kinds ----------------------------------------------------------------------------------------------------


def is_captions(text: str) -> bool:
    """Whether a text is subtitles of any kind but XML."""
    start = text.lstrip()
    arrows = _ARROW.search(text)
    lrc = len(_LRC_LINE.findall(text)) > 1 and re.search(r"^\s*\[\d+:\d{2}[.:]\d", text, re.MULTILINE) is not None
    return start.startswith(("WEBVTT", "[Script Info]")) or arrows is not None or lrc or _has_ids(text)


def _has_ids(text: str) -> bool:
    return re.search(r"\A\s*\[(?:ti|ar|al|by|re|ve):", text, re.IGNORECASE) is not None and "]" in text


def read_subtitles(text: str, teller: Teller) -> None:
    """Afterwards the draft says the words of the cues, with the silences between them."""
    if text.lstrip().startswith("<"):
        _read_ttml(text, teller)
        return
    captions = Captions(text, teller)
    reader: Callable[[Captions], None] = _read_arrows
    if text.lstrip().startswith("[Script Info]") or _DIALOGUE.search(text):
        reader = _read_dialogue
    elif _ARROW.search(text) is None:
        reader = _read_lrc
    reader(captions)
    captions.tell()


def _read_arrows(captions: Captions) -> None:
    """SubRip, WebVTT and SBV: a line of times, the words under it, an empty line."""
    text = captions.text
    found = list(_ARROW.finditer(text))
    for match, following in zip(found, [*found[1:], None], strict=True):
        start, end = clock(match["start"] or match["from"]), clock(match["end"] or match["to"])
        words = text[match.end() : len(text) if following is None else following.start()]
        blank = _BLANK_LINE.search(words)
        words = words[: blank.start()] if blank else _NUMBER_BELOW.sub("\n", words) if following else words
        if start is not None and end is not None:
            captions.cue(start, end, Span(words, match.end()))
            captions.taken(match.start(), match.end() + len(words))


def _read_dialogue(captions: Captions) -> None:
    """SubStation Alpha: a line a cue, its fields between commas."""
    for match in _DIALOGUE.finditer(captions.text):
        fields = match["fields"].split(",")
        start, end = clock(fields[1]), clock(fields[2])
        if start is not None and end is not None:
            captions.cue(start, end, Span(match["words"], match.start("words")))
            captions.taken(match.start(), match.end())


def _read_lrc(captions: Captions) -> None:
    """Synced lyrics: `[mm:ss.xx]` before the words; empty words end what was said before."""
    for match in _LRC_ID.finditer(captions.text):
        key, value = match["key"].lower(), " ".join(match["value"].split())
        name = {"ti": "title", "ar": "author", "au": "author", "la": "language"}.get(key, "")
        if name == "language":
            value = language_of(value)
        if name and value:
            captions.teller.draft.header.setdefault(name, value)
            captions.taken(match.start(), match.end())
    for match in _LRC_LINE.finditer(captions.text):
        captions.taken(match.start(), match.end())
        for written in re.findall(r"\[([\d:.]+)\]", match["times"]):
            at = clock(re.sub(r"^(\d+:\d+):(\d+)$", r"\1.\2", written))
            if at is not None:
                captions.cue(at, None, Span(match["words"], match.start("words")))
    _end_at_empty(captions)


def _end_at_empty(captions: Captions) -> None:
    """A line without words says only when the one before it was over."""
    ordered = sorted(captions.cues, key=lambda cue: cue.start)
    pairs = zip(ordered, [*ordered[1:], None], strict=False)
    captions.cues = [
        cue if following is None or speakable(following.text) else replace(cue, end=following.start)
        for cue, following in pairs
    ]


def _read_ttml(text: str, teller: Teller) -> None:
    """Timed text in XML: every `<p>` with a beginning and an end."""
    cues: list[Subtitle] = []
    for node in _elements(read_xml(text)):
        fragments = tuple(_ttml_text(node))
        begin, end, length = (_ttml_time(node.attributes.get(key, "")) for key in ("begin", "end", "dur"))
        if local(node.name) == "p" and begin is not None and fragments:
            cues.append(Subtitle(begin, end if length is None else begin + length, (fragments,)))
        elif local(node.name) in {"p", "title", "desc", "copyright"}:
            for fragment in fragments:
                if speakable(fragment.text):
                    teller.lost(fragment.offset, fragment.text.strip())
    tell_cues(cues, teller)


def _elements(node: Element) -> Iterator[Element]:
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack += [child for child in reversed(here.children) if isinstance(child, Element)]


def _ttml_text(node: Element) -> Iterator[Fragment]:
    for child in node.children:
        if isinstance(child, Characters):
            yield Fragment(" ".join(re.split(r"\s+", child.text)), child.offset)
        elif isinstance(child, Element):
            yield from (Fragment(" ", child.offset),) if local(child.name) == "br" else _ttml_text(child)


def _ttml_time(text: str) -> float | None:
    """A time of TTML: a clock time, with frames or without, or a number with a unit."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s)", text.strip())
    if match:
        return float(match[1]) * {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}[match[2]]
    return clock(re.sub(r"^(\d+:\d+:\d+):\d+$", r"\1", text.strip()))
