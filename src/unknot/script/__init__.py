"""The routine script: text to routine and back, and what a checker says of it.

Other people's scripts have rooms of their own, which few need: `script.foreign` and `script.ssml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unknot.script.bodies import AreaRules, BodyRules, ToolRules
from unknot.script.including import resolve
from unknot.script.reading import parse
from unknot.script.tidying import canonical
from unknot.script.writing import to_text

if TYPE_CHECKING:
    from unknot.script.checking import check, finding_as_json

__all__ = [
    "AreaRules",
    "BodyRules",
    "ToolRules",
    "canonical",
    "check",
    "finding_as_json",
    "parse",
    "resolve",
    "to_text",
]


if not TYPE_CHECKING:  # so that a name that does not exist is still a fault of types

    def __getattr__(name: str) -> Any:
        """The checker, imported when it is asked for: it brings the whole fitting along."""
        if name not in ("check", "finding_as_json"):
            raise AttributeError(f"module {__name__} has no attribute {name!r}")
        from unknot.script import checking

        return getattr(checking, name)
