"""Blocks for `compose`, and the changes that are made to them."""

from __future__ import annotations

from tests.library.scripts import routine
from unknot.library import body_data, routine_entries
from unknot.library._blocks import blocks, boosted, with_fewer_words, with_optional, with_shared_headings
from unknot.library._sections import spoken_texts
from unknot.routine import Each, Heading, Hold, Paragraph, Work
from unknot.script import to_text
from unknot.units import frames

LIBRARY = routine_entries()


def test_a_block_is_on_one_area_with_one_tool() -> None:
    """A routine with several tools has blocks for each tool."""
    found = blocks(LIBRARY, "en")
    assert {(b.area, b.tool) for b in found if b.origin == "legs-and-feet-evening"} == {
        ("calves", "hands"),
        ("feet", "hands"),
        ("feet", "tennis-ball"),
    }
    assert all(block.area not in body_data().tools[block.tool].never for block in found)


def test_optional_blocks_become_a_fixed_part() -> None:
    """This holds at every depth."""
    nodes = routine("::: each side: left, right\nA.\n\n::: optional\nB.\n:::\n:::").body
    assert [type(node) for node in with_optional(nodes)] == [Each]
    assert list(spoken_texts(with_optional(nodes))) == ["A.", "B."]
    assert "optional" not in to_text(routine("A.").__class__(routine("A.").header, with_optional(nodes)))


def test_no_hold_becomes_longer_than_is_sensible() -> None:
    """The limit is a minute and a half with words, and less than a minute without."""
    result = boosted(routine("Press. [hold 50s, 20s..80s]\n\n::: hold 70s, 20s..80s\nat half: Half.\n:::").body)
    assert isinstance(result[0], Paragraph)
    assert isinstance(hold := result[0].items[-1], Hold)
    assert hold.length.most == frames(80)
    assert isinstance(result[1], Work)
    assert result[1].length.most == frames(90)


def test_a_hold_without_words_joins_the_paragraph_before_it() -> None:
    """The words before it announce it."""
    (result,) = with_fewer_words(routine("Press, and stay.\n\n::: hold 30s\nat half: Half.\n:::").body)
    assert isinstance(result, Paragraph)
    assert [type(item).__name__ for item in result.items] == ["Say", "Hold"]


def test_the_heading_of_both_sides_is_moved_before_them() -> None:
    """Both sides then share one chapter, without the name of the side."""
    nodes = with_shared_headings(routine("::: each side: left, right\n# Calf, {side}\n\nGlide.\n:::").body)
    assert [type(node) for node in nodes] == [Heading, Each]
    assert to_text(routine("A.").__class__(routine("A.").header, nodes)).count("# Calf\n") == 1
