"""The public names of packages: listed once for people and once for the type checker, imported when they are used."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import unknot
from unknot._faces import lazy

SOURCE = Path(unknot.__file__).parent


def dotted(path: Path) -> str:
    """The name of the module in that file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


LAZY = sorted(
    {dotted(path) for path in SOURCE.glob("**/*.py") if "__getattr__ = lazy(" in path.read_text("utf-8")}
    - {"unknot._faces"}
)
"""The packages whose names are imported late, and the wiring, which hands on the names of other packages."""


def for_the_type_checker(module: str) -> dict[str, str]:
    """Name → where it comes from, as the explicit re-exports under `if TYPE_CHECKING` have it.

    Where it comes from is told without the package in front: the module itself, or for the wiring the whole program.
    """
    found = importlib.import_module(module)
    assert found.__file__ is not None
    package = found.__name__ if hasattr(found, "__path__") else found.__package__
    tree = ast.parse(Path(found.__file__).read_text("utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom)]
    return {
        name.name: str(node.module).removeprefix(f"{package}.")
        for node in imports
        for name in node.names
        if name.asname == name.name
    }


@pytest.mark.parametrize("module", LAZY)
def test_the_names_for_people_are_those_for_the_type_checker(module: str) -> None:
    """Each from the same place."""
    assert for_the_type_checker(module) == importlib.import_module(module)._NAMES


@pytest.mark.parametrize("module", LAZY)
def test_every_public_name_can_be_imported(module: str) -> None:
    """The module that it comes from has it."""
    found = importlib.import_module(module)
    assert [name for name in found._NAMES if not hasattr(found, name)] == []


@pytest.mark.parametrize("module", LAZY)
def test_a_name_that_there_is_not_is_an_attribute_error(module: str) -> None:
    """As of any module, so that `hasattr` and `from … import …` behave."""
    assert not hasattr(importlib.import_module(module), "nothing_of_the_sort")


def test_a_name_is_imported_when_it_is_asked_for() -> None:
    """From the private module that the table names."""
    get = lazy("unknot", {"parse_duration": "units"})
    assert get("parse_duration") is importlib.import_module("unknot.units").parse_duration
    with pytest.raises(AttributeError, match="'unknot' has no attribute 'seconds'"):
        get("seconds")
