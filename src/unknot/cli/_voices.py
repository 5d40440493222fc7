"""`unknot voices`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot import app
from unknot.cli._answers import print_json, print_table, report
from unknot.cli._options import as_json

if TYPE_CHECKING:
    from unknot.app import EngineState


@click.command()
@click.argument("engine", required=False)
@as_json
def voices(engine: str | None, *, as_json: bool) -> None:
    """The voices at hand and their state; with ENGINE, the names that it knows."""
    states = app.voices(engine)
    if as_json:
        print_json([_as_json(state) for state in states])
    elif engine is None:
        print_table([_row(state) for state in states], head=("engine", "state", "detail"))
    else:
        _print_names(states[0])


def _print_names(state: EngineState) -> None:
    """Print each name on a line. The facts about the engine go to standard error, so that the names can be piped."""
    report(f"{state.engine}: {state.detail}")
    for name in state.names:
        click.echo(name)


def _row(state: EngineState) -> tuple[str, str, str]:
    return state.engine, "ready" if state.ready else "not ready", state.detail


def _as_json(state: EngineState) -> dict[str, object]:
    return {"engine": state.engine, "ready": state.ready, "detail": state.detail, "names": state.names}
