"""What a file says of itself."""

from __future__ import annotations

import io
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tags:
    """Words for the phone's screen. Empty ones are not written."""

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    """As given: a year or an ISO date. Nothing is taken from the clock, so that the same session is the same bytes."""
    language: str = ""
    """BCP 47."""

    def id3(self) -> bytes:
        """The ID3v2.3 tag that stands in front of an MP3."""
        from mutagen import id3

        frames = {"TIT2": self.title, "TPE1": self.artist, "TALB": self.album, "TYER": self.date}
        tag = id3.ID3()
        for name, text in frames.items():
            if text:
                tag.add(getattr(id3, name)(encoding=id3.Encoding.UTF16, text=[text]))
        result = io.BytesIO()
        tag.save(result, v2_version=3, padding=lambda _: 0)
        return result.getvalue()
