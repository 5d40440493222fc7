"""The language reference is true: every example on it is run, and every word of the tables stands on it."""

import re
from pathlib import Path

import pytest

from unknot.errors import ScriptError
from unknot.routine import PACES
from unknot.script import _foreign, canonical, parse, to_text
from unknot.script._fences import FENCES
from unknot.script._header import KEYS
from unknot.script._rules import CHECKING, IMPORTING, PARSING, RULES
from unknot.script._tags import TAGS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "language.md").read_text("utf-8")
RULES_PAGE = (DOCS / "checker.md").read_text("utf-8")
GOOD = re.findall(r"^```markdown\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WRONG = re.findall(r"^```markdown wrong\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HEAD = "---\ntitle: T\n---\n"


def whole(example: str) -> tuple[str, int]:
    """The example as a script, and how many lines stand before its first."""
    return (example, 0) if example.startswith("---\n") else (HEAD + example, HEAD.count("\n"))


def faults(example: str) -> str:
    """What is said about an example, with its own lines counted."""
    text, before = whole(example)
    with pytest.raises(ScriptError) as caught:
        parse(text, "example.md")
    told = "".join(f"{finding}\n" for finding in caught.value.findings)
    return re.sub(r"(?<=^example\.md:)\d+", lambda m: str(int(m[0]) - before), told, flags=re.MULTILINE)


@pytest.mark.parametrize("example", GOOD)
def test_every_example_is_a_script(example: str) -> None:
    """And is written back as one that says the same."""
    text, _ = whole(example)
    routine = parse(text, "example.md")
    assert parse(to_text(routine), "example.md") == routine


@pytest.mark.parametrize(("example", "told"), WRONG)
def test_every_wrong_example_gives_the_faults_shown(example: str, told: str) -> None:
    """To the letter, carets and hints included."""
    assert faults(example) == told


def test_there_are_examples_of_both_kinds() -> None:
    """A page without them would prove nothing."""
    assert len(GOOD) >= 10
    assert len(WRONG) >= 7
    assert PAGE.count("```markdown wrong") == len(WRONG)


def test_every_tag_fence_key_and_pace_stands_on_the_page() -> None:
    """A new row of a table asks for a new line of the page."""
    assert [tag.form for tag in TAGS if f"`{tag.form}`" not in PAGE] == []
    assert [fence.form for fence in FENCES if f"`{fence.form}`" not in PAGE] == []
    assert [key.word for key in KEYS if f"| `{key.word}` | `{key.form}` | {key.meaning} |" not in PAGE] == []
    assert all(pace in PAGE for pace in PACES)


def test_the_pauses_of_other_programs_become_what_the_page_says() -> None:
    """The table under “One form”."""
    rows = re.findall(r"^\| `([\[(].*?[\])])` \| `(\[.*?\])` \|$", PAGE, re.MULTILINE)
    assert len(rows) == 4
    for written, becomes in rows:
        assert canonical(f"{HEAD}Go. {written}", "t.md").endswith(f"\nGo. {becomes}\n")


def test_every_kind_and_every_pause_stands_on_the_page_of_imports() -> None:
    """Each kind has a row, and each pause becomes what its row says, for `fmt` as well."""
    page = (DOCS / "import.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z]+)` \| ", page, re.MULTILINE) == list(_foreign.KINDS[1:])
    rows = re.findall(r"^\| `([\[(<].*?)` \| `(\[.*?\])` \|$", page, re.MULTILINE)
    assert len(rows) == 15
    for written, becomes in rows:
        assert canonical(f"{HEAD}Go. {written}", "t.md").endswith(f"\nGo. {becomes}\n")


def test_every_rule_stands_on_the_page_of_the_checker() -> None:
    """Name and meaning as in the table, in its order, and no other."""
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", RULES_PAGE, re.MULTILINE)
    assert rows == [(rule.name, rule.meaning) for rule in (*PARSING, *CHECKING, *IMPORTING)]
    assert len(rows) == len(RULES)
