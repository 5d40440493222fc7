"""Includes: resolved at any depth, without circles and inside the folder."""

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
    """The scripts in memory."""
    return (f"{name}.md", HEAD + LIBRARY[name]) if name in LIBRARY else None


def resolved(body: str) -> tuple[Node, ...]:
    """The blocks of a body with all includes resolved."""
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
    """An include has the body of its script, with places in the file of that script."""
    (node,) = resolved(include("rest"))
    assert isinstance(node, Include)
    assert node.body == parse(HEAD + "Rest.", "rest.md").body
    assert node.body[0].place.file == "rest.md"


def test_includes_are_found_at_any_depth() -> None:
    """Includes inside fences and inside included scripts are resolved."""
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
def test_an_impossible_include_is_a_fault(body: str, expected: list[str]) -> None:
    """A fault has its place in its own file; a circle names all its scripts."""
    assert faults(body) == expected


def test_a_depth_that_is_just_allowed_is_allowed() -> None:
    """Eight nested scripts are allowed."""
    assert resolved(include("deep2"))


def test_each_fault_of_each_script_is_reported_once() -> None:
    """A script that is included several times gives its faults once."""
    found = faults(f"{include('faulty')}\n\n{include('faulty')}\n\n{include('gone')}")
    assert [line.split(" ")[:2] for line in found] == [
        ["faulty.md:4:2", "unknown-tag"],
        ["faulty.md:4:5", "unknown-variable"],
        ["main.md:10:1", "unknown-include"],
    ]


def test_small_scripts_cannot_unfold_into_a_large_session() -> None:
    """A routine of 99 times 99 times 99 blocks is refused without being unfolded."""
    assert [line.split(" ")[1] for line in faults(include("wide0"))] == ["too-large"]


@pytest.mark.parametrize("name", ["../up", "a/../../b", "/etc/passwd", "~/x", "C:/x", "a\\\\b", "a//b", "./a", "a/.."])
def test_a_name_outside_the_folder_is_never_looked_for(name: str) -> None:
    """A name outside the folder is refused for includes, sounds and backgrounds."""
    for line in (include(name), f"[sound {name}]", f"[background {name}]"):
        with pytest.raises(ScriptError) as caught:
            parse(HEAD + line, "main.md")
        assert [f.rule for f in caught.value.findings] == ["unsafe-path"]


def test_a_name_in_a_subfolder_is_allowed() -> None:
    """Files may be in subfolders."""
    assert parse(HEAD + "Rest. [sound sounds/low bowl.flac]", "main.md")
