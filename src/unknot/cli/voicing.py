"""`unknot voices` and `unknot say`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.answers import print_json, print_table
from unknot.cli.asking import tell
from unknot.cli.options import as_json, voice_options
from unknot.cli.writing import refuse_to_replace
from unknot.errors import UsageError
from unknot.routine import Utterance

if TYPE_CHECKING:
    from unknot.cli.options import Speaking
    from unknot.ports import EngineState


@click.command()
@click.argument("engine", required=False)
@as_json
def voices(engine: str | None, *, as_json: bool) -> None:
    """The voices at hand and their state; with ENGINE, the names that it knows."""
    from unknot import wiring

    states = [state for state in wiring.engine_states() if engine in (None, state.engine)]
    if not states:
        raise UsageError(f"there is no voice engine {engine!r}", next_step="`unknot voices` lists the engines")
    if as_json:
        print_json([_as_json(state) for state in states])
    elif engine is None:
        print_table([_row(state) for state in states], head=("engine", "state", "detail"))
    else:
        _print_names(states[0])


def _print_names(state: EngineState) -> None:
    """Each name on a line; what the engine is or needs goes to standard error, so that names can be piped."""
    tell(f"{state.engine}: {state.detail}")
    for name in state.names:
        click.echo(name)


def _row(state: EngineState) -> tuple[str, str, str]:
    return state.engine, "ready" if state.ready else "not ready", state.detail


def _as_json(state: EngineState) -> dict[str, object]:
    return {"engine": state.engine, "ready": state.ready, "detail": state.detail, "names": state.names}


@click.command()
@click.argument("text")
@voice_options
@click.option("--language", default="en", show_default=True, help="The language of the text, as in `de` or `en-GB`.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the loudspeaker."
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav.")
def say(text: str, speaking: Speaking, language: str, output: Path | None, player: str | None, *, force: bool) -> None:
    """Speak one line, to hear a voice or to try a word."""
    from unknot import session, wiring
    from unknot.player import play

    if output is not None:
        refuse_to_replace(output, force=force)
    asked = Utterance(text, language, speaking.choice)
    with wiring.world(Path(), cache=speaking.cache, fallback=speaking.fallback, notice=tell) as world:
        line = session.line(asked, world)
    if output is not None:
        session.export(line, wiring.output(output))
    else:
        play(line, wiring.speaker(player), lambda _: None)
