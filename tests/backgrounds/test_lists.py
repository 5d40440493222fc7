"""Folders and playlists of sound files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.caches import MemoryCache
from tests.fakes.sound_files import noise, write_wav
from unknot.backgrounds import _lists, background, exists
from unknot.backgrounds._sound_files import SoundFile, open_sound_file
from unknot.errors import AudioFileError
from unknot.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from unknot.ports import Cache


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A folder with a sound file of six seconds, and one in a folder below it."""
    (tmp_path / "music" / "sub").mkdir(parents=True)
    for path in (tmp_path / "music" / "a.wav", tmp_path / "music" / "sub" / "b.wav"):
        write_wav(path, noise(6))
    return tmp_path / "music"


def test_what_a_folder_has_beside_sound_files_is_left_out(music: Path) -> None:
    """Hidden files, pictures, playlists and folders, without a word."""
    for name in (".DS_Store", "._a.mp3", ".hidden.wav", "cover.jpg", "list.m3u", "Thumbs.db"):
        (music / name).write_text("no sound")
    (music / "album.flac").mkdir()
    told: list[str] = []
    assert background("music", music.parent, MemoryCache(), told.append).period > 5 * SAMPLE_RATE
    assert told == []


def test_sound_files_of_a_folder_that_cannot_be_used_are_told_in_one_line(music: Path) -> None:
    """With the reasons; the others are used."""
    (music / "empty.mp3").touch()
    (music / "text.mp3").write_text("no sound")
    write_wav(music / "short.wav", noise(0.3))
    told: list[str] = []
    assert background("music", music.parent, MemoryCache(), told.append).period < 7 * SAMPLE_RATE
    (line,) = told
    assert "3 of 4 sound files are not used" in line
    assert "empty.mp3 is empty" in line
    assert "short.wav has 0.3 s of sound" in line
    assert "\n" not in line


def test_a_folder_without_a_usable_file_is_refused(tmp_path: Path) -> None:
    """With the reasons of the first three."""
    for number in range(5):
        (tmp_path / f"{number}.mp3").touch()
    with pytest.raises(AudioFileError, match=r"can be used: .*0\.mp3 is empty.*; and 2 more"):
        background(".", tmp_path, MemoryCache())


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("list.m3u", "#EXTM3U\n#EXTINF:6,A\na.wav\nsub/b.wav\n"),
        ("list.M3U", "a.wav\r\nsub\\b.wav\r\n"),
        ("list.m3u8", "\ufeffa.wav\n\n  sub/b.wav  "),
        ("list.m3u", "sub/../a.wav\n{folder}/sub/b.wav"),
        ("list.m3u", "file://{folder}/a.wav\nfile://localhost{folder}/sub/b.wav"),
        ("list.pls", "[playlist]\nNumberOfEntries=2\nFile1=a.wav\nTitle1=x.wav\nfile2 = sub/b.wav\nLength1=-1"),
    ],
)
def test_playlists_of_every_kind_are_read(music: Path, name: str, lines: str) -> None:
    """Both files, however the playlist writes them."""
    (music / name).write_text(lines.format(folder=music), "utf-8")
    assert 10 * SAMPLE_RATE < background(name, music, MemoryCache()).period < 12 * SAMPLE_RATE


def test_a_playlist_of_windows_is_read_in_its_own_encoding(music: Path) -> None:
    """Where it is not UTF-8."""
    write_wav(music / "Küste.wav", noise(3))
    (music / "list.m3u").write_bytes("Küste.wav\r\n".encode("cp1252"))
    assert background("list.m3u", music, MemoryCache()).period > 2 * SAMPLE_RATE


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("gone.wav", "there is no such file"),
        ("http://127.0.0.1:9/x.mp3", "names http://127.0.0.1:9/x.mp3 .line 2., which is not on this computer"),
        ("rtsp://example.org/x", "not on this computer"),
        ("file://server/share/x.wav", "not on this computer"),
        ("../private.wav", "outside the folder of the playlist"),
        ("sub/../../private.wav", "outside the folder of the playlist"),
        ("{outside}/private.wav", "outside the folder of the playlist"),
        ("file://{outside}/private.wav", "outside the folder of the playlist"),
        ("/dev/zero", "outside the folder of the playlist"),
        ("sub", "not a regular file"),
        ("empty.wav", "line 2.: .*empty.wav is empty"),
        ("list.m3u", "cannot read"),
        ("x" * 5000, "xxx… .line 2., and there is no such file"),
        ("a\0.wav", "no such file"),
    ],
)
def test_a_line_of_a_playlist_that_cannot_be_used_is_told_as_it_is_written(music: Path, line: str, why: str) -> None:
    """With its number and a next step."""
    write_wav(music.parent / "private.wav", noise(6))
    (music / "empty.wav").touch()
    (music / "list.m3u").write_text("a.wav\n" + line.format(outside=music.parent) + "\n")
    with pytest.raises(AudioFileError, match=why) as caught:
        background("list.m3u", music, MemoryCache())
    assert caught.value.next_step
    assert len(caught.value.message) < 600


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("list.xspf", "<playlist/>", "a kind that is not read"),
        ("list.m3u", "#EXTM3U\n", "names no sound file"),
        ("list.m3u", "#EXTM3U\n#EXT-X-TARGETDURATION:10\na.wav\n", "playlist of a stream"),
        ("list.m3u", "a.wav\n" * 1001, "names 1001 files"),
        ("list.m3u", "#" * (1 << 20) + "\na.wav", "more than 1 MiB"),
    ],
)
def test_a_playlist_that_cannot_be_used_is_refused(music: Path, name: str, text: str, why: str) -> None:
    """With the reason and a next step."""
    (music / name).write_text(text)
    with pytest.raises(AudioFileError, match=why) as caught:
        background(name, music, MemoryCache())
    assert caught.value.next_step


def test_a_file_that_is_named_twice_is_opened_once(music: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And sounds twice."""
    opened: list[Path] = []

    def counted(path: Path, cache: Cache) -> SoundFile:
        opened.append(path)
        return open_sound_file(path, cache)

    monkeypatch.setattr(_lists, "open_sound_file", counted)
    (music / "list.m3u").write_text("a.wav\na.wav\n")
    assert background("list.m3u", music, MemoryCache()).period > 10 * SAMPLE_RATE
    assert len(opened) == 1


def test_many_files_are_told_before_they_are_read(music: Path) -> None:
    """So that nobody wonders why nothing sounds yet."""
    (music / "list.m3u").write_text("a.wav\n" * 20)
    told: list[str] = []
    background("list.m3u", music, MemoryCache(), told.append)
    assert told == [f"{music / 'list.m3u'}: 20 sound files are read before the session begins"]


def test_a_loop_begins_without_its_last_file(music: Path) -> None:
    """So that a session does not wait until a file is read that it never comes to."""
    (music / "list.m3u").write_text("a.wav\nsub/b.wav\n")
    loop = background("list.m3u", music, MemoryCache())
    (music / "sub" / "b.wav").unlink()
    loop.read(0, SAMPLE_RATE)
    with pytest.raises(AudioFileError, match=r"b\.wav"):
        loop.read(loop.period - SAMPLE_RATE, SAMPLE_RATE)


@pytest.mark.parametrize("name", ["x" * 5000, "~nobody-of-this-name/x.wav", "a\0b"])
def test_a_name_that_no_file_can_have_is_unknown(tmp_path: Path, name: str) -> None:
    """And not a fault of the program."""
    assert not exists(name, tmp_path)
    with pytest.raises(AudioFileError, match="there is no background") as caught:
        background(name, tmp_path, MemoryCache())
    assert len(caught.value.message) < 200
