"""The table of commands. The module of a command is imported when it is called, so that `--help` is fast."""

from __future__ import annotations

import importlib
import os
from typing import Any, Final

import click

from unknot import __version__

VARIABLE: Final = "_UNKNOT_COMPLETE"
"""The environment variable in which a shell asks for completion. Its name is the one that click expects."""
COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("_list:list_routines", "The routines at hand."),
    "show": ("_show:show", "A routine as its listener will meet it."),
    "check": ("_check:check", "Find what is wrong with a script."),
    "fmt": ("_fmt:fmt", "Rewrite scripts in the canonical form."),
    "import": ("_import:import_script", "Make a routine script of another program's."),
    "plan": ("_plan:plan", "What happens when, at a length."),
    "export": ("_export:export", "Make sound files of sessions."),
    "play": ("_play:play", "Play a session now."),
    "bell": ("_bell:bell", "Bells at exact times over a background, without a script."),
    "plot": ("_plot:plot", "Draw a session as a picture."),
    "voices": ("_voices:voices", "The voices at hand and those that can be installed."),
    "say": ("_say:say", "Speak one line, to hear a voice."),
    "record": ("_record:record", "Give a routine your own voice."),
    "today": ("_today:today", "The routine that suits today."),
    "compose": ("_compose:compose", "Build a routine from blocks, as a script that you can edit."),
    "like": ("_like:like", "Say that you want more of a step."),
    "never": ("_never:never", "Say that a step is never to come again."),
    "areas": ("_areas:areas", "What is known of an area of the body."),
    "profile": ("_profile:profile", "What unknot knows of you."),
    "config": ("_config:config", "The settings file: what is in it, and changes to it."),
    "pack": ("_pack:pack", "Homework packs: what a therapist gives along."),
    "journal": ("_journal:journal", "What was done and how it felt, kept on this machine only."),
    "week": ("_week:week", "This week: the plan against what happened."),
    "cache": ("_cache:cache", "Look after the cache of clips and encoded sound."),
    "completion": ("_completion:print_completion", "Print the script that completes commands, options and names."),
    "help": ("_help:show_help", "What a command does and which options it has."),
}
"""The name of each command, its module and function below `unknot.cli`, and its one-line help."""


class Commands(click.Group):
    """A group that has the names of its commands, and imports a command when it is needed."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command, or answer a shell that completes a command line."""
        if VARIABLE in os.environ:
            importlib.import_module("unknot.cli._completion")  # it knows one shell more than click
        return super().main(*arguments, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The imported command of that name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(f"unknot.cli.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names.

        Raises:
            click.UsageError: There is no such command. The message names a similar one.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as fault:
            raise click.UsageError(_unknown(args[0]), ctx) from fault

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _unknown(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, 1)
    return f"there is no command {word!r}" + (f"; did you mean {near[0]}?" if near else "")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="unknot")
def program() -> None:
    """Guided sessions for closed eyes, from a routine script, at any length."""
