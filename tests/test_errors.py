"""Errors carry their findings and what to do next."""

from __future__ import annotations

from unknot.errors import Place, ScriptError


def test_an_error_at_a_place_has_a_finding_with_the_rule_and_what_to_do() -> None:
    """The error has one finding with the place, the rule and the hint."""
    error = ScriptError.at(Place("a.md", 3, 1), "include", "not found", "look again")
    assert str(error).startswith("a.md:3")
    assert error.next_step == "look again"
    assert [(f.rule, f.severity, f.hint) for f in error.findings] == [("include", "error", "look again")]
