"""Everything that decides when something is heard: a routine unfolded, fitted to a length, and changed while played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.planning._estimate import (
        CUE_SECONDS as CUE_SECONDS,
        LETTER_SECONDS as LETTER_SECONDS,
        estimated_length as estimated_length,
        letter_seconds as letter_seconds,
        natural_length as natural_length,
        reach as reach,
        spoken_letters as spoken_letters,
        words_at as words_at,
    )
    from unknot.planning._fit import Fit as Fit, fit as fit
    from unknot.planning._language import spoken_duration as spoken_duration
    from unknot.planning._measurement import Measurer as Measurer
    from unknot.planning._moves import (
        LEAD_IN as LEAD_IN,
        PAUSE_END as PAUSE_END,
        PlanMove as PlanMove,
        chapter_at as chapter_at,
        closing as closing,
        closing_item as closing_item,
        go_on as go_on,
        less as less,
        more as more,
        next_chapter as next_chapter,
        pause_of_at_least as pause_of_at_least,
        previous_chapter as previous_chapter,
        repeat as repeat,
        resume as resume,
    )
    from unknot.planning._place import (
        ChapterPart as ChapterPart,
        CuePlace as CuePlace,
        chapter_part as chapter_part,
        find_chapter as find_chapter,
        find_place as find_place,
        place_of as place_of,
    )
    from unknot.planning._plan import SessionPlan as SessionPlan
    from unknot.planning._refit import refit as refit
    from unknot.planning._replan import choose_again as choose_again, replan as replan, with_lengths as with_lengths
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
        chosen_sequences as chosen_sequences,
    )
    from unknot.planning._sentences import split_sentences as split_sentences
    from unknot.planning._time_words import outdated_words as outdated_words, with_words as with_words
    from unknot.planning._unfold import unfold as unfold

_NAMES = {
    "BeatSlot": "_score",
    "CUE_SECONDS": "_estimate",
    "ChapterPart": "_place",
    "ChapterSlot": "_score",
    "CuePlace": "_place",
    "CueSlot": "_score",
    "Fit": "_fit",
    "FitReport": "_report",
    "HoldCue": "_score",
    "LEAD_IN": "_moves",
    "LETTER_SECONDS": "_estimate",
    "Measurer": "_measurement",
    "PAUSE_END": "_moves",
    "PlanMove": "_moves",
    "Reach": "_report",
    "RestSlot": "_score",
    "Score": "_score",
    "SessionPlan": "_plan",
    "Slot": "_score",
    "SlotSequence": "_score",
    "chapter_at": "_moves",
    "chapter_part": "_place",
    "choose_again": "_replan",
    "chosen_sequences": "_score",
    "closing": "_moves",
    "closing_item": "_moves",
    "estimated_length": "_estimate",
    "find_chapter": "_place",
    "find_place": "_place",
    "fit": "_fit",
    "go_on": "_moves",
    "less": "_moves",
    "letter_seconds": "_estimate",
    "more": "_moves",
    "natural_length": "_estimate",
    "next_chapter": "_moves",
    "outdated_words": "_time_words",
    "pause_of_at_least": "_moves",
    "place_of": "_place",
    "previous_chapter": "_moves",
    "reach": "_estimate",
    "refit": "_refit",
    "repeat": "_moves",
    "replan": "_replan",
    "resume": "_moves",
    "split_sentences": "_sentences",
    "spoken_duration": "_language",
    "spoken_letters": "_estimate",
    "unfold": "_unfold",
    "with_lengths": "_replan",
    "with_words": "_time_words",
    "words_at": "_estimate",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
