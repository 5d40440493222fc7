"""How a saved position names its session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from unknot.app._play_position import PlayedSession
from unknot.app._routines import load
from unknot.units import frames

if TYPE_CHECKING:
    from pathlib import Path


def test_a_position_names_its_session_as_it_always_has(tmp_path: Path) -> None:
    """A position names routine, length, seed and a digest of the script, in the form of earlier versions."""
    script = tmp_path / "breath.md"
    script.write_text("---\ntitle: Breath\n---\n\nSit down. [5s]\n", "utf-8")
    named = PlayedSession(str(script), frames(30), 4).of(load(str(script))).name()
    known = json.loads(named)
    assert list(known) == ["routine", "length", "seed", "text"]
    assert (known["routine"], known["length"], known["seed"]) == (str(script.resolve()), 30 * 48_000, 4)
    assert len(known["text"]) == 16
    assert PlayedSession(**known).name() == named
