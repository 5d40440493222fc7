"""The process in which eSpeak NG speaks. Run by its path; imports nothing of the program, so that it starts at once.

What eSpeak NG gives for a text depends on what the same process spoke before it. So every cue starts from the same
state: where there is fork, each is spoken by a fresh copy of this process; elsewhere this process ends after each.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys

TYPE_CHECKING = False  # `typing` would take longer to load than everything else here
if TYPE_CHECKING:
    from typing import Any

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8, _SSML, _PHONEMES = 1, 0x10, 0x100
_RATE, _PITCH, _RANGE = 1, 3, 4
_PITCH_RANGE = 50
_OK = 0
_BUFFER = 200
"""Milliseconds of sound that eSpeak NG hands over at once."""

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakLibrary:
    """eSpeak NG, loaded, given its data and told its voice. From this state each text is spoken."""

    def __init__(self, library: str, data: str) -> None:
        # The library holds its data path in a buffer of 160 bytes or so; from inside the folder the path is a dot.
        os.chdir(data)
        self._library = ctypes.CDLL(library)
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER, b".", _DONT_EXIT)
        if self.rate <= 0:
            raise OSError(f"eSpeak NG could not read its data in {data}")
        self._heard = bytearray()
        self._callback = _Callback(self._hear)
        self._library.espeak_SetSynthCallback(self._callback)

    def choose(self, voice: str, rate: int, pitch: int) -> None:
        """Afterwards every text is spoken by that voice."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
            raise OSError(f"there is no voice {voice}")
        for parameter, value in ((_RATE, rate), (_PITCH, pitch), (_RANGE, _PITCH_RANGE)):
            self._library.espeak_SetParameter(parameter, value, 0)

    def speak(self, text: str) -> bytearray:
        """16 bit samples, mono."""
        raw = text.encode()
        flags = _UTF8 | _SSML | _PHONEMES
        self._library.espeak_Synth(raw, ctypes.c_size_t(len(raw) + 1), 0, 0, 0, flags, None, None)
        return self._heard

    def _hear(self, samples: Any, count: int, _events: int) -> int:
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, count * 2)
        return 0


def answer(engine: EspeakLibrary, text: str, out: int) -> None:
    """Write the whole answer to one question, as the host reads it."""
    heard = engine.speak(text)
    _write(out, b'{"rate": %d, "bytes": %d}\n' % (engine.rate, len(heard)))
    _write(out, heard)


def serve(engine: EspeakLibrary, out: int) -> None:
    """Answer every question, each from the state that the engine has now; without `fork`, one question."""
    if not hasattr(os, "fork"):
        answer(engine, json.loads(sys.stdin.buffer.readline())["text"], out)
        return
    gc.disable()  # it would write to every object, and so copy every page into every child
    alarm = ctypes.CDLL(None).alarm  # importing `signal` would take 4 ms
    for line in sys.stdin.buffer:
        question = json.loads(line)
        child = os.fork()
        if child == 0:
            alarm(int(question["deadline"]) + 2)  # it ends soon after, even if whoever asked is gone
            answer(engine, question["text"], out)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            sys.exit(1)


def _write(out: int, block: bytes | bytearray) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(out, view) :]


def main() -> None:
    """`_espeak_worker.py LIBRARY DATA VOICE RATE PITCH`.

    Takes standard output for the answers, so that nothing a library prints gets between them.
    """
    out = os.dup(1)
    os.dup2(2, 1)
    library, data, voice, rate, pitch = sys.argv[1:]
    engine = EspeakLibrary(library, data)
    engine.choose(voice, int(rate), int(pitch))
    serve(engine, out)


if __name__ == "__main__":
    main()
