"""Which kind a text is, what is refused by name, and what hostile input costs."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.script.imports import body
from unknot.errors import ScriptError
from unknot.script import from_foreign
from unknot.script._kinds import TEXTS, root_of

if TYPE_CHECKING:
    from unknot.script import KindName


def kind_of(text: str) -> str:
    """The first row that a text looks like."""
    return next(row.name for row in TEXTS if row.looks(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Let go.\nRest.", "text"),
        ("Let **go**.", "markdown"),
        ("Let go;5\nRest;6", "phrases"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nGo.", "subtitles"),
        ("[ti:Calm]\n[00:01.00]Go.", "subtitles"),
        ('<?xml version="1.0"?>\n<!-- x --><speak>Go.</speak>', "ssml"),
        ('<tt xmlns="x"/>', "subtitles"),
        ("<!DOCTYPE html><title>x</title>", "html"),
        ("<p>Go.</p>", "html"),
        ('{"name": "x"}', "timer"),
        ("name: Legs\nexercises:\n  - name: Squat\n    duration: 30", "timer"),
        ("Go ...5s on ...s now.", "ssmd"),
        ("[00:00] Settle in.\n[00:30] Rest.", "text"),
        ("[bell] Rest.", "text"),
        ("Note: rest.\nNow: go.", "text"),
    ],
)
def test_a_text_is_known_by_what_stands_in_it(text: str, kind: str) -> None:
    """Where its name does not say it."""
    assert kind_of(text) == kind


def test_the_name_of_a_file_counts_more() -> None:
    """A kind that is asked for counts most."""
    assert body("a,5", file="x.csv") == "a [5s]\n"
    assert body("a,5", "text", file="x.csv") == "a,5\n"
    assert root_of("<ssml:speak>") == "speak"


@pytest.mark.parametrize(
    ("given", "meaning"),
    [
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "is an old Office document"),
        (b"ID3\x04aaaa", "is a recording"),
        (b"RIFF\0\0\0\0WAVEfmt ", "is a recording"),
        (b"\0\0\0\x20ftypisom", "is a video or sound"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"\x1f\x8b\x08", "is a packed file"),
        (b"\0\1\2\3" * 50, "holds no text that can be read"),
        (b"", "has nothing that could be spoken"),
        (b"...\n\n***\n", "has nothing that could be spoken"),
        (b"<rss><channel/></rss>", "cannot be imported"),
        (b"Rest\x07 now.", "is not a script"),
        (b"---\ntitle: T\nposture: seated\n---\n\n::: repeat 2\n\nRest.\n\n:::\n", "is a routine script already"),
    ],
)
def test_other_files_are_refused_by_name(given: bytes, meaning: str) -> None:
    """In one line, with what to do instead."""
    with pytest.raises(ScriptError) as caught:
        from_foreign(given, file="it.bin")
    assert caught.value.message.startswith("it.bin ")
    assert meaning in caught.value.message
    assert caught.value.next_step
    assert "\n" not in caught.value.message + caught.value.next_step


def bomb(name: str) -> bytes:
    """A document whose one file unpacks to sixty megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), " " * 60_000_000, zipfile.ZIP_DEFLATED)
    return made.getvalue()


N = 490_000
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l "l">'
    + "".join(f'<!ENTITY l{n} "{"&l;" * 10}">' for n in range(10))
    + "]><speak>&l9;</speak>"
)
HOSTILE: list[tuple[KindName, str | bytes]] = [
    ("auto", bomb("word/document.xml")),
    ("auto", bomb("content.xml")),
    ("ssml", LAUGHS),
    ("ssml", "<speak>" + "<p>" * (N // 3)),
    ("ssml", "<speak>" + "é<mark/>" * (N // 8) + "</speak>"),
    ("ssml", "<speak>" + "<sub alias='b'>a</sub> " * 9_000 + "</speak>"),
    ("html", "<html>" + "<" * N),
    ("html", "<html>" + "<!--" * (N // 4)),
    ("html", "<html>" + "<a b='" * (N // 6)),
    ("html", "<html>" + "<![" * (N // 3)),
    ("html", "<div>" * (N // 5)),
    ("markdown", "[" * N),
    ("markdown", "*a " * (N // 3)),
    ("markdown", ">" * N),
    ("markdown", "a " * (N // 2)),
    ("markdown", "".join("  " * n + "- a\n" for n in range(600))),
    ("auto", " " * N),
    ("auto", "\n" * N),
    ("auto", "a\n" * (N // 2)),
    ("auto", "a" * N),
    ("auto", "(" * N),
    ("auto", "<a " * (N // 3)),
    ("auto", "0:00 a\n" * 19_000),
    ("auto", "[00:01.00]" * (N // 10)),
    ("phrases", ";" * N),
    ("phrases", '"a,\n' * 19_000),
    ("phrases", "a;5\n" * 19_000),
    ("subtitles", "0:00 --> 0:00\n" * 19_000),
    ("subtitles", "00:00:01,000 --> " * (N // 17)),
    ("timer", "[" * 99_000),
    ("timer", "- a: &a [*a]\n" * 5_000),
    ("ssmd", "[a](b)" * (N // 6)),
    ("ssmd", "~a " * (N // 3)),
    ("auto", b"{\\rtf1" + b"{" * N),
    ("auto", b"{\\rtf1 " + b"\\'e9" * (N // 4)),
    ("auto", b"{\\rtf1 {\\pict " + b"ff" * 4_000_000 + b"}Go.}"),
    ("auto", b"a " * 3_000_000),
    ("auto", b"\xff" * N),
]


@pytest.mark.parametrize(("kind", "given"), HOSTILE, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(HOSTILE)])
def test_hostile_input_is_read_or_refused_soon(kind: KindName, given: str | bytes) -> None:
    """In about a second of one core; three are given here, because the machine has other work."""
    before = time.process_time()
    try:
        from_foreign(given, kind)
    except ScriptError as refused:
        assert "\n" not in refused.message  # noqa: PT017
    assert time.process_time() - before < 3
