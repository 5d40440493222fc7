"""The words of a session with their times, as files beside it that players look for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from unknot.outputs._tags import timestamp
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from unknot.timeline import Cue, Timeline


def lrc(timeline: Timeline) -> str:
    """Synchronised lyrics: a line for each cue, to the hundredth of a second."""
    head = f"[ti:{_one_line(timeline.title)}]\n" if timeline.title else ""
    return head + "".join(f"[{_lrc_time(cue.start)}]{_one_line(cue.text)}\n" for cue in timeline.cues)


def vtt(timeline: Timeline) -> str:
    """WebVTT subtitles."""
    return "WEBVTT\n\n" + "\n".join(_cue(cue, ".", _escaped) for cue in timeline.cues)


def srt(timeline: Timeline) -> str:
    """SubRip subtitles."""
    return "\n".join(f"{n}\n{_cue(cue, ',', str)}" for n, cue in enumerate(timeline.cues, 1))


def timeline_json(timeline: Timeline) -> str:
    """Every event of the timeline, as `unknot plan --json` prints it."""
    return json.dumps(timeline.as_json(), ensure_ascii=False, indent=1) + "\n"


CAPTION_KINDS: dict[str, Callable[[Timeline], str]] = {".lrc": lrc, ".vtt": vtt, ".srt": srt, ".json": timeline_json}
"""How each file beside a session is written, by the suffix of its name."""


def write_captions(
    path: Path, timeline: Timeline, kinds: tuple[str, ...] = (".lrc", ".vtt", ".srt")
) -> tuple[Path, ...]:
    """Afterwards the files with its words are beside the session at `path`. Returns their paths.

    Raises:
        WriteError: One of them could not be written.
    """
    from unknot.platform import atomic_path

    written = []
    for kind in kinds:
        with atomic_path(path.with_suffix(kind)) as temporary:
            temporary.write_text(CAPTION_KINDS[kind](timeline), encoding="utf-8", newline="\n")
        written.append(path.with_suffix(kind))
    return tuple(written)


def _cue(cue: Cue, point: str, escape: Callable[[str], str]) -> str:
    start, stop = timestamp(cue.start, point), timestamp(cue.start + cue.frames, point)
    return f"{start} --> {stop}\n{escape(_one_line(cue.text))}\n"


def _lrc_time(frame: int) -> str:
    whole, hundredths = divmod(round(frame * 100 / SAMPLE_RATE), 100)
    return f"{whole // 60:02d}:{whole % 60:02d}.{hundredths:02d}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
