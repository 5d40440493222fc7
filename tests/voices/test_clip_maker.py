"""Utterances become clips: from an engine the first time, from the store afterwards, at one level always."""

from __future__ import annotations

import os
import random
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests import ffmpeg, needs
from tests.fakes.caches import MemoryCache, SuffixCache
from tests.fakes.voices import OwnTones, ToneVoice, alive
from unknot.audio import Sound
from unknot.cache import FileCache
from unknot.errors import VoiceError
from unknot.library import include_finder, routine_entries
from unknot.planning import unfold
from unknot.routine import Utterance, VoiceChoice
from unknot.script import parse, resolve
from unknot.units import frames
from unknot.voices import ClipMaker
from unknot.voices._command import CommandEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.audio import Samples
    from unknot.ports import Cache
    from unknot.voices._engine import Engine

TONES = str(Path(__file__).parents[1] / "fakes" / "tone_program.py")
TEXTS = ("Sit back, and let your eyes close.", "Rest.", "Hold, and breathe. Let *go*.", "Now the other side.")
CUES = [Utterance(text) for text in TEXTS]
ESPEAK = VoiceChoice("espeak")


def _quiet(done: int, of: int) -> None:
    """Progress that nobody looks at."""


def _tones(store: Cache, engine: OwnTones, **others: object) -> ClipMaker:
    known: Mapping[str, Callable[[], Engine]] = {"tones": lambda: engine}
    return ClipMaker(store, VoiceChoice("tones"), known=known, **others)  # type: ignore[arg-type]


def _same(one: Mapping[Utterance, Samples], two: Mapping[Utterance, Samples]) -> bool:
    return one.keys() == two.keys() and all(np.array_equal(one[cue], two[cue]) for cue in one)


def _loudness(clips: Mapping[Utterance, Samples]) -> float:
    return ffmpeg.loudness(np.repeat(np.concatenate(list(clips.values())), 2, axis=1))


def test_the_embedded_voice_speaks_here_without_anything_installed(tmp_path: Path) -> None:
    """Every cue becomes a mono clip at 48 kHz with sound in it, and the second time it is the same to the bit."""
    progress: list[tuple[int, int]] = []
    studio = ClipMaker(FileCache(tmp_path), ESPEAK)
    try:
        first = studio.clips(CUES, lambda done, of: progress.append((done, of)))
        second = studio.clips(CUES, lambda done, of: progress.append((done, of)))
    finally:
        studio.close()
    assert progress == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert _same(first, second)
    for cue in CUES:
        assert first[cue].shape[1:] == (1,)
        assert first[cue].dtype == np.float32
        assert 0.1 < np.abs(first[cue]).max() <= 0.7080


def test_order_and_company_do_not_change_a_clip() -> None:
    """All together, backwards, one by one in fresh studios: the same samples."""
    together, backwards = ClipMaker(MemoryCache(), ESPEAK), ClipMaker(MemoryCache(), ESPEAK)
    alone: dict[Utterance, Samples] = {}
    try:
        one, two = together.clips(CUES, _quiet), backwards.clips(CUES[::-1], _quiet)
        for cue in CUES:
            studio = ClipMaker(MemoryCache(), ESPEAK)
            alone |= studio.clips([cue], _quiet)
            studio.close()
    finally:
        together.close()
        backwards.close()
    assert _same(dict(one), {cue: two[cue] for cue in CUES})
    assert _same(dict(one), alone)


def test_speech_is_as_loud_in_every_session() -> None:
    """Ten sessions of different words and lengths, each within half a LU of the target, for the speech alone."""
    words = re.findall(r"\w+", "let your shoulders drop and breathe while the left hand presses into the tight spot")
    dice, shelf = random.Random(7), MemoryCache()
    studio, quieter = ClipMaker(shelf, ESPEAK), ClipMaker(shelf, ESPEAK, level=-23.0)
    try:
        for session in range(10):
            lines = [" ".join(dice.choices(words, k=dice.randint(3, 14))) for _ in range(2 + session)]
            cues = [Utterance(line.capitalize() + ".") for line in lines]
            assert _loudness(studio.clips(cues, _quiet)) == pytest.approx(-18.0, abs=0.5)
        assert _loudness(quieter.clips(cues, _quiet)) == pytest.approx(-23.0, abs=0.5)
    finally:
        studio.close()
        quieter.close()


def _sessions(count: int) -> list[list[Utterance]]:
    """What that many shipped routines say in English, each at another length."""
    english = [entry for entry in routine_entries() if entry.language.startswith("en")][:count]
    routines = [resolve(parse(entry.text, entry.file), include_finder(entry.path)) for entry in english]
    scores = [unfold(routine, length=frames(480 + 180 * number)) for number, routine in enumerate(routines)]
    return [list(dict.fromkeys(score.utterances)) for score in scores]


@pytest.mark.parametrize(
    ("voice", "most"),
    [
        (VoiceChoice("natural"), 25),
        (VoiceChoice("espeak"), 100),
        (VoiceChoice("espeak", "en-gb+f2"), 25),
        (VoiceChoice("espeak", rate=200, pitch=80), 25),
        pytest.param(VoiceChoice("command", "flite"), 15, marks=needs.program("flite")),
    ],
)
def test_ten_routines_at_ten_lengths_are_as_loud_as_each_other(voice: VoiceChoice, most: int) -> None:
    """The speech alone, within half a LU of the target, whatever voice says it."""
    studio = ClipMaker(MemoryCache(), voice)
    try:
        for cues in _sessions(10):
            assert _loudness(studio.clips(cues[:most], _quiet)) == pytest.approx(-18.0, abs=0.5)
    finally:
        studio.close()


@pytest.mark.parametrize(
    ("other", "made"),
    [
        (Utterance("Rest."), 0),
        (Utterance("Rest. Rest."), 0),
        (Utterance("Rest!"), 1),
        (Utterance("Rest.", language="de"), 1),
        (Utterance("Rest.", voice=VoiceChoice("tones", rate=100)), 1),
        (Utterance("Rest.", say=(("rest", "wrest"),)), 1),
        (Utterance("Rest.", say=(("sacrum", "say-krum"),)), 0),
    ],
)
def test_the_key_is_everything_that_changes_the_sound(other: Utterance, made: int) -> None:
    """And nothing else: another pause, another place, a pronunciation that does not occur."""
    engine = _Choosy()
    studio = _tones(MemoryCache(), engine)
    studio.clips([Utterance("Rest.")], _quiet)
    progress: list[int] = []
    studio.clips([other], lambda done, of: progress.append(done))
    assert len(progress) == made


class _Choosy(OwnTones):
    """Its voices know their rate."""

    def __init__(self) -> None:
        super().__init__(ToneVoice)

    def voice(self, choice: VoiceChoice, language: str, deadline: float) -> ToneVoice:
        return ToneVoice(identity=f"tone {choice.rate}")


def test_a_store_that_keeps_nothing_costs_time_and_nothing_else() -> None:
    """Every clip is there all the same."""
    kept, lost = _tones(MemoryCache(), OwnTones(ToneVoice)), _tones(SuffixCache("nothing"), OwnTones(ToneVoice))
    assert _same(kept.clips(CUES, _quiet), lost.clips(CUES, _quiet))


def test_a_clip_is_read_when_it_is_asked_for_and_not_held() -> None:
    """With its length known, and with two sentences as well as with one."""
    studio = _tones(MemoryCache(), OwnTones(ToneVoice))
    lengths, clips = studio.lengths(CUES, _quiet), studio.clips(CUES, _quiet)
    assert lengths == {cue: len(clips[cue]) for cue in CUES}
    held = [weakref.ref(clips[cue]) for cue in CUES]
    assert [ref() for ref in held] == [None] * len(CUES)


def test_a_clip_that_was_deleted_or_damaged_is_spoken_again_as_it_was() -> None:
    """After the session was measured; only the clips that are gone are spoken."""
    store, voice = MemoryCache(), ToneVoice()
    studio = _tones(store, OwnTones(lambda: voice))
    clips = studio.clips(CUES, _quiet)
    before = {cue: clips[cue] for cue in CUES}
    deleted, damaged = sorted(key for key in store.entries if key.startswith("clip:"))[:2]
    del store.entries[deleted]
    store.entries[damaged] = bytes(len(store.entries[damaged]))
    spoken = len(voice.spoken)
    assert _same(before, clips)
    assert len(voice.spoken) == spoken + 2


def test_a_clip_that_is_gone_and_spoken_otherwise_is_an_error() -> None:
    """The plan was made for the first one. The error names the text and what to do."""
    store = MemoryCache()
    studio = _tones(store, OwnTones(_NeverTheSame))
    clips = studio.clips(CUES, _quiet)
    assert len(clips[CUES[1]]) > 0
    store.entries = {key: value for key, value in store.entries.items() if not key.startswith("clip:")}
    with pytest.raises(VoiceError, match=r"“Rest\.”: its clip was deleted") as caught:
        clips[CUES[1]]
    assert caught.value.utterance == CUES[1]
    assert caught.value.next_step


def test_a_clip_that_another_process_made_anew_is_not_taken_for_the_first() -> None:
    """It is whole and has the same key, but the session was measured with other sound."""
    store = MemoryCache()
    clips = _tones(store, OwnTones(_NeverTheSame)).clips(CUES, _quiet)
    before = clips[CUES[1]].copy()
    key = next(key for key in store.entries if key.endswith("Rest."))
    kept = store.entries.pop(key)
    _tones(store, OwnTones(_NeverTheSame)).clips([CUES[1]], _quiet)
    assert store.entries[key] != kept
    with pytest.raises(VoiceError, match="speaks it differently"):
        clips[CUES[1]]
    store.entries[key] = kept
    assert np.array_equal(clips[CUES[1]], before)


class _NeverTheSame(ToneVoice):
    """Speaks every text a little louder each time."""

    times = 0

    def speak(self, text: str, language: str) -> Sound:
        sound = super().speak(text, language)
        type(self).times += 1
        return Sound(sound.samples * np.float32(1.0 - 0.01 * (self.times % 50)), sound.rate)


def test_sentences_of_one_cue_are_kept_one_by_one() -> None:
    """The pause between them is no part of any: 1.2 s, whatever else is in the cue."""
    studio = _tones(MemoryCache(), OwnTones(ToneVoice))
    both, one, two = (Utterance(text) for text in ("Lean in. Let go.", "Lean in.", "Let go."))
    found = studio.clips([both, one, two], _quiet)
    assert len(found[both]) == len(found[one]) + len(found[two]) + 57_600


@pytest.mark.parametrize("text", ["", "...", "— [ ] —", "*…*"])
def test_a_cue_with_nothing_to_say_is_told(text: str) -> None:
    """It never becomes silence."""
    with pytest.raises(VoiceError, match="nothing in it to say") as caught:
        _tones(MemoryCache(), OwnTones(ToneVoice)).clips([Utterance(text)], _quiet)
    assert caught.value.utterance == Utterance(text)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (VoiceChoice("nobody"), "no voice engine 'nobody'"),
        (VoiceChoice("espeak", "xx-nowhere"), "no voice 'xx-nowhere'"),
        (VoiceChoice("espeak", "en-us+nobody"), "no variant 'nobody'"),
        (VoiceChoice("piper"), "Piper"),
        (VoiceChoice("recorded", "nowhere"), "no list of recorded cues"),
        (VoiceChoice("command", "rm -rf"), "no command 'rm -rf'"),
    ],
)
def test_a_voice_that_there_is_not_is_told_before_anything_is_spoken(choice: VoiceChoice, words: str) -> None:
    """With the text that wanted it, and a next step."""
    with pytest.raises(VoiceError, match=words) as caught:
        ClipMaker(MemoryCache()).clips([Utterance("Rest.", voice=choice)], _quiet)
    assert "“Rest.”" in caught.value.message
    assert caught.value.next_step


_SESSION = """
import sys, pathlib
from tests.fakes.voices import WorkerTones
from unknot.routine import Utterance, VoiceChoice
from unknot.cache import FileCache
from unknot.voices import ClipMaker
folder, cache = map(pathlib.Path, sys.argv[1:])
engine = WorkerTones(folder, "hang", "last")
studio = ClipMaker(FileCache(cache), VoiceChoice("tones"), known={"tones": lambda: engine}, deadline=60)
texts = ["One more breath.", "And another one.", "The last of them."]
def progress(done, of):
    print(done, flush=True)
try:
    studio.clips([Utterance(text) for text in texts], progress)
except KeyboardInterrupt:
    sys.exit(130)
finally:
    studio.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT as a terminal does")
def test_ctrl_c_leaves_no_process_and_what_was_done(tmp_path: Path) -> None:
    """In the middle of a cue that hangs; the two that were finished need not be made again."""
    folder, cache = tmp_path / "processes", tmp_path / "cache"
    folder.mkdir()
    child = subprocess.Popen([sys.executable, "-c", _SESSION, str(folder), str(cache)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        assert [child.stdout.readline() for _ in range(2)] == [b"1\n", b"2\n"]
        child.send_signal(signal.SIGINT)
        assert child.wait() == 130
    assert alive(folder) == []
    assert [kind[:2] for kind in FileCache(cache).info().kinds] == [("clip", 2), ("voice", 1)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for left processes in /proc")
def test_a_killed_program_leaves_no_process(tmp_path: Path) -> None:
    """Nobody can tell the workers then: they see that their pipe has ended."""
    folder = tmp_path / "processes"
    folder.mkdir()
    script = _SESSION.replace('"hang", "last"', '"none"').replace("print(done", "input() or print(done")
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(tmp_path / "cache")], stdin=subprocess.PIPE
    )
    while not any(folder.iterdir()):
        assert child.poll() is None
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert child.stdin is not None
    child.stdin.close()
    while alive(folder):
        time.sleep(0.01)


def test_a_studio_that_is_closed_while_it_speaks_is_done_at_once(tmp_path: Path) -> None:
    """No sentence is begun again, nor the next one: the session that wanted them is over."""
    slow = CommandEngine({"slow": f"{shlex.quote(sys.executable)} {TONES} --fault hang"})
    known: Mapping[str, Callable[[], Engine]] = {"command": lambda: slow}
    studio = ClipMaker(FileCache(tmp_path), VoiceChoice("command", "slow"), known=known, deadline=60.0)
    closing = threading.Timer(0.5, studio.close)
    closing.start()
    began = time.monotonic()
    with pytest.raises(VoiceError):
        studio.clips(CUES, _quiet)
    assert time.monotonic() - began < 8
    closing.join()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("めをとじて、ゆっくりこきゅうしてください。", "ja"),
        ("Закройте глаза.", "ru"),
        ("Κλείστε τα μάτια.", "el"),
        ("أغمض عينيك.", "ar"),
        ("अपनी आँखें बंद करें।", "hi"),
        ("闭上眼睛，慢慢地深呼吸。", "zh"),
        ("눈을 감으세요.", "ko"),
        ("หลับตาลง", "th"),
        ("Shhhhhhhhhhhhhh.", "en"),
        ("Aaaaaaah.", "de"),
        ("Mmmmmm.", "en"),
        ("Visit https://example.org/calm now.", "en"),
        ("Écrivez à anna.b@example.org.", "fr"),
        ("Relax 😌✨🙏 now.", "fr"),
        ("xkcd HRV PNF", "es"),
    ],
)
def test_the_embedded_voice_speaks_texts_of_every_kind(text: str, language: str) -> None:
    """The check of lengths weighs other alphabets, sounds, addresses and spelled words as they are said."""
    maker = ClipMaker(MemoryCache(), VoiceChoice("espeak"))
    try:
        (clip,) = maker.clips([Utterance(text, language)], _quiet).values()
    finally:
        maker.close()
    assert len(clip) > frames(0.2)


@pytest.mark.parametrize(
    ("text", "language", "voice", "words"),
    [
        ("Закройте глаза.", "en", VoiceChoice(), "Cyrillic letters, which a voice for `en`"),
        ("Rest. Κλείστε.", "de", VoiceChoice("espeak"), "Greek letters, which a voice for `de`"),
        ("Rest 目.", "en", VoiceChoice("natural"), "Chinese letters"),
        ("目を閉じて。", "ja", VoiceChoice(), "eSpeak NG reads kana"),
        ("Закройте глаза.", "ru", VoiceChoice("espeak", "en-gb+f2"), "a voice for `en-gb`"),
    ],
)
def test_letters_that_a_voice_cannot_read_are_refused_by_name(
    text: str, language: str, voice: VoiceChoice, words: str
) -> None:
    """Before it is asked, and the next step is about the text."""
    maker = ClipMaker(MemoryCache(), voice)
    with pytest.raises(VoiceError) as refusal:
        maker.clips([Utterance(text, language)], _quiet)
    maker.close()
    assert words in refusal.value.message
    assert "language: " in (refusal.value.next_step or "") or "kana" in (refusal.value.next_step or "")


def test_a_letter_that_the_script_says_how_to_say_is_no_foreign_one() -> None:
    """So are words in a voice of their language."""
    own = Utterance("Feel your 气 rise.", "en", say=(("气", "chee"),))
    other = Utterance("Закройте глаза.", "en", VoiceChoice("espeak", "ru"))
    maker = ClipMaker(MemoryCache(), VoiceChoice("espeak"))
    try:
        assert len(maker.clips([own, other], _quiet)) == 2
    finally:
        maker.close()
