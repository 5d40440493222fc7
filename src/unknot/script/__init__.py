"""The routine script: text to routine and back, and what a checker says of it."""

from unknot.script.bodies import AreaRules, BodyRules, ToolRules
from unknot.script.checking import check, finding_as_json
from unknot.script.foreign import KINDS, Imported, from_foreign
from unknot.script.including import resolve
from unknot.script.reading import parse
from unknot.script.ssml import to_ssml
from unknot.script.tidying import canonical
from unknot.script.writing import to_text

__all__ = [
    "KINDS",
    "AreaRules",
    "BodyRules",
    "Imported",
    "ToolRules",
    "canonical",
    "check",
    "finding_as_json",
    "from_foreign",
    "parse",
    "resolve",
    "to_ssml",
    "to_text",
]
