"""The cover of a session that has none."""

from __future__ import annotations

from tests.outputs.sessions import HOSTILE
from unknot.outputs import draw_cover


def test_a_cover_is_square_small_and_its_own() -> None:
    """A cover has 1400 by 1400 pixels and less than 500 KB, and differs for each title."""
    pictures = {title: draw_cover(title) for title in ["Neck", "Feet", "", *HOSTILE]}
    assert len(set(pictures.values())) == len(pictures)
    assert all(len(p) < 500_000 and p[16:24] == (1400).to_bytes(4, "big") * 2 for p in pictures.values())
