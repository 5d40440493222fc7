"""Errors carry their findings and what to do next."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import TypeGuard

import pytest

from unknot import errors
from unknot.errors import Place, ScriptError, documentation


def test_an_error_at_a_place_has_a_finding_with_the_rule_and_what_to_do() -> None:
    """The error has one finding with the place, the rule and the hint."""
    error = ScriptError.at(Place("a.md", 3, 1), "include", "not found", "look again")
    assert str(error).startswith("a.md:3")
    assert error.next_step == "look again"
    assert [(f.rule, f.severity, f.hint) for f in error.findings] == [("include", "error", "look again")]


@pytest.mark.parametrize("page", ["therapist", "voices"])
def test_pages_that_messages_name_are_on_this_machine(page: str) -> None:
    """A page that a message names can be opened."""
    assert Path(documentation(page)).is_file()


def test_no_message_names_a_page_by_its_place_in_the_sources() -> None:
    """An installed program has no folder docs beside it: messages take the path from `documentation`."""
    root = Path(errors.__file__).parent
    for path in root.rglob("*.py"):
        found = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_message(node)]
        assert not found, f"{path}:{found[0].lineno}"


def _is_message(node: ast.AST) -> TypeGuard[ast.Constant]:
    """Whether it is a text of one line that names a page; a docstring begins with a sentence and is none."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return re.search(r"(see|;) docs/\w+\.md", node.value) is not None


def test_the_wheel_has_the_pages() -> None:
    """The wheel has the documentation where `documentation` looks for it."""
    project = tomllib.loads((Path(errors.__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["docs"] == "unknot/docs"
