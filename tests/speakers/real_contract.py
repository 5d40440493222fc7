"""The contract for a real library, in its own process: `UNKNOT_TEST_SPEAKER=sounddevice pytest real_contract.py`.

It needs its own process because the libraries read the environment only once, and because simpleaudio can crash it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.speakers.test_contract import TestSpeakerContract as Contract
from tests.speakers.tools import no_record
from unknot.speakers import open_speaker

if TYPE_CHECKING:
    from unknot.ports import Speaker


class TestRealSpeaker(Contract):
    """The speaker that the environment names."""

    @pytest.fixture
    def speaker(self) -> Speaker:
        """The speaker, not yet opened."""
        return open_speaker(os.environ["UNKNOT_TEST_SPEAKER"], no_record)


del Contract
