"""What the options ask for, as the session understands it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from unknot.cli.options import Speaking, Wish
    from unknot.routine import Routine
    from unknot.session import Order, World
    from unknot.units import Frames
    from unknot.wiring import Loaded


def opened(loaded: Loaded, speaking: Speaking) -> AbstractContextManager[World]:
    """The world for a routine; notices go to standard error."""
    from unknot import wiring

    return wiring.world(loaded.entry.path.parent, cache=speaking.cache, fallback=speaking.fallback, notice=tell)


def suited(loaded: Loaded, wish: Wish, *, live: bool = False) -> Routine:
    """The routine without what the person's profile leaves out, which is said, and with words of caution in front.

    Live, the words are those that the journal asks for: all of them before a first session, a line later. A file
    has the words that `--safety` asks for, so that the same command makes the same file tomorrow.

    Raises:
        ScriptError: The checker finds errors in it.
        UsageError: Nothing would be left of it.
    """
    from unknot import wiring

    wiring.refuse_errors(loaded)
    safety = wish.safety or (wiring.due_safety() if live else "none")
    return wiring.suited(loaded.routine, tell, as_written=wish.as_written, safety=safety)


def order(wish: Wish, speaking: Speaking, length: Frames | None) -> Order:
    """The options and the settings as an order."""
    from unknot import wiring
    from unknot.mixer import Levels
    from unknot.session import Order

    settings = wiring.settings()
    above = settings.background_level if wish.background_level is None else wish.background_level
    usual = Levels(voice=settings.loudness)
    return Order(
        length=length,
        nearest=wish.nearest,
        seed=wish.seed,
        voice=speaking.choice,
        background="" if wish.background in ("none", "off") else wish.background,
        levels=Levels(settings.loudness, usual.background + above, wish.clear_voice),
    )


def tell(notice: str) -> None:
    """Say something that a person should know and that does not stop the work."""
    click.echo(f"note: {notice}", err=True)
