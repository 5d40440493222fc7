"""Standard error without the messages of sound libraries."""

from __future__ import annotations

import os
import sys

import pytest

from unknot.speakers._quiet_stderr import quiet


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only ALSA writes there")
def test_what_is_written_inside_the_block_is_discarded(capfd: pytest.CaptureFixture[str]) -> None:
    """Standard error works again afterwards."""
    with quiet():
        os.write(2, b"hidden\n")
    os.write(2, b"shown\n")
    assert capfd.readouterr().err == "shown\n"
