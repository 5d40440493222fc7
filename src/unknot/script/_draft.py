"""What an imported script is put together from: paragraphs of words and pauses, sound in every tree they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from unknot.routine import (
    Comment,
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
    plain,
)
from unknot.script._encodings import tidied
from unknot.script._source import unprintable
from unknot.script._values import LONGEST, Fault, Span
from unknot.units import Frames

if TYPE_CHECKING:
    from unknot.routine import Alternatives

MOST_BLOCKS: Final = 20_000
"""Paragraphs, each pause in one counted as half of one; a day has not so many."""
MOST_MARKS: Final = 20_000
"""Tags, brackets and other marks."""

_SPACES = re.compile(r"\s+")
_STRAY_STOP = re.compile(r"\A\s*[.,;:!?](?![.\d])")
"""What is left of the sentence in front of a pause that stood before its full stop."""
_SPEAKABLE = re.compile(r"[^\W_]")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CLOSERS = "\"'”’»)]*"
_STILL_OPEN = ",;:–—-"


def speakable(text: str) -> bool:
    """Whether a voice has something to say of a text: a letter or a digit."""
    return _SPEAKABLE.search(text) is not None


def clean(text: str) -> str:
    """The text without characters that no script may hold, on one line; an entity may have stood for one."""
    return _SPACES.sub(" ", "".join(c for c in tidied(text) if c in "\n\t" or not unprintable(c))).strip()


def _printable(text: str) -> str:
    """The text as `clean` leaves it, with the white space at its ends."""
    if not unprintable(text):
        return text
    return "".join(c for c in tidied(text) if not unprintable(c))


def tidy(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces as the parser would give them: neighbouring words are one, white space is single, none at the ends."""
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if isinstance(piece, Words) and isinstance(before, Words):
            out[-1] = Words(before.text + piece.text)
        elif isinstance(piece, Emphasis) and (joined := _joined(out, piece)):
            out[-2:] = [joined]
        elif piece not in (Words(""), Emphasis(())):
            out.append(piece)
    out = [Words(_SPACES.sub(" ", piece.text)) if isinstance(piece, Words) else piece for piece in out]
    if out and isinstance(out[0], Words):
        out[0] = Words(out[0].text.lstrip())
    if out and isinstance(out[-1], Words):
        out[-1] = Words(out[-1].text.rstrip())
    return tuple(piece for piece in out if piece != Words(""))


def _joined(before: list[Piece], piece: Emphasis) -> Emphasis | None:
    """Two emphases with only white space between them are one."""
    match before[-2:]:
        case [Emphasis((Words(first),)), Words(" ")]:
            return Emphasis((Words(f"{first} {plain(piece.pieces)}"),))
    return None


@dataclass
class ScriptDraft:
    """Gathers the blocks of an imported script, and what its header says."""

    nodes: list[Node] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)
    """What the text says of itself: values of `Header`, by their names there."""
    marks: int = 0
    """Marks of markup that were read; `count_mark` refuses more than a person writes."""
    rate: int | None = None
    """Words a minute of what comes next, where the script says so."""
    _items: list[Inline] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _stopped: bool = False
    """A sentence has ended, and nothing was said since."""
    _count: int = 0
    """Blocks so far."""
    _notes: list[Node] = field(default_factory=list)
    """Notes and comments from inside the paragraph; they come in front of it."""

    def words(self, text: str) -> None:
        """Words to speak."""
        text = _printable(text)
        self._go_on(text)
        self._pieces.append(Words(text))

    def emphasis(self, text: str) -> None:
        """Words to speak with emphasis; marks without a word in them have none."""
        said = _SPACES.sub(" ", _printable(text))
        inner = said.strip()
        self._go_on(inner)
        if not speakable(inner):
            self.words(said)
            return
        lead, tail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
        self._pieces += [Words(lead), Emphasis((Words(inner),)), Words(tail)]

    def _go_on(self, text: str) -> None:
        """What follows the end of a sentence in small letters begins a paragraph; else no gap would be heard."""
        if self._stopped and speakable(text):
            self._stopped = False
            if text.lstrip()[:1].islower():
                self.paragraph()

    def count_mark(self) -> None:
        """One more mark was read.

        Raises:
            Fault: There are more than a person writes.
        """
        self.marks += 1
        if self.marks > MOST_MARKS:
            raise Fault(Span(" ", 0), "too-large", f"more than {MOST_MARKS:,} marks", "split it in parts")

    def choice(self, choice: Alternatives) -> None:
        """One of several words."""
        self._pieces.append(choice)

    def stop(self) -> None:
        """The sentence ends here: what comes next is not spoken in one breath with it."""
        self._trim()
        bare = plain(tuple(self._pieces[-2:])).rstrip(_CLOSERS)
        if not speakable(bare):
            self.words(" ")
        elif bare[-1] in _STILL_OPEN:
            self.paragraph()
        else:
            self.words(("。" if _EAST.match(bare[-1]) else ". ") if bare[-1].isalnum() else " ")
            self._stopped = True

    def _trim(self) -> None:
        """No white space at the end of the words so far."""
        while self._pieces and isinstance(last := self._pieces[-1], Words):
            self._pieces.pop()
            if text := last.text.rstrip():
                self._pieces.append(Words(text))
                return

    def pause(self, length: Frames) -> None:
        """A pause; right behind another one they are one."""
        self._end_say()
        before = self._items[-1] if self._items else None
        if isinstance(before, Pause) and _flexes(before.length) and length + (before.length.natural or 0) <= LONGEST:
            length = Frames(length + (before.length.natural or 0))
            self._items.pop()
        self._items.append(Pause(Length(length)))

    def tag(self, item: Inline) -> None:
        """Any other tag."""
        if isinstance(item, Pause) and item.length.natural is not None and _flexes(item.length):
            self.pause(item.length.natural)
            return
        self._end_say()
        self._items.append(item)

    def paragraph(self) -> None:
        """The paragraph ends here."""
        self._end_say()
        notes, self._notes = self._notes, []
        for note in notes:
            self._add(note)
        if self._items:
            self._count += len(self._items) // 2
            self._add(Paragraph(tuple(self._items)))
            self._items = []

    def reopen(self) -> None:
        """The last paragraph goes on, if it was one."""
        self.paragraph()
        last = self.nodes[-1] if self.nodes else None
        if isinstance(last, Paragraph) and self.rate is None:
            self._items = list(last.items)
            self.nodes.pop()

    def heading(self, text: str, level: int = 1) -> None:
        """A chapter begins."""
        self.paragraph()
        if pieces := tidy([Words(_printable(text))]):
            self._add(Heading(pieces, level))

    def note(self, text: str) -> None:
        """Something that is shown instead of spoken; it parts no sentence."""
        if shown := clean(text):
            self._notes.append(NoteBlock(shown))

    def comment(self, text: str) -> None:
        """Something that is neither spoken nor shown."""
        self._notes.append(Comment(clean(text.replace("-->", ""))))

    def speed(self, rate: int | None) -> None:
        """From here on the voice has another rate."""
        if rate != self.rate:
            self.paragraph()
            self.rate = rate

    def _end_say(self) -> None:
        self._stopped = False
        if self._items and self._pieces and isinstance(first := self._pieces[0], Words):
            self._pieces[0] = Words(_STRAY_STOP.sub("", first.text))
        pieces, self._pieces = tidy(self._pieces), []
        if speakable(plain(pieces)):
            self._items.append(Say(pieces))

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > MOST_BLOCKS:
            raise Fault(Span(" ", 0), "too-large", f"more than {MOST_BLOCKS:,} paragraphs", "split it in parts")
        if self.rate is None:
            self.nodes.append(node)
            return
        voice = VoiceChoice(rate=self.rate)
        before = self.nodes[-1] if self.nodes else None
        if isinstance(before, Voiced) and before.voice == voice:
            self.nodes[-1] = Voiced(voice, (*before.body, node))
        else:
            self.nodes.append(Voiced(voice, (node,)))


def _flexes(length: Length) -> bool:
    """Whether a length is one written number, which another may be added to."""
    return length.natural is not None and not length.fixed and length.least is None and length.most is None
