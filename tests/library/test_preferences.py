"""Steps that a person wants more of, or never."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.library.scripts import routine
from unknot.errors import UsageError
from unknot.library import (
    CompositionRequest,
    Preferences,
    compose,
    find_step,
    load_preferences,
    routine_entries,
    save_preferences,
    steps_of,
    without_steps,
)
from unknot.library._sections import spoken_texts

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
# Settle

Sit down. [4s]

# Hand

::: each side: left, right

Circle in your {side} palm. [hold 20s]

::: optional

Draw each finger out, slowly. [hold 20s]

:::

Rest on the firmest spot.

::: hold 30s
at half: Stay soft.
:::

:::

# Return

Open your eyes. [4s]
"""


def test_the_steps_are_the_instructions_between_opening_and_return() -> None:
    """Each is there once, without its side."""
    assert steps_of(routine(SCRIPT)) == (
        "Circle in your palm.",
        "Draw each finger out, slowly.",
        "Rest on the firmest spot.",
    )


def test_a_step_is_found_by_some_of_its_words() -> None:
    """Words of several steps, and of none, are errors with the steps."""
    assert find_step(routine(SCRIPT), "each  Finger") == "Draw each finger out, slowly."
    with pytest.raises(UsageError, match="several") as several:
        find_step(routine(SCRIPT), "in")
    assert "Circle in" in several.value.next_step
    with pytest.raises(UsageError, match="no step"):
        find_step(routine(SCRIPT), "juggle")


def test_a_step_that_never_comes_is_left_out_with_its_hold() -> None:
    """A fence that becomes empty goes with it, and so do the words inside its hold."""
    left, dropped = without_steps(routine(SCRIPT), ["draw each finger out, slowly.", "Rest on the firmest spot."])
    assert dropped == ("Draw each finger out, slowly.", "Rest on the firmest spot.")
    assert list(spoken_texts(left.body)) == ["Sit down.", "Circle in your palm.", "Open your eyes."]


def test_the_opening_and_the_return_stay() -> None:
    """Their words are no steps."""
    assert without_steps(routine(SCRIPT), ["Sit down."]) == (routine(SCRIPT), ())


def test_a_step_is_under_one_heading_only(tmp_path: Path) -> None:
    """What was said last counts, and it is read back."""
    said = Preferences().with_step("Knead.", "more").with_step("Press.", "never").with_step("knead.", "never")
    assert said == Preferences((), ("Press.", "knead."))
    save_preferences(said, tmp_path / "preferences.toml")
    assert load_preferences(tmp_path / "preferences.toml") == said
    assert said.with_step("Press.", "") == Preferences((), ("knead.",))
    assert load_preferences(tmp_path / "none.toml") == Preferences()


def test_compose_follows_what_was_said() -> None:
    """A step that never comes is in no routine, and of an area with a liked step a block with it is taken."""
    library = routine_entries()
    never = Preferences(never=("Take each toe in turn, circle it, and draw it out softly.",))
    request = CompositionRequest(("feet",), preferences=never)
    assert "each toe" not in compose(request, library).text
    liked = Preferences(more=("Make a loose fist, and glide it down the arch, very slowly.",))
    for seed in range(4):
        assert "loose fist" in compose(CompositionRequest(("feet",), preferences=liked, seed=seed), library).text
