"""Rich Text Format: the paragraphs without their control words."""

import pytest

from tests.script.imports import body, imported, lost


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r"Settle in.\par (pause 5 seconds)\par", "Settle in.\n\n[5s]"),
        (r"Rest\'85 caf\'e9 \u8212? ok\par", "Rest… café — ok"),
        (r"{\b Guide:} Rest\line now\par", "*Guide:* Rest. now."),
        (r"{\fonttbl{\f0 Arial;}}{\info{\author Me}}{\*\generator X;}Rest.", "Rest."),
        (r"\pard\outlinelevel0 Start\par\pard Rest.\par", "# Start\n\nRest."),
        (
            r"\trowd Squat\cell 30\cell\row\trowd Stand\cell 60\cell\row\pard Done.\par",
            "Squat [30s]\nStand [60s]\n\nDone.",
        ),
        (r"\{braces\} and \\ slash\par", "> {braces}\n\nand slash"),
        (r"\uc1\u55357?\u56832?Rest.", "Rest."),
    ],
)
def test_control_words_are_not_spoken(inside: str, expected: str) -> None:
    """Characters are what they stand for."""
    text = ("{\\rtf1\\ansi\\ansicpg1252 " + inside + "}").encode()
    assert " ".join(body(text).split()) == " ".join(expected.split())


def test_the_code_page_is_that_of_the_document() -> None:
    """Cyrillic letters are bytes in it."""
    assert body(rb"{\rtf1\ansi\ansicpg1251 \'cf\'e0\'f3\'e7\'e0 \'e8.}") == "Пауза и.\n"


def test_headers_pictures_and_hidden_words_are_told() -> None:
    """Each with the paragraph that it stood before."""
    text = rb"{\rtf1 {\info{\title Calm}}{\header Page one\par}{\pict 0102}Rest {\v secret}{\*\fldinst HYPERLINK x}.}"
    assert imported(text).text.startswith("---\ntitle: Calm\n")
    assert lost(text) == [
        "1:1 `Page one` is a page's header, and not spoken",
        "2:1 `a picture` cannot be carried over",
        "2:1 `secret` is hidden or struck out, and not spoken",
        "3:1 `HYPERLINK x` is a field or an address, and not spoken",
    ]
