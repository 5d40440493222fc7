"""Places in the tree of a routine have names for people, and the first and last words are found."""

from __future__ import annotations

from tests.planning.routines import heading, lines
from unknot import routine as tree
from unknot.errors import Place
from unknot.planning._places import dotted, ends_of, fault, name_of, says_any


def test_a_body_is_named_by_its_first_heading_or_words() -> None:
    """Headings and words inside other blocks count, and a body without words has no name."""
    assert name_of((heading("Jaw"), lines("Sit."))) == "Jaw"
    assert name_of((tree.NoteBlock("A note"), lines(tree.ChimeTag("bell"), "Sit."))) == "Sit."
    assert name_of((tree.Optional(1, (lines("Inside."),)),)) == "Inside."
    assert name_of((tree.NoteBlock("A note"),)) == ""


def test_a_long_name_is_cut_between_words() -> None:
    """A name has at most 32 characters, and one that was cut ends with an ellipsis."""
    assert name_of((lines("Press gently along the edge of the bone."),)) == "Press gently along the edge of…"


def test_the_ends_are_the_paragraphs_of_the_first_and_the_last_words() -> None:
    """Paragraphs without words do not count."""
    body = (lines(tree.ChimeTag("bell")), lines("Sit."), tree.Optional(1, (heading("Two"), lines("End."))))
    assert ends_of(body) == ((1,), (2, 1))
    assert ends_of((tree.NoteBlock("A note"),)) == ()


def test_a_caution_is_found_whatever_its_spaces_and_capitals() -> None:
    """A caution is found inside other blocks and inside longer texts."""
    body = (tree.Repeat(tree.Count(1, 1), (lines("Please  stop on\npain. Go on."),)),)
    assert says_any(body, ["Breathe.", "Stop on pain."])
    assert not says_any(body, ["Breathe."])
    assert not says_any(body, [])


def test_a_key_is_written_with_dots() -> None:
    """The text of a key has its indexes from the outermost to the innermost one."""
    assert dotted((0, 3, 1)) == "0.3.1"


def test_a_fault_names_its_place_its_rule_and_what_to_do() -> None:
    """The error has one finding with the place, the rule and the hint."""
    error = fault(Place("a.md", 3, 1), "include", "not found", "look again")
    assert str(error).startswith("a.md:3")
    assert error.next_step == "look again"
    assert [(f.rule, f.severity, f.hint) for f in error.findings] == [("include", "error", "look again")]
