"""`unknot check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json, show_findings
from unknot.cli.options import as_json
from unknot.errors import ScriptError

if TYPE_CHECKING:
    from unknot.errors import Finding


@click.command()
@click.argument("routines", metavar="ROUTINE...", nargs=-1, required=True)
@as_json
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="json is for editors.")
@click.option("--strict", is_flag=True, help="Take a warning for an error.")
def check(routines: tuple[str, ...], form: str, *, as_json: bool, strict: bool) -> None:
    """Find what is wrong with a script: every fault at once, in the order of the text."""
    from unknot import wiring
    from unknot.script import finding_as_json

    findings = [finding for name in routines for finding in wiring.findings(name)]
    as_json = as_json or form == "json"
    if as_json:
        print_json([finding_as_json(finding) for finding in findings])
    else:
        show_findings(findings)
    errors = sum(finding.severity == "error" for finding in findings)
    if errors or (strict and findings):
        raise ScriptError(_summary(findings, errors), next_step="mend the lines above")
    if not as_json:
        click.echo(_summary(findings, errors))


def _summary(findings: list[Finding], errors: int) -> str:
    warnings = len(findings) - errors
    if not findings:
        return "nothing to complain about"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
