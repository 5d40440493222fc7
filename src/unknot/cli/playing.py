"""`unknot play`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.asking import opened, order, suited
from unknot.cli.options import one_length, one_routine, session_options, voice_options
from unknot.cli.progress import Bar

if TYPE_CHECKING:
    from unknot.cli.options import Speaking, Wish
    from unknot.units import Frames


@click.command()
@one_routine
@one_length
@session_options
@voice_options
@click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav.")
def play(routine: str, length: Frames | None, wish: Wish, speaking: Speaking, player: str | None) -> None:
    """Play a session now."""
    from unknot import session, wiring
    from unknot.player import play

    loaded = wiring.load(routine)
    with opened(loaded, speaking) as world, Bar() as bar:
        prepared = session.prepare(suited(loaded, wish, live=True), order(wish, speaking, length), world, bar)
    play(prepared, wiring.speaker(player), lambda _: None)
