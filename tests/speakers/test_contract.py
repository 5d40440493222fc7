"""One contract for every speaker, the fakes included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.speakers import SlowSpeaker, StallingSpeaker, VanishingSpeaker, VirtualSpeaker
from tests.speakers.tools import FakeSimpleaudio, FakeSounddevice, MemoryOutput, drain, ramp, write_all
from unknot.speakers._callback_speaker import CallbackSpeaker
from unknot.speakers._miniaudio import MiniaudioConnector
from unknot.speakers._recorder import RecordSpeaker
from unknot.speakers._simpleaudio import SimpleaudioSpeaker
from unknot.speakers._sounddevice import SounddeviceConnector

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.ports import Speaker


def null() -> Speaker:
    """The null device, which plays in real time."""
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


class TestSpeakerContract:
    """What every speaker does."""

    @pytest.fixture(params=SPEAKERS)
    def speaker(self, request: pytest.FixtureRequest) -> Speaker:
        """One speaker of each kind."""
        return SPEAKERS[request.param]()

    def test_what_is_written_is_played_or_pending_and_after_a_drain_all_is_played(self, speaker: Speaker) -> None:
        """Every frame that was accepted is either played or pending."""
        speaker.open()
        write_all(speaker, ramp(12_000))
        assert speaker.played + speaker.pending == 12_000
        drain(speaker)
        assert (speaker.played, speaker.pending) == (12_000, 0)
        speaker.close()

    def test_what_is_taken_back_is_not_played(self, speaker: Speaker) -> None:
        """The frames that were taken back are not counted as played."""
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
        """The number of played frames is not reset."""
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
        """Neither the start nor the end counts as an underrun."""
        speaker.open()
        write_all(speaker, ramp(24_000))
        drain(speaker)
        assert speaker.underruns == 0
        speaker.close()
