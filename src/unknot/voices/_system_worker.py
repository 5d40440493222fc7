"""The process in which the system's own voices speak, through pyttsx3. One sentence, then it ends.

Run by its path, for one question, because pyttsx3 does not stay trustworthy: what it is told to change between two
sentences gets lost, its second sentence can wait for ever, and what eSpeak speaks depends on what it spoke before.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_SYSTEM_ESPEAK = ("libespeak-ng.so.1", "libespeak.so.1")
_LOOK = 0.02
"""Seconds between two looks at the file that is being written."""
_SETTLE = 0.12
"""Seconds that eSpeak takes to take over a rate; a sentence begun sooner is spoken at the old one."""


def load_espeak(library: str, data: str) -> str:
    """What pyttsx3 will speak with on Linux: the system's own eSpeak, or else the one that the program carries."""
    if not sys.platform.startswith("linux"):
        return sys.platform
    for name in _SYSTEM_ESPEAK:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return name
    os.environ["ESPEAK_DATA_PATH"] = "."  # a long path would not fit into its buffer
    os.chdir(data)
    ctypes.CDLL(library)  # by its own name the next one to ask for libespeak-ng.so.1 finds it loaded
    return "the carried eSpeak NG"


_EMPTY = 64
"""Bytes: a file no longer than this has a header and no sound."""


class SystemSpeech:
    """pyttsx3, told once what to do."""

    def __init__(self) -> None:
        import pyttsx3

        self._engine = pyttsx3.init()
        self._finished = False
        self._engine.connect("finished-utterance", self._finish)

    def voices(self) -> list[dict[str, Any]]:
        """Every voice of the system: id, name, languages."""
        found = self._engine.getProperty("voices")
        return [{"id": v.id, "name": v.name, "languages": [_tag(tag) for tag in v.languages]} for v in found]

    def speak(self, question: dict[str, Any]) -> bytes:
        """The file of one sentence, in whatever format the system writes."""
        self._engine.runAndWait()  # before its first run the engine takes no property over
        for name in ("voice", "rate", "pitch"):
            if question.get(name) is not None:
                self._engine.setProperty(name, question[name])
                time.sleep(_SETTLE)
        path = Path(question["path"])
        self._engine.save_to_file(question["text"], str(path))
        self._engine.runAndWait()
        self._wait_for(path)
        heard = path.read_bytes()
        if len(heard) <= _EMPTY:
            raise OSError("pyttsx3 lost the sentence")
        return heard

    def _finish(self, **_: Any) -> None:
        self._finished = True

    def _wait_for(self, path: Path) -> None:
        """Until the file is there and grows no more: `runAndWait` comes back before a longer sentence is spoken."""
        sizes = [-1, 0]
        while not sizes[-1] or sizes[-1] != sizes[-2] or (sys.platform.startswith("linux") and not self._finished):
            time.sleep(_LOOK)
            sizes.append(path.stat().st_size if path.exists() else 0)


def _tag(language: Any) -> str:
    """A language as BCP 47; some drivers give bytes with a number in front, or underscores."""
    text = language.decode("utf-8", "ignore") if isinstance(language, bytes) else str(language)
    return text.strip("\x00\x02\x05 ").replace("_", "-")


def answer(question: dict[str, Any], found: str) -> bytes:
    """The whole answer to the one question."""
    try:
        speech = SystemSpeech()
        if "text" not in question:
            return json.dumps({"found": found, "voices": speech.voices()}).encode() + b"\n"
        heard = speech.speak(question)
    except (ImportError, RuntimeError, OSError, KeyError, ValueError, AttributeError) as fault:
        return json.dumps({"error": str(fault) or type(fault).__name__}).encode() + b"\n"
    return json.dumps({"bytes": len(heard)}).encode() + b"\n" + heard


def main() -> None:
    """Take standard output for the answer: pyttsx3 prints there."""
    out = os.dup(1)
    os.dup2(2, 1)
    library, data = sys.argv[1:3]
    question = json.loads(sys.stdin.buffer.readline())
    if hasattr(os, "fork"):
        import signal

        signal.setitimer(signal.ITIMER_REAL, question["deadline"] + 1.0)
    view = memoryview(answer(question, load_espeak(library, data)))
    while view:
        view = view[os.write(out, view) :]
    os._exit(0)  # eSpeak's own thread would hold an ordinary end up


if __name__ == "__main__":
    main()
