"""A routine unfolded, fitted to an exact length, and fitted again while it is played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.planning._estimate import (
        CUE as CUE,
        LETTER as LETTER,
        length as length,
        letter as letter,
        reach as reach,
    )
    from unknot.planning._fit import Fit as Fit, fit as fit
    from unknot.planning._language import spoken_duration as spoken_duration
    from unknot.planning._measurement import Measurer as Measurer
    from unknot.planning._moves import (
        LEAD_IN as LEAD_IN,
        LEFT as LEFT,
        PlanMove as PlanMove,
        chapter_at as chapter_at,
        closing as closing,
        closing_item as closing_item,
        from_the_end as from_the_end,
        go_on as go_on,
        less as less,
        more as more,
        next_chapter as next_chapter,
        previous_chapter as previous_chapter,
        repeat as repeat,
        resume as resume,
        room_for as room_for,
    )
    from unknot.planning._plan import SessionPlan as SessionPlan
    from unknot.planning._rechoose import choose_again as choose_again
    from unknot.planning._refit import refit as refit
    from unknot.planning._replan import measured as measured, replan as replan
    from unknot.planning._report import FitReport as FitReport, Reach as Reach
    from unknot.planning._score import (
        BeatSlot as BeatSlot,
        ChapterSlot as ChapterSlot,
        CueSlot as CueSlot,
        HoldCue as HoldCue,
        RestSlot as RestSlot,
        Score as Score,
        Slot as Slot,
        SlotSequence as SlotSequence,
        chosen_stretches as chosen_stretches,
    )
    from unknot.planning._sentences import split_sentences as split_sentences
    from unknot.planning._time_updates import outdated_words as outdated_words, with_words as with_words
    from unknot.planning._unfold import unfold as unfold

_NAMES = {
    "BeatSlot": "_score",
    "CUE": "_estimate",
    "ChapterSlot": "_score",
    "CueSlot": "_score",
    "Fit": "_fit",
    "FitReport": "_report",
    "HoldCue": "_score",
    "LEAD_IN": "_moves",
    "LEFT": "_moves",
    "LETTER": "_estimate",
    "Measurer": "_measurement",
    "PlanMove": "_moves",
    "Reach": "_report",
    "RestSlot": "_score",
    "Score": "_score",
    "SessionPlan": "_plan",
    "Slot": "_score",
    "SlotSequence": "_score",
    "chapter_at": "_moves",
    "choose_again": "_rechoose",
    "chosen_stretches": "_score",
    "closing": "_moves",
    "closing_item": "_moves",
    "fit": "_fit",
    "from_the_end": "_moves",
    "go_on": "_moves",
    "length": "_estimate",
    "less": "_moves",
    "letter": "_estimate",
    "measured": "_replan",
    "more": "_moves",
    "next_chapter": "_moves",
    "outdated_words": "_time_updates",
    "previous_chapter": "_moves",
    "reach": "_estimate",
    "refit": "_refit",
    "repeat": "_moves",
    "replan": "_replan",
    "resume": "_moves",
    "room_for": "_moves",
    "split_sentences": "_sentences",
    "spoken_duration": "_language",
    "unfold": "_unfold",
    "with_words": "_time_updates",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
