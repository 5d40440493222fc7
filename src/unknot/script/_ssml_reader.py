"""SSML in, and its dialects: Amazon's, Microsoft's and Google's. https://www.w3.org/TR/speech-synthesis11/.

The document is a tree first, so that every word keeps its place whatever stands around it. Of an element that a routine
cannot say the words stay, and it is told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.routine import NOWHERE, ChimeTag
from unknot.script import _values
from unknot.script._frontmatter import language_of
from unknot.script._ipa import NotIpa, sounds
from unknot.script._passages import BREAK, Fragment
from unknot.script._pauses import break_tag
from unknot.script._ssml import USUAL_RATE
from unknot.script._tags import read_tag
from unknot.script._values import Span, quoted
from unknot.script._xmltree import Characters, Element, XmlNote, local, read_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from unknot.script._passages import Teller

_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.2, "x-fast": 1.5}
_PERCENT = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{1,6})?)\s*%", re.ASCII)
_FACTOR = re.compile(r"\d{1,2}(?:\.\d{0,6})?|\.\d{1,6}", re.ASCII)
_SLOWEST, _FASTEST = 40, 500
_UNCHANGED = {"medium", "default", "+0%", "0%", "+0st", "0st", "+0hz", "100", "100%", "+0db", "0db", "+0.0%", "0.0%"}
"""Values of pitch and volume that change nothing."""
_INSIDE_WORDS = {"say-as", "phoneme", "w", "token", "emphasis"}
"""Elements that may stand around a part of a word; others leave a space at their edges."""
_HIDDEN = {"desc", "metadata", "meta", "lexicon", "lookup", "head", "title", "style", "script"}
"""Elements whose words are not for speaking."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def read_ssml(text: str, teller: Teller) -> None:
    """Afterwards the draft says what an SSML document says, in its language.

    `<sub>` and `<phoneme>` hold where they are. A word is put into the header's `say` only if it is to be said in that
    way each time it comes. Otherwise the alias of a `<sub>` is written, and of a `<phoneme>` the word is kept.

    Raises:
        XmlFault: It is not XML, has a DOCTYPE or entities, or is deeper or larger than any script.
    """
    root = read_xml(text)
    reader = _Ssml(teller, _said_everywhere(root))
    reader.element(root)
    reader.end_paragraph()
    if reader.used:
        teller.draft.header["say"] = tuple(reader.used.items())


def _said_everywhere(root: Element) -> dict[str, str]:
    """Words that are to be said in one other way wherever they stand, and how."""
    parts = [part.text for part in words_of(root)]
    spoken, fused = (Counter(word.casefold() for word in _WORD.findall(gap.join(parts))) for gap in (" ", ""))
    subs = [node for node in _elements(root) if local(node.name) in {"sub", "phoneme"}]
    asked: dict[str, list[str]] = {}
    for node in subs:
        asked.setdefault(_own_words(node), []).append(_alias(node))
    aliased = {word.casefold() for aliases in asked.values() for alias in aliases for word in _WORD.findall(alias)}
    return {
        word: aliases[0]
        for word, aliases in asked.items()
        if _WORD.fullmatch(word) and aliases[0] and word.casefold() not in aliased
        if spoken[word.casefold()] == len(aliases)
        if aliases[0][0] != "/" or (len(set(aliases)) == 1 and fused[word.casefold()] == len(aliases))
    }


def _elements(node: Element) -> Iterator[Element]:
    yield node
    for child in node.children:
        if isinstance(child, Element):
            yield from _elements(child)


def _own_words(node: Element) -> str:
    return " ".join("".join(part.text for part in words_of(node)).split())


def _alias(node: Element) -> str:
    """How the words of a `<sub>` or, between slashes, of a `<phoneme>` in IPA are said; empty where it is not told."""
    if local(node.name) == "sub":
        return " ".join(node.attributes.get("alias", "").split())
    ipa = node.attributes.get("ph", "").strip()
    return f"/{ipa}/" if node.attributes.get("alphabet", "ipa") == "ipa" and _is_ipa(ipa) else ""


def _is_ipa(text: str) -> bool:
    try:
        return "/" not in text and bool(sounds(text))
    except NotIpa:
        return False


@dataclass
class _Ssml:
    """Walks the tree once, in order, and gathers running text up to the next tag."""

    teller: Teller
    everywhere: Mapping[str, str]
    """Words with one way to say them in the whole document."""
    used: dict[str, str] = field(default_factory=dict)
    _text: list[Fragment] = field(default_factory=list)
    _emphasis: int = 0

    def element(self, node: Element) -> None:
        """Afterwards the draft says the element."""
        rate = self.teller.draft.rate
        handler = _ELEMENTS.get(node.name.removeprefix("ssml:").lower())
        if handler is not None:
            handler(self, node)
        elif local(node.name) in _HIDDEN:
            self._hidden(node)
        else:
            self._unknown(node)
        if rate != self.teller.draft.rate:
            self._flush()
            self.teller.draft.speed(rate)

    def children(self, node: Element) -> None:
        """What stands inside an element."""
        for child in node.children:
            if isinstance(child, Element):
                self.element(child)
            elif isinstance(child, Characters):
                self._say(child.text, child.offset)
            else:
                self._note(child)

    def end_paragraph(self) -> None:
        """What was gathered is a paragraph."""
        self._flush()
        self.teller.draft.paragraph()

    # words

    def _say(self, text: str, offset: int) -> None:
        self._text.append(Fragment(re.sub(r"[\n\v]", " ", text), offset, self._emphasis > 0, literal=True))

    def _flush(self) -> None:
        fragments, self._text = self._text, []
        self.teller.prose(fragments)

    def _edge(self, offset: int, *, gap: bool = False) -> None:
        """The edge of an element: two sentences that meet there do not become one word."""
        last = self._text[-1].text[-1:] if self._text else ""
        if gap or last in set(".!?…:;,"):
            self._text.append(Fragment(" ", offset, literal=True))

    def _stop(self, offset: int) -> None:
        """The sentence ends here."""
        self._text.append(Fragment(BREAK, offset, literal=True))

    def _lost(self, node: Element, what: str = "", hint: str = "its words are kept") -> None:
        what = what or f"<{node.name}>"
        self.teller.faults.add(node.offset, len(what), "not-carried", f"{quoted(what)} cannot be carried over", hint)

    def _note(self, note: XmlNote) -> None:
        if note.text.startswith("?"):
            self.teller.lost(note.offset, f"<{note.text}?>")
        elif note.text:
            self.teller.draft.comment(" ".join(note.text.split()))

    # elements

    def _unknown(self, node: Element) -> None:
        """Of an element that a routine does not know the words are kept, and a space at its edges."""
        gap = local(node.name) not in _INSIDE_WORDS
        self._lost(node, hint="its words are kept" if node.children else "")
        self._edge(node.offset, gap=gap)
        self.children(node)
        self._edge(node.offset, gap=gap)

    def _root(self, node: Element) -> None:
        language = node.attributes.get("xml:lang", "")
        if language_of(language):
            self.teller.draft.header.setdefault("language", language_of(language))
        elif language:
            self._lost(node, f'xml:lang="{language}"', "")
        self.end_paragraph()
        self.children(node)
        self.end_paragraph()

    def _block(self, node: Element) -> None:
        self._inner_language(node)
        self.end_paragraph()
        self.children(node)
        self._stop(node.offset)
        self.end_paragraph()

    def _sentence(self, node: Element) -> None:
        self._inner_language(node)
        self._edge(node.offset, gap=True)
        self.children(node)
        self._stop(node.offset)

    def _inner_language(self, node: Element) -> None:
        if (language := node.attributes.get("xml:lang", "")) and language != self.teller.draft.header.get("language"):
            self._lost(node, f'<{node.name} xml:lang="{language}">')

    def _break(self, node: Element) -> None:
        tag = break_tag({local(key): value for key, value in node.attributes.items()})
        if tag is None:
            said = " ".join(f'{key}="{value}"' for key, value in node.attributes.items())
            self._lost(node, f"<break {said}>", "the usual gap follows")
            self._stop(node.offset)
        elif tag == "[0s]":
            self._edge(node.offset, gap=True)
        else:
            self._flush()
            self.teller.draft.tag(read_tag(Span(tag[1:-1], 0), NOWHERE))
        self.children(node)

    def _prosody(self, node: Element) -> None:
        for key, value in node.attributes.items():
            if key != "rate" and value.strip().lower() not in _UNCHANGED:
                self._lost(node, f'<{node.name} {key}="{value}">')
        rate = node.attributes.get("rate")
        share = 1.0 if rate is None else _share(rate)
        if share is None:
            self._lost(node, f'<prosody rate="{rate}">')
        elif rate is not None:
            self._flush()
            usual = self.teller.draft.rate or USUAL_RATE
            speed = min(_FASTEST, max(_SLOWEST, round(usual * share)))
            self.teller.draft.speed(speed if speed != USUAL_RATE or self.teller.draft.rate is not None else None)
        self._edge(node.offset)
        self.children(node)
        if rate is not None and share is not None:
            self._flush()
        self._edge(node.offset)

    def _sub(self, node: Element) -> None:
        alias, own = _alias(node), _own_words(node)
        if not alias:
            self.children(node)
        elif self.everywhere.get(own) == alias and not any(isinstance(child, Element) for child in node.children):
            self.used[own] = alias
            self.children(node)
        else:
            inside = [child for child in _elements(node) if child is not node]
            emphasis = any(local(child.name) == "emphasis" for child in inside)
            for child in inside:
                if local(child.name) != "emphasis":
                    self._lost(child, hint="the alias around it is spoken")
            self._emphasis += emphasis
            self._say(alias, node.offset)
            self._emphasis -= emphasis

    def _phoneme(self, node: Element) -> None:
        alias, own = _alias(node), _own_words(node)
        if not alias or self.everywhere.get(own) != alias:
            self._unknown(node)
            return
        self.used[own] = alias
        self.children(node)

    def _emphasized(self, node: Element) -> None:
        level = node.attributes.get("level", "moderate").strip().lower()
        if level == "reduced":
            self._lost(node, '<emphasis level="reduced">')
        marked = level not in {"none", "reduced"}
        self._edge(node.offset)
        self._emphasis += marked
        self.children(node)
        self._emphasis -= marked
        self._edge(node.offset)

    def _audio(self, node: Element) -> None:
        name = " ".join(node.attributes.get("src", "").split())
        known = self.teller.exists is None or self.teller.exists("sound", name)
        if not name or "://" in name or name.startswith("data:") or _values.unsafe(name) or not known:
            hint = "put the file beside the script" + ("; its words are spoken instead" if _own_words(node) else "")
            self._lost(node, f'<audio src="{name}">', hint)
            self._edge(node.offset, gap=True)
            self.children(node)
            self._edge(node.offset, gap=True)
            return
        for key, value in node.attributes.items():
            if key != "src":
                self._lost(node, f'<audio {key}="{value}">', "")
        self._flush()
        self.teller.draft.tag(ChimeTag(name))
        self._tell_words(node)
        self._edge(node.offset, gap=True)

    def _hidden(self, node: Element) -> None:
        """Words that are not for speaking are told."""
        if not self._tell_words(node):
            self._lost(node, hint="")
        self._edge(node.offset, gap=True)

    def _tell_words(self, node: Element) -> bool:
        said = [part for part in words_of(node) if part.text.strip()]
        for part in said:
            at = part.offset + len(part.text) - len(part.text.lstrip())
            self.teller.lost(at, part.text.strip(), hint="it is not for speaking")
        return bool(said)


def _share(rate: str) -> float | None:
    """`80%` is 0.8; so are `-20%` and `0.8`; None where it is none of these."""
    text = rate.strip().lower()
    if text in _RATES:
        return _RATES[text]
    if _FACTOR.fullmatch(text):
        return float(text) or None
    match = _PERCENT.fullmatch(text)
    if match is None:
        return None
    number = float(match[2]) / 100
    share = 1 + number if match[1] == "+" else 1 - number if match[1] == "-" else number
    return share if share > 0 else None


_ELEMENTS: Final[Mapping[str, Callable[[_Ssml, Element], None]]] = {
    "speak": _Ssml._root,
    "p": _Ssml._block,
    "paragraph": _Ssml._block,
    "s": _Ssml._sentence,
    "sentence": _Ssml._sentence,
    "break": _Ssml._break,
    "prosody": _Ssml._prosody,
    "sub": _Ssml._sub,
    "phoneme": _Ssml._phoneme,
    "emphasis": _Ssml._emphasized,
    "audio": _Ssml._audio,
}
"""What is understood; of everything else the words are kept and the element is told as lost."""
