"""A lost device is tried again, a long pause closes it, and the time without it is counted."""

from __future__ import annotations

import pytest

from tests.fakes.speakers import VirtualSpeaker
from tests.player.parts import Parts
from unknot.errors import DeviceError
from unknot.player import Command, Trouble
from unknot.player._recovery import CLOSE_AFTER
from unknot.units import frames

GONE = DeviceError("gone", next_step="plug it in")


class BusySpeaker(VirtualSpeaker):
    """Refuses to open a number of times, each time with another message."""

    def __init__(self, refusals: int) -> None:
        super().__init__()
        self._refusals = refusals

    def open(self) -> None:
        """Refuses, or opens."""
        if self._refusals:
            self._refusals -= 1
            raise DeviceError(f"busy {self._refusals}")
        super().open()


def test_the_time_in_which_the_device_was_closed_is_lost_once() -> None:
    """The time from closing to opening is given once."""
    parts = Parts()
    parts.device.open()
    assert parts.device.take_lost() == 0
    parts.device.close()
    parts.clock.waited += 60.0
    parts.device.open()
    assert parts.device.take_lost() == frames(60)
    assert parts.device.take_lost() == 0


def test_a_device_that_is_open_is_not_opened_again() -> None:
    """`ensure_open` does nothing if the device is open."""
    parts = Parts()
    parts.device.ensure_open()
    parts.device.ensure_open()
    assert parts.speaker.opened == 1


def test_only_a_long_pause_closes_the_device() -> None:
    """A pause of two minutes keeps the device, and a longer one closes it."""
    parts = Parts()
    parts.device.open()
    assert not parts.device.close_after(CLOSE_AFTER)
    assert parts.device.is_open
    assert parts.device.close_after(CLOSE_AFTER + 1)
    assert not parts.device.is_open


def test_closing_the_device_lets_the_machine_sleep() -> None:
    """A machine that was kept awake may sleep once the device is closed."""
    parts = Parts()
    parts.device.open()
    parts.device.keep_awake()
    assert parts.awake
    parts.device.close()
    assert not parts.awake


def test_a_machine_that_slept_counts_as_trouble_and_the_time_is_lost() -> None:
    """A gap of more than five seconds between two checks is sleep; a shorter one is not."""
    parts = Parts()
    parts.device.open()
    parts.clock.waited += 4.0
    parts.device.check_sleep()
    parts.clock.waited += 3600.0
    with pytest.raises(DeviceError, match="the machine was asleep"):
        parts.device.check_sleep()
    assert parts.device.take_lost() == frames(3600)
    parts.device.check_sleep()


def test_sleep_while_the_device_is_closed_is_no_trouble() -> None:
    """Time that the machine slept with the device closed is not counted twice."""
    parts = Parts()
    parts.device.open()
    parts.device.close()
    parts.clock.waited += 3600.0
    parts.device.check_sleep()
    assert parts.device.take_lost() == 0


def test_a_lost_device_is_tried_again_after_longer_and_longer_waits() -> None:
    """The waits double up to 30 s and stay there, and all of them are lost time."""
    parts = Parts("A2 20", BusySpeaker(7))
    parts.device.close()
    assert parts.device.retry(GONE) is None
    assert parts.controls.waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert parts.device.is_open
    assert parts.device.take_lost() == frames(121)


def test_each_attempt_is_told_with_its_reason_and_the_wait_before_the_next() -> None:
    """The first reason is why the device was lost, and later ones are why it did not open."""
    parts = Parts("A2 20", BusySpeaker(2))
    parts.device.retry(GONE)
    assert parts.events == [Trouble("gone", "plug it in", 1.0), Trouble("busy 1", "", 2.0), Trouble("busy 0", "", 4.0)]


@pytest.mark.parametrize(
    ("command", "way"),
    [
        (Command.CLOSE, "ended"),
        (Command.INTERRUPT, "interrupted"),
        (Command.TERMINATE, "terminated"),
        (Command.HANG_UP, "hung up"),
    ],
)
def test_a_command_that_ends_the_session_ends_the_attempts(command: Command, way: str) -> None:
    """The session ends as the command says, and the device stays closed."""
    parts = Parts("A2 20", BusySpeaker(10**6), (20.0, command))
    assert parts.device.retry(GONE) == way
    assert not parts.device.is_open


def test_other_commands_have_no_effect_while_the_device_is_lost() -> None:
    """A pause or a skip does not stop the attempts."""
    parts = Parts("A2 20", BusySpeaker(2), (1.0, Command.PAUSE), (2.0, Command.NEXT))
    assert parts.device.retry(GONE) is None


def test_the_process_can_be_suspended_while_the_device_is_lost() -> None:
    """The attempts go on when the shell lets it go on."""
    parts = Parts("A2 20", BusySpeaker(2), (1.0, Command.SUSPEND))
    assert parts.device.retry(GONE) is None
    assert parts.controls.suspended == 1
