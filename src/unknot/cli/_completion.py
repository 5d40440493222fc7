"""Completion in shells: the names for each option, and `unknot completion`, which prints the script of a shell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from unknot import app
from unknot.cli._printing import echo
from unknot.errors import UnknotError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unknot.app import NameKind

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

SHELLS: Final = ("bash", "zsh", "fish", "powershell")


def completion(kind: NameKind, *, several: bool = False, files: bool = False) -> Completer:
    """A function for `shell_complete` that gives the names of that kind.

    Args:
        kind: Which names.
        several: Names are separated by commas, and the last one is completed.
        files: Where no name fits, the shell completes the names of files.
    """

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        found = _beginning_with(begun, _known(kind), several=several)
        return found or ([CompletionItem(begun, type="file")] if files else [])

    return complete


def complete_profile_value(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The names that fit the key of the profile that was typed before."""
    return _beginning_with(begun, app.profile_names(str(context.params.get("key"))), several=True)


def complete_command(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The commands below the ones that were typed before, for `unknot help`."""
    group = context.find_root().command
    for word in context.params.get("words") or ():
        group = (group.get_command(context, word) if isinstance(group, click.Group) else None) or group
    names = group.list_commands(context) if isinstance(group, click.Group) else []
    return _beginning_with(begun, names)


def _known(kind: NameKind) -> tuple[str, ...]:
    try:
        return app.known_names(kind)
    except UnknotError:  # a shell that completes has no place for an error
        return ()


def _beginning_with(begun: str, names: Iterable[str], *, several: bool = False) -> list[CompletionItem]:
    before, comma, last = begun.rpartition(",") if several else ("", "", begun)
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(last)]


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell 5.1 and later. The words of the command line come with a line feed between them."""

    name = "powershell"
    source_template = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = $commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text.Trim('"', "'") }
    $env:COMP_WORDS = $words -join "`n"
    $env:COMP_LAST = $wordToComplete.Trim('"', "'")
    $env:%(complete_var)s = "powershell_complete"
    try {
        %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq "plain") {
                [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
            }
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_LAST, Env:%(complete_var)s -ErrorAction SilentlyContinue
    }
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The finished words after the name of the program, and the one that is being typed."""
        words = os.environ["COMP_WORDS"].splitlines()[1:]
        last = os.environ.get("COMP_LAST", "")
        return (words[:-1] if last and words else words), last

    def format_completion(self, item: CompletionItem) -> str:
        """The kind, the value and the help; PowerShell completes the names of files itself."""
        return f"{item.type}\t{item.value}\t{item.help or item.value}"


add_completion_class(PowerShellComplete)


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def print_completion(shell: str) -> None:
    r"""Print the script that completes commands, options and names in a shell.

    \b
    bash:        eval "$(unknot completion bash)"               in ~/.bashrc
    zsh:         eval "$(unknot completion zsh)"                in ~/.zshrc
    fish:        unknot completion fish | source                in ~/.config/fish/config.fish
    PowerShell:  unknot completion powershell | Out-String | Invoke-Expression    in $PROFILE
    """
    from unknot.cli._commands import VARIABLE, program

    found = get_completion_class(shell)
    if found is not None:
        echo(found(program, {}, "unknot", VARIABLE).source())
