"""Rules about the words of a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from unknot.planning import split_sentences
from unknot.reading import primary, unclear
from unknot.routine import BackgroundTag, ChimeTag, engine_named, plain
from unknot.script._header import header_end
from unknot.script._pauses import foreign_aside
from unknot.script._phrases import whole
from unknot.script._reduction import all_of_them, without_choices
from unknot.script._subject import walk_includes, walk_inlines, walk_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unknot.script._phrases import Phrases
    from unknot.script._subject import CheckedScript, Remark

MOST_WORDS: Final = 25
"""The most words of a sentence."""
_WORD = re.compile(r"[\w'’-]*\w[\w'’-]*")
_LIST_MARK = re.compile(r"^[ \t]*([-+]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_ASIDE = re.compile(r"\(([^()]{1,60})\)")


def words_in(text: str) -> int:
    """The number of words in a text."""
    return len(_WORD.findall(text))


def _nothing_to_say(subject: CheckedScript) -> Iterator[Remark]:
    sounds = any(isinstance(item, ChimeTag) for item in walk_inlines(subject.routine.body))
    if not subject.spoken and not sounds and not any(i.body is None for i in walk_includes(subject.routine.body)):
        yield subject.remark(
            subject.key("title"), "", "nothing is said in this script", "write a sentence below the header"
        )


def _unspeakable(subject: CheckedScript) -> Iterator[Remark]:
    for place, pieces in walk_words(subject.routine.body):
        text = plain(without_choices(pieces, all_of_them))
        if text and not _WORD.search(text):
            yield subject.remark(place, text, "no voice can say this", "write words, or a pause like [4s]")


def _unknown_file(subject: CheckedScript) -> Iterator[Remark]:
    if subject.exists is None:
        return
    header = subject.routine.header
    if header.background and not subject.exists("background", header.background):
        yield subject.remark(
            subject.key("background"), header.background, f"there is no background `{header.background}`"
        )
    for item in walk_inlines(subject.routine.body):
        kind = "sound" if isinstance(item, ChimeTag) else "background" if isinstance(item, BackgroundTag) else ""
        name = getattr(item, "name", "")
        if kind and name and not subject.exists(kind, name):
            yield subject.remark(item.place, name, f"there is no {kind} `{name}`", "it is looked for beside the script")


def _long_sentence(subject: CheckedScript) -> Iterator[Remark]:
    for spoken in subject.spoken:
        for sentence in split_sentences(spoken.text):
            if (count := words_in(sentence.text)) > MOST_WORDS:
                start = " ".join(sentence.text.split()[:2])
                yield subject.remark(
                    spoken.place, start, f"a sentence of {count} words", f"{MOST_WORDS} are easy to follow"
                )


def _foreign_pause(subject: CheckedScript) -> Iterator[Remark]:
    for spoken in subject.every:
        for match in _ASIDE.finditer(spoken.text):
            if tag := foreign_aside(match[1]):
                yield subject.remark(
                    spoken.place, match[0], f"{match[0]} would be read aloud", f"write {tag}; `unknot fmt` does"
                )


def _list_line(subject: CheckedScript) -> Iterator[Remark]:
    source = subject.source
    for match in _LIST_MARK.finditer(_COMMENT.sub(lambda m: " " * len(m[0]), source.text), header_end(source)):
        hint = "write sentences, or \\ before the mark"
        yield subject.remark(source.place(match.start(1)), match[1], f"“{match[1]}” begins no list here", hint)


def _unclear(kind: str) -> Callable[[CheckedScript], Iterator[Remark]]:
    """A rule that finds what is not spoken or may be misread, except words that the script says how to say."""

    def found(subject: CheckedScript) -> Iterator[Remark]:
        header = subject.routine.header
        own = [re.escape(word) for word, _ in sorted(header.say, key=lambda pair: -len(pair[0])) if word.strip()]
        said = re.compile(rf"(?<!\w)(?:{'|'.join(own)})(?!\w)", re.IGNORECASE) if own else None
        for spoken in subject.every:
            text = said.sub(lambda m: " " * len(m[0]), spoken.text) if said else spoken.text
            for one in unclear(text, header.language):
                if one.kind == kind:
                    yield subject.remark(spoken.place, one.text, one.message, one.hint)

    return found


def _foreign_letters(subject: CheckedScript) -> Iterator[Remark]:
    """Letters of other alphabets, and kanji for the one voice that cannot read them."""
    yield from _FOREIGN(subject)
    header = subject.routine.header
    if primary(header.language) != "ja" or (engine_named(header.voice.engine) or "espeak") != "espeak":
        return
    for spoken in subject.every:
        for match in _KANJI.finditer(spoken.text):
            message, hint = "eSpeak NG says “Chinese letter” for kanji", "write kana, or choose another voice"
            yield subject.remark(spoken.place, match[0], message, hint)


_FOREIGN = _unclear("foreign-letters")


def _phrase(pick: Callable[[Phrases], str], message: str, hint: str) -> Callable[[CheckedScript], Iterator[Remark]]:
    """A rule that finds a phrase in the spoken words, except after a negation in the same sentence."""

    def found(subject: CheckedScript) -> Iterator[Remark]:
        if subject.phrases is None:
            return
        pattern, unless = whole(pick(subject.phrases)), whole(subject.phrases.unless)
        for spoken in subject.every:
            for sentence in split_sentences(spoken.text):
                for match in pattern.finditer(sentence.text):
                    if not unless.search(sentence.text[: match.start()]):
                        yield subject.remark(spoken.place, match[0], message.format(match[0]), hint)

    return found


def _claims(subject: CheckedScript) -> Iterator[Remark]:
    """Medical claims in the spoken words, the title and the summary."""
    yield from _SPOKEN_CLAIMS(subject)
    if subject.phrases is None:
        return
    header = subject.routine.header
    for key in ("title", "summary"):
        for match in whole(subject.phrases.claim).finditer(getattr(header, key)):
            if not whole(subject.phrases.unless).search(getattr(header, key)[: match.start()]):
                yield subject.remark(subject.key(key), match[0], _CLAIM.format(match[0]), _CLAIM_HINT)


_CLAIM = "“{}” is a medical claim"
_CLAIM_HINT = "say what may be felt: “may feel easier”"
_SPOKEN_CLAIMS = _phrase(lambda p: p.claim, _CLAIM, _CLAIM_HINT)

CHECKS: Final = {
    "nothing-to-say": _nothing_to_say,
    "unspeakable": _unspeakable,
    "unknown-file": _unknown_file,
    "long-sentence": _long_sentence,
    "open-eyes": _phrase(lambda p: p.open_eyes, "“{}” asks for open eyes", "say it so that it can be felt"),
    "medical-claim": _claims,
    "we-form": _phrase(lambda p: p.we, "“{}” is what listeners like least", "speak to one person: “you”"),
    "foreign-pause": _foreign_pause,
    "list-line": _list_line,
    "emoji": _unclear("emoji"),
    "address": _unclear("address"),
    "symbol": _unclear("symbol"),
    "foreign-letters": _foreign_letters,
    "misread": _unclear("misread"),
}
"""The function of each rule by its name."""
