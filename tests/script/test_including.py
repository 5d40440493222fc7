"""Includes are found, read and put in place, and nothing leads out, round or too deep."""

import pytest

from unknot.errors import ScriptError
from unknot.routine import Include, Node, Repeat
from unknot.script import parse, resolve

HEAD = "---\ntitle: T\n---\n"
LIBRARY = {
    "rest": "Rest.",
    "twice": "::: include rest\n:::\n\n::: include rest\n:::",
    "self": "::: include self\n:::",
    "ping": "Ping.\n::: include pong\n:::",
    "pong": "Pong.\n::: include ping\n:::",
    "faulty": "[x] {y}",
    **{f"deep{n}": f"::: include deep{n + 1}\n:::" for n in range(9)},
    "deep9": "Rest.",
    **{f"wide{n}": f"::: repeat 99\n::: include wide{n + 1}\n:::\n:::" for n in range(6)},
    "wide6": "Rest.",
}


def find(name: str) -> tuple[str, str] | None:
    """A library in memory."""
    return (f"{name}.md", HEAD + LIBRARY[name]) if name in LIBRARY else None


def resolved(body: str) -> tuple[Node, ...]:
    """The blocks of a body with everything found."""
    return resolve(parse(HEAD + body, "main.md"), find).body


def faults(body: str) -> list[str]:
    """`place rule message` for every fault."""
    with pytest.raises(ScriptError) as caught:
        resolved(body)
    return [f"{f.place} {f.rule} {f.message}" for f in caught.value.findings]


def include(name: str) -> str:
    """A fence that includes a script."""
    return f"::: include {name}\n:::"


def test_an_include_gets_the_body_of_its_script() -> None:
    """And the places in it name the file that it came from."""
    (node,) = resolved(include("rest"))
    assert isinstance(node, Include)
    assert node.body == parse(HEAD + "Rest.", "rest.md").body
    assert node.body[0].place.file == "rest.md"


def test_includes_are_found_at_any_depth() -> None:
    """Inside fences, and inside what was included."""
    (repeat,) = resolved(f"::: repeat 3\n{include('twice')}\n:::")
    assert isinstance(repeat, Repeat)
    assert isinstance(repeat.body[0], Include)
    inner = repeat.body[0].body or ()
    assert [node.body[0] for node in inner if isinstance(node, Include) and node.body] == list(
        parse(HEAD + "Rest.", "rest.md").body
    ) * 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (include("gone"), ["main.md:4:1 unknown-include there is no script `gone`"]),
        (include("self"), ["self.md:4:1 include-circle a script includes itself: self.md → self.md"]),
        (include("ping"), ["pong.md:5:1 include-circle a script includes itself: ping.md → pong.md → ping.md"]),
        (include("deep0"), ["deep7.md:4:1 too-deep more than 8 scripts inside each other"]),
    ],
)
def test_what_cannot_be_included_is_told(body: str, expected: list[str]) -> None:
    """With its place in its own file, and a circle with everyone in it."""
    assert faults(body) == expected


def test_a_depth_that_is_just_allowed_is_allowed() -> None:
    """Eight scripts inside each other."""
    assert resolved(include("deep2"))


def test_every_fault_of_every_script_is_told_once() -> None:
    """However often a script is included."""
    found = faults(f"{include('faulty')}\n\n{include('faulty')}\n\n{include('gone')}")
    assert [line.split(" ")[:2] for line in found] == [
        ["faulty.md:4:2", "unknown-tag"],
        ["faulty.md:4:5", "unknown-variable"],
        ["main.md:10:1", "unknown-include"],
    ]


def test_small_scripts_cannot_unfold_into_a_large_session() -> None:
    """99 times 99 times 99 is refused where it becomes too much, without being built."""
    assert [line.split(" ")[1] for line in faults(include("wide0"))] == ["too-large"]


@pytest.mark.parametrize("name", ["../up", "a/../../b", "/etc/passwd", "~/x", "C:/x", "a\\\\b", "a//b", "./a", "a/.."])
def test_a_name_that_leads_out_of_the_folder_is_never_looked_for(name: str) -> None:
    """In includes, sounds and backgrounds alike."""
    for line in (include(name), f"[sound {name}]", f"[background {name}]"):
        with pytest.raises(ScriptError) as caught:
            parse(HEAD + line, "main.md")
        assert [f.rule for f in caught.value.findings] == ["unsafe-path"]


def test_a_name_in_a_folder_below_is_fine() -> None:
    """Scripts may keep their sounds in order."""
    assert parse(HEAD + "Rest. [sound sounds/low bowl.flac]", "main.md")
