"""What the page about sound says is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.backgrounds import CHIMES, GENERATED
from unknot.backgrounds._noise import PERIOD
from unknot.mixer import Levels
from unknot.mixer._background_placement import JOIN_LEAST
from unknot.mixer._gain_tracks import DOWN, FADE_IN, FADE_OUT, HELD, UP, UP_LEAST
from unknot.units import SAMPLE_RATE

PAGE = (Path(__file__).parents[2] / "docs" / "sound.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*GENERATED, *CHIMES])
def test_every_name_is_on_the_page(name: str) -> None:
    """Backgrounds and chimes."""
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("frames", [DOWN, UP, HELD, UP_LEAST, JOIN_LEAST])
def test_every_time_of_a_curve_is_on_the_page(frames: int) -> None:
    """In seconds, to a hundredth."""
    assert f"{frames / SAMPLE_RATE:.2f} s" in PAGE


def test_fades_period_and_levels_are_on_the_page() -> None:
    """As a person reads them."""
    assert f"in over {FADE_IN / SAMPLE_RATE:.0f} s and out over {FADE_OUT / SAMPLE_RATE:.0f} s" in PAGE
    assert f"after {PERIOD / SAMPLE_RATE:.0f} seconds" in PAGE
    assert f"{-Levels().background:.0f} LU under the voice" in PAGE
    assert f"{-Levels().under_voice:.0f} LU under the voice" in PAGE
