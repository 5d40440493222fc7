"""`unknot check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import print_json, show_findings
from unknot.cli._options import as_json, some_routines
from unknot.cli._printing import echo
from unknot.errors import ScriptError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.app import CheckResult
    from unknot.errors import Finding


@click.command()
@some_routines
@as_json
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="json is for editors.")
@click.option("--strict", is_flag=True, help="Take a warning for an error.")
def check(routines: tuple[str, ...], form: str, *, as_json: bool, strict: bool) -> None:
    """Find what is wrong with a script: every fault at once, in the order of the text."""
    result = app.check(routines)
    as_json = as_json or form == "json"
    if as_json:
        print_json(result.as_json())
    else:
        show_findings(result.findings)
    if result.errors or (strict and result.findings):
        raise ScriptError(_summary(result), next_step=_next_step(result.findings))
    if not as_json:
        echo(_summary(result))


def _next_step(findings: Sequence[Finding]) -> str:
    """What to do about them: a text without a header was not written for this program."""
    for finding in findings:
        if finding.rule == "no-header":
            return f"make a routine of it: unknot import {finding.place.file}"
    return "mend the lines above"


def _summary(checked: CheckResult) -> str:
    errors, warnings = checked.errors, checked.warnings
    if not checked.findings:
        return "nothing to complain about"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
