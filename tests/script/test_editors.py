"""The files for editors agree with the tables of the language."""

import json
import re
from pathlib import Path
from typing import Any

from unknot.script import header_schema
from unknot.script._fences import FENCES
from unknot.script._tags import TAGS

EDITORS = Path(__file__).parents[2] / "docs" / "editors"


def grammar() -> dict[str, Any]:
    """The rules of the grammar."""
    rules: dict[str, Any] = json.loads((EDITORS / "unknot.tmLanguage.json").read_text("utf-8"))["repository"]
    return rules


def words(expression: str) -> set[str]:
    """The first list of words in a regular expression."""
    found = re.search(r"\(((?:[a-z]+\|)+[a-z]+)\)", expression)
    return set(found[1].split("|")) if found else set()


def test_the_schema_is_that_of_the_table_of_keys() -> None:
    """The schema file is `header_schema()` as JSON."""
    assert json.loads((EDITORS / "header.schema.json").read_text("utf-8")) == header_schema()


def test_the_grammar_knows_every_tag_and_every_fence() -> None:
    """The grammar has exactly the words of the tables of tags and fences."""
    assert words(grammar()["tag"]["begin"]) == {tag.word for tag in TAGS}
    assert words(grammar()["fence"]["match"]) == {fence.word for fence in FENCES}


def test_the_grammar_takes_every_form() -> None:
    """The grammar matches each form of the tables."""
    assert all(re.match(grammar()["tag"]["begin"], tag.form) for tag in TAGS)
    assert all(re.search(grammar()["fence"]["match"], fence.form) for fence in FENCES)
    assert re.search(grammar()["fence"]["match"], ":::")
    assert all(re.search(grammar()["moment"]["match"], line) for line in ("at half: x", "at -10s: x", "at 1:30: x"))
