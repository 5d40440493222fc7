"""What a file says of itself comes back from every format, however hostile the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mutagen
import pytest
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from tests.outputs.test_files import tone
from unknot import outputs
from unknot.outputs import _captions, draw_cover, safe_name
from unknot.platform import ffmpeg
from unknot.ports import Tags
from unknot.routine import Utterance
from unknot.timeline import Chapter, Cue, Rest, Timeline
from unknot.units import Frames

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ["new\nline", "a=b;c#d\\e", "; [CHAPTER]", "💆 neck", "שלום neck", "quote \" and ' it", "ünïcode", "-f mp3"]
SESSION = 480_000


def timeline(*titles: str) -> Timeline:
    """Ten seconds: a chapter for each title, a cue at its beginning."""
    step = SESSION // len(titles)
    events: list[Chapter | Cue | Rest] = []
    for n, title in enumerate(titles):
        start, cue = Frames(n * step), Frames(48_000)
        events.append(Chapter(start, Frames(step), title))
        events.append(Cue(start, cue, Utterance(title), f"Say <{n}> & rest"))
        events.append(Rest(Frames(start + cue), Frames(step - cue), Frames(step - cue), "pause"))
    return Timeline(Frames(SESSION), titles[0], "en", tuple(events))


def write(path: Path, tags: Tags, plan: Timeline) -> Path:
    """A session of that timeline, with those tags."""
    output = outputs.open_output(path, plan, tags)
    output.write(tone(plan.frames))
    output.finish()
    return path


def words(path: Path) -> dict[str, str]:
    """Title, artist, album and date as mutagen reads them."""
    names = ("title", "artist", "album", "date")
    if path.suffix == ".wav":
        tag = mutagen.File(path).tags
        return {n: str(tag[k].text[0]) for n, k in zip(names, ("TIT2", "TPE1", "TALB", "TDRC"), strict=True)}
    tag = mutagen.File(path, easy=True).tags
    return {name: tag[name][0] for name in names}


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
@pytest.mark.parametrize("title", HOSTILE)
def test_words_come_back_as_they_were(tmp_path: Path, suffix: str, title: str) -> None:
    """Line breaks, separators, other scripts."""
    tags = Tags(title, f"by {title}", f"of {title}", "2031", "en")
    path = write(tmp_path / f"a{suffix}", tags, timeline("One"))
    assert words(path) == {"title": title, "artist": f"by {title}", "album": f"of {title}", "date": "2031"}


def test_mp3_has_chapters_in_frames_and_in_a_table(tmp_path: Path) -> None:
    """Players want both CHAP and CTOC; the first begins at 0, the last ends with the session."""
    tag = ID3(write(tmp_path / "a.mp3", Tags("T"), timeline(*HOSTILE)))
    chapters = sorted(tag.getall("CHAP"), key=lambda c: c.start_time)
    assert [c.sub_frames["TIT2"].text[0] for c in chapters] == HOSTILE
    assert (chapters[0].start_time, chapters[-1].end_time) == (0, 10_000)
    assert tag.getall("CTOC")[0].child_element_ids == [c.element_id for c in chapters]


def test_mp3_has_the_words_with_their_times(tmp_path: Path) -> None:
    """Unsynced and synced."""
    tag = ID3(write(tmp_path / "a.mp3", Tags("T"), timeline("One", "Two")))
    assert tag.getall("USLT")[0].text == "Say <0> & rest\nSay <1> & rest"
    assert tag.getall("SYLT")[0].text == [("Say <0> & rest", 0), ("Say <1> & rest", 5000)]


@pytest.mark.parametrize("suffix", [".m4b", ".m4a"])
def test_m4b_has_a_chapter_list(tmp_path: Path, suffix: str) -> None:
    """Nero's list is what mutagen reads; another test sees the track."""
    path = write(tmp_path / f"a{suffix}", Tags("T"), timeline(*HOSTILE))
    assert [c.title for c in MP4(path).chapters] == HOSTILE
    assert [c.start for c in MP4(path).chapters] == [n * 1.25 for n in range(8)]


def test_m4b_has_its_index_in_front(tmp_path: Path) -> None:
    """So that it plays before it is there."""
    raw = write(tmp_path / "a.m4b", Tags("T", cover=draw_cover("T")), timeline("One", "Two")).read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")
    assert raw[8:12] == b"M4B "


@pytest.mark.parametrize("suffix", [".opus", ".flac"])
def test_ogg_and_flac_have_chapters_in_comments(tmp_path: Path, suffix: str) -> None:
    """As the Vorbis chapter extension writes them."""
    tags = mutagen.File(write(tmp_path / f"a{suffix}", Tags("T"), timeline("One", "Two"))).tags
    assert [tags["chapter001"], tags["chapter001name"]] == [["00:00:05.000"], ["Two"]]


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".flac", ".opus"])
def test_a_picture_and_its_gain_are_inside(tmp_path: Path, suffix: str) -> None:
    """Whole, and the sound beside them too."""
    path = write(tmp_path / f"a{suffix}", Tags("T", cover=draw_cover("T"), gain=-1.5, peak=0.5), timeline("One"))
    assert ffmpeg.decode(path).frames == SESSION
    raw = path.read_bytes()
    if suffix != ".opus":  # there it is in base64
        assert draw_cover("T") in raw
    assert b"replaygain_track_gain" in raw.lower()


@pytest.mark.parametrize("suffix", outputs.SUFFIXES)
def test_the_same_words_are_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    """No clock, no chance."""
    tags = Tags("T", "A", "B", "2031-04-05", "de", draw_cover("T"), 1.0, 0.9)
    first, second = (write(tmp_path / f"{n}{suffix}", tags, timeline("One", "Two")).read_bytes() for n in "ab")
    assert first == second


def test_a_cover_is_square_small_and_its_own() -> None:
    """Another title, another picture."""
    pictures = {title: draw_cover(title) for title in ["Neck", "Feet", "", *HOSTILE]}
    assert len(set(pictures.values())) == len(pictures)
    assert all(len(p) < 500_000 and p[16:24] == (1400).to_bytes(4, "big") * 2 for p in pictures.values())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Neck and shoulders", "Neck and shoulders"),
        ('a/b\\c:d*e?"f<g>h|i', "a-b-c-d-e--f-g-h-i"),
        ("  ..hidden.. ", "hidden"),
        ("CON", "CON-session"),
        ("com1.mp3", "com1.mp3-session"),
        ("new\nline\x00", "new line"),
        ("\u202eevil", "evil"),
        ("\ud800", "session"),
        ("...", "session"),
        ("", "session"),
        ("é" * 200, "é" * 60),
    ],
)
def test_a_file_name_suits_every_system(title: str, name: str) -> None:
    """Windows is the strictest, then phones."""
    assert safe_name(title) == name


def test_captions_have_a_line_for_each_cue() -> None:
    """In the three forms that players look for."""
    plan = timeline("One", "Two")
    assert _captions.lrc(plan) == "[ti:One]\n[00:00.00]Say <0> & rest\n[00:05.00]Say <1> & rest\n"
    assert _captions.srt(plan).splitlines()[4:] == ["2", "00:00:05,000 --> 00:00:06,000", "Say <1> & rest"]
    assert _captions.vtt(plan).splitlines()[-2:] == ["00:00:05.000 --> 00:00:06.000", "Say &lt;1&gt; &amp; rest"]


def test_captions_stand_beside_the_session(tmp_path: Path) -> None:
    """Under its name."""
    written = _captions.write_captions(tmp_path / "a.mp3", timeline("One"), (".lrc", ".json"))
    assert [path.name for path in written] == ["a.lrc", "a.json"]
    assert all(path.read_text("utf-8") for path in written)
