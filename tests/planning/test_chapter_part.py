"""A chapter of a session as a session of its own."""

from __future__ import annotations

import pytest

from tests.library.scripts import routine
from unknot.errors import UsageError
from unknot.planning import chapter_part, fit, unfold
from unknot.planning._estimate import ESTIMATE
from unknot.timeline import BackgroundSpan, Timeline, faults

SCRIPT = """
# Settle

Sit. [5s]

# Neck

Glide. [hold 20s] [background ocean]

## Skull

Rest. [hold 20s]

# Return

Open your eyes. [4s]
"""


@pytest.fixture
def timeline() -> Timeline:
    """A session with three chapters and one below the second."""
    return fit(unfold(routine(SCRIPT, background="rain"), length=None), ESTIMATE, None).timeline


def test_every_chapter_is_a_whole_timeline_and_all_are_the_session(timeline: Timeline) -> None:
    """None has a fault, and their lengths add up."""
    parts = [chapter_part(timeline, word) for word in ("1", "neck", "Ret")]
    assert [faults(part.timeline) for part in parts] == [(), (), ()]
    assert [part.number for part in parts] == [1, 2, 4]
    assert sum(part.timeline.frames for part in parts) == timeline.frames
    assert [cue.text for part in parts for cue in part.timeline.cues] == [cue.text for cue in timeline.cues]


def test_a_chapter_has_those_below_it_and_the_background_of_its_place(timeline: Timeline) -> None:
    """The title names the session and the chapter."""
    neck, skull = (chapter_part(timeline, word).timeline for word in ("Neck", "Skull"))
    assert neck.title == "A test: Neck"
    assert [chapter.title for chapter in neck.chapters] == ["Neck", "Skull"]
    names = [[e.name for e in part.events if isinstance(e, BackgroundSpan)] for part in (neck, skull)]
    assert names == [["rain", "ocean"], ["ocean"]]


def test_an_unknown_chapter_is_an_error_with_all_of_them(timeline: Timeline) -> None:
    """The next step lists them."""
    with pytest.raises(UsageError) as caught:
        chapter_part(timeline, "Shoulder")
    assert "4 Return" in caught.value.next_step
