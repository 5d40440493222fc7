"""The contents of pack.toml."""

from __future__ import annotations

from pathlib import Path

from unknot.library import Pack, Profile, with_value
from unknot.library._packs._pack import read_pack


def test_the_lists_of_a_pack_add_to_the_profile() -> None:
    """An area to leave out is removed from the focus; the person's own areas stay."""
    pack = Pack("a", "A", ("a.md",), focus=("calves",), avoid=("neck",), sessions=3)
    profile = pack.apply_to(with_value(with_value(Profile(), "focus", "neck, jaw"), "avoid", "feet"))
    assert (profile.focus, profile.avoid, profile.sessions) == (("jaw", "calves"), ("feet", "neck"), 3)


def test_a_pack_names_parts_with_sides() -> None:
    """Words as people say them are understood; where one side is left out, the other stays in the focus."""
    text = 'name = "a"\ntitle = "A"\nroutines = ["a.md"]\nfocus = ["traps"]\navoid = ["left upper trapezius"]\n'
    pack = read_pack(text.encode())
    assert (pack.focus, pack.avoid) == (("shoulders",), ("shoulders:left",))
    profile = pack.apply_to(Profile())
    assert (profile.focus, profile.avoid) == (("shoulders:right",), ("shoulders:left",))


def test_the_example_in_the_documentation_is_a_pack() -> None:
    """The text is copied without a change."""
    text = (Path(__file__).parents[3] / "docs" / "therapist.md").read_text(encoding="utf-8")
    pack = read_pack(text.partition("```toml\n")[2].partition("```")[0].encode())
    assert (pack.name, pack.made, pack.weeks) == ("knee-week", "2026-11-23", 2)
