"""`unknot export`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unknot.cli.answers import complain, print_table
from unknot.cli.asking import opened, order, suited, tell
from unknot.cli.options import EXISTING, Command, Durations, bundled, session_options, voice_options
from unknot.cli.progress import Bar
from unknot.cli.writing import refuse_to_replace, write_text
from unknot.errors import PartlyDone, UnknotError, UsageError
from unknot.units import clock, format_duration
from unknot.wiring import Finish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unknot.cli.options import Speaking, Wish
    from unknot.fitting import Fit
    from unknot.units import Frames
    from unknot.wiring import Loaded

BIT_RATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""kbit/s of constant-rate MP3 that a person may want."""

SSML = ".ssml"
"""The session for an engine outside: words and pauses, no sound."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make."""

    loaded: Loaded
    length: Frames | None
    path: Path


@dataclass(frozen=True, slots=True)
class Asked:
    """What every job of one command has in common."""

    wish: Wish
    speaking: Speaking
    finish: Finish


_FINISH = (
    click.option("--format", "suffix", default="mp3", show_default=True, help="The format, where -o names no file."),
    click.option("--bit-rate", type=click.Choice(BIT_RATES), default=128, show_default=True, help="kbit/s."),
    click.option("--artist", default="", help="The script's author when left out."),
    click.option("--album", default="", help="What players sort it under."),
    click.option("--date", default="", help="A year or a day, as 2026-11-23."),
    click.option("--cover", type=EXISTING, help="A picture; a calm one is drawn when left out."),
    click.option("--captions", is_flag=True, help="Words with times beside it: .lrc, .vtt, .srt, .json."),
    click.option("--stems", is_flag=True, help="Voice and background beside it, each on its own."),
)


def finish_options(command: Command) -> Command:
    """Give a command the options of a finished file; it is called with them as one `finish`."""
    return bundled(command, "finish", Finish, _FINISH)


@click.command()
@click.argument("routines", metavar="ROUTINE...", nargs=-1, required=True)
@click.option("-l", "--length", "lengths", type=Durations(), default=(), help="Exactly this long; several: 5m,10m,20m.")
@session_options
@voice_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file, or a folder for several.")
@finish_options
@click.option("--force", is_flag=True, help="Replace files that are there already.")
def export(
    routines: tuple[str, ...],
    lengths: tuple[Frames, ...],
    wish: Wish,
    speaking: Speaking,
    output: Path | None,
    finish: Finish,
    *,
    force: bool,
) -> None:
    """Make sound files of sessions, each exactly as long as asked for."""
    jobs = jobs_for(routines, lengths or (None,), output, finish.suffix)
    for job in jobs:
        refuse_unknown_format(job.path)
        refuse_to_replace(job.path, force=force)
    with Bar() as bar:
        made = [_made(job, Asked(wish, speaking, finish), bar, alone=len(jobs) == 1) for job in jobs]
    print_table([(str(job.path.resolve()), told) for job, told in zip(jobs, made, strict=True) if told])
    missing = [str(job.path) for job, told in zip(jobs, made, strict=True) if not told]
    if missing:
        raise PartlyDone(f"not made: {', '.join(missing)}", next_step="mend what is said above and run it again")


def jobs_for(routines: Sequence[str], lengths: Sequence[Frames | None], output: Path | None, suffix: str) -> list[Job]:
    """Every routine at every length, each with a file of its own.

    Raises:
        UsageError: Several sessions would have to share one file.
    """
    from unknot import wiring

    loaded = [wiring.load(name) for name in routines]
    several = len(loaded) * len(lengths) > 1
    in_folder = output is None or output.is_dir()
    if several and not in_folder:
        raise UsageError(
            f"several sessions cannot share the file {output}", next_step="name a folder that is there with -o"
        )
    folder = output if output is not None and in_folder else Path()
    return [
        Job(one, length, folder / _name(one, length, suffix) if in_folder else Path(str(output)))
        for one in loaded
        for length in lengths
    ]


def refuse_unknown_format(path: Path) -> None:
    """Let go on only when there is such a format, before any work.

    Raises:
        UsageError: There is none of that suffix.
    """
    from unknot.outputs import SUFFIXES

    known = (*SUFFIXES, SSML)
    if path.suffix.lower() not in known:
        kind = path.suffix or "a file without an ending"
        raise UsageError(f"cannot write {kind}", next_step=f"use one of {', '.join(known)}")


def _name(loaded: Loaded, length: Frames | None, suffix: str) -> str:
    long = f"-{format_duration(length)}" if length else ""
    return f"{loaded.entry.name}{long}.{suffix.lstrip('.')}"


def _made(job: Job, asked: Asked, bar: Bar, *, alone: bool) -> str:
    """What was made, in words; nothing when it failed beside others, which is told at once."""
    try:
        return _make(job, asked, bar)
    except UnknotError as fault:
        if alone:
            raise
        complain(fault)
        return ""


def _make(job: Job, asked: Asked, bar: Bar) -> str:
    from unknot import session, wiring

    routine, wanted = suited(job.loaded, asked.wish), order(asked.wish, asked.speaking, job.length)
    with opened(job.loaded, asked.speaking) as world:
        if job.path.suffix.lower() == SSML:
            return _make_ssml(job, session.plan(routine, wanted, world, bar))
        prepared = session.prepare(routine, wanted, world, bar)
        wiring.deliver(job.path, prepared, world, asked.finish, bar)
    for concern in session.concerns(prepared.mix):
        tell(concern)
    return f"{clock(prepared.frames)}, {job.path.stat().st_size / 1e6:.1f} MB"


def _make_ssml(job: Job, fitted: Fit) -> str:
    """The session for an engine outside: its words and pauses, without its sound."""
    from unknot.script.ssml import to_ssml

    write_text(to_ssml(fitted.timeline), job.path)
    return f"{clock(fitted.timeline.frames)}, without sound"
