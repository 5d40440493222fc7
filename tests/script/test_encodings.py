"""Bytes to text, whatever program saved them."""

import pytest

from tests.script.imports import body, lost
from unknot.script._encodings import decode, tidied

WESTERN = "Let it go — it’s late.\r\n\r\n[PAUSE:5]\r\n\r\nRest… now.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_each_of_its_forms(encoding: str) -> None:
    """With a byte order mark or, in UTF-16, without one."""
    assert body(WESTERN.encode(encoding)) == "Let it go — it’s late.\n\n[5s]\n\nRest… now.\n"
    assert lost(WESTERN.encode(encoding)) == []


def test_a_western_encoding_is_read_and_told() -> None:
    """At the first letter that it decides about."""
    assert body(WESTERN.encode("cp1252")) == "Let it go — it’s late.\n\n[5s]\n\nRest… now.\n"
    assert lost(WESTERN.encode("cp1252")) == ["1:11 the text is not in UTF-8, and was read as Windows-1252"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Lass die Schultern weich werden. Spüre die Füße.", "cp1252"),
        ("Relájate. Cierra los ojos. Mañana será otro día.", "cp1252"),
        ("Zamknij oczy i odpręż się. Weź głęboki oddech.", "cp1250"),
        ("Закройте глаза. Сделайте глубокий вдох. Расслабьте плечи.", "cp1251"),
        ("Закройте глаза. Сделайте глубокий вдох. Расслабьте плечи.", "koi8-r"),
        ("Κλείστε τα μάτια σας. Πάρτε μια βαθιά ανάσα.", "cp1253"),
        ("闭上眼睛。慢慢地吸气。放松你的肩膀。", "gb18030"),
    ],
)
def test_other_encodings_are_found_out(text: str, encoding: str) -> None:
    """From the letters that they would give."""
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == text
    assert found.guessed


def test_bytes_that_are_no_text_are_none() -> None:
    """A UTF-16 text with half a character at its end, too."""
    assert decode(b"\0\1\2\3" * 100) is None
    assert decode(b"\xff\xfea") is None


def test_what_only_an_editor_needs_is_white_space_or_nothing() -> None:
    """Pauses with non-breaking spaces are pauses, and a form feed ends a page and no word."""
    assert tidied("a\xa0b\u202fc\xadd\u200be\ufeff\x0cf\x0bg\u2028h\x85i\x92j\x1a") == "a b cde f\ng\nh\ni’j"
    assert (
        body("Let it go.\xa0[PAUSE:\xa05]\xa0Rest. (pause\xa010\xa0seconds) Now.")
        == "Let it go. [5s]\nRest. [10s]\nNow.\n"
    )
    assert body("Let it go.\n\n[PAUSE:5]\n\x0cRest now.\n") == "Let it go.\n\n[5s]\nRest now.\n"


def test_an_entity_brings_no_character_that_a_script_cannot_hold() -> None:
    """Such a character is left out."""
    assert body("<p>Rest&#8232; now&#1;.</p>", "html") == "Rest now.\n"
