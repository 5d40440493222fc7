"""What an imported script is put together from: paragraphs of words and pauses, sound in every tree they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from unknot.routine import (
    Emphasis,
    Heading,
    Inline,
    Length,
    Node,
    NoteBlock,
    Paragraph,
    Pause,
    Piece,
    Say,
    VoiceChoice,
    Voiced,
    Words,
)
from unknot.units import Frames

_SPACES = re.compile(r"\s+")


def tidy(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces as the parser would give them: neighbouring words are one, white space is single, none at the ends."""
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if isinstance(piece, Words) and isinstance(before, Words):
            out[-1] = Words(before.text + piece.text)
        elif piece not in (Words(""), Emphasis(())):
            out.append(piece)
    out = [Words(_SPACES.sub(" ", piece.text)) if isinstance(piece, Words) else piece for piece in out]
    if out and isinstance(out[0], Words):
        out[0] = Words(out[0].text.lstrip())
    if out and isinstance(out[-1], Words):
        out[-1] = Words(out[-1].text.rstrip())
    return tuple(piece for piece in out if piece != Words(""))


@dataclass
class ScriptDraft:
    """Gathers the blocks of an imported script."""

    nodes: list[Node] = field(default_factory=list)
    rate: int | None = None
    """Words a minute of what comes next, where the script says so."""
    _items: list[Inline] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)

    def words(self, text: str) -> None:
        """Words to speak."""
        self._pieces.append(Words(text))

    def emphasis(self, text: str) -> None:
        """Words to speak with emphasis."""
        said = _SPACES.sub(" ", text)
        inner = said.strip()
        lead, tail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
        self._pieces += [Words(lead), Emphasis((Words(inner),)) if inner else Words(""), Words(tail if inner else "")]

    def pause(self, length: Frames) -> None:
        """A pause; right behind another one they are one."""
        self._end_say()
        before = self._items[-1] if self._items else None
        if isinstance(before, Pause) and before.length.natural is not None and not before.length.fixed:
            length = Frames(length + before.length.natural)
            self._items.pop()
        self._items.append(Pause(Length(length)))

    def tag(self, item: Inline) -> None:
        """Any other tag."""
        self._end_say()
        self._items.append(item)

    def paragraph(self) -> None:
        """The paragraph ends here."""
        self._end_say()
        if self._items:
            self._add(Paragraph(tuple(self._items)))
            self._items = []

    def heading(self, text: str, level: int = 1) -> None:
        """A chapter begins."""
        self.paragraph()
        if pieces := tidy([Words(text)]):
            self._add(Heading(pieces, level))

    def note(self, text: str) -> None:
        """Something that is shown instead of spoken."""
        self.paragraph()
        self._add(NoteBlock(_SPACES.sub(" ", text).strip()))

    def speed(self, rate: int | None) -> None:
        """From here on the voice has another rate."""
        if rate != self.rate:
            self.paragraph()
            self.rate = rate

    def _end_say(self) -> None:
        pieces, self._pieces = tidy(self._pieces), []
        if pieces:
            self._items.append(Say(pieces))

    def _add(self, node: Node) -> None:
        if self.rate is None:
            self.nodes.append(node)
            return
        voice = VoiceChoice(rate=self.rate)
        before = self.nodes[-1] if self.nodes else None
        if isinstance(before, Voiced) and before.voice == voice:
            self.nodes[-1] = Voiced(voice, (*before.body, node))
        else:
            self.nodes.append(Voiced(voice, (node,)))
