"""The contract over a real library, in a process of its own: `UNKNOT_TEST_SPEAKER=sounddevice pytest real_contract.py`.

Of its own, because the libraries read their surroundings once, and because simpleaudio can take a process down.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.speakers.test_speakers import TestSpeakerContract as Contract, no_record
from unknot.speakers import open_speaker

if TYPE_CHECKING:
    from unknot.ports import Speaker


class TestRealSpeaker(Contract):
    """The speaker that the environment names."""

    @pytest.fixture
    def speaker(self) -> Speaker:
        """Not yet opened."""
        return open_speaker(os.environ["UNKNOT_TEST_SPEAKER"], no_record)


del Contract
