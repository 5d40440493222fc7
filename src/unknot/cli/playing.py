"""`unknot play`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unknot.cli.asking import opened, order
from unknot.cli.options import session_options, voice_options
from unknot.cli.progress import Bar

if TYPE_CHECKING:
    from unknot.cli.options import Speaking, Wish


@click.command()
@session_options
@voice_options
@click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav.")
def play(wish: Wish, speaking: Speaking, player: str | None) -> None:
    """Play a session now."""
    from unknot import session, wiring
    from unknot.player import play

    loaded = wiring.load(wish.routine)
    with opened(loaded, speaking) as world, Bar() as bar:
        prepared = session.prepare(loaded.routine, order(wish, speaking), world, bar)
    play(prepared, wiring.speaker(player), lambda _: None)
