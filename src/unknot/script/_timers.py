"""Timers and transcripts as JSON or YAML: a list of phrases and how long each lasts, or when each begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from unknot.script._draft import speakable
from unknot.script._passages import Fragment, Passage
from unknot.script._pauses import read_length
from unknot.script._subtitles import Subtitle, tell_cues
from unknot.script._values import Fault, Span
from unknot.script._yaml import Mapping, Scalar, Sequence, read_tree
from unknot.units import frames

if TYPE_CHECKING:
    from unknot.script._passages import Teller
    from unknot.script._yaml import Value
    from unknot.units import Frames

LARGEST: Final = 100_000
"""Characters; the parser of YAML is slow, and no timer is longer."""
DEEPEST: Final = 12
"""How deep lists and keys may stand inside each other."""

_TEXT: Final = (
    "text", "phrase", "say", "words", "cue", "speech", "content", "name", "title", "exercise", "label",
    "prompt", "step", "instruction", "instructions", "description", "message", "action",
)  # fmt: skip
"""Keys of what is said, the surest first."""
_LENGTH: Final = (
    "duration", "seconds", "secs", "sec", "length", "durationseconds", "durationsec", "durationms",
    "durationmillis", "time", "pause", "wait", "hold", "rest", "silence", "minutes", "ms", "milliseconds",
)  # fmt: skip
_NAME: Final = ("name", "title", "label", "exercise", "step")
"""Keys of what a list of phrases is called."""
_START: Final = ("start", "begin", "starttime", "from", "offset")
_END: Final = ("end", "stop", "endtime", "to")
_LINE = re.compile(r"^[ \t]*(?:- )?[\w \"'-]{1,30}:(?:[ \t]|$)|^[ \t]*-[ \t]|^[ \t]*\#|^[ \t]*$")


def is_data(text: str) -> bool:
    """Whether a text is JSON, or YAML and nothing else."""
    start = text.lstrip()[:400]
    if re.match(r"[\[{]\s*[\"{\[]", start):
        return True
    lines = text.split("\n")[:400]
    keys = sum(re.match(r"[ \t]*(?:- )?[\w-]{1,30}:(?:[ \t]|$)", line) is not None for line in lines)
    return (
        keys > 2 and all(map(_LINE.match, lines)) and re.search(r"^(?:- \w|[ \t]+- )", text, re.MULTILINE) is not None
    )


def read_timer(text: str, teller: Teller) -> None:
    """Afterwards the draft says the phrases of a list, and is silent as long as each lasts.

    Raises:
        Fault: It is neither JSON nor YAML, or is longer than any timer.
    """
    if len(text) > LARGEST:
        raise Fault(Span(" ", 0), "too-large", f"this list has more than {LARGEST:,} characters", "split it in parts")
    tree = read_tree(text.replace("\t", " "), 0, DEEPEST)
    reader = _Timer(text, teller)
    reader.value(tree, ())
    if reader.cues:
        tell_cues(reader.cues, teller)
    elif not reader.said:
        hint = "write a line for each phrase: phrase;seconds"
        teller.faults.add(0, 1, "not-carried", "there is no list of phrases in this JSON or YAML", hint)


@dataclass
class _Timer:
    """Walks the values once, in order."""

    text: str
    teller: Teller
    cues: list[Subtitle] = field(default_factory=list)
    said: bool = False

    def value(self, value: Value | None, path: tuple[str, ...]) -> None:
        """Afterwards the draft says a value, which stands under these keys."""
        match value:
            case Mapping():
                self._mapping(value, path)
            case Sequence(items):
                for item in items:
                    self.value(item, path)
            case Scalar() if value.text.strip():
                self._say(value)
                self.teller.draft.stop()

    def _mapping(self, mapping: Mapping, path: tuple[str, ...]) -> None:
        keys = {_bare(key.text): (key, value) for key, value in reversed(mapping.pairs)}
        text = next((keys[name] for name in _TEXT if name in keys and isinstance(keys[name][1], Scalar)), None)
        length = next((keys[name] for name in _LENGTH if name in keys and _length(*keys[name]) is not None), None)
        nested = [(key, value) for key, value in mapping.pairs if isinstance(value, (Mapping, Sequence))]
        start = next((keys[name] for name in _START if name in keys and _seconds(keys[name][1]) is not None), None)
        used = {id(pair[0]) for pair in (text, length, start) if pair is not None}
        if text is not None and start is not None:
            used |= self._cue(text[1], start[1], keys)
        elif text is not None and nested and length is None:
            used = {id(text[0])} if self._head(text, path) else set()
        elif text is not None and (length is not None or path):
            self._phrase(text[1], length)
        else:
            used.clear()
        for key, value in mapping.pairs:
            if isinstance(value, Scalar):
                if id(key) not in used:
                    self._lose(key, value)
            else:
                self.value(value, (*path, _bare(key.text)))

    def _head(self, text: tuple[Scalar, Value], path: tuple[str, ...]) -> bool:
        """The name of a list is the title of the whole, or a chapter. Gives whether the text is a name."""
        key, value = text
        name = " ".join(value.text.split()) if isinstance(value, Scalar) else ""
        if _bare(key.text) not in _NAME or not speakable(name):
            return False
        if not path and "title" not in self.teller.draft.header and len(name) < 200:
            self.teller.draft.header["title"] = name
        else:
            self.teller.passages([Passage((Fragment(name, self._place(value)),), "heading")])
        return True

    def _phrase(self, text: Value, length: tuple[Scalar, Value] | None) -> None:
        self._say(text)
        frames_long = None if length is None else _length(*length)
        if frames_long is None:
            self.teller.draft.stop()
        else:
            self.teller.draft.pause(frames_long)

    def _say(self, value: Value) -> None:
        if isinstance(value, Scalar):
            self.teller.prose((Fragment(value.text, self._place(value)),))
            self.said = True

    def _cue(self, text: Value, start: Value, keys: dict[str, tuple[Scalar, Value]]) -> set[int]:
        """A phrase that says when it begins. Gives the keys that are used beside these two."""
        end = next((keys[name] for name in _END if name in keys and _seconds(keys[name][1]) is not None), None)
        at = _seconds(start)
        if isinstance(text, Scalar) and at is not None and text.text.strip():
            fragment = Fragment(" ".join(text.text.split()), self._place(text))
            self.cues.append(Subtitle(at, None if end is None else _seconds(end[1]), ((fragment,),)))
        return set() if end is None else {id(end[0])}

    def _lose(self, key: Scalar, value: Scalar) -> None:
        if value.text.strip():
            end = value.offset + len(value.text)
            self.teller.faults.add(
                key.offset,
                max(1, end - key.offset),
                "not-carried",
                f"`{key.text}: {value.text}` cannot be carried over",
            )

    def _place(self, value: Value) -> int:
        """Where a value's words begin, behind its quote."""
        return value.offset + (self.text[value.offset : value.offset + 1] in {'"', "'"})


def _bare(key: str) -> str:
    return re.sub(r"[\W_]", "", key).lower()


def _length(key: Scalar, value: Value) -> Frames | None:
    """A length by its key: `durationMs` counts thousandths, `minutes` minutes, others seconds."""
    if not isinstance(value, Scalar):
        return None
    name, number = _bare(key.text), re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", value.text.strip())
    if number is None:
        return read_length(value.text)
    scale = 0.001 if name.endswith(("ms", "millis", "milliseconds")) else 60.0 if name.startswith("minute") else 1.0
    seconds = float(number[0]) * scale
    return frames(round(seconds, 3)) if seconds <= 86_400 else None


def _seconds(value: Value) -> float | None:
    if not isinstance(value, Scalar):
        return None
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,9})?", value.text.strip()):
        return float(value.text)
    length = read_length(value.text)
    return None if length is None else length / frames(1)
