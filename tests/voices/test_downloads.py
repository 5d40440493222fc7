"""A published file is fetched completely and unchanged, or not at all, whatever the network does."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.fakes.voice_server import Manner, VoiceServer
from unknot.errors import UsageError, VoiceError
from unknot.voices import folder_source, web_source
from unknot.voices._downloads import download

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import VoiceFile

CONTENT = random.Random(7).randbytes(300_000)
OTHER = random.Random(8).randbytes(300_000)


@pytest.fixture
def file(server: VoiceServer) -> VoiceFile:
    """The file that the server has."""
    return server.has("tiny.onnx", CONTENT)


def fetched(file: VoiceFile, part: Path, patience: float = 5.0) -> list[int]:
    """The progress that was reported while the file was downloaded."""
    told: list[int] = []
    download(file, file.url, part, told.append, patience)
    return told


def test_a_file_is_downloaded_and_its_progress_reported(file: VoiceFile, tmp_path: Path) -> None:
    """The progress is in bytes, up to the size of the file."""
    told = fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)


def test_a_file_with_an_md5_digest_is_checked_as_well(server: VoiceServer, tmp_path: Path) -> None:
    """For some files of Piper no other digest is known."""
    file = server.has("old.onnx", CONTENT, "md5")
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT


def test_a_cut_connection_is_resumed(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """No byte is sent twice."""
    server.manners = [Manner(most=100_000), Manner(most=50_000)]
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == ["", "bytes=100000-", "bytes=150000-"]
    assert server.sent == len(CONTENT)


def test_a_failed_download_is_resumed_by_the_next_one(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """The error says how far it came and that it can be resumed."""
    part = tmp_path / "part"
    server.manners = [Manner(most=100_000, hangs=True)]
    server.usual = Manner(status=503)
    with pytest.raises(VoiceError, match=r"stopped at 0\.1 of 0\.3 MB") as fault:
        fetched(file, part, patience=0.4)
    assert "run it again to resume it" in fault.value.next_step
    assert part.read_bytes() == CONTENT[:100_000]
    server.usual = Manner()
    fetched(file, part)
    assert part.read_bytes() == CONTENT
    assert server.asked[-1][1] == "bytes=100000-"


def test_a_server_that_ignores_ranges_sends_the_file_from_its_beginning(
    server: VoiceServer, file: VoiceFile, tmp_path: Path
) -> None:
    """The whole file is not appended to the bytes that were fetched before."""
    server.manners = [Manner(most=100_000)]
    server.usual = Manner(ranges=False)
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT


def test_the_beginning_of_another_file_is_discarded(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """The file on the server was replaced between two attempts."""
    (tmp_path / "part").write_bytes(OTHER[:100_000])
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == ["bytes=100000-", ""]


def test_a_partial_file_that_is_too_long_is_discarded(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """The file is then requested from its beginning."""
    (tmp_path / "part").write_bytes(CONTENT + b"more")
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT
    assert server.asked == [("/tiny.onnx", "")]


def test_the_whole_file_is_requested_after_a_refused_range(
    server: VoiceServer, file: VoiceFile, tmp_path: Path
) -> None:
    """The server answers 416."""
    (tmp_path / "part").write_bytes(CONTENT[:1000])
    server.manners = [Manner(status=416)]
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT


def test_a_wrong_digest_is_refused(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """Nothing of it stays."""
    server.files["tiny.onnx"] = OTHER
    with pytest.raises(VoiceError, match="not the file that was published: its SHA256 digest is"):
        fetched(file, tmp_path / "part")
    assert not (tmp_path / "part").exists()


@pytest.mark.parametrize(
    "manner",
    [Manner(body=b"<html>Please log in</html>"), Manner(body=CONTENT + b"more"), Manner(body=CONTENT * 2, length=-1)],
    ids=["a page to log in", "longer", "longer without saying so"],
)
def test_a_wrong_size_is_refused(server: VoiceServer, file: VoiceFile, tmp_path: Path, manner: Manner) -> None:
    """It is refused at the first attempt, and nothing of it stays."""
    server.usual = manner
    with pytest.raises(VoiceError, match=r"sends something other than tiny\.onnx"):
        fetched(file, tmp_path / "part")
    assert not (tmp_path / "part").exists()
    assert len(server.asked) == 1


def test_a_missing_file_is_reported_at_once(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """The error names other ways to get it."""
    server.usual = Manner(status=404)
    with pytest.raises(VoiceError, match=r"cannot download tiny\.onnx: 127\.0\.0\.1 answered 404") as fault:
        fetched(file, tmp_path / "part")
    assert "UNKNOT_VOICES_URL" in fault.value.next_step
    assert len(server.asked) == 1


def test_a_busy_server_gets_another_request(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """503 and 429 are statuses that may change soon."""
    server.manners = [Manner(status=503), Manner(status=429)]
    fetched(file, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "manner",
    [Manner(most=0, hangs=True), Manner(most=50_000, hangs=True), Manner(pause=0.05, block=10)],
    ids=["from the beginning", "in the middle", "a few bytes at a time"],
)
def test_a_download_fails_when_the_server_stops_sending(
    server: VoiceServer, file: VoiceFile, tmp_path: Path, manner: Manner
) -> None:
    """One deadline holds for all attempts together."""
    server.usual = manner
    began = time.monotonic()
    with pytest.raises(VoiceError, match="stopped at"):
        fetched(file, tmp_path / "part", patience=0.6)
    assert time.monotonic() - began < 3.0


def test_a_download_that_always_starts_over_fails_in_the_end(
    server: VoiceServer, file: VoiceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ignores ranges and closes every connection early."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    server.usual = Manner(ranges=False, most=100_000)
    with pytest.raises(VoiceError, match="stopped at"):
        fetched(file, tmp_path / "part", patience=60.0)
    assert len(server.asked) < 12


def test_a_slow_download_does_not_fail(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """It may take longer than the deadline while there is progress."""
    server.usual = Manner(pause=0.05, block=1 << 14)
    fetched(file, tmp_path / "part", patience=0.5)
    assert (tmp_path / "part").read_bytes() == CONTENT


def test_the_next_step_is_named_without_a_network(file: VoiceFile, server: VoiceServer, tmp_path: Path) -> None:
    """The error comes at once."""
    began = time.monotonic()
    with pytest.raises(VoiceError, match="cannot be reached") as fault:
        download(file, "http://127.0.0.1:9/tiny.onnx", tmp_path / "part", lambda _: None)
    assert "--from FOLDER" in fault.value.next_step
    assert time.monotonic() - began < 2.0


def test_a_mirror_has_the_files_by_name(server: VoiceServer, file: VoiceFile, tmp_path: Path) -> None:
    """The addresses of the catalogue do not matter then."""
    fetch = web_source(f"{server.url}/voices/")
    fetch(file, tmp_path / "part", lambda _: None)
    assert server.asked == [("/voices/tiny.onnx", "")]


def test_a_mirror_that_is_no_web_address_is_refused() -> None:
    """A folder is given with --from."""
    with pytest.raises(UsageError, match="UNKNOT_VOICES_URL"):
        web_source("file:///media/drive")


def test_the_proxy_of_the_environment_is_used(
    server: VoiceServer, file: VoiceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy gets the whole address."""
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", server.url)
    download(file, "http://voices.invalid/tiny.onnx", tmp_path / "part", lambda _: None)
    assert server.asked == [("http://voices.invalid/tiny.onnx", "")]


def test_a_refusing_proxy_is_named(
    server: VoiceServer, file: VoiceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next step names the variable that sets the proxy."""
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("https_proxy", server.url)
    with pytest.raises(VoiceError, match="Tunnel connection failed") as fault:
        download(file, "https://voices.invalid/tiny.onnx", tmp_path / "part", lambda _: None)
    assert "HTTPS_PROXY" in fault.value.next_step


def test_a_file_is_copied_from_a_folder_or_from_beside_another_file(file: VoiceFile, tmp_path: Path) -> None:
    """The copy is checked like a download."""
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "tiny.onnx").write_bytes(CONTENT)
    for place in (drive, drive / "tiny.onnx"):
        told: list[int] = []
        folder_source(place)(file, tmp_path / "part", told.append)
        assert (tmp_path / "part").read_bytes() == CONTENT
        assert told[-1] == len(CONTENT)
    (drive / "tiny.onnx").write_bytes(OTHER)
    with pytest.raises(VoiceError, match="not the file that was published"):
        folder_source(drive)(file, tmp_path / "part", lambda _: None)
    assert not (tmp_path / "part").exists()


def test_a_file_that_the_folder_does_not_have_is_named(file: VoiceFile, tmp_path: Path) -> None:
    """The next step has the address of the file. A missing folder is an error as well."""
    with pytest.raises(VoiceError, match="cannot read") as fault:
        folder_source(tmp_path)(file, tmp_path / "part", lambda _: None)
    assert file.url in fault.value.next_step
    with pytest.raises(UsageError, match="there is no file or folder"):
        folder_source(tmp_path / "nowhere")
