"""One contract over every speaker, the fakes included, and what each does beside it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.fakes.speakers import SlowSpeaker, StallingSpeaker, VanishingSpeaker, VirtualSpeaker
from unknot.errors import DeviceError, UsageError
from unknot.speakers import open_speaker
from unknot.speakers._callback_speaker import CallbackSpeaker
from unknot.speakers._miniaudio import MiniaudioConnector
from unknot.speakers._recorder import RecordSpeaker
from unknot.speakers._ring_buffer import AWAKE, WHISPER, RingBuffer
from unknot.speakers._simpleaudio import SimpleaudioSpeaker
from unknot.speakers._sounddevice import SounddeviceConnector
from unknot.units import Frames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.audio import Samples
    from unknot.ports import Output, Speaker


def ramp(count: int, start: int = 0) -> Samples:
    """Frames that tell which ones they are: 1, 2, 3 … of 2**20."""
    one = (np.arange(start + 1, start + count + 1) / 2**20).astype(np.float32)
    return np.stack((one, -one), axis=1)


class MemoryOutput:
    """Keeps what is written to it."""

    def __init__(self) -> None:
        self.blocks: list[Samples] = []
        self.finished = 0

    def write(self, block: Samples) -> None:
        """Keeps a copy."""
        self.blocks.append(np.array(block))

    def finish(self) -> None:
        """Counts."""
        self.finished += 1

    def abandon(self) -> None:
        """Forgets."""
        self.blocks.clear()


class FakeSimpleaudio:
    """Plays buffers by the clock, as simpleaudio does."""

    class _simpleaudio:  # noqa: N801  (where the library has it)
        class SimpleaudioError(Exception):
            """What it raises without a device."""

    def __init__(self) -> None:
        self.buffers: list[Any] = []

    def play_buffer(self, buffer: Any, channels: int, width: int, rate: int) -> FakeSimpleaudio._Sound:
        """A sound that ends when its time is over."""
        assert (channels, width, rate) == (2, 2, 48_000)
        self.buffers.append(buffer)
        return self._Sound(time.monotonic() + len(buffer) / rate)

    class _Sound:
        def __init__(self, end: float) -> None:
            self._end = end

        def is_playing(self) -> bool:
            """Whether its time is not over."""
            return time.monotonic() < self._end

        def stop(self) -> None:
            """Ends it."""
            self._end = 0.0


class FakeSounddevice:
    """A PortAudio whose stream is a thread that asks for a block as fast as it can, a little apart."""

    class PortAudioError(Exception):
        """What it raises without a device."""

    def __init__(self) -> None:
        self.restarts = 0

    def _terminate(self) -> None:
        self.restarts += 1

    def _initialize(self) -> None:
        pass

    class OutputStream:
        """Asks its callback for sound."""

        def __init__(self, *, callback: Any, finished_callback: Any, blocksize: int, **_: Any) -> None:
            self._callback, self._finished, self._size = callback, finished_callback, blocksize
            self._stopping = threading.Event()
            self._thread = threading.Thread(target=self._run, daemon=True)

        def start(self) -> None:
            """Begins to ask."""
            self._thread.start()

        def abort(self) -> None:
            """Ends."""
            self._stopping.set()
            self._thread.join()

        def close(self) -> None:
            """Lets go."""

        def _run(self) -> None:
            out = np.zeros((self._size, 2), np.float32)
            while not self._stopping.wait(0.005):
                self._callback(out, len(out), None, None)
            self._finished()


def null() -> Speaker:
    """The paced null device."""
    return CallbackSpeaker(MiniaudioConnector(null=True))


SPEAKERS: dict[str, Callable[[], Speaker]] = {
    "null": null,
    "record": lambda: RecordSpeaker("record:x.wav", MemoryOutput),
    "sounddevice": lambda: CallbackSpeaker(SounddeviceConnector(FakeSounddevice())),
    "simpleaudio": lambda: SimpleaudioSpeaker(FakeSimpleaudio()),
    "virtual": VirtualSpeaker,
    "vanishing": lambda: VanishingSpeaker(10**9),
    "slow": SlowSpeaker,
    "stalling": lambda: StallingSpeaker(10**9),
}


def write_all(speaker: Speaker, block: Samples) -> None:
    """Afterwards the speaker has taken all of `block`."""
    while len(block):
        block = block[speaker.write(block) :]


def drain(speaker: Speaker) -> None:
    """Afterwards everything was heard."""
    while not speaker.drain():
        pass


class TestSpeakerContract:
    """What every speaker keeps to."""

    @pytest.fixture(params=SPEAKERS)
    def speaker(self, request: pytest.FixtureRequest) -> Speaker:
        """Each in turn."""
        return SPEAKERS[request.param]()

    def test_what_is_written_is_played_or_pending_and_after_a_drain_all_is_played(self, speaker: Speaker) -> None:
        """No frame gets lost in between."""
        speaker.open()
        write_all(speaker, ramp(12_000))
        assert speaker.played + speaker.pending == 12_000
        drain(speaker)
        assert (speaker.played, speaker.pending) == (12_000, 0)
        speaker.close()

    def test_what_is_taken_back_is_not_played(self, speaker: Speaker) -> None:
        """The count goes on from there."""
        speaker.open()
        write_all(speaker, ramp(12_000))
        back = speaker.take_back()
        assert speaker.played + speaker.pending + back == 12_000
        assert speaker.pending <= 1440
        write_all(speaker, ramp(2400))
        drain(speaker)
        assert speaker.played == 12_000 - back + 2400
        speaker.close()

    def test_it_can_be_closed_twice_and_opened_again(self, speaker: Speaker) -> None:
        """The count of what was played goes on."""
        speaker.open()
        write_all(speaker, ramp(2400))
        drain(speaker)
        speaker.close()
        speaker.close()
        speaker.open()
        write_all(speaker, ramp(2400))
        drain(speaker)
        assert speaker.played == 4800
        speaker.close()

    def test_playing_steadily_is_no_underrun(self, speaker: Speaker) -> None:
        """Neither the beginning nor the end counts as one."""
        speaker.open()
        write_all(speaker, ramp(24_000))
        drain(speaker)
        assert speaker.underruns == 0
        speaker.close()


def test_a_recording_is_what_was_written_bit_for_bit() -> None:
    """Nothing is added and nothing converted."""
    output = MemoryOutput()
    speaker = RecordSpeaker("record:x.wav", lambda: output)
    speaker.open()
    for start in (0, 1152, 2304):
        write_all(speaker, ramp(1152, start))
    speaker.close()
    assert np.array_equal(np.concatenate(output.blocks), ramp(3456))
    assert output.finished == 1


def test_a_callback_gets_the_frames_in_order_whatever_the_sizes() -> None:
    """The ring has no seam."""
    feed, got, written = RingBuffer(depth=Frames(1000)), [], 0
    for size in (7, 300, 1, 999, 250, 640) * 5:
        while written < size:
            written += feed.put(ramp(size)[written:])
            got.append(feed.take(feed.pending))
        written = 0
    expected = np.concatenate([ramp(size) for size in (7, 300, 1, 999, 250, 640) * 5])
    assert np.array_equal(np.concatenate(got), expected)


def test_an_open_device_is_never_silent() -> None:
    """Where there is no sound or only zeros, a whisper below hearing keeps a headset awake."""
    feed = RingBuffer()
    feed.put(np.zeros((100, 2), np.float32))
    for count in (100, 480):
        out = feed.take(count)
        assert out.shape == (count, 2)
        assert 0 < np.abs(out).max() <= WHISPER


def test_what_is_taken_back_leaves_a_device_enough_for_its_next_call() -> None:
    """A key must not make a gap."""
    feed = RingBuffer()
    feed.put(ramp(10_000))
    feed.take(1200)
    assert feed.take_back() == 10_000 - 1200 - 1440
    feed.take(1200)
    feed.put(ramp(1200))
    feed.take(1200)
    assert feed.underruns == 0


def test_running_dry_while_playing_is_counted_once_each_time() -> None:
    """Waiting for the first sound is none."""
    feed = RingBuffer()
    feed.take(100)
    assert feed.underruns == 0
    feed.put(ramp(100))
    feed.take(160)
    feed.take(100)
    assert feed.underruns == 1
    feed.put(ramp(100))
    feed.take(160)
    assert feed.underruns == 2


@pytest.mark.parametrize(("taken", "limit"), [(AWAKE + 1200, 0.5), (4800, 6.2)])
def test_a_device_that_takes_nothing_any_more_is_found_out(taken: int, limit: float) -> None:
    """Within half a second by the feed's own count; one that has only filled its buffers may still be waking up."""
    now = [0.0]
    feed = RingBuffer(depth=Frames(100), clock=lambda: now[0])
    feed.start()
    feed.take(taken)
    feed.put(ramp(100))

    def wait_for_it() -> None:
        while now[0] < limit:
            now[0] += 0.01
            feed.put(ramp(1))

    with pytest.raises(DeviceError, match="stopped taking"):
        wait_for_it()
    assert now[0] > limit - 0.3


def test_a_process_that_was_stopped_itself_blames_no_device() -> None:
    """A jump of the clock counts as one short look."""
    now = [0.0]
    feed = RingBuffer(clock=lambda: now[0])
    feed.start()
    now[0] = 3600.0
    feed.put(ramp(1))


def test_a_failing_device_is_told_to_the_writer() -> None:
    """With a next step."""
    feed = RingBuffer()
    feed.fail("the sound device is gone")
    with pytest.raises(DeviceError, match="gone") as caught:
        feed.put(ramp(1))
    assert caught.value.next_step


def test_an_unknown_player_is_refused_with_the_known_ones() -> None:
    """So is a recording without a file."""
    for name in ("gramophone", "record:", "record"):
        with pytest.raises(UsageError) as caught:
            open_speaker(name, no_record)
        assert "null" in caught.value.next_step


def test_a_recording_is_named_with_its_file(tmp_path: Path) -> None:
    """Everything behind the first colon is the file."""
    assert open_speaker(f"record:{tmp_path}/a:b.wav", no_record).name == f"record:{tmp_path}/a:b.wav"


def no_record(path: Path) -> Output:
    """Is not asked before the speaker is opened."""
    raise AssertionError(path)
