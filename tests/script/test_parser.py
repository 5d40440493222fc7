"""The parser: a script becomes a routine, or all its faults are reported."""

import pytest

from unknot.errors import ScriptError
from unknot.routine import Emphasis, Heading, Hold, Length, NoteBlock, Paragraph, Pause, Say, Words
from unknot.script import parse, to_text
from unknot.script._fences import FENCES, Fence
from unknot.script._tags import TAGS, Tag
from unknot.units import frames

HEAD = "---\ntitle: T\n---\n\n"


def faults(text: str) -> list[str]:
    """`line:column rule` for every fault of a body, lines counted from the body's first."""
    with pytest.raises(ScriptError) as caught:
        parse(HEAD + text, "t.md")
    return [f"{f.place.line - 4}:{f.place.column} {f.rule}" for f in caught.value.findings]


def test_prose_is_spoken_and_tags_are_rests() -> None:
    """Prose becomes cues, and tags become rests."""
    routine = parse(HEAD + "# Settle\n\nSit back. [4s]\nLet go. [hold 30s]\n", "t.md")
    assert routine.body == (
        Heading((Words("Settle"),)),
        Paragraph(
            (
                Say((Words("Sit back."),)),
                Pause(Length(frames(4))),
                Say((Words("Let go."),)),
                Hold(Length(frames(30))),
            )
        ),
    )


def test_a_canonical_script_is_written_as_it_was() -> None:
    """A canonical script is written back unchanged."""
    text = HEAD + "# Settle\n\nSit back. [4s]\nLet go. [hold 30s]\n\n> Lights low.\n"
    assert to_text(parse(text, "t.md")) == text


def test_all_faults_are_reported_at_once_in_order() -> None:
    """All faults of a script are reported at once, in the order of the text."""
    assert faults("Sit [hodl 3s]\n::: repeet 3\n{sid} ] x\n") == [
        "1:6 unknown-tag",
        "2:1 open-fence",
        "2:5 unknown-fence",
        "3:1 unknown-variable",
        "3:7 stray-bracket",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\nc", "a b c"),
        ("a\r\nb\rc", "a b c"),
        ("a <!-- x\n\ny --> b", "a b"),
        ("a\n<!-- x -->\nb", "a b"),
        ("\\[4s\\] \\{a\\} \\\\", "[4s] {a} \\"),
        ("\\# a", "# a"),
        ("“a” – b… c", "“a” – b… c"),
        ("- a\n- b", "- a - b"),
        ("a | b", "a | b"),
        ("3 < 4: yes", "3 < 4: yes"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
    ],
)
def test_words_are_read_as_written(text: str, expected: str) -> None:
    """White space becomes single spaces, escapes are removed, and all else is unchanged."""
    (paragraph,) = (node for node in parse(HEAD + text, "t.md").body if isinstance(node, Paragraph))
    assert paragraph.items == (Say((Words(expected),)),)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("_Relax._", "*Relax.*"),
        ("Now _let go_, slowly.", "Now *let go*, slowly."),
        ("(_soft_) and “_slow_”", "(*soft*) and “*slow*”"),
        ("_Feel {your | the} hand_ now.", "*Feel {your | the} hand* now."),
        ("_one_ and _two_", "*one* and *two*"),
        ("_two\nlines_", "*two lines*"),
        ("*all of _this_ here*", "*all of this here*"),
        ("snake_case and my_own_file", "snake_case and my_own_file"),
        ("_snake_case_ here", "*snake_case* here"),
        ("a _ b, _open, or __init__", "a \\_ b, \\_open, or \\_\\_init\\_\\_"),
        ("_ spaced _ and \\_escaped\\_", "\\_ spaced \\_ and \\_escaped\\_"),
    ],
)
def test_underscores_around_words_are_emphasis(text: str, stars: str) -> None:
    """As Markdown has it; inside a word, on their own or escaped they are letters. The canonical form has stars."""
    routine = parse(HEAD + text, "t.md")
    assert to_text(routine) == HEAD + stars + "\n"
    assert parse(HEAD + stars, "t.md") == routine
    if stars.startswith("*R"):
        assert routine.body == (Paragraph((Say((Emphasis((Words("Relax."),)),)),)),)


def test_comments_are_kept_before_their_block() -> None:
    """Comments are kept before their block; those in a hold go before the hold."""
    text = "Go <!-- a --> on.\n\n::: hold 30s\n<!-- b -->\nat half: Half <!-- c --> way.\n:::\n<!-- d -->"
    body = parse(HEAD + text, "t.md").body
    assert [getattr(node, "text", type(node).__name__) for node in body] == ["a", "Paragraph", "b", "c", "Work", "d"]


def test_a_note_keeps_its_lines() -> None:
    """A note keeps its lines when it is read and written."""
    text = HEAD + "> Dim the lights.\n>\n> Put a \\\\ here.\n"
    assert parse(text, "t.md").body == (NoteBlock("Dim the lights.\n\nPut a \\ here."),)
    assert to_text(parse(text, "t.md")) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00\x07b", ["1:2 control-character"]),
        ("a\u2028b \ud800", ["1:2 control-character", "1:5 control-character"]),
        ("[4s", ["1:1 open-bracket"]),
        ("a [4s b [2s]", ["1:3 open-bracket"]),
        ("a ] }", ["1:3 stray-bracket", "1:5 stray-bracket"]),
        ("{a | {b}", ["1:1 open-bracket", "1:6 unknown-variable"]),
        ("{a | | b}", ["1:6 bad-choice"]),
        ("{a [4s] | b}", ["1:4 misplaced-tag"]),
        ("{a | " * 9 + "b" + "}" * 8, ["1:41 too-deep"]),
        ("**a**", ["1:1 bad-emphasis", "1:5 bad-emphasis"]),
        ("a * b", ["1:3 bad-emphasis"]),
        ("*a b", ["1:1 bad-emphasis"]),
        ("a \\b", ["1:3 unknown-escape"]),
        ("a\\\nb", ["1:2 unknown-escape"]),
        ("#a", ["1:1 bad-heading"]),
        ("### a", ["1:1 bad-heading"]),
        ("#", ["1:1 bad-heading"]),
        ("# a [4s]", ["1:5 misplaced-tag"]),
        ("a\n---\nb", ["2:1 stray-line"]),
        ("> a\nb", ["2:1 note-continues"]),
        ("a <!-- b", ["1:3 open-comment"]),
        ("<b>a</b>", ["1:1 markup", "1:5 markup"]),
        (":::", ["1:1 stray-fence"]),
        ("a :::", ["1:3 stray-fence"]),
        ("::: repeat 2\na", ["1:1 open-fence"]),
        ("::: repeat 2\n:::", ["1:1 bad-fence"]),
        ("::: repeat 0\na\n:::", ["1:12 bad-count"]),
        ("::: repeat 3..2\na\n:::", ["1:12 bad-range"]),
        ("::: each left, right\na\n:::", ["1:10 bad-argument"]),
        ("::: each round: a, b\na\n:::", ["1:10 bad-argument"]),
        ("::: each s: a,, b\na\n:::", ["1:15 bad-argument"]),
        ("::: each s: [4s], b\na\n:::", ["1:13 bad-argument"]),
        ("::: each s: a, b, c\n{s.other}\n:::", ["2:1 unknown-variable"]),
        ("::: optional 10\na\n:::", ["1:14 bad-count"]),
        ("::: from soon\na\n:::", ["1:10 bad-duration"]),
        ("::: hold 30s\na\n:::", ["1:1 bad-fence", "2:1 bad-fence"]),
        ("::: hold 30s\nat noon: a\n:::", ["2:4 bad-duration"]),
        ("::: hold 30s\nat half: a [4s]\n:::", ["2:12 misplaced-tag"]),
        ("::: hold 30s\nat -0s: a\n:::", ["2:4 bad-duration"]),
        ("::: voice loud\na\n:::", ["1:11 bad-argument"]),
        ("::: voice\na\n:::", ["1:10 bad-argument"]),
        ("::: include\n:::", ["1:12 bad-argument"]),
        ("::: include a\nb\n:::", ["2:1 bad-fence"]),
        ("[]", ["1:2 unknown-tag"]),
        ("[pause]", ["1:7 bad-duration"]),
        ("[4s, 5s]", ["1:6 bad-range"]),
        ("[4s fast]", ["1:2 bad-duration"]),
        ("[25h]", ["1:2 bad-duration"]),
        ("[hold 0s]", ["1:7 bad-duration"]),
        ("[beat 4s, 5s]", ["1:7 bad-duration"]),
        ("[breath in 4s, 6 rounds]", ["1:9 bad-argument"]),
        ("[breath in 4s, aut 6s, 6 rounds]", ["1:16 bad-argument"]),
        ("[breath in 4s, out 6s, 0 rounds]", ["1:24 bad-count"]),
        ("[background +30dB]", ["1:13 bad-count"]),
        ("[background rain, rain]", ["1:19 bad-argument"]),
        ("[sound]", ["1:7 bad-argument"]),
    ],
)
def test_a_fault_has_its_place(text: str, expected: list[str]) -> None:
    """Each fault is reported with line and column, and no other fault is."""
    assert faults(text) == expected


def test_repeats_inside_repeats_cannot_unfold_without_end() -> None:
    """Nested repeats that unfold to too many items give one fault."""
    text = "::: repeat 99\n" * 5 + "a\n" + ":::\n" * 5
    assert faults(text) == ["3:1 too-large"]


def test_the_nesting_of_fences_is_limited() -> None:
    """Twenty-four nested fences are allowed, and not more."""
    assert parse(HEAD + "::: optional\n" * 24 + "a\n" + ":::\n" * 24, "t.md")
    assert faults("::: optional\n" * 25 + "a\n" + ":::\n" * 25) == ["25:1 too-deep"]


@pytest.mark.parametrize("row", [*TAGS, *FENCES], ids=lambda row: row.form)
def test_every_form_of_the_tables_is_read_and_written(row: Tag | Fence) -> None:
    """The form in each row of the tables can be read, in any case of letters."""
    inside = "at half: a" if row.form.startswith("::: hold") else "" if "include" in row.form else "a"
    text = f"{row.form}\n{inside}\n:::" if isinstance(row, Fence) else row.form
    node = parse(HEAD + text, "t.md").body[0]
    assert isinstance(node.items[0] if isinstance(node, Paragraph) else node, row.node)
    assert parse(HEAD + text.replace(row.word, row.word.upper(), 1), "t.md").body[0] == node
