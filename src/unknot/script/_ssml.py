"""SSML in and out: what other engines call a script. https://www.w3.org/TR/speech-synthesis11/.

Read with expat itself, so that a DOCTYPE or an entity is refused before it can unfold.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from unknot.errors import ScriptError
from unknot.routine import ChimeTag
from unknot.script import _values
from unknot.script._ipa import NotIpa, between_slashes, sounds
from unknot.script._values import quoted
from unknot.timeline import Chapter, Chime, Cue, Rest
from unknot.units import MILLISECOND, Frames, frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from unknot.routine import Utterance
    from unknot.script._draft import ScriptDraft
    from unknot.script._source import Faults, ScriptSource
    from unknot.timeline import Event, Timeline

LONGEST_BREAK: Final = frames(10)
"""Engines cut longer ones short (Polly at 10 s)."""
USUAL_RATE: Final = 135
"""Words a minute that a document means by a rate of 100 %."""
_STRENGTHS = {"none": 0.0, "x-weak": 0.25, "weak": 0.5, "medium": 0.75, "strong": 1.5, "x-strong": 3.0}
_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.2, "x-fast": 1.5}
_TIME = re.compile(r"\+?(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s)", re.ASCII)
_PERCENT = re.compile(r"([+-]?)(\d{1,3}(?:\.\d+)?)%", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_SLOWEST, _FASTEST = 40, 500


# --- in -------------------------------------------------------------------------------------------------------------


def read_ssml(source: ScriptSource, draft: ScriptDraft, faults: Faults) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Put what an SSML document says into `draft`. Gives its language and its pronunciations (`<sub>`, `<phoneme>`).

    Raises:
        ScriptError: It is not XML, or has a DOCTYPE or entities.
    """
    reader = _Reader(source, draft, faults)
    try:
        reader.parser.Parse(source.text.encode(), True)
    except expat.ExpatError as error:
        message = expat.errors.messages[error.code]
        raise _refusal(faults, source, reader.offset(), f"this is not XML: {message}") from None
    return reader.language, tuple(reader.say.items())


def _refusal(faults: Faults, source: ScriptSource, offset: int, message: str) -> ScriptError:
    faults.found.clear()
    faults.add(offset, 1, "markup", message)
    return ScriptError(f"{source.file or 'this text'} is no SSML that can be read", findings=faults.sorted())


class _Reader:
    """Takes expat's events, one element at a time."""

    def __init__(self, source: ScriptSource, draft: ScriptDraft, faults: Faults) -> None:
        self._source, self._draft, self._faults = source, draft, faults
        self.language = "en"
        self.say: dict[str, str] = {}
        self._open: list[tuple[str, int | None]] = []
        """Each open element, and the rate before it."""
        self._take: list[str] | None = None
        """The words inside a `<sub>`, an `<emphasis>` or an `<audio>`, while they are gathered."""
        self._alias = ""
        self._silent = 0
        """How many elements deep nothing is spoken."""
        self.parser = self._parser()

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a DOCTYPE is not taken")
        parser.EntityDeclHandler = lambda *_: self._refuse("entities are not taken")
        parser.SkippedEntityHandler = lambda *_: self._refuse("entities are not taken")
        parser.ProcessingInstructionHandler = lambda target, _: self._lost(f"<?{target}?>")
        return parser

    def offset(self) -> int:
        """Where the parser stands, in characters."""
        before = self._source.text.encode()[: max(0, self.parser.CurrentByteIndex)]
        return min(len(before.decode(errors="ignore")), max(0, len(self._source.text) - 1))

    def _refuse(self, message: str) -> None:
        raise _refusal(self._faults, self._source, self.offset(), message)

    def _lost(self, what: str, hint: str = "") -> None:
        self._faults.add(self.offset(), len(what), "not-carried", f"{quoted(what)} cannot be carried over", hint)

    # elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append((name, self._draft.rate))
        handler = _ELEMENTS.get(name)
        if handler is None:
            self._lost(f"<{name}>", "its words are kept")
        else:
            handler(self, attributes)

    def _end(self, name: str) -> None:
        _, rate = self._open.pop()
        if name in {"sub", "emphasis", "phoneme"} and self._take is not None:
            self._give(name, "".join(self._take))
        elif name in {"p", "paragraph", "speak"}:
            self._draft.paragraph()
        elif name in {"s", "sentence"}:
            self._draft.words(" ")
        elif name in {"audio", "desc", "metadata"} and self._silent:
            self._silent -= 1
        self._draft.speed(rate)

    def _text(self, text: str) -> None:
        if self._silent:
            if text.strip():
                self._lost(text.strip(), "it is not for speaking")
        elif self._take is not None:
            self._take.append(text)
        else:
            self._draft.words(text)

    def _give(self, name: str, text: str) -> None:
        self._take = None
        word = " ".join(text.split())
        if name == "emphasis":
            self._draft.emphasis(text)
        elif word and self.say.setdefault(word, self._alias) == self._alias:
            self._draft.words(text)
        elif name == "phoneme":
            self._lost(f"<phoneme>{word}</phoneme>", "the word was said in another way before")
            self._draft.words(text)
        else:
            self._draft.words(self._alias)

    def _root(self, attributes: Mapping[str, str]) -> None:
        language = attributes.get("xml:lang", "en")
        if _LANGUAGE.fullmatch(language):
            self.language = language
        else:
            self._lost(f'xml:lang="{language}"')

    def _break(self, attributes: Mapping[str, str]) -> None:
        time = _TIME.fullmatch(attributes.get("time", ""))
        if time:
            length = float(time[1]) * (0.001 if time[2] == "ms" else 1)
        elif "time" in attributes or attributes.get("strength", "medium") not in _STRENGTHS:
            self._lost(f'<break time="{attributes.get("time", "")}">')
            return
        else:
            length = _STRENGTHS[attributes.get("strength", "medium")]
        if length > 0:
            self._draft.pause(Frames(min(round(length * 1000), 86_400_000) * MILLISECOND))

    def _prosody(self, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if key != "rate":
                self._lost(f'<prosody {key}="{value}">')
        if (rate := attributes.get("rate")) is None:
            return
        percent = _PERCENT.fullmatch(rate)
        share = _RATES.get(rate) or (_share(percent) if percent else None)
        if share is None:
            self._lost(f'<prosody rate="{rate}">')
        else:
            usual = self._draft.rate or USUAL_RATE
            self._draft.speed(min(_FASTEST, max(_SLOWEST, round(usual * share))))

    def _sub(self, attributes: Mapping[str, str]) -> None:
        self._alias = " ".join(attributes.get("alias", "").split())
        if self._alias and not self._silent:
            self._take = []

    def _phoneme(self, attributes: Mapping[str, str]) -> None:
        ipa = attributes.get("ph", "").strip()
        if attributes.get("alphabet", "ipa") != "ipa" or not _is_ipa(ipa):
            self._lost(f'<phoneme ph="{ipa}">', "its word is kept")
        elif not self._silent:
            self._alias = f"/{ipa}/"
            self._take = []

    def _emphasis(self, _: Mapping[str, str]) -> None:
        if self._take is None and not self._silent:
            self._take = []

    def _audio(self, attributes: Mapping[str, str]) -> None:
        name = " ".join(attributes.get("src", "").split())
        if not name or "://" in name or name.startswith("data:") or _values.unsafe(name):
            self._lost(f'<audio src="{name}">', "put the file beside the script; its words are spoken instead")
            return
        self._draft.tag(ChimeTag(name))
        self._silent += 1

    def _hidden(self, _: Mapping[str, str]) -> None:
        self._silent += 1

    def _paragraph(self, _: Mapping[str, str]) -> None:
        self._draft.paragraph()

    def _sentence(self, _: Mapping[str, str]) -> None:
        self._draft.words(" ")


def _is_ipa(text: str) -> bool:
    try:
        return "/" not in text and bool(sounds(text))
    except NotIpa:
        return False


def _share(percent: re.Match[str]) -> float | None:
    """`80%` is 0.8; so is `-20%`."""
    number = float(percent[2]) / 100
    share = 1 + number if percent[1] == "+" else 1 - number if percent[1] == "-" else number
    return share if share > 0 else None


_ELEMENTS: Final[Mapping[str, Callable[[_Reader, Mapping[str, str]], None]]] = {
    "speak": _Reader._root,
    "break": _Reader._break,
    "prosody": _Reader._prosody,
    "sub": _Reader._sub,
    "phoneme": _Reader._phoneme,
    "emphasis": _Reader._emphasis,
    "audio": _Reader._audio,
    "desc": _Reader._hidden,
    "metadata": _Reader._hidden,
    "p": _Reader._paragraph,
    "paragraph": _Reader._paragraph,
    "s": _Reader._sentence,
    "sentence": _Reader._sentence,
}
"""What is understood; of everything else the words are kept and the element is told as lost."""


# --- out ------------------------------------------------------------------------------------------------------------


def to_ssml(timeline: Timeline) -> str:
    """The fitted session for an engine outside: its cues, its pauses to the millisecond, its chapters as marks.

    Breaks are cut in pieces of at most 10 s, because engines cut longer ones short. Words last as long as the other
    engine speaks them, so only the pauses are exact. Backgrounds, and sounds that unknot makes itself, stay behind.
    """
    head = f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang={_quoted(timeline.language)}>'
    lines = [line for event in timeline.events for line in _lines(event, timeline.language)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</speak>", ""])


def _lines(event: Event, language: str) -> Iterator[str]:
    match event:
        case Cue():
            yield _cue(event.utterance, language)
        case Rest():
            yield from _breaks(event.frames)
        case Chapter():
            yield f"<mark name={_quoted(event.title)}/>"
        case Chime() if "." in event.name:
            yield f"<audio src={_quoted(event.name)}/>"
        case Chime() if not event.under:
            yield from _breaks(event.frames)
        case _:
            return


def _breaks(length: Frames) -> Iterator[str]:
    left = round(length / MILLISECOND)
    while left > 0:
        piece = min(left, LONGEST_BREAK // MILLISECOND)
        yield f'<break time="{piece}ms"/>'
        left -= piece


def _cue(said: Utterance, language: str) -> str:
    parts = re.split(r"(?<!\\)\*", said.text)  # every second one stands between stars
    marked = [_pronounced(escape(part.replace("\\*", "*"), quote=False), said) for part in parts]
    text = "".join(f"<emphasis>{part}</emphasis>" if i % 2 else part for i, part in enumerate(marked))
    if said.voice.rate is not None:
        text = f'<prosody rate="{round(said.voice.rate / USUAL_RATE * 100)}%">{text}</prosody>'
    if said.voice.name is not None:
        text = f"<voice name={_quoted(said.voice.name)}>{text}</voice>"
    other = f" xml:lang={_quoted(said.language)}" if said.language != language else ""
    return f"<s{other}>{text}</s>"


def _pronounced(text: str, said: Utterance) -> str:
    """The script's own pronunciations as `<sub>`, or `<phoneme>` for IPA: whole words, longest first, one pass."""
    how = {escape(word, quote=False).casefold(): alias for word, alias in said.say}
    if not how:
        return text
    words = "|".join(map(re.escape, sorted(how, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda m: _said_as(m[0], how[m[0].casefold()]), text)


def _said_as(word: str, how: str) -> str:
    if ipa := between_slashes(how):
        return f'<phoneme alphabet="ipa" ph={_quoted(ipa)}>{word}</phoneme>'
    return f"<sub alias={_quoted(how)}>{word}</sub>"


def _quoted(text: str) -> str:
    """The text as the value of an attribute, its quotes included."""
    return f'"{escape(text)}"'.replace("\n", "&#10;").replace("\t", "&#9;")
