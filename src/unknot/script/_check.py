"""The checker: all findings in a script that can be parsed. Each rule has one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from unknot.errors import Finding
from unknot.script import _body_checks, _strain_checks, _time_checks, _word_checks
from unknot.script._rules import RULES
from unknot.script._source import ScriptSource, read_source
from unknot.script._subject import CheckedScript, Remark

if TYPE_CHECKING:
    from collections.abc import Callable

    from unknot.routine import Routine
    from unknot.script._body_rules import BodyRules
    from unknot.timeline import Timeline


CHECKS: Final = {**_word_checks.CHECKS, **_time_checks.CHECKS, **_body_checks.CHECKS, **_strain_checks.CHECKS}
"""The function of every rule of `_rules.CHECKING`."""


def check(
    routine: Routine,
    text: str,
    timeline: Timeline | None = None,
    *,
    body: BodyRules,
    file: str = "",
    exists: Callable[[str, str], bool] | None = None,
) -> tuple[Finding, ...]:
    """All findings in a script that can be parsed, in the order of its text.

    Args:
        routine: The result of `parse` for `text`, with its includes resolved or not.
        text: The text of the script, for the lines and columns of findings.
        timeline: The fitted session. Without it, lengths are estimated from the letters.
        body: The rules of the body in the language of the script.
        file: The path of the script; empty takes it from the first block of the routine.
        exists: Whether there is a `"sound"` or a `"background"` of a name. Without it, files are not checked.
    """
    source, _ = read_source(text, file or _file_of(routine))
    subject = CheckedScript(routine, source, body, timeline, exists)
    names = [name for name in CHECKS if name not in routine.header.allow]
    found = {_finding(name, remark, source) for name in names for remark in CHECKS[name](subject)}
    return tuple(sorted(found, key=lambda f: (f.place.file != source.file, f.place, f.rule, f.message)))


def _file_of(routine: Routine) -> str:
    return routine.body[0].place.file if routine.body else ""


def _finding(name: str, remark: Remark, source: ScriptSource) -> Finding:
    line = source.line(remark.place.line) if remark.place.file == source.file else ""
    return Finding(remark.place, name, RULES[name].severity, remark.message, remark.hint, line, remark.width)


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, for editors. Lines and columns count from 1, columns in characters."""
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "end_column": finding.place.column + finding.width,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
    }
