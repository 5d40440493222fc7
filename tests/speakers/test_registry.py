"""Speakers by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.speakers.tools import no_record
from unknot.errors import UsageError
from unknot.speakers import open_speaker

if TYPE_CHECKING:
    from pathlib import Path


def test_an_unknown_player_is_refused_with_the_known_ones() -> None:
    """A recording without a file is unknown as well."""
    for name in ("unknown", "record:", "record"):
        with pytest.raises(UsageError) as caught:
            open_speaker(name, no_record)
        assert "null" in caught.value.next_step


def test_a_recording_is_named_with_its_file(tmp_path: Path) -> None:
    """Everything after the first colon is the path of the file."""
    assert open_speaker(f"record:{tmp_path}/a:b.wav", no_record).name == f"record:{tmp_path}/a:b.wav"
