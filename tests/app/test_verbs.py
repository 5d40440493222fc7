"""Every command has its verb, and calls it once."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

import unknot
from unknot.cli._commands import COMMANDS

OF_ITSELF = ("completion", "help")
"""Commands about the command line itself. They have no verb, because nothing below the command line knows of it."""
VERBS = [command for command in COMMANDS if command not in OF_ITSELF]
COMMAND_LINE = Path(unknot.__file__).parent / "cli"


def calls_of_verbs(function: ast.FunctionDef) -> list[str]:
    """The names of the verbs that a function calls: `app.plan(…)`, but not the values that it makes."""
    called = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
    return [name for name in called if name.startswith("app.") and name.islower()]


@pytest.mark.parametrize("command", VERBS)
def test_every_command_has_a_module_of_its_name_on_both_floors(command: str) -> None:
    """Each command has a module of its name in `app` and in `cli`."""
    assert COMMANDS[command][0].split(":")[0] == f"_{command}"
    assert importlib.util.find_spec(f"unknot.cli._{command}")
    assert importlib.util.find_spec(f"unknot.app._{command}")


@pytest.mark.parametrize("command", VERBS)
def test_a_command_makes_one_call_of_a_verb(command: str) -> None:
    """Each function of a command calls one verb at most."""
    tree = ast.parse((COMMAND_LINE / f"_{command}.py").read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    calls = {function.name: calls_of_verbs(function) for function in functions}
    assert any(calls.values())
    assert {name: made for name, made in calls.items() if len(made) > 1} == {}
