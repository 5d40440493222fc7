"""A program that speaks in tones, from its arguments or its pipes, and fails as it is told to."""

from __future__ import annotations

import argparse
import io
import runpy
import subprocess
import sys
import time
import wave
from pathlib import Path

_TONES = runpy.run_path(str(Path(__file__).with_name("chaos_worker.py")))


def _wav(text: str) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, _TONES["RATE"], 0, "NONE", ""))
        out.writeframes(_TONES["tone"](text))
    return file.getvalue()


def _grandchild(folder: str, *, own_session: bool) -> None:
    sleep = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]
    child = subprocess.Popen(sleep, start_new_session=own_session)
    (Path(folder) / str(child.pid)).touch()


def main() -> None:
    """Speak."""
    parser = argparse.ArgumentParser()
    for name in ("--text", "--out", "--heard", "--fault", "--processes"):
        parser.add_argument(name)
    asked = parser.parse_args()
    fault = asked.fault or ""
    if "grandchild" in fault:
        _grandchild(asked.processes, own_session="daemon" in fault)
    if "hang" in fault:
        time.sleep(600)
    if fault == "status":
        sys.stderr.write("out of sorts\n")
        sys.exit(3)
    text = asked.text if asked.text is not None else sys.stdin.read()
    if asked.heard:
        Path(asked.heard).write_text(text, encoding="utf-8")
    sound = _wav(text)[: {"nothing": 0, "half": 3000}.get(fault)]
    if asked.out and sound:
        Path(asked.out).write_bytes(sound)
    elif not asked.out:
        sys.stdout.buffer.write(sound)


if __name__ == "__main__":
    main()
