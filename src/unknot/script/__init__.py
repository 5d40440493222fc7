"""The routine script: parses text to a routine, writes it back, and checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unknot._faces import lazy

if TYPE_CHECKING:
    from unknot.script._body_rules import AreaRules as AreaRules, BodyRules as BodyRules, ToolRules as ToolRules
    from unknot.script._canonical import canonical as canonical
    from unknot.script._check import check as check, finding_as_json as finding_as_json
    from unknot.script._foreign import LARGEST_FILE as LARGEST_FILE, from_foreign as from_foreign
    from unknot.script._header import header_schema as header_schema
    from unknot.script._includes import resolve as resolve
    from unknot.script._ipa import (
        STRESS as STRESS,
        VOWELS as VOWELS,
        NotIpa as NotIpa,
        between_slashes as between_slashes,
        sounds as sounds,
    )
    from unknot.script._kinds import KINDS as KINDS, KindName as KindName
    from unknot.script._parser import parse as parse
    from unknot.script._printer import to_text as to_text
    from unknot.script._ssml import to_ssml as to_ssml

_NAMES = {
    "AreaRules": "_body_rules",
    "BodyRules": "_body_rules",
    "KINDS": "_kinds",
    "KindName": "_kinds",
    "LARGEST_FILE": "_foreign",
    "NotIpa": "_ipa",
    "STRESS": "_ipa",
    "ToolRules": "_body_rules",
    "VOWELS": "_ipa",
    "between_slashes": "_ipa",
    "canonical": "_canonical",
    "check": "_check",
    "finding_as_json": "_check",
    "from_foreign": "_foreign",
    "header_schema": "_header",
    "parse": "_parser",
    "resolve": "_includes",
    "sounds": "_ipa",
    "to_ssml": "_ssml",
    "to_text": "_printer",
}
"""Public name and the private module that has it."""

if not TYPE_CHECKING:  # so that a name that does not exist is still an error of types
    __getattr__ = lazy(__name__, _NAMES)
