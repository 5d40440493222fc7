"""The public names of a package, each imported from its private module when it is first used (PEP 562).

A face is a table of names and an `if TYPE_CHECKING` block that imports the same names for the type checker:

    if TYPE_CHECKING:
        from unknot.app._plan import plan as plan

    _NAMES = {"plan": "_plan"}

    if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
        __getattr__ = lazy(__name__, _NAMES)

`tests/test_faces.py` tests that both list the same names.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """A `__getattr__` for a package, which imports the private module of a name when the name is used.

    Args:
        package: The package's `__name__`.
        names: Public name → the private module that has it, such as `_plan`.
    """

    def get(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{names[name]}"), name)

    return get
