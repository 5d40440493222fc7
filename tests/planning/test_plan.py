"""A timeline and the items of its plan are the same session."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.sessions import session
from unknot.planning import SessionPlan
from unknot.planning._plan import items_of, laid_out
from unknot.timeline import Note
from unknot.units import Frames

PLAN = SessionPlan.of(session("#Settle A2 10 B2 10 #Jaw C2 20 D2 20 #Neck E2 30 F2 10 #Return G2 5"))


def test_items_laid_out_again_are_the_same_timeline() -> None:
    """The items of a timeline, laid out again, give the same timeline."""
    assert laid_out(PLAN.timeline, PLAN.items) == PLAN.timeline


def test_a_note_before_a_heading_is_shown_in_the_chapter_that_follows() -> None:
    """In a changed plan a note at the first frame of a chapter lasts until the next chapter, as in a fit."""
    items = list(PLAN.items)
    chapter = next(i for i, item in enumerate(items) if item.marks and i)
    items[chapter] = replace(items[chapter], marks=(Note(Frames(0), Frames(0), "Sit."), *items[chapter].marks))
    timeline = laid_out(PLAN.timeline, items)
    note = next(event for event in timeline.events if isinstance(event, Note))
    assert (note.start, note.frames) == (timeline.chapters[1].start, timeline.chapters[1].frames)
    assert laid_out(timeline, items_of(timeline)) == timeline
