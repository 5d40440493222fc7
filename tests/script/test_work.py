"""The work of parsing is proportional to the length of the text."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from unknot.errors import ScriptError
from unknot.script import canonical, parse

HEAD = "---\ntitle: T\n---\n"
DESK = Path(__file__).parents[2] / "scripts" / "desk-neck-and-shoulders.md"
HOSTILE = [
    "[", "{", "*a", "<!-- ", "\\[", "[\\[", "::: repeat 2\n", ":::\n", "[4s]", "[x]", "{a | ", "{a | b}", "> a\n",
    "# a\n\n", "\n", " ", "::: hold 3s\nat half: x\n:::\n", "<a ", "(pause ", "\x00a", "\r", "..", ":", "a<!-- x -->",
    "[breath in 4s, ", "{side", "}", "]", "|", "**", "(pause 3 seconds) ", "[PAUSE:3] ",
]  # fmt: skip
"""Fragments that are repeated to make long texts."""


def calls(work: Callable[[], object]) -> int:
    """The number of calls of functions, also of C functions."""
    count = 0

    def seen(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def survived(read: Callable[[str, str], object], text: str) -> None:
    """Parse the text and ignore a ScriptError."""
    try:
        read(text, "t.md")
    except ScriptError:
        return


@pytest.mark.parametrize("shard", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(shard: str) -> None:
    """Twice the text takes at most twice the calls."""
    for read in (parse, canonical):
        small, large = (calls(partial(survived, read, HEAD + shard * count)) for count in (350, 700))
        assert large < 2.1 * small + 200


def test_a_megabyte_of_script_is_read() -> None:
    """A script of a megabyte with about 1,700 chapters can be parsed."""
    body = DESK.read_text("utf-8").split("---\n", 2)[2]
    times = 1_000_000 // len(body) + 1
    assert len(parse(HEAD + body * times, "t.md").body) == times * len(parse(HEAD + body, "t.md").body)


def test_a_too_large_script_or_header_is_refused() -> None:
    """A too large script or header gives one fault, before it is parsed."""
    for text in ("a" * 5_000_000, f"---\ntitle: {'a' * 300_000}\n---\n"):
        with pytest.raises(ScriptError) as caught:
            parse(text, "t.md")
        assert "too-large" in {f.rule for f in caught.value.findings}


def test_the_findings_of_a_file_that_is_not_a_script_are_limited() -> None:
    """Five hundred faults are listed, the rest is counted, and long lines are shortened."""
    with pytest.raises(ScriptError) as caught:
        parse(HEAD + "[x] " * 3000, "t.md")
    assert len(caught.value.findings) == 501
    assert caught.value.findings[-1].message == "and 2500 more faults that are not listed"
    assert max(len(line) for f in caught.value.findings for line in str(f).split("\n")) < 300
