"""Random scripts for hypothesis: small ones for which every choice can be tried, and large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.planning.routines import heading, hold, length, lines, pause, routine
from unknot import routine as tree
from unknot.units import Frames

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

_WORDS = st.sampled_from(["Rest.", "Press gently.", "Let go... and breathe.", "Now the {side} hand. Slowly."])


@st.composite
def _rest(draw: DrawFn) -> tree.Inline:
    kind = draw(st.sampled_from(["pause", "fixed", "bounds", "hold", "move", "bell", "beat", "long"]))
    natural = draw(st.integers(1, 12))
    if kind == "beat":
        return tree.Beat(Frames(192_000 + 7777 * natural))
    if kind == "long":
        return pause(50 + 2 * natural)
    if kind == "bell":
        return tree.ChimeTag("bell", under=draw(st.booleans()))
    if kind == "move":
        return tree.Move(length(natural))
    if kind == "hold":
        return hold(natural)
    return pause(natural, natural / 2, natural + 3) if kind == "bounds" else pause(natural, fixed=kind == "fixed")


def _paragraph(sides: bool) -> SearchStrategy[tree.Node]:
    words = _WORDS.map(lambda text: _say(text, sides))
    return st.tuples(words, st.one_of(st.none(), _rest())).map(
        lambda pair: tree.Paragraph(tuple(item for item in pair if item is not None))
    )


def _say(text: str, sides: bool) -> tree.Say:
    before, mark, after = text.partition("{side}")
    if not mark:
        return tree.Say((tree.Words(text),))
    middle: tree.Piece = tree.Variable("side") if sides else tree.Words("other")
    return tree.Say((tree.Words(before), middle, tree.Words(after)))


@st.composite
def _block(draw: DrawFn, depth: int, sides: bool) -> tree.Node:
    kinds = ["words", "repeat", "optional", "each", "breath", "hold", "voice"] if depth else ["words"]
    kind = draw(st.sampled_from(kinds))
    if kind == "breath":
        return lines(tree.Breath((("in", Frames(192_000)), ("out", Frames(250_001))), draw(_counts())))
    if kind in ("words", "hold"):
        return draw(_work() if kind == "hold" else _paragraph(sides))
    body = tuple(draw(st.lists(_block(depth - 1, sides or kind == "each"), min_size=1, max_size=2)))
    return draw(_around(kind, body))


@st.composite
def _around(draw: DrawFn, kind: str, body: tuple[tree.Node, ...]) -> tree.Node:
    if kind == "repeat":
        return tree.Repeat(draw(_counts()), body)
    if kind == "each":
        return tree.Each("side", ("left", "right"), body)
    if kind == "voice":
        return tree.Voiced(tree.VoiceChoice(rate=100), body)
    return tree.Optional(draw(st.integers(1, 3)), body)


@st.composite
def _work(draw: DrawFn) -> tree.Node:
    at = draw(st.lists(st.sampled_from([None, 5, 20, -10, -3]), max_size=3, unique=True))
    moments = [tree.Moment(None if n is None else Frames(n * 48_000), (tree.Words(f"Now {n}."),)) for n in at]
    return tree.Work(length(draw(st.integers(5, 70))), tuple(moments))


def _counts() -> SearchStrategy[tree.Count]:
    return st.tuples(st.integers(1, 3), st.integers(0, 2)).map(lambda pair: tree.Count(pair[0], sum(pair)))


def scripts(blocks: int = 4, depth: int = 2) -> SearchStrategy[tree.Routine]:
    """Scripts with an opening, up to `blocks` blocks nested up to `depth`, and a closing."""
    middle = st.lists(_block(depth, False), min_size=1, max_size=blocks)
    return middle.map(lambda body: routine(heading("One"), lines("Sit."), *body, heading("Two"), lines("Stand up.")))
