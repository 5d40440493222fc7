"""Strategies for hypothesis: all routines, and texts that are almost scripts."""

from __future__ import annotations

from hypothesis import strategies as st

from unknot import routine as r
from unknot.script._fences import ALWAYS, FENCES
from unknot.script._header import WARNINGS
from unknot.script._tags import TAGS
from unknot.units import MILLISECOND, Frames

LETTERS = "abcXYZ éß你"
MARKS = "\\[]{}|*<>#:-_.!?,;'\"()/…—“”`~@$%^&+="


def _squeezed(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


plain_text = st.text(LETTERS + MARKS, min_size=1, max_size=20).map(_squeezed)
"""Text with single spaces, also at the ends."""
stripped_text = plain_text.map(str.strip).filter(bool)
lengths_of_time = st.integers(1, 86_400_000).map(lambda n: Frames(n * MILLISECOND))
short_times = st.integers(1, 600).map(lambda n: Frames(n * 1000 * MILLISECOND)) | lengths_of_time
names = st.from_regex(r"[a-z][a-z0-9 ,\[\]._é-]{0,8}(/[a-z]{1,4})?", fullmatch=True).map(str.strip).map(_squeezed)
file_names = names.filter(lambda n: not n.startswith("over ") and n != "off" and not n.endswith(("/.", "/..")))


# --- words --------------------------------------------------------------------------------------------------------


def _joined(pieces: list[r.Piece]) -> tuple[r.Piece, ...]:
    """The pieces as the parser gives them: joined words, single spaces, none at the ends."""
    out: list[r.Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if isinstance(piece, r.Words) and isinstance(before, r.Words):
            out[-1] = r.Words(_squeezed(before.text + piece.text))
        else:
            out.append(piece)
    if out and isinstance(out[0], r.Words):
        out[0] = r.Words(out[0].text.lstrip(" "))
    if out and isinstance(out[-1], r.Words):
        out[-1] = r.Words(out[-1].text.rstrip(" "))
    return tuple(p for p in out if p != r.Words(""))


def pieces(names: tuple[str, ...], depth: int = 2, emphasis: bool = True) -> st.SearchStrategy[tuple[r.Piece, ...]]:
    """One or more pieces that use only these variables."""
    kinds: list[st.SearchStrategy[r.Piece]] = [plain_text.map(r.Words), st.sampled_from(names).map(r.Variable)]
    if emphasis:
        kinds.append(pieces(names, depth, emphasis=False).map(r.Emphasis))
    if depth:
        inner = pieces(names, depth - 1, emphasis=True)
        kinds.append(st.lists(inner, min_size=2, max_size=3).map(tuple).map(r.Alternatives))
    return st.lists(st.one_of(kinds), min_size=1, max_size=4).map(_joined).filter(bool)


# --- tags ---------------------------------------------------------------------------------------------------------


@st.composite
def lengths(draw: st.DrawFn) -> r.Length:
    """A length in each of its four forms."""
    three = sorted(draw(st.lists(short_times, min_size=3, max_size=3)))
    kind = draw(st.integers(0, 3))
    if kind < 2:
        return r.Length(three[1], fixed=kind == 1)
    return r.Length(three[1] if kind == 2 else None, three[0], three[2])


counts = st.lists(st.integers(1, 9), min_size=2, max_size=2).map(sorted).map(lambda c: r.Count(c[0], c[1]))
levels = st.integers(-2400, 2400).map(lambda n: n / 100)


@st.composite
def breaths(draw: st.DrawFn) -> r.Breath:
    """Phases with at least in and out."""
    extra = draw(st.lists(st.sampled_from(["in", "hold", "out"]), max_size=3))
    phases = draw(st.permutations(["in", "out", *extra]))
    return r.Breath(tuple((name, draw(short_times)) for name in phases), draw(counts))


@st.composite
def backdrops(draw: st.DrawFn) -> r.BackgroundTag:
    """A background with a name, none, or only a change of level."""
    name = draw(st.none() | st.just("") | file_names)
    return r.BackgroundTag(name, draw(levels), draw(st.none() | short_times))


tags = st.one_of(
    lengths().map(r.Pause),
    lengths().map(r.Move),
    lengths().map(r.Hold),
    breaths(),
    short_times.map(r.Until),
    short_times.map(r.Beat),
    st.builds(r.ChimeTag, st.just("bell") | file_names, st.booleans()),
    backdrops(),
)


@st.composite
def paragraphs(draw: st.DrawFn, names: tuple[str, ...]) -> r.Paragraph:
    """Words and tags, never two items of words in a row."""
    items: list[r.Inline] = []
    for _ in range(draw(st.integers(1, 4))):
        say = not (items and isinstance(items[-1], r.Say)) and draw(st.booleans())
        items.append(r.Say(draw(pieces(names))) if say else draw(tags))
    return r.Paragraph(tuple(items))


# --- blocks -------------------------------------------------------------------------------------------------------

voices = st.builds(
    r.VoiceChoice,
    engine=st.none() | stripped_text.filter(lambda t: "," not in t),
    name=st.none() | stripped_text,
    rate=st.none() | st.integers(40, 500),
    pitch=st.none() | st.integers(0, 100),
)
notes = st.lists(stripped_text | st.just(""), min_size=1, max_size=3).map("\n".join).map(lambda t: t.strip("\n"))
comments = st.text(LETTERS + MARKS + "\n", max_size=20).filter(lambda t: "-->" not in t).map(lambda t: t.strip(" \n"))
moments = st.none() | st.integers(-600, 600).map(lambda n: Frames(n * 1000 * MILLISECOND))


@st.composite
def nodes(draw: st.DrawFn, names: tuple[str, ...] = ALWAYS, depth: int = 2) -> r.Node:
    """Any block."""
    kind = draw(st.integers(0, 11 if depth else 5))
    match kind:
        case 0 | 1:
            return draw(paragraphs(names))
        case 2:
            return r.Heading(draw(pieces(names)), draw(st.integers(1, 2)))
        case 3:
            return draw(notes.map(r.NoteBlock) | comments.map(r.Comment))
        case 4:
            made = st.builds(r.Moment, moments, pieces(names))
            return r.Work(draw(lengths()), tuple(draw(st.lists(made, min_size=1, max_size=2))))
        case 5:
            return r.Include(draw(file_names))
        case _:
            return draw(_fences(names, depth, kind))


@st.composite
def _fences(draw: st.DrawFn, names: tuple[str, ...], depth: int, kind: int) -> r.Node:
    def body(*more: str) -> tuple[r.Node, ...]:
        return tuple(draw(st.lists(nodes((*more, *names), depth - 1), min_size=1, max_size=3)))

    match kind:
        case 6:
            return r.Repeat(draw(counts), body("round", "rounds"))
        case 7:
            values = tuple(draw(st.lists(stripped_text, min_size=2, max_size=2)))
            return r.Each("finger", values, body("finger", "finger.other"))
        case 8:
            return r.Optional(draw(st.integers(1, 9)), body())
        case 9:
            return r.From(draw(short_times), body())
        case 10:
            return r.Under(draw(short_times), body())
        case _:
            return r.Voiced(draw(voices.filter(lambda v: v != r.VoiceChoice())), body())


# --- the header ----------------------------------------------------------------------------------------------------

header_words = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
word_lists = st.lists(header_words, max_size=3).map(tuple)
headers = st.builds(
    r.Header,
    title=stripped_text,
    summary=st.just("") | stripped_text,
    author=st.just("") | stripped_text,
    license=st.sampled_from(["", "CC-BY-4.0", "No", "null", "3"]),
    language=st.sampled_from(["en", "de", "pt-BR", "zh-Hant"]),
    areas=word_lists,
    tools=word_lists,
    side=st.sampled_from(["", "left", "right"]),
    posture=st.just("") | header_words,
    setting=st.just("") | header_words,
    level=st.just("") | header_words,
    length=st.none() | short_times,
    pace=st.sampled_from(list(r.PACES)),
    voice=voices,
    background=st.none() | st.just("") | file_names,
    say=st.dictionaries(stripped_text, stripped_text, max_size=3).map(lambda d: tuple(d.items())),
    cautions=st.lists(stripped_text, max_size=2).map(tuple),
    allow=st.lists(st.sampled_from(WARNINGS), max_size=2).map(tuple),
)


routines = st.builds(r.Routine, headers, st.lists(nodes(), max_size=4).map(tuple))
"""Whole routines."""

# --- texts that are nearly scripts ----------------------------------------------------------------------------------

SHARDS = (
    *(tag.form for tag in TAGS),
    *(f"\n{fence.form}\n" for fence in FENCES),
    "\n:::\n", "\n:::", ":::", "\n", "\n\n", "\r\n", "\t", " ", "\x00", "\ufeff", "\u2028", "\\", "[", "]", "{", "}",
    "|", "*", "**", "<!--", "-->", "<b>", "\n# ", "\n## ", "\n### ", "\n> ", "\n---\n", "---\n", "title: T\n",
    "{side}", "{round}", "{a | b}", "at half: ", "\nat -10s: ", "4s", "..", "fixed", "Let go. ", "é", "你", "\ud800",
    "&a", "*a", "!!x", "<<: ", "{a: b}", "[PAUSE:5]", "(pause 3 seconds)", ", ", ": ", "- ", '"', "'", "%", "\x85",
)  # fmt: skip
"""Fragments of scripts, for texts that are almost scripts."""
texts = st.lists(st.sampled_from(SHARDS) | st.text(max_size=4), max_size=30).map("".join)
