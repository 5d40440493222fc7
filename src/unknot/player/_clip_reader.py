"""Reads the clips of the next seconds in a thread, so that no disk and no voice stops the sound."""

from __future__ import annotations

import threading
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from unknot.errors import VoiceError
from unknot.units import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.audio import Samples
    from unknot.mixer import ClipSource
    from unknot.routine import Utterance
    from unknot.timeline import Timeline

READ_AHEAD: Final = frames(10.0)
"""The clip of a cue is read when the cue is this near: long enough to speak it again if it is not in the cache."""


class ClipReader:
    """The clips of a session. Those that are needed next are in memory, and no others. A `mixer.ClipSource`."""

    def __init__(self, clips: ClipSource) -> None:
        self._clips = clips
        self._near: dict[Utterance, Samples] = {}
        """The clips that were read ahead."""
        self._thread: threading.Thread | None = None

    def __getitem__(self, utterance: Utterance) -> Samples:
        """The clip of an utterance, shape (frames, 1).

        Raises:
            VoiceError: It is no longer in the cache, and cannot be made again as it was.
        """
        clip = self._near.get(utterance)
        return self._clips[utterance] if clip is None else clip

    def read(self, utterances: Sequence[Utterance]) -> None:
        """Afterwards these clips are being read, and others are dropped, unless earlier ones are still being read."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._near = {u: clip for u, clip in self._near.items() if u in utterances}
        missing = [u for u in dict.fromkeys(utterances) if u not in self._near]
        if missing:
            self._thread = threading.Thread(target=self._run, args=(missing,), name="unknot-clips", daemon=True)
            self._thread.start()

    def _run(self, utterances: Sequence[Utterance]) -> None:
        for utterance in utterances:
            try:
                self._near[utterance] = self._clips[utterance]
            except VoiceError:  # whoever needs the clip asks again, and is told
                return


class CuesNear:
    """Which cues of a timeline begin soon."""

    def __init__(self, timeline: Timeline) -> None:
        cues = timeline.cues
        self._starts = [cue.start for cue in cues]
        self._utterances = [cue.utterance for cue in cues]

    def after(self, frame: int) -> Sequence[Utterance]:
        """The utterances of the cues that begin within `READ_AHEAD` frames from `frame` on."""
        first = bisect_left(self._starts, frame)
        return self._utterances[first : bisect_left(self._starts, frame + READ_AHEAD)]
