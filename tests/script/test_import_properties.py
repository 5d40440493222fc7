"""Whatever comes in: a script that the checker takes, every word spoken or named, none twice, no mark read aloud."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.script.imports import imported, named, shown, spoken, words
from unknot.errors import ScriptError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.script import KindName

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
MARKS = re.compile(r"[*_`|{}\[\]]|://|<(?=[A-Za-z/!])|\b\d{1,2}:\d\d\b|\(pause|\bpause\b")
"""What no spoken word may hold."""


def word(number: int) -> str:
    """A word of its own: `qaab`, `qaac` and so on; it means nothing in any language."""
    letters = "bcdfghjklm"
    return "q" + "".join(letters[int(digit)] for digit in f"{number:03d}")


class Writer:
    """Writes the pieces of a source, each word once."""

    def __init__(self, choices: Sequence[int]) -> None:
        self._choices, self._next, self.count = list(choices), 0, 0

    def pick(self, options: Sequence[str]) -> str:
        """One of them, as hypothesis chose."""
        if not self._choices:
            return options[0]
        self._next += 1
        return options[self._choices[(self._next - 1) % len(self._choices)] % len(options)]

    def word(self) -> str:
        """The next word."""
        self.count += 1
        return word(self.count)

    def sentence(self) -> str:
        """Two or three words and how they end."""
        said = " ".join(self.word() for _ in range(int(self.pick(["2", "3", "1"]))))
        return said.capitalize() + self.pick([".", "!", "", "...", ",", ":"])

    def words(self) -> set[str]:
        """Every word that was written."""
        return {word(n) for n in range(1, self.count + 1)}

    def fill(self, form: str) -> str:
        """A form with `¤` for a word and `§` for a sentence."""
        return re.sub("[¤§]", lambda m: self.word() if m[0] == "¤" else self.sentence(), form)


TEXT = [
    "§ § §\n", "§\n\n", "¤\n¤\n¤\n", "§ (pause) §\n", "§ [pause for ¤]\n", "§ [10 seconds] §\n",
    "§ <break time='2s'/> §\n", "...\n\n", "***\n\n", "- - -\n", "§ {¤} §\n", "§ [¤ ¤]\n", "[¤\n",
    "§ https://¤.example/¤ §\n", "¤@¤.com §\n", "• §\n", "§ — long pause — §\n", "Pause 10 seconds\n",
    "(kurze Pause)\n", "§ _ ¤ * ¤ | ¤ ` ¤\n", "§ \\¤ ~¤~ ^¤^\n", "# ¤\n# ¤\n\n", "// ¤ ¤\n", "§\t§\n", "0:30 § §\n",
    "[00:45] §\n", "(1:15)\n§\n", "§ (1:15) §\n", "<!-- ¤ -->\n", "§ 🙂 §\n", "(¤ ¤) §\n", "::: ¤\n", ":::\n",
    "§ <b>¤</b>\n", "§ <¤>\n", "<¤ §\n", "{ ¤ | ¤ }\n", "§ }{ ][ )(\n", "§ [[slnc 200]] §\n", "&nbsp;§\n", "    §\n",
    "§ {¤ | ¤ ¤} §\n", "(pause and ¤)\n", "[sound ¤.mp3] §\n", "§ [4s] §\n", "[hold 20s]\n", "¤: §\n", "§  \n§\n",
]  # fmt: skip
MARKDOWN = [
    *TEXT, "# §\n\n", "## ¤ ¤\n", "- §\n- §\n", "1. §\n2. §\n", "> § §\n", "> ¤\n§\n", "**¤** §\n", "*¤ ¤* §\n",
    "__¤__ _¤_ ¤\n", "[¤ ¤](http://¤.example) §\n", "![¤](¤.png)\n", "```\n¤ ¤\n```\n", "```¤\n¤\n```\n\n",
    "| ¤ | ¤ |\n|---|---|\n| ¤ | 30 |\n\n", "| ¤ | ¤ |\n|-|-|\n| ¤ | ¤ |\n\n", "`¤` §\n", "~~¤~~ §\n",
    "[¤]: http://¤.example\n\n", "[^1]: ¤ ¤\n", "§[^1]\n", "- [ ] §\n", "¤\n===\n", "¤ ¤\n---\n", "***¤*** §\n",
    "**¤\n¤**\n", "- ¤\n  - ¤\n", "§\\\n§\n", "**[pause 5s]**\n", "\\*¤\\*\n", "<¤@¤.example>\n", "***¤* ¤** ¤\n",
    "*¤ **¤ ¤*\n", "[¤ *¤* `¤`](¤ \"¤ ¤\")\n", "> - ¤\n> - ¤\n\n", "# ¤ [¤](¤)\n", "# *¤* (pause)\n",
]  # fmt: skip
SSML = [
    "§ ", " § ", "<break time='2s'/>", "<break/>", "<break time='odd'/>", "<p>§ §</p>", "<s>§</s>",
    "<emphasis>¤</emphasis> ", "<sub alias='¤'>xy</sub> ", "<mark name='x'/>", "<voice name='x'>§ </voice>",
    "<prosody rate='80%'>§</prosody>", "<prosody pitch='low'>¤ </prosody>",
    "<amazon:effect name='w'>§</amazon:effect>", "<mstts:silence value='1s'/>", "<audio src='¤.wav'>¤</audio>",
    "<audio src='http://x'>¤</audio> ", "<desc>¤</desc>", "<say-as interpret-as='date'>¤</say-as> ",
    "<par><media><speak>§</speak></media></par>", "<!-- ¤ -->", "&lt;¤&gt; ", "[¤] ", "(pause) ",
    "<lang xml:lang='de'>¤</lang> ", "<emphasis>¤ <break time='1s'/> ¤</emphasis> ",
    "<sub alias='¤'><emphasis>xy</emphasis></sub> ", "<metadata>¤</metadata>", "<phoneme ph='x'>¤</phoneme> ",
    "* _ ` | ", "http://¤.example ", "<foo>¤<bar>¤</bar></foo> ", "<break time='¤'/>",
]  # fmt: skip
HTML = [
    "<p>§ §</p>", "<div>§", "</div>", "<h1>¤ ¤</h1>", "<h4>¤</h4>", "<ul><li>§<li>§</ul>", "<b>¤</b> §", "<br>",
    "<a href='http://¤.example'>¤</a>", "<img src='¤.png' alt='¤ ¤'>", "<script>x()</script>",
    "<table><tr><td>¤</td><td>¤</td></tr></table>", "<pre>¤\n¤</pre>",
    "<table><tr><th>Exercise<th>Seconds<tr><td>¤<td>30</table>", "<blockquote>¤</blockquote>", "<!-- ¤ -->",
    "&nbsp;&lt;¤&gt; ", "(pause)", "<break time='2s'/>", "<i>¤ ¤</i>", "<del>¤</del>", "§ ", "<span>¤</span> ¤ ",
    "<custom>¤</custom> ", "< ¤ ", "<¤ ", "<li>[pause 3s]</li>", "<td>¤ ", "</table>", "<p hidden>¤ ",
    "<svg><text>x</text></svg>", "<style>x</style>", "<title>¤ ¤</title>",
]  # fmt: skip
SUBTITLES = [
    "§", "§\n§", "<i>§</i>", "{\\an8}§", "- §\n- §", "♪ ¤ ♪", "<v ¤>§", "[¤]", "(pause)", "¤ &amp; ¤", "<00:01.000>¤",
    "",
]  # fmt: skip
SSMD = [
    *TEXT[:12], "§ ...500ms §\n", "§ ...s\n", "¤ ...c ¤\n", "[¤](de) §\n", "[¤]{lang=\"de\"} §\n", "§ @voice\n",
    "*¤* **¤** §\n", "[xy](sub: ¤)\n", "[¤]{src=\"¤.mp3\"}\n", "++¤++ --¤-- <<¤<< §\n", "# ¤\n", "_¤_ ^¤^ ~¤~ §\n",
    "[](¤.mp3) §\n",
]  # fmt: skip


def accounted(source: str | bytes, writer: Writer, kind: KindName, file: str = "") -> None:
    """Every word of the source is spoken once, or shown, or named; and no mark is spoken."""
    try:
        made = imported(source, kind, file)
    except ScriptError:
        return
    said = Counter(word for word in words(spoken(made).lower()) if word.startswith("q"))
    told = set(words(f"{named(made.lost)} {shown(made)}".lower()))
    missing = {w for w in writer.words() if not said[w] and w not in told}
    assert missing == set(), made
    assert {w: n for w, n in said.items() if n > 1} == {}, made
    if kind != "ssml":
        assert not MARKS.search(spoken(made)), made


@given(st.lists(st.sampled_from(TEXT), min_size=1, max_size=12), st.lists(st.integers(0, 99), max_size=12))
@RELAXED
def test_every_word_of_a_text_is_accounted_for(forms: list[str], choices: list[int]) -> None:
    """Plain text, looked at as what it is and taken as plain text."""
    for kind in ("auto", "text"):
        writer = Writer(choices)
        accounted("".join(map(writer.fill, forms)), writer, kind)


@given(st.lists(st.sampled_from(MARKDOWN), min_size=1, max_size=10), st.lists(st.integers(0, 99), max_size=12))
@RELAXED
def test_every_word_of_a_markdown_text_is_accounted_for(forms: list[str], choices: list[int]) -> None:
    """With front matter or without."""
    for front in ("", "---\ntitle: ¤ ¤\nkeywords: [¤, ¤]\nnote: |\n  ¤\n---\n"):
        writer = Writer(choices)
        accounted(writer.fill(front) + "".join(map(writer.fill, forms)), writer, "markdown")


@given(st.lists(st.sampled_from(SSML), min_size=1, max_size=12), st.lists(st.integers(0, 99), max_size=12))
@RELAXED
def test_every_word_of_an_ssml_document_is_accounted_for(forms: list[str], choices: list[int]) -> None:
    """A word that is said otherwise is shown in the header, or replaced by how it is said."""
    writer = Writer(choices)
    accounted(f"<speak xmlns:amazon='a' xmlns:mstts='b'>{''.join(map(writer.fill, forms))}</speak>", writer, "ssml")


@given(st.lists(st.sampled_from(HTML), min_size=1, max_size=12), st.lists(st.integers(0, 99), max_size=12))
@RELAXED
def test_every_word_of_a_page_is_accounted_for(forms: list[str], choices: list[int]) -> None:
    """Elements that are left open too."""
    writer = Writer(choices)
    accounted(f"<html><body>{' '.join(map(writer.fill, forms))}", writer, "html")


@given(st.lists(st.sampled_from(SSMD), min_size=1, max_size=12), st.lists(st.integers(0, 99), max_size=12))
@RELAXED
def test_every_word_of_an_ssmd_text_is_accounted_for(forms: list[str], choices: list[int]) -> None:
    """Marks and attributes are told."""
    writer = Writer(choices)
    accounted("".join(map(writer.fill, forms)), writer, "ssmd")


@given(
    st.lists(st.tuples(st.sampled_from(SUBTITLES), st.integers(0, 4000), st.integers(1, 4000)), min_size=1, max_size=8),
    st.lists(st.integers(0, 99), max_size=12),
    st.sampled_from(["srt", "vtt", "lrc"]),
)
@RELAXED
def test_every_word_of_subtitles_is_accounted_for(
    cues: list[tuple[str, int, int]], choices: list[int], form: str
) -> None:
    """In any order of their times, one over another or apart."""
    writer, at, blocks = Writer(choices), 0, []
    for number, (text, gap, length) in enumerate(cues, 1):
        at += gap
        said = writer.fill(text)
        if form == "lrc":
            blocks.append(f"[{at // 60000:02d}:{at // 1000 % 60:02d}.{at % 1000 // 10:02d}]" + said.replace("\n", " "))
        else:
            blocks.append(f"{number}\n{_time(at)} --> {_time(at + length)}\n{said}\n")
        at += length
    source = {"srt": "", "vtt": "WEBVTT\n\nNOTE made by hand\n\n", "lrc": "[ti:x]\n"}[form] + "\n".join(blocks)
    accounted(source, writer, "subtitles")


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{rest:03d}"


ROWS = [
    "¤ ¤{0}30", "¤{0}1:30", "¤, ¤{0}2,5s", "*{0}3", "¤", "¤{0}soon", "", "# ¤", "§{0}60s", "¤ https://¤.example{0}5",
    "{0}5",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(ROWS), min_size=1, max_size=10),
    st.lists(st.integers(0, 99), max_size=12),
    st.sampled_from(";\t,|"),
    st.sampled_from(["", "phrase{0}seconds\n", "Name{0}Duration{0}Note\n"]),
)
@RELAXED
def test_every_word_of_a_table_is_accounted_for(rows: list[str], choices: list[int], mark: str, head: str) -> None:
    """Whatever stands between the cells, with a row of names or without."""
    writer = Writer(choices)
    lines = "\n".join(writer.fill(row).format(mark) for row in rows)
    accounted(head.format(mark) + lines, writer, "phrases")


@given(st.lists(st.sampled_from(["name", "text", "note", "list"]), min_size=1, max_size=8), st.booleans())
@RELAXED
def test_every_word_of_a_timer_is_accounted_for(shapes: list[str], nested: bool) -> None:
    """As JSON; what is no phrase and no time is told."""
    writer, steps = Writer([]), []
    for shape in shapes:
        match shape:
            case "name":
                steps.append({"name": writer.fill("¤ ¤"), "duration": 30})
            case "text":
                steps.append({"text": writer.fill("§"), "seconds": "1:30", "sets": 3})
            case "note":
                steps.append({"name": writer.word(), "duration": 5, "note": writer.word(), "tags": [writer.word()]})
            case _:
                steps.append({"name": writer.word(), "steps": [writer.word(), writer.word()]})
    tree = {"name": writer.word(), "author": writer.word(), "steps": steps} if nested else steps
    accounted(json.dumps(tree, indent=1), writer, "timer")


# --- documents --------------------------------------------------------------------------------------------------------

PARAGRAPHS = [
    "§ §", "¤\v¤", "[pause 5s]", "(kurze Pause)", "...", "• §", "¤ https://¤.example", "§ 🙂", "0:30 §", "{¤} [¤] <¤>",
    "* * *",
]  # fmt: skip


def _zip(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


def docx(paragraphs: list[str]) -> bytes:
    """A Word document."""
    runs = (escape(p).replace("\v", "</w:t><w:br/><w:t>") for p in paragraphs)
    inside = "".join(f"<w:p><w:r><w:t>{run}</w:t></w:r></w:p>" for run in runs)
    return _zip({"word/document.xml": f'<w:document xmlns:w="w"><w:body>{inside}</w:body></w:document>'})


def odt(paragraphs: list[str]) -> bytes:
    """An OpenDocument text."""
    inside = "".join(f"<t:p>{escape(p).replace(chr(11), '<t:line-break/>')}</t:p>" for p in paragraphs)
    text = f'<o:d xmlns:o="o" xmlns:t="t"><o:body><o:text>{inside}</o:text></o:body></o:d>'
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": text})


def rtf(paragraphs: list[str]) -> bytes:
    """A document in Rich Text Format."""
    coded = (re.sub(r"([\\{}])", r"\\\1", p).replace("\v", "\\line ") for p in paragraphs)
    lines = ("".join(c if c < "\x80" else "".join(f"\\u{u}?" for u in _units(c)) for c in p) for p in coded)
    return ("{\\rtf1\\ansi " + "\\par\n".join(lines) + "\\par}").encode("ascii")


def _units(character: str) -> list[int]:
    wide = character.encode("utf-16-le")
    return [int.from_bytes(wide[n : n + 2], "little") for n in range(0, len(wide), 2)]


@pytest.mark.parametrize("form", [docx, odt, rtf])
@given(
    forms=st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=8),
    choices=st.lists(st.integers(0, 99), max_size=12),
)
@RELAXED
def test_every_word_of_a_document_is_accounted_for(
    form: Callable[[list[str]], bytes], forms: list[str], choices: list[int]
) -> None:
    """A paragraph is a line, for the places of findings too."""
    writer = Writer(choices)
    accounted(form([writer.fill(text) for text in forms]), writer, "auto")
