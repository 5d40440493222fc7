"""A script becomes a routine, whole, or every fault in it is told."""

import pytest

from unknot.errors import ScriptError
from unknot.routine import Heading, Hold, Length, Paragraph, Pause, Say, Words
from unknot.script import parse, to_text
from unknot.units import frames

HEAD = "---\ntitle: T\n---\n\n"


def faults(text: str) -> list[str]:
    """`line:column rule` for every fault of a body, lines counted from the body's first."""
    with pytest.raises(ScriptError) as caught:
        parse(HEAD + text, "t.md")
    return [f"{f.place.line - 4}:{f.place.column} {f.rule}" for f in caught.value.findings]


def test_prose_is_spoken_and_brackets_are_time() -> None:
    """The smallest routine that is worth anything."""
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
    """Writing what was read changes nothing."""
    text = HEAD + "# Settle\n\nSit back. [4s]\nLet go. [hold 30s]\n\n> Lights low.\n"
    assert to_text(parse(text, "t.md")) == text


def test_all_faults_are_told_at_once_in_order() -> None:
    """Nobody mends a script one message at a time."""
    assert faults("Sit [hodl 3s]\n::: repeet 3\n{sid} ] x\n") == [
        "1:6 unknown-tag",
        "2:1 open-fence",
        "2:5 unknown-fence",
        "3:1 unknown-variable",
        "3:7 stray-bracket",
    ]
