"""The routine script: text to routine and back, and what a checker says of it.

Other people's scripts have rooms of their own, which few need: `script.foreign` and `script.ssml`.
"""

from unknot.script.bodies import AreaRules, BodyRules, ToolRules
from unknot.script.checking import check, finding_as_json
from unknot.script.including import resolve
from unknot.script.reading import parse
from unknot.script.tidying import canonical
from unknot.script.writing import to_text

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
