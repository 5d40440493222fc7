"""Parts of the body as people name them."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from unknot.errors import UsageError
from unknot.library import BodyPart, all_parts, body_data, body_parts, parts_in_words
from unknot.library._body_parts import merged_parts, parts_listed, parts_without

THIGHS = ["thighs-front", "thighs-back", "thighs-outside"]


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("shoulders", ["shoulders"]),
        ("Upper back", ["upper-back"]),
        ("calf", ["calves"]),
        ("left shoulder", ["shoulders:left"]),
        ("shoulders:left", ["shoulders:left"]),
        ("Shoulders: Left", ["shoulders:left"]),
        ("linke Schulter", ["shoulders:left"]),
        ("my left upper trapezius", ["shoulders:left"]),
        ("upper traps, right", ["shoulders:right"]),
        ("Füße links", ["feet:left"]),
        ("the sole of the foot", ["feet"]),
        ("both calves", ["calves"]),
        ("head", ["scalp", "temples", "jaw"]),
        ("Gesicht", ["brow", "temples", "jaw"]),
        ("chest", ["chest"]),
        ("thighs", THIGHS),
        ("right leg", [f"{area}:right" for area in [*THIGHS, "calves", "shins", "feet"]]),
        ("upper_back", ["upper-back"]),
        ("oberer Rücken", ["upper-back"]),
        ("wrist", ["wrists"]),
    ],
)
def test_a_part_is_found_as_people_say_it(said: str, parts: list[str]) -> None:
    """Sides, muscles, everyday words and both languages are understood."""
    assert [str(part) for part in body_parts(said)] == parts


def test_an_area_that_is_not_worked_by_sides_has_none() -> None:
    """Whoever says "left jaw" means the jaw."""
    assert body_parts("left jaw") == (BodyPart("jaw"),)


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("shoulers", "did you mean shoulders"),
        ("knee", "areas are scalp"),
        ("left", "areas are scalp"),
        ("", "areas are scalp"),
        ("shoulders:lefft", "sides are left and right"),
        ("shoulders:", "sides are left and right"),
    ],
)
def test_an_unknown_part_is_an_error_with_the_nearest(said: str, step: str) -> None:
    """A word that is not near any other gets the list of areas."""
    with pytest.raises(UsageError) as caught:
        body_parts(said)
    assert caught.value.next_step.startswith(step)


def test_several_texts_give_each_part_once() -> None:
    """The order is that in which they are named."""
    parts = all_parts(["left calf", "head", "jaw", "calves:left"])
    assert [str(part) for part in parts] == ["calves:left", "scalp", "temples", "jaw"]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("The left shoulder was very tight, and both calves.", ["shoulders:left", "calves"]),
        ("Schulter rechts, sonst nichts", ["shoulders:right"]),
        ("Slept well.", []),
    ],
)
def test_parts_are_found_in_a_sentence(sentence: str, parts: list[str]) -> None:
    """A side counts for the word next to it."""
    assert {str(part) for part in parts_in_words(sentence)} == set(parts)


def test_a_whole_area_covers_its_sides() -> None:
    """One side covers neither the other nor the whole."""
    whole, left, right = BodyPart("calves"), BodyPart("calves", "left"), BodyPart("calves", "right")
    assert whole.covers(left)
    assert whole.covers(whole)
    assert not left.covers(right)
    assert not left.covers(whole)


def test_every_word_of_the_table_means_areas_that_exist() -> None:
    """The table has both languages, and no word twice within one."""
    table = tomllib.loads(resources.files("unknot.library").joinpath("data/words.toml").read_text("utf-8"))
    assert set(table) == {"en", "de"}
    for words in table.values():
        assert all(set(areas) <= set(body_data().areas) for areas in words.values())


@pytest.mark.parametrize(
    ("said", "name", "many"),
    [
        ("shoulders", "shoulders", True),
        ("left shoulder", "left shoulder", False),
        ("feet right", "right foot", False),
        ("jaw", "jaw", False),
        ("temples", "temples", True),
        ("brow", "eyes and brow", True),
        ("upper back, left", "left upper back", False),
        ("left hamstring", "back of the left thigh", False),
        ("hamstrings", "back of the thighs", False),
    ],
)
def test_a_part_has_a_name_for_sentences(said: str, name: str, *, many: bool) -> None:
    """The name of one side is in the singular."""
    (part,) = body_parts(said)
    assert (part.name, part.is_many) == (name, many)


def test_every_area_has_a_name_for_one_side() -> None:
    """No plural is left where one side is named: "the left shoulders"."""
    for key, area in body_data().areas.items():
        if area.sided:
            assert BodyPart(key, "left").name.startswith(("left ", "front ", "back ", "outside "))
            assert not BodyPart(key, "left").name.endswith(("shoulders", "thighs", "calves", "feet", "hands", "hips"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("jaw, left shoulder", ["jaw", "shoulders:left"]),
        ("upper traps, left, jaw", ["shoulders:left", "jaw"]),
        ("Kiefer, Schulter links", ["jaw", "shoulders:left"]),
        ("", []),
    ],
)
def test_a_list_of_parts_is_read(text: str, parts: list[str]) -> None:
    """A side after a comma belongs to the part before it."""
    assert [str(part) for part in parts_listed(text)] == parts


def test_parts_are_merged_in_the_order_of_the_areas() -> None:
    """Two sides are the whole area, and a side is left out where the whole area is named."""
    merged = merged_parts(all_parts(["feet:right", "calves", "calves:left", "hands:left", "hands:right"]))
    assert [str(part) for part in merged] == ["hands", "calves", "feet:right"]


def test_the_other_side_is_left_where_one_is_avoided() -> None:
    """An area of which both sides are avoided is gone."""
    left = parts_without(all_parts(["shoulders", "jaw", "calves:left", "feet"]), all_parts(["left shoulder", "calves"]))
    assert [str(part) for part in left] == ["shoulders:right", "jaw", "feet"]
    assert parts_without(all_parts(["shoulders"]), all_parts(["shoulders:left", "shoulders:right"])) == ()
