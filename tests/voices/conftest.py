"""A server of voices that several tests use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import voice_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.voice_server import VoiceServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceServer]:
    """A server, and no proxy on the way to it."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with voice_server.running() as running:
        yield running
