"""The options that several commands share, and their parameter types."""

from __future__ import annotations

import functools
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

import click

from unknot import app
from unknot.cli._completion import completion
from unknot.routine import VoiceChoice, voice_named
from unknot.units import parse_length

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from unknot.units import Frames

Command = TypeVar("Command", bound="Callable[..., Any]")


class Duration(click.ParamType["Frames"]):
    """A length: `10m`, `90s`, `1:30`, and as people write it: `10 min`, `half an hour`."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Frames:
        """The length in frames."""
        if isinstance(value, int):
            return value  # type: ignore[return-value]
        try:
            found = parse_length(value)
        except ValueError as fault:
            self.fail(str(fault), param, ctx)
        if found <= 0:
            self.fail("a session is longer than nothing", param, ctx)
        return found


class Durations(click.ParamType["tuple[Frames, ...]"]):
    """Several lengths: `5m,10m,20m`."""

    name = "lengths"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Frames, ...]:
        """The lengths in frames, in the order written."""
        if isinstance(value, tuple):
            return value
        return tuple(Duration().convert(part, param, ctx) for part in value.split(","))


class DateParam(click.ParamType["date"]):
    """A day: `yesterday`, `today`, `2026-11-24`."""

    name = "day"
    _NAMED: ClassVar = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day in local time."""
        if isinstance(value, date):
            return value
        word = str(value).strip().lower()
        if word in self._NAMED:
            return datetime.now().astimezone().date() - timedelta(days=self._NAMED[word])
        try:
            return date.fromisoformat(word)
        except ValueError:
            self.fail(f"{value!r} is no day; write yesterday or 2026-11-24", param, ctx)


class TimeOfDay(click.ParamType["time"]):
    """A time of day: `21:30`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """The time, without a zone."""
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(str(value).strip(), "%H:%M").time()
        except ValueError:
            self.fail(f"{value!r} is no time of day; write 21:30", param, ctx)


class VoiceName(click.ParamType[VoiceChoice]):
    """A voice: `espeak`, or `espeak:en-us`."""

    name = "voice"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> VoiceChoice:
        """The engine, and the name after the first colon."""
        if isinstance(value, VoiceChoice):
            return value
        choice = voice_named(value)
        if not choice.engine:
            self.fail("name an engine first, as in espeak:en-us", param, ctx)
        return choice


class BackgroundName(click.ParamType[str]):
    """A background: a name, a file, or none."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; "" for none."""
        return "" if value in ("none", "off") else str(value)


as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
"""`--json`."""
one_routine = click.argument("routine", metavar="ROUTINE", shell_complete=completion("routine", files=True))
some_routines = click.argument(
    "routines", metavar="ROUTINE...", nargs=-1, required=True, shell_complete=completion("routine", files=True)
)
one_length = click.option("-l", "--length", type=Duration(), help="Exactly this long: 10m, 90s, 1:30.")

_SESSION = {
    "nearest": click.option("--nearest", is_flag=True, help="Take the nearest length in reach instead of refusing."),
    "seed": click.option(
        "--seed", type=click.IntRange(0), default=0, show_default=True, help="Which of its choices are spoken."
    ),
    "background": click.option(
        "--background",
        type=BackgroundName(),
        help="A background's name, a file, or none.",
        shell_complete=completion("background", files=True),
    ),
    "background_level": click.option(
        "--background-level", type=click.FloatRange(-40, 12), help="Decibels relative to the usual level."
    ),
    "clear_voice": click.option("--clear-voice", is_flag=True, help="Keep the background 20 dB below the voice."),
    "safety": click.option(
        "--safety", type=click.Choice(["first", "later", "none"]), help="Which words of caution come first."
    ),
    "end_bell": click.option("--bell/--no-bell", "end_bell", default=True, help="The bell after the last words."),
    "as_written": click.option("--as-written", is_flag=True, help="Keep areas that your profile or pack leaves out."),
}
_VOICE = {
    "voice": click.option(
        "--voice",
        type=VoiceName(),
        help="ENGINE or ENGINE:NAME, see `unknot voices`.",
        shell_complete=completion("voice"),
    ),
    "rate": click.option("--rate", type=click.IntRange(60, 400), help="Words a minute."),
    "pitch": click.option("--pitch", type=click.IntRange(0, 100), help="50 is the voice's own."),
    "fallback": click.option(
        "--fallback",
        type=VoiceName(),
        help="The voice that takes over when the first one fails.",
        shell_complete=completion("voice"),
    ),
    "cache": click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="The folder of the cache."),
}


def session_options(command: Command) -> Command:
    """Add the options of a session with its length to a command. It is called with them as one argument `session`."""
    return bundled(command, "session", _session, {"length": one_length, **_SESSION, **_VOICE})


def sessions_options(command: Command) -> Command:
    """As `session_options`, without the length."""
    return bundled(command, "session", _session, {**_SESSION, **_VOICE})


def background_options(command: Command) -> Command:
    """Add the options of the background to a command. It is called with them as one argument `session`."""
    names = ("background", "background_level")
    return bundled(
        command, "session", lambda values: app.SessionRequest(**values), {name: _SESSION[name] for name in names}
    )


def voice_options(command: Command) -> Command:
    """Add the options of the voice to a command. It is called with them as one argument `voice`."""
    return bundled(command, "voice", _voice, _VOICE)


def bundled(
    command: Command,
    name: str,
    make: Callable[[dict[str, Any]], object],
    options: Mapping[str, Callable[[Command], Command]],
) -> Command:
    """Add these options to a command. It is called with the result of `make` for all of them as the argument `name`."""

    @functools.wraps(command)
    def wrapper(**values: Any) -> Any:
        value = make({option: values.pop(option) for option in options})
        return command(**{name: value}, **values)

    with_options = cast("Command", wrapper)
    for option in reversed(list(options.values())):
        with_options = option(with_options)
    return with_options


def _session(values: dict[str, Any]) -> app.SessionRequest:
    voice = _voice({option: values.pop(option) for option in _VOICE})
    return app.SessionRequest(voice=voice, **values)


def _voice(values: dict[str, Any]) -> app.VoiceRequest:
    named = values["voice"] or VoiceChoice()
    choice = VoiceChoice(named.engine, named.name, values["rate"], values["pitch"])
    return app.VoiceRequest(choice, values["fallback"], values["cache"])
