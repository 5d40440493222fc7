"""SSMD, "Speech Synthesis Markdown": pauses as `...5s`, marks as `@name`, and `[words]{key="value"}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unknot.script._draft import speakable
from unknot.script._frontmatter import read_front_matter
from unknot.script._passages import Fragment, Passage, folded_at, line_ends
from unknot.script._pauses import STRENGTHS
from unknot.script._values import unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.script._passages import Kind, Teller

_STRENGTH = {"n": "none", "w": "x-weak", "c": "medium", "s": "strong", "p": "x-strong"}
_PARAGRAPH = re.compile(r"(?:^[^\S\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+")
_DIRECTIVE = re.compile(r"[ \t]*(?:@voice\b[:(][^\n]*|</?div\b[^>\n]*>|:{3,}[^\n]*)[ \t]*(?:\n|\Z)")
_MARK = re.compile(
    r"""
      (?P<pause>(?<!\.)\.\.\.(?P<amount>\d{1,6}(?:\.\d{1,3})?(?:ms|s)|[nwcsp]|\d{1,6})(?![\w.]))
    | \[(?P<words>[^\[\]]{0,500})\](?:\((?P<old>[^()\n]{1,300})\)|\{(?P<new>[^{}\n]{1,300})\})
    | (?P<name>(?<![\w@])@[A-Za-z_][\w-]{0,60})
    | (?P<open>(?<![\w*])(?P<stars>\*{1,2})(?=\S))(?P<strong>[^*\n]{1,300}?)(?<=\S)(?P=stars)(?![\w*])
    | (?P<edge>(?<![\w_+^<>~-])(?:~~|~|__|_|\+\+|\+|\^\^|\^|<<|<|>>|>|--|-)(?=\S))
      (?P<shaped>[^\n]{1,300}?)(?<=\S)(?P=edge)(?!\w)
    """,
    re.VERBOSE,
)
_PAIR = re.compile(r"([\w-]{1,40})\s*[=:]\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s,]+(?: [^\s,=:]+)*))")


def read_ssmd(text: str, teller: Teller) -> None:
    """Afterwards the draft says what the text says; voices, marks and prosody are told as not carried over."""
    start = read_front_matter(text, teller)
    width = folded_at(text)
    for match in _PARAGRAPH.finditer(text, start):
        teller.passages(_passages(match, width, teller))


def _passages(paragraph: re.Match[str], width: int, teller: Teller) -> Iterator[Passage]:
    """The lines of one paragraph: headings, directives and running text."""
    lines: list[tuple[str, int]] = []
    for line in re.finditer(r"[^\n]*(?:\n|\Z)", paragraph[0]):
        at = paragraph.start() + line.start()
        heading = _HEADING.match(line[0])
        if _DIRECTIVE.fullmatch(line[0]):
            teller.lost(at, line[0].strip())
        elif heading:
            yield from _prose(lines, width, teller)
            lines = []
            yield from _prose([(line[0][heading.end() :], at + heading.end())], 0, teller, "heading", len(heading[1]))
        elif line[0]:
            lines.append((line[0], at))
    yield from _prose(lines, width, teller)


def _prose(
    lines: list[tuple[str, int]], width: int, teller: Teller, kind: Kind = "paragraph", level: int = 1
) -> Iterator[Passage]:
    if not lines:
        return
    text = line_ends("".join(line for line, _ in lines).rstrip("\n"), width)
    fragments = tuple(_fragments(text, lines[0][1], teller))
    if fragments:
        yield Passage(fragments, kind, level)


def _fragments(text: str, offset: int, teller: Teller) -> Iterator[Fragment]:
    done = 0
    for match in _MARK.finditer(text):
        yield Fragment(text[done : match.start()], offset + done)
        done = match.end()
        at = offset + match.start()
        if match["pause"]:
            yield Fragment(_pause(match["amount"]), at)
        elif match["name"]:
            teller.lost(at, match[0])
            yield Fragment(" ", at)
        elif match["words"] is not None:
            yield from _annotated(match, offset, teller)
        elif match["strong"]:
            yield Fragment(match["strong"], offset + match.start("strong"), emphasis=True)
        else:
            teller.lost(at, match[0], "changes the voice, and its words are kept")
            yield from _fragments(match["shaped"], offset + match.start("shaped"), teller)
    yield Fragment(text[done:], offset + done)


def _pause(amount: str) -> str:
    """A pause as a tag of a routine: a number alone is thousandths, a letter a strength."""
    if amount in _STRENGTH:
        seconds = STRENGTHS[_STRENGTH[amount]]
    else:
        number = float(amount.rstrip("ms"))
        seconds = number if amount.endswith("s") and not amount.endswith("ms") else number / 1000
    return f" [{min(seconds, 86_400):g}s] " if seconds else " "


def _annotated(match: re.Match[str], offset: int, teller: Teller) -> Iterator[Fragment]:
    """`[words]{…}` and the older `[words](…)`: another way to say words, a sound, or something that is lost."""
    at, said = offset + match.start("words"), match["new"] or match["old"]
    pairs = {key: a or b or c for key, a, b, c in _PAIR.findall(said)}
    alias = pairs.get("sub", pairs.get("alias", ""))
    source = pairs.get("src", "") or (said.split(" ")[0] if match["old"] and _is_file(said.split(" ")[0]) else "")
    if alias:
        yield Fragment(alias, offset + match.start())
        return
    if source and not unsafe(source) and "://" not in source:
        teller_hint = match["words"].strip()
        if speakable(teller_hint):
            teller.lost(at, teller_hint, hint="it is not for speaking")
        yield Fragment(f"[sound {source}]", offset + match.start())
        return
    if pairs.get("emphasis", "none") in {"moderate", "strong"}:
        yield Fragment(match["words"], at, emphasis=True)
        return
    teller.lost(offset + match.end("words") + 1, match[0][len(match["words"]) + 2 :])
    yield from _fragments(match["words"], at, teller)


_is_file: Callable[[str], re.Match[str] | None] = re.compile(r"(?:\w+://)?\S+\.(?:mp3|wav|ogg|opus|flac|m4a)").fullmatch
