"""`check`: the faults of scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unknot.app._routines import findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.errors import Finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Every finding of the parser and the checker, script by script, in the order of each text."""

    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    def as_json(self) -> list[dict[str, Any]]:
        """The findings as plain values, for editors."""
        from unknot.script import finding_as_json

        return [finding_as_json(finding) for finding in self.findings]


def check(routines: Sequence[str]) -> CheckResult:
    """Every finding in these routines. Each is a name in the library or a file.

    Raises:
        UsageError: There is no such routine.
    """
    return CheckResult(tuple(finding for name in routines for finding in findings(name)))


def header_schema() -> dict[str, Any]:
    """The JSON schema of a script's header, for editors."""
    from unknot.script import header_schema

    return header_schema()
