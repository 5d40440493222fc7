"""`unknot say`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unknot import app
from unknot.cli._answers import report
from unknot.cli._completion import completion
from unknot.cli._options import voice_options

if TYPE_CHECKING:
    from unknot.app import VoiceRequest


@click.command()
@click.argument("text")
@voice_options
@click.option("--language", help="The language of the text, as in `de` or `en-GB`; that of the routine, or English.")
@click.option(
    "--routine",
    help="Say it as this routine would: its `say:`, its voice.",
    shell_complete=completion("routine", files=True),
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the loudspeaker."
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav.")
def say(text: str, voice: VoiceRequest, **options: Any) -> None:
    """Speak one line, to hear a voice or to try a word.

    TEXT is written as in a script: "Sit back. [4s] Close your eyes." has a pause of four seconds.
    """
    app.say(app.SayRequest(text, voice=voice, **options), report)
