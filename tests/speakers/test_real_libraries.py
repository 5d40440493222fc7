"""The real sound libraries, on a machine without a sound card.

A PulseAudio server of the test with a null sink takes samples at the speed of a card. Killing it stands for unplugging
the card. ALSA's null device takes everything at once, which no card does; it shows that a library opens and writes.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA and PulseAudio are for Linux")
LIBRARIES = ("miniaudio", "sounddevice", "simpleaudio")
SCRIPT = "---\ntitle: Breath\nbackground: rain\n---\n\nSit down. [20s]\n\nBreathe out. [20s]\n"


def need(library: str, *, pulse: bool) -> None:
    """Skips the test, with the reason, when the library cannot be used here."""
    if library == "simpleaudio" and sys.version_info >= (3, 12):
        pytest.skip("simpleaudio crashes Python 3.12 and later")
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"the Python package {library} is not installed")
    if library == "sounddevice" and ctypes.util.find_library("portaudio") is None:
        pytest.skip("the system has no PortAudio (apt package libportaudio2)")
    if pulse and shutil.which("pulseaudio") is None:
        pytest.skip("there is no pulseaudio (apt package pulseaudio)")
    if (
        pulse
        and library != "miniaudio"
        and not list(Path("/usr").glob("lib*/*/alsa-lib/libasound_module_pcm_pulse.so"))
    ):
        pytest.skip("ALSA cannot reach PulseAudio (apt package libasound2-plugins)")


class Machine:
    """A machine whose sound settings and sound server are in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "native"
        self._server: subprocess.Popen[bytes] | None = None

    def alsa(self, kind: str) -> None:
        """Afterwards ALSA's default device is of that kind."""
        text = f"pcm.!default {{ type {kind} }}\nctl.!default {{ type {kind} }}\n"
        including = "" if kind == "null" else "</usr/share/alsa/alsa.conf>\n"
        (self.folder / "asound.conf").write_text(including + text, "utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """The environment of programs on this machine."""
        places = {f"XDG_{place}_HOME": str(self.folder) for place in ("STATE", "DATA", "CONFIG", "CACHE")}
        sound = {"PULSE_SERVER": f"unix:{self.socket}", "ALSA_CONFIG_PATH": str(self.folder / "asound.conf")}
        own = {
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "UNKNOT_CACHE": str(self.folder / "cache"),
        }
        return os.environ | places | sound | own

    def plug_in(self) -> None:
        """Afterwards a sound server takes samples in real time. The loopback module keeps its sink running."""
        modules = (
            f"module-native-protocol-unix socket={self.socket}",
            "module-null-sink sink_name=nowhere rate=48000",
            "module-loopback source=nowhere.monitor sink=nowhere latency_msec=20",
        )
        loading = [word for module in modules for word in ("-L", module)]
        plain = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
        nothing = subprocess.DEVNULL
        command = ["pulseaudio", *plain, *loading]
        self._server = subprocess.Popen(command, env=self.environment, stdin=nothing, stdout=nothing, stderr=nothing)
        until = time.monotonic() + 10
        while not self.socket.exists():
            if self._server.poll() is not None or time.monotonic() > until:
                pytest.skip("pulseaudio does not start here")
            time.sleep(0.02)

    def unplug(self) -> None:
        """Afterwards there is no sound server."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        self.socket.unlink(missing_ok=True)

    def assert_contract(self, library: str, *wanted: str) -> None:
        """Runs the tests of the contract with the real library; they have to pass."""
        file = Path(__file__).with_name("real_contract.py")
        command = [sys.executable, "-m", "pytest", "-p", "no:xdist", str(file), *wanted]
        here = self.environment | {"UNKNOT_TEST_SPEAKER": library}
        done = subprocess.run(command, env=here, cwd=file.parents[2], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A machine without a device. Its folder has a short name, because sockets need one."""
    with tempfile.TemporaryDirectory(prefix="unknot-", ignore_cleanup_errors=True) as folder:
        made = Machine(Path(folder))
        with contextlib.ExitStack() as stack:
            stack.callback(made.unplug)
            yield made


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_real_library_keeps_the_contract_on_a_device_in_real_time(machine: Machine, library: str) -> None:
    """It passes every test that the fakes pass."""
    need(library, pulse=True)
    machine.alsa("pulse")
    machine.plug_in()
    machine.assert_contract(library)


@pytest.mark.parametrize("library", LIBRARIES[1:])
def test_the_real_library_writes_everything_to_a_device_that_takes_all_at_once(machine: Machine, library: str) -> None:
    """ALSA's null device is not in real time, so underruns and frames taken back are not tested."""
    need(library, pulse=False)
    machine.alsa("null")
    machine.assert_contract(library, "-k", "pending or twice")


@pytest.mark.parametrize("library", LIBRARIES)
def test_without_a_device_there_is_one_line_and_a_next_step(machine: Machine, library: str) -> None:
    """The messages of the libraries themselves are not shown."""
    if library != "simpleaudio" or sys.version_info < (3, 12):
        need(library, pulse=False)
    if list(Path("/proc/asound").glob("card[0-9]*")):
        pytest.skip("this machine has a sound card")
    machine.alsa("hw; card 7")
    (machine.folder / "breath.md").write_text(SCRIPT, "utf-8")
    words = ["play", str(machine.folder / "breath.md"), "--player", library, "--no-journal"]
    command = [sys.executable, "-m", "unknot", *words]
    done = subprocess.run(command, env=machine.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 6
    error, step = done.stderr.splitlines()
    assert error.startswith("error: ")
    assert step.startswith("  next: ")


@pytest.mark.parametrize("library", ["miniaudio", "sounddevice"])
def test_a_real_device_that_is_unplugged_is_noticed_and_the_cue_is_repeated_when_it_is_back(
    machine: Machine, library: str
) -> None:
    """The session goes on from the cue that was interrupted."""
    need(library, pulse=True)
    machine.alsa("pulse")
    machine.plug_in()
    (machine.folder / "breath.md").write_text(SCRIPT, "utf-8")
    words = ["play", str(machine.folder / "breath.md"), "--player", library, "--json", "--safety", "none"]
    command = [sys.executable, "-m", "unknot", *words]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=machine.environment, stdin=quiet, stderr=quiet, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            read_until(process, "began", "Sit down.")
            unplugged = time.monotonic()
            machine.unplug()
            assert read_until(process, "trouble")["retry"] == 1.0
            assert time.monotonic() - unplugged < 1.5  # half a second is promised; the machine may be busy
            machine.plug_in()
            read_until(process, "recovered")
            read_until(process, "began", "Sit down.")
        finally:
            process.terminate()


def read_until(process: subprocess.Popen[str], event: str, text: str | None = None) -> dict[str, Any]:
    """The next event of that name, with that text if one is given."""
    assert process.stdout is not None
    for line in process.stdout:
        found: dict[str, Any] = json.loads(line)
        if found["event"] == event and (text is None or found.get("text") == text):
            return found
    raise AssertionError(f"ended without {event}")
