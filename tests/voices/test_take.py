"""A person's own voice: what to read, one take cut at its pauses, and cues found by their words."""

from __future__ import annotations

import io
import wave
import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes import chaos_worker
from tests.fakes.caches import MemoryCache
from tests.fakes.sound_files import write_wav
from unknot.audio import to_sixteen_bits
from unknot.errors import AudioFileError, VoiceError
from unknot.platform import ffmpeg
from unknot.routine import Utterance, VoiceChoice
from unknot.voices import (
    ClipMaker,
    EngineSettings,
    _take as _take_module,
    known_engines,
    record_cut,
    record_plan,
    record_write,
)
from unknot.voices._decode import decoded_sound
from unknot.voices._recorded import LIST, listed

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from unknot.audio import Samples

TEXTS = ("Sit back, and let your eyes close.", "Rest.", "Now lean in, and hold it there.", "Let go.")
CUES = [Utterance(text) for text in TEXTS]


def _take(path: Path, pauses: tuple[float, ...], texts: tuple[str, ...] = TEXTS, breath: float = 0.4) -> Path:
    """The texts in tones with a breath in the middle of each longer one, and those pauses behind them."""
    rate, raw = chaos_worker.RATE, bytes(2 * chaos_worker.RATE)
    for text, pause in zip(texts, pauses, strict=True):
        spoken = chaos_worker.tone(text)[2 * round(0.3 * rate) : -2 * round(0.3 * rate)]
        middle = len(spoken) // 4 * 2
        quiet = bytes(2 * round(breath * rate)) if len(text) > 10 else b""
        raw += spoken[:middle] + quiet + spoken[middle:] + bytes(2 * round(pause * rate))
    noise = np.random.default_rng(1).normal(0, 20, len(raw) // 2)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.frombuffer(raw, "<i2") + noise).astype("<i2").tobytes())
    return path


def test_the_plan_says_what_to_read_in_order_and_each_once(tmp_path: Path) -> None:
    """Sentence by sentence, without marks of emphasis."""
    cues = [Utterance("Lean *in*. Let go."), Utterance("Let go!"), Utterance("Rest.")]
    assert [(line.number, line.text) for line in record_plan(cues, tmp_path)] == [
        (1, "Lean in."),
        (2, "Let go."),
        (3, "Rest."),
    ]


def test_a_take_becomes_cues_that_a_session_can_speak(tmp_path: Path) -> None:
    """Plan, read, cut, listen: nothing is missing afterwards."""
    folder = tmp_path / "me"
    plan = record_plan(CUES, folder)
    cutting = record_cut(_take(tmp_path / "take.wav", (1.5, 2.5, 1.8, 1.0)), plan)
    assert cutting.sure
    assert not any(cut.doubtful for cut in cutting.cuts)
    assert [cut.text for cut in cutting.cuts] == list(TEXTS)
    written = record_write(cutting, folder)
    assert [path.name for path in written][:2] == ["001-sit-back-and-let.wav", "002-rest.wav"]
    assert all(line.recorded for line in record_plan(CUES, folder))
    studio = ClipMaker(
        MemoryCache(), VoiceChoice("recorded", "me"), known=known_engines(EngineSettings(folder=tmp_path))
    )
    clips = studio.clips(CUES, lambda done, of: None)
    lengths = [len(clips[cue]) / 48_000 for cue in CUES]
    assert lengths[1] < lengths[3] < lengths[2] < lengths[0]


def test_pauses_that_are_no_longer_than_breaths_are_not_trusted(tmp_path: Path) -> None:
    """The table says so before anything is written."""
    cutting = record_cut(_take(tmp_path / "take.wav", (0.45, 0.45, 0.45, 1.0)), record_plan(CUES, tmp_path))
    assert not cutting.sure


def test_a_line_that_was_not_read_is_doubtful(tmp_path: Path) -> None:
    """Two cues in the place of one do not have its length."""
    texts = (TEXTS[0], TEXTS[2], TEXTS[0], TEXTS[3])
    cutting = record_cut(_take(tmp_path / "take.wav", (2, 2, 2, 1), texts), record_plan(CUES, tmp_path))
    assert any(cut.doubtful for cut in cutting.cuts)


@pytest.mark.parametrize("left_out", range(5))
def test_a_line_that_was_left_out_is_named_and_the_others_are_cut(tmp_path: Path, left_out: int) -> None:
    """Wherever it is; the others are found by their lengths, and only the one has to be read again."""
    texts = (
        "Sit back, and let your eyes close.",
        "Rest.",
        "Lean in, and hold.",
        "Let it go by itself for a while.",
        "Go.",
    )
    plan = record_plan([Utterance(text) for text in texts], tmp_path / "me")
    read = tuple(text for number, text in enumerate(texts) if number != left_out)
    cutting = record_cut(_take(tmp_path / "take.wav", (2.0,) * 4, read, breath=0.1), plan)
    assert [line.text for line in cutting.missing] == [texts[left_out]]
    assert [cut.text for cut in cutting.cuts] == list(read)
    assert not any(cut.doubtful for cut in cutting.cuts)
    assert not cutting.sure
    record_write(cutting, tmp_path / "me")
    lines = record_plan([Utterance(text) for text in texts], tmp_path / "me")
    assert [line.text for line in lines if not line.recorded] == [texts[left_out]]


@pytest.mark.parametrize("cut", [0, 1, 23, 25, 31, 479, 4801, 40_000])
@pytest.mark.filterwarnings("ignore:Couldn't find ff:RuntimeWarning")
def test_the_stretches_are_those_that_pydub_finds(tmp_path: Path, cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a take of any length, in whatever blocks it is decoded."""
    from pydub import AudioSegment
    from pydub.silence import detect_nonsilent

    sound = ffmpeg.decode(_take(tmp_path / "take.wav", (0.2, 2.5, 0.3, 0.6)), 48_000, 1).samples[cut:]
    path = write_wav(tmp_path / "cut.wav", np.repeat(sound, 2, axis=1))
    steps = to_sixteen_bits(ffmpeg.decode(path, 48_000, 1).samples[:, 0])
    segment = AudioSegment(steps.tobytes(), sample_width=2, frame_rate=48_000, channels=1)
    expected = detect_nonsilent(segment, 250, segment.dBFS - 20.0, 10)
    for block in (997, 960_000):
        monkeypatch.setattr(_take_module, "_BLOCK", block)
        assert [[round(1000 * edge) for edge in span] for span in _take_module._stretches(path)] == expected


def test_the_cues_are_the_same_in_whatever_blocks_the_take_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is what the whole take has between its margins."""
    take = _take(tmp_path / "take.wav", (0.2, 2.5, 0.3, 1.0))
    whole = to_sixteen_bits(ffmpeg.decode(take, 48_000, 1).samples[:, 0])
    cutting = record_cut(take, record_plan(CUES, tmp_path / "me"))
    for block in (4801, 960_000):
        monkeypatch.setattr(_take_module, "_BLOCK", block)
        for cut, path in zip(cutting.cuts, record_write(cutting, tmp_path / "me"), strict=True):
            start, end = max(0, round((cut.start - 0.12) * 48_000)), round((cut.end + 0.12) * 48_000)
            with wave.open(str(path)) as file:
                assert file.readframes(file.getnframes()) == whole[start:end].tobytes()


def test_a_long_take_is_never_whole_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two hundred blocks at most a few are held, while it is measured and while it is cut."""
    given: list[weakref.ref[Samples]] = []
    held: list[int] = []

    def stream(_path: Path, _rate: int, _channels: int, _block: int) -> Generator[Samples, None, None]:
        for number in range(200):
            block = np.zeros((48_000, 1), np.float32)
            block[:24_000] = 0.1 if number % 10 == 0 else 0.0
            given.append(weakref.ref(block))
            yield block
            held.append(sum(ref() is not None for ref in given))

    monkeypatch.setattr(ffmpeg, "decode_stream", stream)
    lines = record_plan([Utterance("Rest " + "a" * n + ".") for n in range(1, 21)], tmp_path)
    record_write(record_cut(tmp_path / "take.wav", lines), tmp_path / "me")
    assert len(held) > 200
    assert max(held) <= 3


def test_a_take_with_too_little_in_it_is_refused(tmp_path: Path) -> None:
    """With the number of stretches that it has: fewer than half of the lines are no reading of them."""
    take = _take(tmp_path / "take.wav", (2, 1), ("Rest.", "Let go."))
    with pytest.raises(AudioFileError, match="2 stretches of speech for 4 lines"):
        record_cut(take, record_plan(CUES, tmp_path))


def test_a_second_take_is_added_to_the_first(tmp_path: Path) -> None:
    """A line that is read again replaces the old one, and the others stay."""
    folder = tmp_path / "me"
    record_write(record_cut(_take(tmp_path / "1.wav", (2, 2, 2, 1)), record_plan(CUES, folder)), folder)
    again = [line for line in record_plan(CUES, folder) if line.text == "Rest."]
    record_write(record_cut(_take(tmp_path / "2.wav", (1,), ("Rest.",)), again), folder)
    assert len(listed(folder)) == len(TEXTS)


@pytest.mark.parametrize("row", ["no tab", "a.wav\t", "../a.wav\ttext", "/etc/passwd\ttext"])
def test_a_row_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, row: str) -> None:
    """And no row can name a file outside the folder."""
    (tmp_path / LIST).write_text(f"# file, text\n\n{row}\n", encoding="utf-8")
    with pytest.raises(VoiceError, match=f"{LIST}:3"):
        listed(tmp_path)


def test_a_cue_that_is_not_recorded_is_named(tmp_path: Path) -> None:
    """With the command that prints what is missing."""
    (tmp_path / "me").mkdir()
    (tmp_path / "me" / "1.wav").write_bytes(_wav(chaos_worker.tone("Rest."), 1, 16))
    (tmp_path / "me" / LIST).write_text("1.wav\tRest.\n", encoding="utf-8")
    studio = ClipMaker(
        MemoryCache(), VoiceChoice("recorded", "me"), known=known_engines(EngineSettings(folder=tmp_path))
    )
    with pytest.raises(VoiceError, match=r"“Let go\.”.* not recorded") as caught:
        studio.clips([Utterance("Let go.")], lambda done, of: None)
    assert "record plan" in caught.value.next_step


def _wav(raw: bytes, channels: int, bits: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((channels, bits // 8, 16_000, 0, "NONE", ""))
        out.writeframes(raw)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "bits", "value"),
    [(b"\xc0", 8, 0.5), (b"\x00\x40", 16, 0.5), (b"\x00\x00\x40", 24, 0.5), (b"\x00\x00\x00\xc0", 32, -0.5)],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_width_of_wav_is_heard_at_its_level(raw: bytes, bits: int, value: float, channels: int) -> None:
    """8, 16, 24 and 32 bits, one channel or two."""
    sound = decoded_sound(_wav(raw * channels * 10, channels, bits))
    assert sound.samples.shape == (10, channels)
    assert np.allclose(sound.samples, value)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no sound at all"),
        (b"<html>busy</html>", "busy"),
        (_wav(bytes(2000), 1, 16)[:500], "cut off"),
        (b"RIFF\0\0\0\0WAVEjunk", "without sound"),
    ],
)
def test_what_is_no_sound_is_told_by_how_it_begins(raw: bytes, words: str) -> None:
    """A truncated file is never taken for a whole one."""
    with pytest.raises(VoiceError, match=words):
        decoded_sound(raw)


def test_a_wav_without_a_length_is_read_to_its_end() -> None:
    """As programs write that send while they speak."""
    whole = bytearray(_wav(b"\0\1" * 100, 1, 16))
    whole[40:44] = b"\xff\xff\xff\xff"
    assert decoded_sound(bytes(whole)).frames == 100
