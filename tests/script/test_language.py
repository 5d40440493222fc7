"""The language reference: every example works, and every word of the tables is described."""

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
    """The example as a script, and the number of lines before it."""
    return (example, 0) if example.startswith("---\n") else (HEAD + example, HEAD.count("\n"))


def faults(example: str) -> str:
    """The faults in an example, with lines counted from its first."""
    text, before = whole(example)
    with pytest.raises(ScriptError) as caught:
        parse(text, "example.md")
    told = "".join(f"{finding}\n" for finding in caught.value.findings)
    return re.sub(r"(?<=^example\.md:)\d+", lambda m: str(int(m[0]) - before), told, flags=re.MULTILINE)


@pytest.mark.parametrize("example", GOOD)
def test_every_example_is_a_script(example: str) -> None:
    """Each example can be parsed, and its canonical form is the same routine."""
    text, _ = whole(example)
    routine = parse(text, "example.md")
    assert parse(to_text(routine), "example.md") == routine


@pytest.mark.parametrize(("example", "told"), WRONG)
def test_every_wrong_example_gives_the_faults_shown(example: str, told: str) -> None:
    """Each wrong example gives exactly the findings on the page."""
    assert faults(example) == told


def test_there_are_examples_of_both_kinds() -> None:
    """The page has right and wrong examples."""
    assert len(GOOD) >= 10
    assert len(WRONG) >= 7
    assert PAGE.count("```markdown wrong") == len(WRONG)


def test_every_tag_fence_key_and_pace_is_on_the_page() -> None:
    """The page has every row of the tables of tags, fences, keys and paces."""
    assert [tag.form for tag in TAGS if f"`{tag.form}`" not in PAGE] == []
    assert [fence.form for fence in FENCES if f"`{fence.form}`" not in PAGE] == []
    assert [key.word for key in KEYS if f"| `{key.word}` | `{key.form}` | {key.meaning} |" not in PAGE] == []
    assert all(pace in PAGE for pace in PACES)


def test_the_pauses_of_other_programs_become_what_the_page_says() -> None:
    """The pauses in the table under “One form” become the tags beside them."""
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


def test_every_rule_is_on_the_page_of_the_checker() -> None:
    """The page has exactly the rules of the table, in its order."""
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", RULES_PAGE, re.MULTILINE)
    assert rows == [(rule.name, rule.meaning) for rule in (*PARSING, *CHECKING, *IMPORTING)]
    assert len(rows) == len(RULES)
