"""Rich Text Format, as word processors save it for one another."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Final

from unknot.errors import ScriptError
from unknot.script._manuscripts import Manuscript
from unknot.script._passages import BREAK, Grid, Passage

DEEPEST: Final = 200
"""How many groups may stand inside each other."""

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<group>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_SILENT: Final = {
    "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl",
    "themedata", "colorschememapping", "latentstyles", "datastore", "listtext", "pntext", "pntxta", "pntxtb",
    "filetbl", "revtbl", "mmathPr", "wgrffmtfilter", "info", "shpinst", "nonshppict", "bkmkstart", "bkmkend",
    "expandedcolortbl",
}  # fmt: skip
"""Groups that describe the document and hold no words of it."""
_NAMED: Final = {
    "pict": "a picture", "object": "an embedded object", "fldinst": "a field or an address", "footnote": "a footnote",
    "annotation": "a comment", **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "a page's header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "a page's footer"),
}  # fmt: skip
"""Groups whose words are not those of the text; they are told."""
_SIGNS: Final = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": " ", "emspace": " ", "enspace": " ", "line": BREAK, "softline": BREAK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds up to the end of a group."""

    kind: str = ""
    """The word of a group that is not part of the text."""
    emphasis: bool = False
    fallback: int = 1
    """How many characters stand in for one that is written by its number."""
    hidden: bool = False


class _RichText:
    """Reads control words one after another."""

    def __init__(self, text: str) -> None:
        self.manuscript = Manuscript()
        self._text = text
        self._groups = [_Group()]
        self._encoding = "cp1252"
        self._runs: list[tuple[str, bool]] = []
        self._aside: list[str] = []
        self._bytes = bytearray()
        self._skip = 0
        self._level = 0
        self._rows: list[tuple[Passage, ...]] = []
        self._row: list[Passage] = []

    def read(self) -> Manuscript:
        """The whole text."""
        at = 0
        while match := _TOKEN.match(self._text, at):
            at = match.end()
            if match["byte"] is None:
                self._end_bytes()
            if match["word"]:
                at += self._word(match["word"], match["number"])
            elif match["group"]:
                self._group(match["group"])
            elif match["byte"]:
                self._byte(int(match["byte"], 16))
            elif match["sign"]:
                self._sign(match["sign"])
            elif match["text"]:
                self._say(match["text"])
        self._end_bytes()
        self._paragraph()
        self._end_table()
        return self.manuscript

    # groups

    def _group(self, mark: str) -> None:
        if mark == "{":
            if len(self._groups) >= DEEPEST:
                raise ScriptError(
                    f"more than {DEEPEST} groups stand inside each other in this RTF", next_step="save it as plain text"
                )
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            ended = self._groups.pop()
            if ended.kind and ended.kind != self._groups[-1].kind:
                self._end_aside(ended.kind)

    def _end_aside(self, kind: str) -> None:
        words = " ".join("".join(self._aside).split())
        self._aside = []
        if kind == "title":
            self.manuscript.title = words
        elif kind == "pict":
            self.manuscript.lose("a picture")
        elif kind in _NAMED:
            self.manuscript.lose_words(words, f"is {_NAMED[kind]}, and not spoken")

    def _word(self, word: str, number: str | None) -> int:
        """Afterwards the control word holds. Gives how many characters behind it are raw bytes."""
        group = self._groups[-1]
        on = number != "0"
        if word == "bin":
            return min(int(number or 0), len(self._text)) if number and not number.startswith("-") else 0
        if word in _SILENT or word in _NAMED or word == "title":
            taken = group.kind in {"", "*", "info"}
            self._groups[-1] = replace(group, kind=word if taken else group.kind)
        elif word in {"b", "i"}:
            self._groups[-1] = replace(group, emphasis=on)
        elif word == "plain":
            self._groups[-1] = replace(group, emphasis=False, hidden=False)
        elif word in {"v", "strike", "deleted"}:
            self._groups[-1] = replace(group, hidden=on)
        elif word == "uc":
            self._groups[-1] = replace(group, fallback=max(0, min(9, int(number or 1))))
        else:
            self._other_word(word, number)
        return 0

    def _other_word(self, word: str, number: str | None) -> None:
        if word == "ansicpg":
            self._encoding = _known(f"cp{number}")
        elif word == "u" and number:
            self._say(chr(int(number) % 65536))
            self._skip = self._groups[-1].fallback
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word in {"par", "page", "sect"} and not self._groups[-1].kind:
            self._paragraph()
        elif word in {"cell", "row", "pard", "outlinelevel"} and not self._groups[-1].kind:
            self._shape(word, number)

    def _shape(self, word: str, number: str | None) -> None:
        match word:
            case "cell":
                passage = self.manuscript.passage(self._take())
                self._row.append(passage or Passage(()))
            case "row":
                self._rows.append(tuple(self._row))
                self._row = []
            case "pard":
                self._level = 0
            case _:
                self._level = int(number or 0) + 1

    # words

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._groups[-1] = replace(self._groups[-1], kind=self._groups[-1].kind or "*")
        elif sign in "\r\n" and not self._groups[-1].kind:
            self._paragraph()
        else:
            self._say({"~": " ", "_": "-", "-": ""}.get(sign, sign))

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(value)

    def _end_bytes(self) -> None:
        if self._bytes:
            text, self._bytes = bytes(self._bytes).decode(self._encoding, "replace"), bytearray()
            self._say(text)

    def _say(self, text: str) -> None:
        if self._skip and len(text) > 0 and text not in _SIGNS.values():
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
        group = self._groups[-1]
        if group.kind:
            self._aside.append(text)
        elif group.hidden:
            if text.strip():
                self.manuscript.lose_words(text, "is hidden or struck out, and not spoken")
        elif text:
            self._runs.append((_joined(text), group.emphasis))

    def _take(self) -> list[tuple[str, bool]]:
        runs, self._runs = self._runs, []
        return _paired(runs)

    def _paragraph(self) -> None:
        runs = self._take()
        if any(text.strip() for text, _ in runs):
            self._end_table()
        self.manuscript.paragraph(runs, "heading" if self._level else "paragraph", max(1, self._level))

    def _end_table(self) -> None:
        if self._rows:
            self.manuscript.passages.append(Grid(tuple(self._rows)))
            self._rows = []


def _joined(text: str) -> str:
    return text.replace("\x00", "")


def _paired(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The runs with characters whole that were written as two halves."""
    if not any("\ud800" <= c <= "\udfff" for text, _ in runs for c in text):
        return runs
    whole = "".join(text for text, _ in runs).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [(whole, False)]


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def read_rich_text(data: bytes) -> Manuscript:
    """The paragraphs of an RTF document.

    Raises:
        ScriptError: Its groups are nested deeper than any program writes them.
    """
    return _RichText(data.decode("latin-1")).read()
