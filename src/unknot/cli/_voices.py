"""`unknot voices`: list, install, remove and try them."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unknot import app
from unknot.cli._answers import confirmed, print_json, print_table, report
from unknot.cli._completion import completion
from unknot.cli._options import VoiceName, as_json
from unknot.cli._printing import echo
from unknot.cli._progress import Bar

if TYPE_CHECKING:
    from unknot.app import EngineState, ListedVoice, TriedVoice, VoiceList
    from unknot.routine import VoiceChoice

_MISTYPED = 0.75
"""How similar, of 1, a word has to be to a command so that the command was meant."""


class VoiceGroup(click.Group):
    """A group that lists when its first word is not one of its commands: `unknot voices espeak`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As for every group, with `list` put in front where it was left out.

        A word that is nearly a command, such as `instal`, is one that was mistyped.
        """
        first = args[0] if args else ""
        known = [*self.commands, *ctx.help_option_names]
        if not get_close_matches(first, known, 1, _MISTYPED):
            args.insert(0, "list")
        return super().parse_args(ctx, args)


class VoicesParam(click.ParamType["tuple[VoiceChoice, ...]"]):
    """Several voices: `emma,thorsten,espeak:de`."""

    name = "voices"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[VoiceChoice, ...]:
        """Each voice, in the order written."""
        if isinstance(value, tuple):
            return value
        return tuple(VoiceName().convert(part.strip(), param, ctx) for part in value.split(","))


@click.group(cls=VoiceGroup)
def voices() -> None:
    """The voices at hand and those that can be installed; without a command, they are listed."""


@voices.command("list")
@click.argument("engine", required=False)
@click.option("--language", default="", help="Only voices of a language, as in `de` or `en-GB`.")
@as_json
def list_voices(engine: str | None, language: str, *, as_json: bool) -> None:
    """Voices by language, and the engines; with ENGINE, the names that it knows."""
    found = app.voice_list(language, engine)
    if as_json:
        print_json([*map(_voice_as_json, found.voices), *map(_engine_as_json, found.engines)])
    elif engine is None:
        _print_tables(found)
    else:
        _print_names(found.engines[0])


@voices.command()
@click.argument("name", shell_complete=completion("voice"))
@click.option("--yes", is_flag=True, help="Download without asking.")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), help="A file or folder to copy it from, instead of a download."
)
def install(name: str, source: Path | None, *, yes: bool) -> None:
    """Install a voice, after showing its size and what its licence allows."""

    def confirm(listed: ListedVoice) -> bool:
        for line in _offer(listed):
            report(line)
        return yes or source is not None or listed.state != "installable" or confirmed("Download it?")

    with Bar(in_bytes=True) as progress:
        done = app.voice_install(app.VoiceInstallRequest(name, source), progress.above(confirm), progress)
    if done is None:
        report("nothing was downloaded")
        return
    echo(f"{name} is installed in {done.voice.folder}; use it with --voice {name}")
    if done.needs:
        report(done.needs)


@voices.command()
@click.argument("name", shell_complete=completion("installed voice"))
def remove(name: str) -> None:
    """Delete the files of an installed voice, or what an interrupted download has left."""
    echo(f"{name} is removed; it took {app.voice_remove(name) / 1e6:.1f} MB")


@voices.command("try")
@click.argument("text", default="")
@click.option("--voice", "wanted", type=VoicesParam(), default=(), help="Only these, in this order: emma,thorsten.")
@click.option("--language", default="", help="The language of the text, as in `de`; that of the first voice otherwise.")
@click.option("--player", help="The loudspeaker: the machine's own, null, or record:FILE.wav.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="The folder of the cache.")
def try_voices(
    text: str, wanted: tuple[VoiceChoice, ...], language: str, player: str | None, cache: Path | None
) -> None:
    """Hear the same words in every ready voice of a language, at the same level."""
    app.voice_try(app.VoiceTryRequest(text, language, wanted, player, cache), _print_tried, report)


def _offer(listed: ListedVoice) -> list[str]:
    """What a person should know before the voice is downloaded."""
    voice = listed.voice
    facts = [
        f"{voice.name}: {', '.join(voice.languages)}, {voice.quality} quality, {_megabytes(voice.size)} to download"
        + (f"; {voice.about}" if voice.about else ""),
        f"licence {voice.licence}: {voice.allows}",
        f"about it: {voice.page}",
    ]
    return facts + [f"file: {file.url}" for file in voice.files]


def _print_tried(tried: TriedVoice) -> None:
    fault = tried.fault
    if fault is None:
        echo(tried.name)
    else:
        report(f"{tried.name}: {fault.message}" + (f"; {fault.next_step}" if fault.next_step else ""))


def _print_tables(found: VoiceList) -> None:
    print_table([_voice_row(one) for one in found.voices], head=("voice", "language", "quality", "state", "paid work"))
    echo()
    print_table([_engine_row(state) for state in found.engines], head=("engine", "state", "detail"))
    report("`unknot voices install NAME` installs one, which then speaks its language; `espeak` speaks all others")


def _print_names(state: EngineState) -> None:
    """Print each name on a line. The facts about the engine go to standard error, so that the names can be piped."""
    report(f"{state.engine}: {state.detail}")
    for name in state.names:
        echo(name)


def _voice_row(one: ListedVoice) -> tuple[str, str, str, str, str]:
    voice = one.voice
    state = {"ready": "ready", "unready": one.needs, "installable": f"{_megabytes(voice.size)} to install"}[one.state]
    paid = {"yes": "yes", "credit": "yes, with credit", "unclear": "unclear", "no": "no"}[voice.commercial]
    return voice.name, ", ".join(voice.languages), voice.quality, state, paid


def _engine_row(state: EngineState) -> tuple[str, str, str]:
    return state.engine, "ready" if state.ready else "not ready", state.detail


def _voice_as_json(one: ListedVoice) -> dict[str, object]:
    voice = one.voice
    return {
        "voice": voice.name,
        "engine": voice.engine,
        "languages": voice.languages,
        "quality": voice.quality,
        "state": one.state,
        "needs": one.needs,
        "licence": voice.licence,
        "commercial": voice.commercial,
        "allows": voice.allows,
        "page": voice.page,
        "bytes": voice.size,
        "files": [file.url for file in voice.files],
    }


def _engine_as_json(state: EngineState) -> dict[str, object]:
    return {"engine": state.engine, "ready": state.ready, "detail": state.detail, "names": state.names}


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
