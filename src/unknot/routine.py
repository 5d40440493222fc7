"""The routine as a tree, as it is written in a script, and the utterances that a voice speaks.

    Routine
    ├── Header
    └── body: Node …
        ├── Heading, NoteBlock, Comment
        ├── Paragraph: Say, Pause, Move, Hold, Breath, Until, Beat, ChimeTag, BackgroundTag
        └── Repeat, Each, Optional, From, Under, Work, Voiced, Include: each with a body

Two routines are equal when their content is the same; the places of nodes in the text (`place`) are not compared.
Times are frames at 48 kHz.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from unknot.errors import Place
from unknot.units import Frames, Seconds, frames

NOWHERE = Place("", 1, 1)
"""The place of what is in no script, such as a line that the program adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNode:
    """A node with a place in a script."""

    place: Place = field(default=NOWHERE, compare=False, repr=False)
    """Not compared when two nodes are."""


# --- lengths and counts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Length:
    """A length with bounds, as written. A bound that was not written is None; the pace or the tag decides it."""

    natural: Frames | None
    """As written; None where only bounds were (`2s..12s`)."""
    least: Frames | None = None
    most: Frames | None = None
    fixed: bool = False
    """Exact at every length."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of turns: one number where both are the same, else a range from which the fit chooses."""

    least: int
    most: int


# --- the header -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice and how it speaks. What is None is decided by the settings."""

    engine: str | None = None
    name: str | None = None
    rate: int | None = None
    """Words a minute."""
    pitch: int | None = None
    """0 to 100; 50 is the pitch of the voice itself."""

    def over(self, other: VoiceChoice) -> VoiceChoice:
        """This choice, with values of `other` where this one has none.

        A name, rate and pitch belong to their engine: they are taken from `other` only where the engine is the same.
        """
        if self.engine is not None and engine_named(self.engine) != engine_named(other.engine):
            return self
        return VoiceChoice(
            self.engine or other.engine,
            self.name if self.name is not None else other.name,
            self.rate if self.rate is not None else other.rate,
            self.pitch if self.pitch is not None else other.pitch,
        )


ENGINE_ALIASES: Final = {"embedded": "espeak", "hibari": "natural"}
"""Other names of engines."""


def engine_named(name: str | None) -> str | None:
    """The name of an engine, where it has several the one that is used everywhere."""
    return ENGINE_ALIASES.get(name, name) if name else name


def voice_named(text: str) -> VoiceChoice:
    """The voice of `ENGINE` or `ENGINE:NAME`; the engine is empty where it was left out."""
    engine, _, name = text.partition(":")
    return VoiceChoice(engine.strip(), name.strip() or None)


SIDES: Final = ("left", "right")
"""The sides of a body, as a script and a profile name them."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is between the `---` lines."""

    title: str
    summary: str = ""
    author: str = ""
    language: str = "en"
    """BCP 47."""
    license: str = ""
    areas: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    side: str = ""
    """`left` or `right` for a routine that works on one side only."""
    posture: str = ""
    setting: str = ""
    level: str = ""
    length: Frames | None = None
    """The length that it was written for; None is its natural length."""
    pace: str = "calm"
    voice: VoiceChoice = VoiceChoice()
    background: str | None = None
    """A generated background's name, or a file in the folder of the script; None leaves it to the settings."""
    say: tuple[tuple[str, str], ...] = ()
    """Pronunciations: whole word, how to say it; in the order written."""
    cautions: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    """Rules of the checker whose warnings this script allows."""


# --- inside a sentence ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text, escapes undone."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """`*text*`, for voices with emphasis."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Variable(SourceNode):
    """`{side}` and others, filled in when the routine is unfolded or fitted."""

    name: str


@dataclass(frozen=True, slots=True)
class Alternatives(SourceNode):
    """`{a | b | c}`: one of them, chosen by the seed, not the same one twice in a row."""

    options: tuple[tuple[Piece, ...], ...]


Piece: TypeAlias = Words | Emphasis | Variable | Alternatives


# --- inside a paragraph -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say(SourceNode):
    """Words to speak: one or more sentences, up to the next tag."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pause(SourceNode):
    """`[4s]`: silence of the voice."""

    length: Length


@dataclass(frozen=True, slots=True)
class Move(SourceNode):
    """`[move 3s]`: time to move; it may grow, never shrink."""

    length: Length


@dataclass(frozen=True, slots=True)
class Hold(SourceNode):
    """`[hold 30s]`: time to work on one spot; it grows first."""

    length: Length


@dataclass(frozen=True, slots=True)
class Breath(SourceNode):
    """`[breath in 4s, hold 2s, out 6s, 3..6 rounds]`: paced breathing; only the number of rounds may change."""

    phases: tuple[tuple[str, Frames], ...]
    """`in`, `hold` or `out`, each with its length."""
    rounds: Count


@dataclass(frozen=True, slots=True)
class Until(SourceNode):
    """`[until 2:00]`: silence until that time of the session."""

    time: Frames


@dataclass(frozen=True, slots=True)
class Beat(SourceNode):
    """`[beat 4s]`: the next words begin that long after the last ones began."""

    length: Frames


@dataclass(frozen=True, slots=True)
class ChimeTag(SourceNode):
    """`[bell]`, `[sound chime.flac]`: a chime. It takes its own length, or no time when it is `under` the words."""

    name: str
    """A generated chime's name, or a file in the folder of the script."""
    under: bool = False


@dataclass(frozen=True, slots=True)
class BackgroundTag(SourceNode):
    """`[background …]`: from here on another background, none, or the same at another level."""

    name: str | None = None
    """The new background; "" is none (`off`); None leaves it as it is."""
    change: float = 0.0
    """Decibels relative to the session's level."""
    over: Frames | None = None
    """The length of the crossfade; None is the usual one."""


Inline: TypeAlias = Say | Pause | Move | Hold | Breath | Until | Beat | ChimeTag | BackgroundTag


# --- blocks -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading(SourceNode):
    """A chapter."""

    pieces: tuple[Piece, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph(SourceNode):
    """Prose and tags, in order. After it comes the gap of the pace for paragraphs."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class NoteBlock(SourceNode):
    """A block quote: shown, never spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Comment(SourceNode):
    """`<!-- … -->`: ignored, and kept when the script is printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Repeat(SourceNode):
    """The body, that many times."""

    count: Count
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Each(SourceNode):
    """The body, once for each value of the variable."""

    variable: str
    values: tuple[str, ...]
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Optional(SourceNode):
    """A block that may be left out to make a session shorter; priority 1 is left out last."""

    priority: int
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class From(SourceNode):
    """A block for sessions of at least that length."""

    length: Frames
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Under(SourceNode):
    """A block for sessions shorter than that."""

    length: Frames
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Moment(SourceNode):
    """`at half: …`, `at 20s: …`, `at -10s: …`: words inside a hold."""

    at: Frames | None
    """From the hold's beginning, or from its end where negative; None is its half."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Work(SourceNode):
    """`::: hold`: a hold with words inside it, which take none of its time."""

    length: Length
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Voiced(SourceNode):
    """A block in another voice."""

    voice: VoiceChoice
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Include(SourceNode):
    """The body of another script. `body` is None until that script has been found and read."""

    name: str
    body: tuple[Node, ...] | None = field(default=None, compare=False)


Node: TypeAlias = (
    Heading | Paragraph | NoteBlock | Comment | Repeat | Each | Optional | From | Under | Work | Voiced | Include
)


@dataclass(frozen=True, slots=True)
class Routine:
    """A whole script."""

    header: Header
    body: tuple[Node, ...]


# --- utterances ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Utterance:
    """One cue for a voice: its text and everything in the script that changes how it sounds."""

    text: str
    """The words, with variables filled in and alternatives chosen; `*…*` marks emphasis, `\\\\*` is a star."""
    language: str = "en"
    """BCP 47."""
    voice: VoiceChoice = VoiceChoice()
    say: tuple[tuple[str, str], ...] = ()
    """The script's own pronunciations."""


# --- pace --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """A rest that is not written in a script: its natural length and bounds."""

    natural: Frames
    least: Frames
    most: Frames


@dataclass(frozen=True, slots=True)
class Pace:
    """The default gaps of a routine, and how speech-dense it may be."""

    sentence: Gap
    ellipsis: Gap
    paragraph: Gap
    heading: Gap
    shrink: float
    """A written pause may shrink to this share of its natural length."""
    stretch: float
    """A written pause may grow to this multiple of its natural length."""
    speech_share: float
    """More speech than this share of the session is a warning."""


def _gap(natural: float, least: float, most: float) -> Gap:
    return Gap(frames(Seconds(natural)), frames(Seconds(least)), frames(Seconds(most)))


PACES: dict[str, Pace] = {
    "sleep": Pace(
        _gap(1.8, 1.4, 2.4), _gap(4.0, 2.5, 10.0), _gap(5.0, 3.0, 14.0), _gap(6.0, 4.0, 16.0), 0.6, 4.0, 0.35
    ),
    "calm": Pace(_gap(1.5, 1.2, 1.8), _gap(2.5, 1.6, 6.0), _gap(3.0, 1.8, 8.0), _gap(4.0, 2.5, 10.0), 0.5, 3.0, 0.50),
    "steady": Pace(_gap(1.2, 1.0, 1.5), _gap(2.0, 1.2, 5.0), _gap(2.2, 1.3, 6.0), _gap(3.0, 1.8, 8.0), 0.5, 3.0, 0.60),
    "brisk": Pace(_gap(0.8, 0.5, 1.2), _gap(1.4, 0.8, 3.0), _gap(1.5, 0.9, 4.0), _gap(2.0, 1.2, 5.0), 0.4, 2.5, 0.75),
}
"""Named sets of gaps. The gap between two sentences of a paragraph stays near 1.5 s at every length: 1.2 to 1.8 s keep
a block at 70 to 100 words a minute, which is what listeners with closed eyes like best. A longer session gets its time
from holds, written pauses and the gaps between paragraphs."""


# --- reading the tree ---------------------------------------------------------------------------------------------


def plain(pieces: tuple[Piece, ...]) -> str:
    """The words as a person may read them before anything is chosen: `{side}` as it stands, a choice's first option."""
    return "".join(_plain(piece) for piece in pieces)


def _plain(piece: Piece) -> str:
    match piece:
        case Words():
            return piece.text
        case Emphasis():
            return plain(piece.pieces)
        case Variable():
            return f"{{{piece.name}}}"
        case Alternatives():
            return plain(piece.options[0]) if piece.options else ""


def without_end_bell(body: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes without the chimes that come after the last words, at the top level."""
    end = len(body)
    while end and isinstance(body[end - 1], NoteBlock | Comment):
        end -= 1
    last = body[end - 1] if end else None
    if not (isinstance(last, Paragraph) and isinstance(last.items[-1], ChimeTag)):
        return body
    items = last.items[:-1]
    kept = (replace(last, items=items),) if items else ()
    return without_end_bell((*body[: end - 1], *kept, *body[end:]))


def headings(body: tuple[Node, ...]) -> tuple[Heading, ...]:
    """Every heading at any depth, in the order of the text."""
    found: list[Heading] = []
    for node in body:
        if isinstance(node, Heading):
            found.append(node)
        found += headings(getattr(node, "body", None) or ())
    return tuple(found)
