"""Rules about time: how much is spoken, how fast, and the words around a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unknot.routine import Breath, Work
from unknot.script._heard import HeardChapter, HeardSilence, HeardWords
from unknot.script._phrases import whole
from unknot.script._subject import walk_blocks, walk_inlines
from unknot.script._word_checks import words_in
from unknot.units import Frames, clock, frames, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unknot.script._heard import Heard
    from unknot.script._subject import CheckedScript, Remark

LONG_PAUSE: Final = frames(30)
"""A silence after which attention returns slowly."""
FIRST_WORDS: Final = 20
"""The most words of a sentence after such a silence."""
LONG_SILENCE: Final = frames(60)
"""A silence that must be announced."""
LONG_BREATH: Final = frames(15)
"""The longest breath cycle: in, out and holds together."""
MOST_CHAPTERS: Final = 15
"""The most chapters that are easy to use in the list of a phone."""
VOICE_RATES: Final = (100, 170)
"""The slowest and the fastest voice in words per minute."""
WORDS_PER_MINUTE: Final = {"sleep": 100, "calm": 125, "steady": 135, "brisk": 150}
"""The most words per minute in a chapter, by pace. Pauses count as time, holds do not."""
SHORTEST_TALK: Final = 40
"""The fewest words for which a rate is checked."""
_WORK = {"hold", "breath", "until", "lead", "close"}


def _cue_after_pause(subject: CheckedScript) -> Iterator[Remark]:
    silent = 0
    for event in subject.heard:
        if isinstance(event, HeardSilence):
            silent += event.frames
        elif isinstance(event, HeardWords):
            if silent >= LONG_PAUSE and words_in(event.text) > FIRST_WORDS:
                message = f"{words_in(event.text)} words at once after {clock(silent)} of silence"
                start = " ".join(event.text.split()[:2])
                yield subject.remark(event.place, start, message, "begin with a few words, such as “And now,”")
            silent = 0


def _unannounced(subject: CheckedScript) -> Iterator[Remark]:
    if subject.phrases is None:
        return
    announce = whole(subject.phrases.announce)
    for before, silences in _silences(subject.heard):
        length = Frames(sum(s.frames for s in silences))
        if length >= LONG_SILENCE and not (before and announce.search(before.text)):
            longest = max(silences, key=lambda s: s.frames)
            message = f"{clock(length)} of silence that nothing announces"
            yield subject.remark(longest.place, "", message, "say it before: “A minute of quiet now.”")


def _silences(heard: tuple[Heard, ...]) -> Iterator[tuple[HeardWords | None, list[HeardSilence]]]:
    """The last words and the silences up to the next words, without the lead-in, the close and paced breathing."""
    before: HeardWords | None = None
    silences: list[HeardSilence] = []
    for event in heard:
        if isinstance(event, HeardWords):
            if silences:
                yield before, silences
            before, silences = event, []
        elif isinstance(event, HeardSilence) and event.reason not in {"breath", "lead", "close"}:
            silences.append(event)
    if silences:
        yield before, silences


def _long_breath(subject: CheckedScript) -> Iterator[Remark]:
    for item in walk_inlines(subject.routine.body):
        if isinstance(item, Breath) and (cycle := sum(length for _, length in item.phases)) > LONG_BREATH:
            message = f"a breath cycle of {seconds(cycle):g} s"
            yield subject.remark(item.place, "[breath", message, "most people are comfortable with 10 to 12 s")


def _speech_share(subject: CheckedScript) -> Iterator[Remark]:
    speech = sum(e.frames for e in subject.heard if isinstance(e, HeardWords))
    whole_length = sum(e.frames for e in subject.heard if not isinstance(e, HeardChapter) and not _takes_no_time(e))
    most = subject.pace.speech_share
    if subject.timeline:
        whole_length = subject.timeline.frames
    if whole_length and speech / whole_length > most and _words(subject.heard) >= SHORTEST_TALK:
        message = f"{speech / whole_length:.0%} of this is speech; the pace takes {most:.0%}"
        yield subject.remark(subject.key("title"), "", message, "lengthen pauses, cut words, or choose another `pace`")


def _takes_no_time(event: Heard) -> bool:
    return isinstance(event, HeardWords) and event.inside


def _words(heard: tuple[Heard, ...] | list[Heard]) -> int:
    return sum(words_in(e.text) for e in heard if isinstance(e, HeardWords))


def _words_per_minute(subject: CheckedScript) -> Iterator[Remark]:
    most = WORDS_PER_MINUTE[subject.routine.header.pace]
    for chapter in _chapters(subject.heard):
        events = [e for e in chapter if not _takes_no_time(e)]
        length = sum(
            e.frames
            for e in events
            if isinstance(e, HeardWords) or (isinstance(e, HeardSilence) and e.reason not in _WORK)
        )
        count = _words(events)
        if count >= SHORTEST_TALK and (rate := count * 60 / seconds(length)) > most:
            message = f"{rate:.0f} words a minute in this chapter; the pace takes {most}"
            yield subject.remark(chapter[0].place, "", message, "put pauses between the sentences")


def _chapters(heard: tuple[Heard, ...]) -> Iterator[list[Heard]]:
    chapter: list[Heard] = []
    for event in heard:
        if isinstance(event, HeardChapter) and chapter:
            yield chapter
            chapter = []
        chapter.append(event)
    if chapter:
        yield chapter


def _voice_rate(subject: CheckedScript) -> Iterator[Remark]:
    rate = subject.routine.header.voice.rate
    if rate is not None and not VOICE_RATES[0] <= rate <= VOICE_RATES[1]:
        slow = rate < VOICE_RATES[0]
        hint = "make the silences long, not the words slow" if slow else "closed eyes follow slower words"
        yield subject.remark(subject.key("voice"), str(rate), f"a voice of {rate} words a minute", hint)


def _moment_outside(subject: CheckedScript) -> Iterator[Remark]:
    for work in walk_blocks(subject.routine.body):
        if not isinstance(work, Work):
            continue
        longest = work.length.most or (work.length.natural if work.length.fixed else None)
        for moment in work.moments:
            if longest is not None and moment.at is not None and abs(moment.at) >= longest:
                message = f"this hold ends after {clock(longest)} at the longest, so these words are never heard"
                yield subject.remark(moment.place, "", message, "choose an earlier time")


def _many_chapters(subject: CheckedScript) -> Iterator[Remark]:
    count = sum(isinstance(e, HeardChapter) for e in subject.heard)
    if count > MOST_CHAPTERS:
        yield subject.remark(subject.key("title"), "", f"{count} chapters", "make some headings part of the one before")


CHECKS: Final = {
    "long-cue-after-pause": _cue_after_pause,
    "unannounced-silence": _unannounced,
    "long-breath": _long_breath,
    "speech-share": _speech_share,
    "words-per-minute": _words_per_minute,
    "voice-rate": _voice_rate,
    "moment-outside": _moment_outside,
    "many-chapters": _many_chapters,
}
"""The function of each rule by its name."""
