"""Front matter: what a text says of itself."""

import pytest

from tests.script.imports import imported, lost


def test_what_a_routine_knows_is_carried_into_its_header() -> None:
    """By the names of other programs too; the other keys are told with their values."""
    text = (
        "---\ntitle: Evening calm\ndescription: A quiet end.\nlang: de_DE\ndate: 2024-03-02\ntags: [a]\n---\n\nRuhe.\n"
    )
    assert imported(text).text == "---\ntitle: Evening calm\nsummary: A quiet end.\nlanguage: de-DE\n---\n\nRuhe.\n"
    assert lost(text) == ["5:1 `date` cannot be carried over", "6:1 `tags` cannot be carried over"]


def test_the_title_asked_for_counts_more() -> None:
    """And the file's name less than what the text says."""
    from unknot.script import from_foreign

    text = "---\ntitle: Calm\n---\nRest."
    assert "title: Mine\n" in from_foreign(text, title="Mine", file="a.txt").text
    assert "title: Calm\n" in from_foreign(text, file="a.txt").text
    assert "title: a\n" in from_foreign("Rest.", file="a.txt").text
    assert "title: Imported script\n" in from_foreign("Rest.", file="-").text


@pytest.mark.parametrize("text", ["---\na: [b\n---\nRest.", "---\na: &b c\n---\nRest.", "+++\na = 1\n+++\nRest."])
def test_front_matter_that_cannot_be_read_is_told(text: str) -> None:
    """And not spoken."""
    assert imported(text).text.endswith("---\n\nRest.\n")
    assert len(lost(text)) == 1


def test_a_key_that_names_a_file_or_an_engine_is_not_taken() -> None:
    """It means something else elsewhere."""
    assert lost("---\nbackground: sky.png\nvoice: {engine: x}\nlanguage: English please\n---\nRest.") == [
        "2:1 `background` cannot be carried over",
        "3:1 `voice` cannot be carried over",
        "4:1 `language` cannot be carried over",
    ]
