"""The words of a script with variables filled in and alternatives chosen by the seed."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from unknot import routine as tree
from unknot.errors import ScriptError
from unknot.planning import _language, _sentences
from unknot.planning._score import CueSlot, dotted
from unknot.units import Frames, frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from unknot.errors import Place
    from unknot.planning._score import Key, Score

STAND_IN: Final = frames(600.0)
"""The length of a session as long as it is not known."""
TIMED: Final = ("elapsed", "next", "remaining")
"""The variables that tell the time of the session."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables and the voice inside one turn, one side or one voice block."""

    values: Mapping[str, str] = field(default_factory=dict)
    """Variable → its words."""
    coordinates: str = ""
    """The numbers of the turns and sides around this place: `.0.2`. Empty outside of them."""
    voice: tree.VoiceChoice = tree.VoiceChoice()


class WordFiller:
    """Fills in the words of a routine, place by place, in the order of the script.

    State: the scope, the last choice at every place, and the last words, whose time a variable tells.
    """

    def __init__(self, score: Score) -> None:
        self._score = score
        self._header = score.routine.header
        self._scope = Scope(voice=self._header.voice)
        self._picked: dict[Key, int] = {}
        """The option that was chosen last, by the place of the choice."""
        self._spoken: tuple[Key, str] = (), ""
        """The key and coordinates of the last spoken words. Variables tell the time at which they begin."""
        self._names: Counter[str] = Counter()
        """How often each name of a cue was given."""
        self.provisional = False
        """Whether words depend on the result of a fit."""

    # --- scopes ---

    @property
    def repeated(self) -> bool:
        """Whether this place is inside a repeat or an each."""
        return self._scope.coordinates != ""

    def turn(self, number: int, of: int) -> AbstractContextManager[None]:
        """Inside, this is turn `number` of a repeat, counted from 0; `of` is how many there will be."""
        language = self._header.language
        names = {
            "round": _language.spoken_number(language, number + 1),
            "rounds": _language.spoken_number(language, max(of, number + 1)),
        }
        return self._inside(self._numbered(names, number))

    def side(self, node: tree.Each, number: int) -> AbstractContextManager[None]:
        """Inside, this is side `number` of an each, counted from 0."""
        names = {node.variable: node.values[number]}
        if len(node.values) == 2:
            names[f"{node.variable}.other"] = node.values[1 - number]
        return self._inside(self._numbered(names, number))

    def voice(self, choice: tree.VoiceChoice) -> AbstractContextManager[None]:
        """Inside, another voice speaks."""
        return self._inside(replace(self._scope, voice=choice.over(self._scope.voice)))

    @contextmanager
    def choices(self, *, count: bool) -> Iterator[None]:
        """Inside, alternatives are chosen. If they do not `count`, later ones may repeat them."""
        before = None if count else dict(self._picked)
        yield
        if before is not None:
            self._picked = before

    def _numbered(self, names: Mapping[str, str], number: int) -> Scope:
        outer = self._scope
        return Scope({**outer.values, **names}, f"{outer.coordinates}.{number}", outer.voice)

    @contextmanager
    def _inside(self, scope: Scope) -> Iterator[None]:
        outer, self._scope = self._scope, scope
        yield
        self._scope = outer

    # --- words ---

    def spoken(self, pieces: Sequence[tree.Piece], key: Key) -> str:
        """The text that is spoken at a place. Variables tell the time at which it begins."""
        self._spoken = key, self._scope.coordinates
        return self._text(pieces, key)

    def shown(self, pieces: Sequence[tree.Piece], key: Key) -> str:
        """The text of a title, in one line and without emphasis. Variables tell the time of the words before it."""
        return _sentences.plain(" ".join(self._text(pieces, key).split()))

    def cue(self, text: str, place: Place, name: str, index: int) -> CueSlot:
        """The cue of one sentence, with the language and the voice of this place.

        Args:
            text: The sentence.
            place: Where the script has it.
            name: The key of the words with this sentence, as text.
            index: The number of the sentence in these words, from 0.
        """
        utterance = tree.Utterance(text, self._header.language, self._scope.voice, self._header.say)
        occurrence = f"@{self._scope.coordinates}/{index}"
        return CueSlot(utterance, _sentences.plain(text), place, name + occurrence, self._named(place, occurrence))

    def _named(self, place: Place, occurrence: str) -> str:
        """A name from the line and not from the tree, which has more words where a caution is spoken first."""
        name = f"{PurePath(place.file).name}:{place.line}:{place.column}{occurrence}"
        self._names[name] += 1  # a part that is included twice has the same lines
        return f"{name}#{self._names[name]}"

    def phase(self, phase: str, place: Place, name: str, index: int) -> CueSlot:
        """The cue of phase `index` of a breath."""
        return self.cue(_language.breath(self._header.language, phase), place, name, index)

    def _text(self, pieces: Sequence[tree.Piece], key: Key) -> str:
        """The pieces as one text. A variable at the beginning of a sentence gets a capital letter."""
        text = ""
        for index, piece in enumerate(pieces):
            added = self._piece(piece, (*key, index))
            begins = isinstance(piece, tree.Variable) and text.rstrip()[-1:] in ("", ".", "!", "?", "…")
            text += added[:1].upper() + added[1:] if begins else added
        return text

    def _piece(self, piece: tree.Piece, key: Key) -> str:
        match piece:
            case tree.Words():
                return piece.text.replace("*", "\\*")
            case tree.Emphasis():
                return f"*{self._text(piece.pieces, key)}*"
            case tree.Variable():
                return self._variable(piece)
            case tree.Alternatives():
                return self._choice(piece, key)

    def _choice(self, piece: tree.Alternatives, key: Key) -> str:
        name = f"{dotted(key)}@{self._scope.coordinates}"
        pick = pick_other(self._score.seed, name, len(piece.options), self._picked.get(key))
        self._picked[key] = pick
        self.provisional |= self.repeated and not self._score.known.values
        return self._text(piece.options[pick], (*key, pick))

    def _variable(self, piece: tree.Variable) -> str:
        values = self._scope.values
        if piece.name in values:
            self.provisional |= piece.name == "rounds" and not self._score.known.values
            return values[piece.name]
        if piece.name in TIMED:
            return self._time(piece.name)
        message, known = f"nothing fills in {{{piece.name}}} here", ", ".join(sorted({*values, *TIMED}))
        raise ScriptError.at(piece.place, "unknown-variable", message, f"known: {known}")

    def _time(self, name: str) -> str:
        """A time of the fitted session; before there is a fit, words of about the same length."""
        self.provisional = True
        language, known = self._header.language, self._score.known
        total = known.total or self._score.length or STAND_IN
        key, coordinates = self._spoken
        at = known.starts.get(f"{dotted(key)}@{coordinates}/0", Frames(total // 2))
        if name == "elapsed":
            return _language.spoken_duration(language, at)
        if name == "remaining":
            return _language.spoken_duration(language, total - at)
        later = [title for start, title in known.chapters if start > at]
        return later[0] if later else _language.of(language).end


def pick_other(seed: int, key: str, count: int, last: int | None) -> int:
    """A number from 0 to `count` − 1 that is not `last`, where there is another.

    It depends on the arguments only and is the same on every machine and in every version of Python.
    """
    others = count if last is None or count < 2 else count - 1
    digest = hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()
    picked = int.from_bytes(digest, "big") % others
    return picked + 1 if others < count and last is not None and picked >= last else picked
