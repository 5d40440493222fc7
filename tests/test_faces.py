"""The public names of packages, which are imported when they are used."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import unknot
from unknot._faces import lazy

SOURCE = Path(unknot.__file__).parent
LAZY = sorted(
    f"unknot.{path.parent.relative_to(SOURCE).as_posix().replace('/', '.')}"
    for path in SOURCE.glob("**/__init__.py")
    if "lazy(__name__" in path.read_text("utf-8")
)
"""The packages with such names."""


def for_the_type_checker(package: str) -> dict[str, str]:
    """Name → private module, from the imports under `if TYPE_CHECKING` in the package's `__init__`."""
    file = importlib.import_module(package).__file__
    assert file is not None
    tree = ast.parse(Path(file).read_text("utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom)]
    inside = [node for node in imports if (node.module or "").startswith(f"{package}.")]
    return {
        name.asname or name.name: str(node.module).removeprefix(f"{package}.") for node in inside for name in node.names
    }


@pytest.mark.parametrize("package", LAZY)
def test_the_table_has_the_names_that_the_type_checker_sees(package: str) -> None:
    """Each name has the same private module in both."""
    assert for_the_type_checker(package) == importlib.import_module(package)._NAMES


@pytest.mark.parametrize("package", LAZY)
def test_every_public_name_can_be_imported(package: str) -> None:
    """Each private module has its names."""
    module = importlib.import_module(package)
    assert [name for name in module._NAMES if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", LAZY)
def test_a_name_that_a_package_does_not_have_is_an_attribute_error(package: str) -> None:
    """`hasattr` and `from … import …` need this error."""
    assert not hasattr(importlib.import_module(package), "nothing_of_the_sort")


def test_a_name_is_imported_when_it_is_used() -> None:
    """It comes from the private module that the table names."""
    get = lazy("unknot", {"parse_duration": "units"})
    assert get("parse_duration") is importlib.import_module("unknot.units").parse_duration
    with pytest.raises(AttributeError, match="'unknot' has no attribute 'seconds'"):
        get("seconds")
