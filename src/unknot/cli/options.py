"""The options that several commands share, and what they ask of a session."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from unknot.routine import VoiceChoice, voice_named
from unknot.units import parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unknot.units import Frames

Command = TypeVar("Command", bound="Callable[..., Any]")


class Duration(click.ParamType["Frames"]):
    """A length: `10m`, `90s`, `1:30`."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Frames:
        """The frames that the text stands for."""
        if isinstance(value, int):
            return value  # type: ignore[return-value]
        try:
            found = parse_duration(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)
        if found <= 0:
            self.fail("a session is longer than nothing", param, ctx)
        return found


class Speaker(click.ParamType[VoiceChoice]):
    """A voice: `embedded`, or `embedded:en-us`."""

    name = "voice"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> VoiceChoice:
        """The engine, and the name after the first colon."""
        if isinstance(value, VoiceChoice):
            return value
        choice = voice_named(value)
        if not choice.engine:
            self.fail("name an engine first, as in embedded:en-us", param, ctx)
        return choice


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a session beside its routine and length, as the shared options say it."""

    nearest: bool
    seed: int
    background: str | None
    background_level: float | None
    clear_voice: bool
    safety: str | None
    as_written: bool


@dataclass(frozen=True, slots=True)
class Speaking:
    """Which voice speaks, and where what it spoke is kept, as the shared options say it."""

    voice: VoiceChoice | None
    rate: int | None
    pitch: int | None
    fallback: VoiceChoice | None
    cache: Path | None

    @property
    def choice(self) -> VoiceChoice:
        """The voice with its rate and pitch; open where nothing was asked."""
        named = self.voice or VoiceChoice()
        return VoiceChoice(named.engine, named.name, self.rate, self.pitch)


_SESSION = (
    click.option("--nearest", is_flag=True, help="Take the nearest length in reach instead of refusing."),
    click.option(
        "--seed", type=click.IntRange(0), default=0, show_default=True, help="Which of its choices are spoken."
    ),
    click.option("--background", help="A background's name, a file, or none."),
    click.option("--background-level", type=click.FloatRange(-40, 12), help="Decibels relative to the usual level."),
    click.option("--clear-voice", is_flag=True, help="Keep the background 20 dB below the voice."),
    click.option("--safety", type=click.Choice(["first", "later", "none"]), help="Which words of caution come first."),
    click.option("--as-written", is_flag=True, help="Keep areas that your profile leaves out."),
)
_SPEAKING = (
    click.option("--voice", type=Speaker(), help="ENGINE or ENGINE:NAME, see `unknot voices`."),
    click.option("--rate", type=click.IntRange(60, 400), help="Words a minute."),
    click.option("--pitch", type=click.IntRange(0, 100), help="50 is the voice's own."),
    click.option("--fallback", type=Speaker(), help="The voice that takes over when the first one fails."),
    click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="The folder of the cache."),
)


class Durations(click.ParamType["tuple[Frames, ...]"]):
    """Several lengths: `5m,10m,20m`."""

    name = "lengths"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Frames, ...]:
        """The frames of each, in the order written."""
        if isinstance(value, tuple):
            return value
        return tuple(Duration().convert(part, param, ctx) for part in value.split(","))


one_routine = click.argument("routine", metavar="ROUTINE")
one_length = click.option("-l", "--length", type=Duration(), help="Exactly this long: 10m, 90s, 1:30.")


def session_options(command: Command) -> Command:
    """Give a command the options of a session; it is called with them as one `wish`."""
    return bundled(command, "wish", Wish, _SESSION)


def voice_options(command: Command) -> Command:
    """Give a command the options of the voice; it is called with them as one `speaking`."""
    return bundled(command, "speaking", Speaking, _SPEAKING)


def bundled(command: Command, name: str, kind: type, options: Sequence[Callable[[Command], Command]]) -> Command:
    """Give a command these options; it is called with them as one value of `kind`, whose fields they are."""

    @functools.wraps(command)
    def called(**words: Any) -> Any:
        bundle = kind(**{field.name: words.pop(field.name) for field in dataclasses.fields(kind)})
        return command(**{name: bundle}, **words)

    return functools.reduce(lambda inner, option: option(inner), reversed(options), cast("Command", called))


EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that is there."""
as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
"""`--json`, for programs."""
