"""How well voices are understood and how natural they sound: `python -m benchmarks.voice_quality [VOICE …]`.

A hundred sentences of the shipped routines, spoken by each voice that is ready (or by those that are named, as in
`natural command:flite`), as sessions play them. Words are recognised by pocketsphinx with its own English model;
sound is scored by DNSMOS (P.808) and PLCMOS of the package speechmos; all models are inside the packages.
`python -m benchmarks.voice_quality lines [VOICE]` speaks every distinct line that the program can say in English, and
prints those that are not like their text: of up to four words those that are taken for another such line, of more words
those of which half is not recognised. Needs `pip install --group voice-quality`.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soxr

from unknot.audio import Sound
from unknot.cache import FileCache
from unknot.library import body_data, include_finder, routine_entries
from unknot.planning import _language as said, unfold
from unknot.player import _prompts
from unknot.routine import Utterance, VoiceChoice, voice_named
from unknot.script import parse, resolve
from unknot.units import SAMPLE_RATE, frames
from unknot.voices import ClipMaker, engine_states, known_engines
from unknot.voices._defaults import complete
from unknot.voices._pauses import inner_marks, pauses
from unknot.voices._text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unknot.audio import Samples

WRONG, P808, PLCMOS = 0.16, 4.05, 4.6
"""What the default voice has to reach: at most that share of words wrong, at least these scores."""
COUNT: Final = 100
"""Sentences."""
FEWEST, MOST_WORDS = 8, 24
"""Words of a sentence; scores need two seconds of sound."""
RATE: Final = 16_000
"""What the recogniser and both scores take."""
TIMED: Final = 12
"""Sentences that are timed."""
LENGTHS: Final = (None, 180, 300, 480, 600, 900, 1200, 1800, 2700)
"""Seconds that routines are unfolded for, to find everything they may say."""
SEEDS: Final = 4
UNLIKE: Final = 0.5
"""Of the words of a line: more that are not recognised, and somebody should listen to it."""
SHORT: Final = 4
"""Words of a line that says too little to be recognised freely."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What one voice measures."""

    wrong: float
    """Share of words that are not recognised, or are too many."""
    p808: float
    plcmos: float
    phrase_rate: float
    """Words a minute between pauses."""
    sentence_rate: float
    """Words a minute, pauses inside sentences included."""
    speed: float
    """Times real time, on one core."""


class Recogniser:
    """Free recognition of English with the model in pocketsphinx."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=RATE, loglevel="FATAL")

    def among(self, lines: Iterable[str]) -> None:
        """Afterwards it hears one of these lines in everything."""
        choice = " | ".join(sorted({" ".join(words(line)) for line in lines}))
        self._decoder.add_jsgf_string("lines", f"#JSGF V1.0;\ngrammar lines;\npublic <line> = {choice};\n")
        self._decoder.activate_search("lines")

    def words(self, clip: Samples) -> list[str]:
        """What is heard in a clip at 16 kHz."""
        silence = np.zeros(RATE * 3 // 10, np.float32)
        loud = np.concatenate([silence, clip / np.abs(clip).max() * 0.5, silence])
        self._decoder.start_utt()
        self._decoder.process_raw((loud * 32767).astype("<i2").tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return words(re.sub(r"\(\d+\)", "", found.hypstr)) if found else []


def words(text: str) -> list[str]:
    """The words of a text as the recogniser writes them."""
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("’", "'")).split()


def wrong_words(spoken: Sequence[str], heard: Sequence[str]) -> int:
    """How many words have to be changed, left out or put in to make one of the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for place, word in enumerate(spoken, 1):
        before, row = row, [place]
        for at, other in enumerate(heard, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (word != other)))
    return row[-1]


def cues() -> dict[str, Utterance]:
    """Everything that the shipped English routines may say, by its text."""
    found: dict[str, Utterance] = {}
    for entry in routine_entries():
        if entry.language.startswith("en"):
            routine = resolve(parse(entry.text, entry.file), include_finder(entry.path))
            for asked in LENGTHS:
                length = frames(asked) if asked else None
                for seed in range(SEEDS):
                    found |= {u.text: u for u in unfold(routine, length=length, seed=seed).utterances}
    return found


def own_lines() -> Iterator[str]:
    """What the program itself says in English: numbers, times, announcements, answers, words of caution."""
    yield from (f"{said.spoken_number('en', count).capitalize()}." for count in range(100))
    yield from (said.breath("en", phase) for phase in ("in", "hold", "out"))
    for half_minutes in range(2, 61):
        length = half_minutes * 30 * SAMPLE_RATE
        yield from (said.announcement("en", length, work=work) for work in (False, True))
    for seconds in (*range(1, 10), *range(10, 60, 10), *range(60, 7200, 60)):
        length = seconds * SAMPLE_RATE
        yield _prompts.position_prompt("en", "Jaw", length)
        yield from (_prompts.end_prompt("en", late) for late in (length, -length))
    yield from _prompts.feedback_texts("en")
    caution = body_data().safety
    for which in (caution.first, caution.later):
        yield from which["en"].strip().splitlines()


def sentences() -> list[Utterance]:
    """The hundred that are measured, the same every time."""
    fit = [u for text, u in sorted(cues().items()) if FEWEST <= len(words(text)) <= MOST_WORDS]
    return random.Random(13).sample(fit, COUNT)


def measured(choice: VoiceChoice, recogniser: Recogniser) -> Quality:
    """What the voice measures over the hundred sentences."""
    asked = sentences()
    clips = spoken(choice, asked)
    wrong = total = 0
    scores = []
    for cue in asked:
        clip = soxr.resample(clips[cue][:, 0], SAMPLE_RATE, RATE, "HQ")
        expected = words(plain(cue.text))
        wrong += wrong_words(expected, recogniser.words(clip))
        total += len(expected)
        scores.append(naturalness(clip))
    p808, plcmos = np.mean(np.array(scores), axis=0)
    phrase, whole = rates(clips)
    return Quality(wrong / total, float(p808), float(plcmos), phrase, whole, times_real_time(choice, asked[:TIMED]))


def spoken(choice: VoiceChoice, asked: Sequence[Utterance]) -> Mapping[Utterance, Samples]:
    """The clips of a session."""
    with tempfile.TemporaryDirectory() as folder:
        studio = ClipMaker(FileCache(Path(folder)), choice)
        try:
            return studio.clips(asked, lambda _done, _of: None)
        finally:
            studio.close()


def naturalness(clip: Samples) -> tuple[float, float]:
    """P.808 and PLCMOS of a clip at 16 kHz."""
    from speechmos import dnsmos, plcmos

    level = clip.astype(np.float64) / np.abs(clip).max() * 0.7
    return dnsmos.run(level, RATE)["p808_mos"], plcmos.run(level, RATE)["plcmos"]


def rates(clips: Mapping[Utterance, Samples]) -> tuple[float, float]:
    """Words a minute between pauses, and with them; the edges of clips that are kept for soft consonants are cut."""
    count = sum(len(words(plain(cue.text))) for cue in clips)
    whole = sum(len(clip) / SAMPLE_RATE - 0.085 for clip in clips.values())
    quiet = sum(length for cue, clip in clips.items() for _, length in pauses(Sound(clip), inner_marks(cue.text)))
    return count / (whole - quiet) * 60, count / whole * 60


def times_real_time(choice: VoiceChoice, asked: Sequence[Utterance]) -> float:
    """Seconds of sound in a second, by one process that is loaded already."""
    engines = known_engines()
    full, _ = complete(choice, "en", engines)
    voice = engines[full.engine or ""]().voice(full, "en", 60.0)
    try:
        voice.speak("Rest.", "en")
        begun = time.perf_counter()
        sound = sum(voice.speak(plain(cue.text), "en").seconds for cue in asked)
        return sound / (time.perf_counter() - begun)
    finally:
        voice.close()


def ready() -> Iterator[VoiceChoice]:
    """Every voice that can speak here without being told more."""
    for state in engine_states():
        if state.engine in {"natural", "espeak", "system"} and state.ready:
            yield VoiceChoice(state.engine)
        if state.engine == "command":
            yield from (VoiceChoice("command", name) for name in state.names)


def unlike(choice: VoiceChoice) -> Iterator[tuple[str, str]]:
    """The text and what was heard, of lines that are not like their text."""
    every = cues() | {text: Utterance(text) for text in own_lines()}
    clips = {
        plain(cue.text): soxr.resample(clip[:, 0], SAMPLE_RATE, RATE, "HQ")
        for cue, clip in spoken(choice, list(every.values())).items()
    }
    short = [text for text in clips if len(words(text)) <= SHORT]
    free, closed = Recogniser(), Recogniser()
    closed.among(short)
    for text, clip in clips.items():
        recogniser, most = (closed, 0.0) if text in short else (free, UNLIKE)
        heard = recogniser.words(clip)
        if wrong_words(words(text), heard) > most * len(words(text)):
            yield text, " ".join(heard)


def main(arguments: Iterable[str]) -> int:
    """Print the table, or the lines that are not like their text; 1 when the default voice is not good enough."""
    named = [*arguments]
    if named[:1] == ["lines"]:
        for text, heard in unlike(voice_named(named[1]) if named[1:] else VoiceChoice()):
            print(f"{text}  |  {heard}", flush=True)
        return 0
    recogniser = Recogniser()
    print("| voice | words wrong | P.808 | PLCMOS | words a minute in a phrase | in a sentence | × real time |")
    print("|---|---|---|---|---|---|---|")
    good = True
    for choice in [voice_named(name) for name in named] or [*ready()]:
        found = measured(choice, recogniser)
        name = f"{choice.engine}:{choice.name}" if choice.name else choice.engine
        print(f"| `{name}` | {found.wrong:.1%} | {found.p808:.2f} | {found.plcmos:.2f} ", end="")
        print(f"| {found.phrase_rate:.0f} | {found.sentence_rate:.0f} | {found.speed:.0f} |", flush=True)
        if choice == VoiceChoice("natural"):
            good = found.wrong <= WRONG and found.p808 >= P808 and found.plcmos >= PLCMOS
    return int(not good)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
