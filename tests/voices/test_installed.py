"""A voice is installed completely or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from tests.fakes.voice_server import Manner, VoiceServer
from unknot.errors import UsageError, VoiceError, WriteError
from unknot.ports import CatalogueVoice
from unknot.voices import install_voice, installed_voices, remove_voice, web_source
from unknot.voices._downloads import check
from unknot.voices._installed import installed_voice

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("UNKNOT_KILLS", "20"))
"""How often an installation is killed; `UNKNOT_KILLS=200` for a thorough run."""
MODEL = random.Random(3).randbytes(400_000)
SETTINGS = b'{"sample_rate": 16000}'
INSTALLER = """
import json, os, pathlib, sys
from unknot.ports import CatalogueVoice, VoiceFile
from unknot.voices._downloads import web_source
from unknot.voices._installed import install_voice
facts = json.loads(sys.argv[1])
voice = CatalogueVoice(**{**facts, "files": tuple(VoiceFile(**file) for file in facts["files"])})
for _ in sys.stdin:
    child = os.fork()
    if not child:
        install_voice(voice, pathlib.Path(sys.argv[2]), web_source(), lambda done, of: None)
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
"""Installs a voice in a fresh process for each line that it reads, and says the number of that process."""


@pytest.fixture
def voice(server: VoiceServer) -> CatalogueVoice:
    """A voice of two files that the server has."""
    files = server.has("de-tiny.onnx", MODEL), server.has("de-tiny.onnx.json", SETTINGS)
    return CatalogueVoice("tiny", "piper", ("de-DE",), "low", "CC0 1.0", "yes", "https://tiny.example", files)


def fetch(voice: CatalogueVoice, folder: Path) -> None:
    """Install it from the server that publishes it."""
    install_voice(voice, folder, web_source(patience=2.0), lambda _done, _of: None)


def assert_whole(voice: CatalogueVoice, folder: Path) -> None:
    """Every file of the voice is there and unchanged, and nothing else is in its folder."""
    here = installed_voice(voice.name, folder)
    assert here is not None
    for file in voice.files:
        check(file, here.folder / file.name)
    assert {path.name for path in here.folder.iterdir()} == {"voice.json", *(file.name for file in voice.files)}


def test_an_installed_voice_is_complete_private_and_found_by_its_name(voice: CatalogueVoice, tmp_path: Path) -> None:
    """Only its owner can read the folder. Nothing is left in `.unfinished`."""
    folder = tmp_path / "data" / "voices"
    told: list[tuple[int, int]] = []
    here = install_voice(voice, folder, web_source(), lambda done, of: told.append((done, of)))
    assert_whole(voice, folder)
    assert here == installed_voice("tiny", folder) == installed_voices(folder)[0]
    assert here.model.read_bytes() == MODEL
    assert told[-1] == (voice.size, voice.size)
    assert told == sorted(told)
    assert not (folder / ".unfinished" / "tiny").exists()
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(here.folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in here.folder.iterdir()} == {0o600}


def test_an_installed_voice_is_not_fetched_again(voice: CatalogueVoice, server: VoiceServer, tmp_path: Path) -> None:
    """The second installation sends no request."""
    fetch(voice, tmp_path)
    asked = len(server.asked)
    fetch(voice, tmp_path)
    assert len(server.asked) == asked


def test_a_newer_voice_of_the_same_name_takes_its_place(
    voice: CatalogueVoice, server: VoiceServer, tmp_path: Path
) -> None:
    """No file of the older voice stays."""
    fetch(voice, tmp_path)
    newer = replace(voice, files=(server.has("de-tiny-2.onnx", MODEL[::-1]), voice.files[1]))
    fetch(newer, tmp_path)
    assert_whole(newer, tmp_path)


@pytest.mark.parametrize("file", ["de-tiny.onnx", "de-tiny.onnx.json", "voice.json"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_voice_is_not_found_and_can_be_installed_again(
    voice: CatalogueVoice, tmp_path: Path, file: str, damage: str
) -> None:
    """Any of its files may be missing or too short."""
    fetch(voice, tmp_path)
    path = tmp_path / "tiny" / file
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-7])
    assert installed_voice("tiny", tmp_path) is None
    fetch(voice, tmp_path)
    assert_whole(voice, tmp_path)


def test_files_before_a_failed_one_are_kept_without_a_voice(
    voice: CatalogueVoice, server: VoiceServer, tmp_path: Path
) -> None:
    """The next installation fetches only what is missing."""
    del server.files["de-tiny.onnx.json"]
    with pytest.raises(VoiceError, match="404"):
        fetch(voice, tmp_path)
    assert installed_voices(tmp_path) == ()
    server.files["de-tiny.onnx.json"] = SETTINGS
    sent = server.sent
    fetch(voice, tmp_path)
    assert_whole(voice, tmp_path)
    assert server.sent == sent + len(SETTINGS)


def test_a_second_installation_at_the_same_time_is_refused(
    voice: CatalogueVoice, server: VoiceServer, tmp_path: Path
) -> None:
    """Removing the voice is refused as well. The first installation completes."""
    server.usual = Manner(pause=0.05, block=40_000)
    first = threading.Thread(target=fetch, args=(voice, tmp_path))
    first.start()
    while not server.asked:
        time.sleep(0.01)
    for act in (lambda: fetch(voice, tmp_path), lambda: remove_voice("tiny", tmp_path)):
        with pytest.raises(VoiceError, match="another process"):
            act()
    first.join()
    assert_whole(voice, tmp_path)


def test_a_full_disk_is_reported_before_anything_is_fetched(
    voice: CatalogueVoice, server: VoiceServer, tmp_path: Path
) -> None:
    """The next step names the variable that moves the voices to another disk."""
    huge = replace(voice, files=(replace(voice.files[0], size=1 << 60),))
    with pytest.raises(WriteError, match=r"the voice tiny needs .* MB more") as fault:
        fetch(huge, tmp_path)
    assert "UNKNOT_DATA" in fault.value.next_step
    assert server.asked == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_reported(voice: CatalogueVoice, tmp_path: Path) -> None:
    """It is a `WriteError`."""
    tmp_path.chmod(0o500)
    with pytest.raises(WriteError, match="cannot write"):
        fetch(voice, tmp_path / "voices")


def test_a_removed_voice_is_gone(voice: CatalogueVoice, tmp_path: Path) -> None:
    """Its bytes are counted. Removing it again is refused, and so is a path."""
    fetch(voice, tmp_path)
    assert remove_voice("tiny", tmp_path) > len(MODEL)
    assert installed_voices(tmp_path) == ()
    assert not (tmp_path / "tiny").exists()
    for name in ("tiny", "../tiny", ".unfinished", "", "Tiny"):
        with pytest.raises(UsageError, match="is not installed"):
            remove_voice(name, tmp_path)


def test_files_of_an_interrupted_download_can_be_removed(
    voice: CatalogueVoice, server: VoiceServer, tmp_path: Path
) -> None:
    """There is no voice of that name then."""
    server.usual = Manner(most=100_000, hangs=True)
    with pytest.raises(VoiceError, match="stopped at"):
        install_voice(voice, tmp_path, web_source(patience=0.3), lambda _done, _of: None)
    assert remove_voice("tiny", tmp_path) == 100_000


def test_a_voice_with_a_file_outside_of_its_folder_is_not_found(voice: CatalogueVoice, tmp_path: Path) -> None:
    """The list of its files was changed by hand."""
    fetch(voice, tmp_path)
    facts = tmp_path / "tiny" / "voice.json"
    told = json.loads(facts.read_text("utf-8"))
    told["files"][0]["name"] = "../tiny/de-tiny.onnx"
    facts.write_text(json.dumps(told), "utf-8")
    assert installed_voice("tiny", tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes to be killed are forked")
def test_no_kill_leaves_an_incomplete_voice(voice: CatalogueVoice, server: VoiceServer, tmp_path: Path) -> None:
    """An installation is killed at random moments and resumed, and at the end the voice is complete.

    `UNKNOT_KILLS=200` kills more often than the test suite does.
    """
    server.usual = Manner(pause=0.003, block=10_000)
    moments, complete = random.Random(11), 0
    command = [sys.executable, "-c", INSTALLER, json.dumps(asdict(voice)), str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as installer:
        for _ in range(KILLS):
            _kill_one(installer, moments.uniform(0.0, 0.3))
            if installed_voice("tiny", tmp_path) is not None:
                complete += 1
                assert_whole(voice, tmp_path)
                remove_voice("tiny", tmp_path)
        installer.communicate()
    assert complete < KILLS
    fetch(voice, tmp_path)
    assert_whole(voice, tmp_path)


def _kill_one(installer: subprocess.Popen[str], after: float) -> None:
    """Start one installation and kill it after `after` seconds, unless it has ended."""
    assert installer.stdin is not None
    assert installer.stdout is not None
    installer.stdin.write("\n")
    installer.stdin.flush()
    child = int(installer.stdout.readline())
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    assert installer.stdout.readline() == "ended\n"
